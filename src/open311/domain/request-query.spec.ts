import { describe, expect, it } from '@jest/globals';
import { Problem } from '../../kernel/index.js';
import { readArguments } from './arguments.js';
import { readRequestQuery, readUpdateQuery, type RequestQuery } from './request-query.js';

const NOW = new Date('2026-11-23T01:00:00Z');
const read = (query: Record<string, string | string[]>): RequestQuery => readRequestQuery(readArguments(query), NOW);
const wrongIn = (query: Record<string, string | string[]>): string[] => {
  try {
    read(query);
  } catch (error) {
    if (error instanceof Problem) return error.fields.map(({ field }) => field);
  }
  return [];
};
const span = ({ requested: { from, to } }: RequestQuery): (string | null)[] => [
  from?.toISOString() ?? null,
  to?.toISOString() ?? null,
];

describe('GET requests', () => {
  it('means the last 90 days and 1,000 requests when nothing is said', () => {
    const query = read({ jurisdiction_id: '' });
    expect(span(query)).toEqual(['2026-08-25T01:00:00.000Z', '2026-11-23T01:00:00.000Z']);
    expect(query).toMatchObject({
      ids: null,
      serviceCodes: null,
      statuses: null,
      offset: 0,
      limit: 1000,
      extensions: false,
    });
  });

  it.each<[Record<string, string>, (string | null)[]]>([
    [
      { start_date: '2026-05-24T00:00:00Z', end_date: '2026-06-24T00:00:00Z' },
      ['2026-05-24T00:00:00.000Z', '2026-06-24T00:00:00.000Z'],
    ],
    [{ start_date: '2026-01-01T00:00:00Z' }, ['2026-01-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z']],
    [{ end_date: '2026-04-01T00:00:00Z' }, ['2026-01-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z']],
    [{ start_date: '2026-11-01', end_date: '2026-11-01' }, ['2026-10-31T17:00:00.000Z', '2026-11-01T16:59:59.999Z']],
    [{ updated_after: '2026-11-22T00:00:00Z' }, [null, null]],
    [
      { updated_after: '2026-11-22T00:00:00Z', start_date: '2026-11-01T00:00:00Z', end_date: '2026-11-02T00:00:00Z' },
      ['2026-11-01T00:00:00.000Z', '2026-11-02T00:00:00.000Z'],
    ],
  ])('%p spans %p', (query, expected) => {
    expect(span(read(query))).toEqual(expected);
  });

  it('asks for ids above everything else, in their order', () => {
    const query = read({ service_request_id: 'B, A,', status: 'nonsense', start_date: 'nonsense', page: '7' });
    expect(query).toMatchObject({ ids: ['B', 'A'], statuses: null, offset: 0 });
    expect(span(query)).toEqual([null, null]);
  });

  it.each([
    ['true', true],
    ['citysdk,media', true],
    ['false', false],
    ['', false],
  ])('extensions=%s: %s', (extensions, wanted) => {
    expect(read({ extensions }).extensions).toBe(wanted);
  });

  it('takes lists with commas or by repeating', () => {
    expect(read({ service_code: ['mt-rac,gt-mat-duong', 'mt-rac'], status: 'Open,closed' })).toMatchObject({
      serviceCodes: ['mt-rac', 'gt-mat-duong'],
      statuses: ['open', 'closed'],
    });
  });

  it.each([
    ['2', '50', 50, 50],
    ['1', '1000', 0, 1000],
    ['3', undefined, 2000, 1000],
  ])('page %s of %s', (page, size, offset, limit) => {
    expect(read({ page, ...(size === undefined ? {} : { page_size: size }) })).toMatchObject({ offset, limit });
  });

  it.each([
    ['106.7,10.7,107.2,11.2'],
    // The same with the latitudes first.
    ['10.7,106.7,11.2,107.2'],
  ])('bbox=%s', (bbox) => {
    expect(read({ bbox }).box).toEqual({ west: 106.7, south: 10.7, east: 107.2, north: 11.2 });
  });

  it.each<[Record<string, string>, string[]]>([
    [{ status: 'pending' }, ['status']],
    [{ start_date: 'hôm qua' }, ['start_date']],
    [{ start_date: '2026-05-24T00:00:00' }, ['start_date']],
    [{ start_date: '2026-01-01T00:00:00Z', end_date: '2026-11-01T00:00:00Z' }, ['end_date']],
    [{ start_date: '2026-06-01T00:00:00Z', end_date: '2026-05-01T00:00:00Z' }, ['start_date']],
    [{ updated_after: 'x', updated_before: 'y' }, ['updated_after', 'updated_before']],
    [{ page: '0' }, ['page']],
    [{ page: '-1', page_size: '1001' }, ['page_size', 'page']],
    [{ page_size: '1e3' }, ['page_size']],
    [{ bbox: '1,2,3' }, ['bbox']],
    [{ bbox: '107.2,10.7,106.7,11.2' }, ['bbox']],
    [{ bbox: 'a,b,c,d' }, ['bbox']],
    [{ service_request_id: Array.from({ length: 501 }, (_, at) => String(at)).join(',') }, ['service_request_id']],
  ])('%p is refused', (query, fields) => {
    expect(wrongIn(query)).toEqual(fields);
  });
});

describe('GET servicerequestupdates', () => {
  it('means 90 days, and reads what FixMyStreet sends', () => {
    const sent = {
      api_key: '',
      start_date: '2026-11-22T23:00:00Z',
      end_date: '2026-11-23T01:00:00Z',
      jurisdiction_id: 'x',
    };
    expect(readUpdateQuery(readArguments(sent), NOW)).toEqual({
      from: new Date('2026-11-22T23:00:00Z'),
      to: new Date('2026-11-23T01:00:00Z'),
      id: null,
      offset: 0,
      limit: 1000,
    });
    expect(readUpdateQuery(readArguments({}), NOW).from).toEqual(new Date('2026-08-25T01:00:00Z'));
  });
});
