import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { PublicStatusRow, PublishedItemRow } from '../../publication/index.js';
import { FORMATS } from './formats.js';
import { COLUMNS, recordOf, recordSchema, withWordsOfToday } from './record.js';

const ITEM = {
  code: 'DN26-0476-3352',
  title: [{ text: '=HYPERLINK("http://x")' }],
  question: [{ text: 'Gọi ' }, { hidden: 'phone' }, { text: ', "hẻm"\ntối; đường 1,5 m' }],
  answer: {
    found: [{ text: 'Đã xem' }],
    done: [{ text: '+ thay bóng' }],
    doneOn: '2026-11-07',
    inCharge: [{ text: 'ông A' }],
  },
  channel: 'web',
  categoryCode: 'ht-chieu-sang',
  categoryName: 'Chiếu sáng công cộng',
  field: 5,
  fieldName: 'Xây dựng, hạ tầng',
  wardCode: '25993',
  wardName: 'Phường Trảng Dài',
  agencyCode: 'SXD',
  agencyName: 'Sở Xây dựng',
  receivedAt: new Date('2026-11-02T01:14:00Z'),
  dueAt: null,
  answeredAt: new Date('2026-11-09T03:30:00Z'),
  publishedAt: new Date('2026-11-09T08:05:00.123Z'),
  late: true,
  apology: null,
  commitment: null,
} as unknown as PublishedItemRow;
const STATUS = { reporterCount: 4, verySatisfied: 1, satisfied: 0, unsatisfied: 2 } as PublicStatusRow;

const record = recordOf({ item: ITEM, status: STATUS }, 'https://1022.example.vn', 0);

describe('a record of the open data', () => {
  it('is what its schema says', () => {
    expect(recordSchema.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      url: 'https://1022.example.vn/da-cong-khai/DN26-0476-3352',
      question: 'Gọi [đã ẩn: số điện thoại], "hẻm"\ntối; đường 1,5 m',
      legal_basis: null,
      due_at: null,
      published_at: '2026-11-09T08:05:00.123Z',
      reporters: 4,
      rated_unsatisfied: 2,
    });
  });

  it('without a status says that nothing is known, not nought', () => {
    expect(recordOf({ item: ITEM, status: null }, '', 1).reporters).toBeNull();
  });

  it('is one line of JSON', () => {
    const line = FORMATS.jsonl.line(record);
    expect(line.split('\n')).toHaveLength(2);
    expect(JSON.parse(line)).toEqual(record);
  });

  it('comes back from CSV, with what a spreadsheet would compute kept a text', () => {
    const file = FORMATS.csv.head + FORMATS.csv.line(record);
    expect(file.startsWith('\uFEFF"code","url"')).toBe(true);
    const [row] = parse<Record<string, string>>(file, { bom: true, columns: true });
    expect(Object.keys(row ?? {})).toEqual(COLUMNS);
    expect(row).toMatchObject({
      title: `'=HYPERLINK("http://x")`,
      question: record.question,
      done: `'+ thay bóng`,
      due_at: '',
      late: 'true',
    });
  });
});

describe('a record in the file of a month', () => {
  const frozen = record;

  it('is left alone while its words are those of today, whatever else has come', () => {
    expect(withWordsOfToday(frozen, { ...frozen, rated_satisfied: 3, ward_name: 'Phường Khác' })).toBe(frozen);
  });

  it('hides what was hidden afterwards', () => {
    const today = { ...frozen, question: 'Gọi [đã ẩn]', done: 'đã thay bóng', late: false };
    expect(withWordsOfToday(frozen, today)).toEqual({ ...frozen, question: 'Gọi [đã ẩn]', done: 'đã thay bóng' });
  });

  it('keeps the answer of its month when there has been another since', () => {
    const today = { ...frozen, title: 'Đã che', done: 'làm lại', published_at: '2026-12-01T00:00:00.000Z' };
    expect(withWordsOfToday(frozen, today)).toEqual({ ...frozen, title: 'Đã che' });
  });
});
