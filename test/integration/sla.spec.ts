import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agenciesEntities, ProvinceFilesError, ProvinceLoader } from '../../src/agencies/index.js';
import { PACKAGE_ROOT, type Config } from '../../src/platform/config/index.js';
import { readSlaFiles, slaEntities, slaPart, SlaPolicies } from '../../src/sla/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { visitor } from '../support/agent.js';
import { createTestDatabase, FixedClock, type TestDatabase } from '../support/index.js';

const PROVINCE = join(PACKAGE_ROOT, 'provinces', 'dong-nai');

let database: TestDatabase;
let folder: string;
let loader: ProvinceLoader;
let policies: SlaPolicies;

/** Changes one file of the copied province. */
function edit(file: string, from: string | RegExp, to: string): void {
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} has no ${String(from)}`);
  writeFileSync(path, after);
}

/** The file as the project ships it. */
function restore(file: string): void {
  cpSync(join(PROVINCE, file), join(folder, file));
}

/** What is wrong with the folder, as its editor reads it. */
function problems(): readonly object[] {
  try {
    readSlaFiles(folder);
  } catch (error) {
    if (error instanceof ProvinceFilesError) return error.problems;
    throw error;
  }
  return [];
}

const changes = async (): Promise<string[]> => {
  const report = await loader.load([slaPart]);
  await policies.reload();
  return report.tables
    .filter(({ inserted, updated, closed }) => inserted + updated + closed > 0)
    .map(({ table, inserted, updated, closed }) => `${table} +${inserted} ~${updated} -${closed}`);
};
const due = (kind: 'resolve' | 'accept', start: string, slaClass = 'K2'): string | undefined =>
  policies.plan(kind, { slaClass, startedAt: new Date(start), holderAgencyCode: 'SXD' })?.explanation.dueAt;

beforeAll(async () => {
  database = await createTestDatabase({ entities: [...agenciesEntities, ...slaEntities] });
  folder = mkdtempSync(join(tmpdir(), 'sla-'));
  cpSync(PROVINCE, folder, { recursive: true });
  loader = new ProvinceLoader(
    { provinceDir: folder } as Config,
    database.unitOfWork,
    database.reader,
    new FixedClock(),
  );
  policies = new SlaPolicies(database.reader);
});

afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true });
});

describe('policies and calendars from the files to the deadline', () => {
  it('are not guessed before they are loaded', () => {
    expect(() => due('resolve', '2026-11-02T08:00:00+07:00')).toThrow('before they were loaded');
  });

  it('load once, and once more without a change', async () => {
    const loaded = await changes();
    expect(loaded.map((line) => line.split(' ')[0])).toEqual([
      'sla_class',
      'sla_limit',
      'escalation_step',
      'calendar',
      'calendar_hours',
      'calendar_day',
    ]);
    expect(loaded[0]).toBe('sla_class +7 ~0 -0');
    expect(await changes()).toEqual([]);
    expect(due('resolve', '2026-11-23T08:00:00+07:00')).toBe('2026-11-27T16:30:00+07:00');
  });

  it('a day off that is withdrawn counts as a working day again', async () => {
    edit('calendar-days.csv', /national,2026-11-24.*\n/, '');
    expect(await changes()).toEqual(['calendar_day +0 ~0 -1']);
    expect(due('resolve', '2026-11-23T08:00:00+07:00')).toBe('2026-11-26T16:30:00+07:00');
    restore('calendar-days.csv');
    expect(await changes()).toEqual(['calendar_day +1 ~0 -0']);
  });

  it('an agency gets hours of its own, which begin on a day', async () => {
    edit('calendar-list.csv', /$/, 'sxd,Giờ của Sở Xây dựng,holder,SXD,Asia/Ho_Chi_Minh,yes\n');
    edit('calendar-hours.csv', /$/, 'sxd,1,07:00,16:00,2024-01-01,\nsxd,1,08:00,12:00,2026-12-01,\n');
    expect(await changes()).toEqual(['calendar +1 ~0 -0', 'calendar_hours +2 ~0 -0']);
    expect(due('accept', '2026-11-23T15:00:00+07:00')).toBe('2026-11-30T14:00:00+07:00');
    expect(due('accept', '2026-11-30T15:00:00+07:00')).toBe('2026-12-14T11:00:00+07:00');
    restore('calendar-list.csv');
    restore('calendar-hours.csv');
    expect(await changes()).toEqual(['calendar +0 ~0 -1', 'calendar_hours +0 ~0 -2']);
  });

  it('a new version of a policy holds for clocks that start after it', async () => {
    edit(
      'sla-policies.csv',
      '1,resolve,K2,*,*,*,3wd,office,,yes,2024-01-01,,',
      '1,resolve,K2,*,*,*,3wd,office,,yes,2024-01-01,2027-01-01,',
    );
    edit('sla-policies.csv', /$/, '2,resolve,K2,*,*,*,2wd,office,,yes,2027-01-01,,Quyết định thử\n');
    expect(await changes()).toEqual(['sla_limit +1 ~1 -0']);
    expect(due('resolve', '2026-12-28T08:00:00+07:00')).toBe('2026-12-31T16:30:00+07:00');
    expect(due('resolve', '2027-01-04T08:00:00+07:00')).toBe('2027-01-06T16:30:00+07:00');
  });

  it('a version that was in force is never rewritten', async () => {
    edit('sla-policies.csv', '2,resolve,K2,*,*,*,2wd', '2,resolve,K2,*,*,*,1wd');
    await expect(loader.load([slaPart])).rejects.toMatchObject({
      problems: [{ file: 'sla-policies.csv', field: 'limit', message: expect.stringContaining('2wd') }],
    });
    restore('sla-policies.csv');
  });

  it('a version that is taken out again never comes into force', async () => {
    expect(await changes()).toEqual(['sla_limit +0 ~1 -1']);
    expect(due('resolve', '2027-01-04T08:00:00+07:00')).toBe('2027-01-07T16:30:00+07:00');
  });
});

describe('mistakes in the files are named by file, line and field', () => {
  it.each<[string, string, string | RegExp, string, object]>([
    ['a limit', 'sla-policies.csv', '1,classify,*,*,*,*,2h', '1,classify,*,*,*,*,2 giờ', { line: 2, field: 'limit' }],
    ['a clock', 'sla-policies.csv', '1,classify,*', '1,phan-loai,*', { line: 2, field: 'clock' }],
    ['a class', 'sla-policies.csv', '1,classify,K1', '1,classify,K9', { line: 3, field: 'sla_class' }],
    ['a category', 'sla-policies.csv', '1,classify,*,*,', '1,classify,*,khong-co,', { line: 2, field: 'category' }],
    ['a priority', 'sla-policies.csv', '1,classify,*,*,*,', '1,classify,*,*,gap,', { line: 2, field: 'priority' }],
    ['an agency', 'sla-policies.csv', '1,classify,*,*,*,*', '1,classify,*,*,*,SO-X', { line: 2, field: 'agency' }],
    ['an extension', 'sla-policies.csv', '10wd,office,5wd', '10wd,office,5 ngày', { field: 'extension' }],
    ['a mark', 'escalation-ladders.csv', '1,classify,*,80%', '1,classify,*,180%', { line: 2, field: 'mark' }],
    ['a role', 'escalation-ladders.csv', ',coordinator,notify,', ',boss,notify,', { line: 2, field: 'recipients' }],
    [
      'a start rule',
      'sla-classes.csv',
      'K0,Hỏi đáp,câu hỏi,next_opening',
      'K0,Hỏi đáp,câu hỏi,maybe',
      { line: 2, field: 'start_rule' },
    ],
    [
      'the agency of a calendar',
      'calendar-list.csv',
      ',holder,,Asia',
      ',holder,SO-X,Asia',
      { line: 2, field: 'agency' },
    ],
    ['an hour', 'calendar-hours.csv', 'agency,1,07:00,11:30', 'agency,1,7h,11:30', { line: 2, field: 'opens' }],
    ['overlapping hours', 'calendar-hours.csv', 'agency,1,07:00,11:30', 'agency,1,07:00,13:30', { line: null }],
    ['an unknown calendar', 'calendar-hours.csv', 'agency,1,07:00', 'agancy,1,07:00', { line: 2, field: 'calendar' }],
    ['a weekday', 'calendar-hours.csv', 'agency,1,07:00', 'agency,8,07:00', { line: 2, field: 'weekday' }],
    [
      'a zone',
      'calendar-list.csv',
      'agency,Giờ làm việc chung của các cơ quan,holder,,Asia/Ho_Chi_Minh',
      'agency,Giờ làm việc chung của các cơ quan,holder,,Asia/Bien_Hoa',
      { line: null },
    ],
    ['a role without a calendar', 'calendar-list.csv', ',hotline,,', ',holder,SXD,', { line: null }],
    [
      'a day that does not exist',
      'calendar-days.csv',
      'national,2024-01-01',
      'national,2024-02-30',
      { line: 2, field: 'on' },
    ],
    [
      'a substitute for no holiday',
      'calendar-days.csv',
      'substitute,2024-02-10',
      'substitute,2024-02-15',
      { field: 'replaces' },
    ],
    [
      'a swap that is not mutual',
      'calendar-days.csv',
      'swap_work,2024-04-29',
      'swap_work,2025-05-02',
      { field: 'replaces' },
    ],
    ['a year that is missing', 'calendar-days.csv', /national,2028-.*\n/g, '', { line: null }],
  ])('%s', (_, file, from, to, expected) => {
    edit(file, from, to);
    const found = problems();
    restore(file);
    expect(found).toEqual(expect.arrayContaining([expect.objectContaining({ file, ...expected })]));
    expect(problems()).toEqual([]);
  });
});

describe('GET /api/v1/sla/deadline', () => {
  let app: TestApp;
  const ask = async (query: Record<string, string | string[]>) => {
    const pairs = Object.entries(query).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    );
    return visitor(app).get(`/api/v1/sla/deadline?${new URLSearchParams(pairs).toString()}`);
  };

  beforeAll(async () => {
    app = await createTestApp();
  });

  afterAll(async () => {
    await app.close();
  });

  it('tells anybody the deadline and why', async () => {
    const { status, body } = await ask({ start: '2026-11-20T15:10:00+07:00', limit: '3wd' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dueAt: '2026-11-26T16:30:00+07:00',
      countedFrom: '2026-11-20T15:10:00+07:00',
      text: '16:30 thứ Năm 26/11',
      explanation: {
        limit: '3wd',
        skipped: [{ on: '2026-11-21' }, { on: '2026-11-22' }, { on: '2026-11-24', reason: 'holiday' }],
      },
    });
    expect((body as { explain: string[] }).explain.at(-1)).toBe('Hết giờ làm việc thứ Năm là 16:30.');
  });

  it('takes any offset and an agency', async () => {
    const { body } = await ask({ start: '2026-11-20T08:10:00Z', limit: '8h', agency: 'SXD' });
    expect(body).toMatchObject({ dueAt: '2026-11-23T15:10:00+07:00', workedMinutes: 480 });
  });

  it('takes one pause, and several', async () => {
    const asked = { start: '2026-11-02T08:00:00+07:00', limit: '3wd' };
    const first = '2026-11-03T09:00:00+07:00/2026-11-03T10:00:00+07:00';
    const second = '2026-11-03T09:30:00+07:00/2026-11-03T10:30:15+07:00';
    expect((await ask({ ...asked, pause: first })).body).toMatchObject({ dueAt: '2026-11-06T08:00:00+07:00' });
    const { body } = await ask({ ...asked, pause: [first, second] });
    expect(body).toMatchObject({ dueAt: '2026-11-06T08:30:15+07:00', workedMinutes: 7 * 60 + 3 * 480 });
  });

  it('counts working days from the day of the event when asked to', async () => {
    const asked = { start: '2026-11-21T09:00:00+07:00', limit: '3wd' };
    // Saturday moves to Monday: three days after Monday, or Monday itself and two more; Tuesday the 24th is off.
    expect((await ask(asked)).body).toMatchObject({ dueAt: '2026-11-27T16:30:00+07:00' });
    const { body } = await ask({ ...asked, startRule: 'event_day' });
    expect(body).toMatchObject({ dueAt: '2026-11-26T16:30:00+07:00', explanation: { startRule: 'event_day' } });
    expect((body as { explain: string[] }).explain[1]).toContain('số ngày vẫn đếm từ sau thứ Bảy 21/11');
  });

  it('counts working time between two instants', async () => {
    const from = '2026-11-23T15:00:00+07:00';
    const to = '2026-11-25T08:30:00+07:00';
    const pause = '2026-11-23T16:00:00+07:00/2026-11-23T16:10:00+07:00';
    expect((await ask({ from, to, pause })).body).toEqual({ workedSeconds: 3 * 3600 - 600 });
    expect((await ask({ from: to, to: from })).body).toEqual({ workedSeconds: 0 });
  });

  it('is described with its parameters', async () => {
    const { body } = await visitor(app).get('/api/openapi.json');
    const described = (
      body as { paths: Record<string, { get: { parameters: { name: string; schema: object; required: boolean }[] } }> }
    ).paths['/api/v1/sla/deadline']?.get.parameters;
    expect(described?.map(({ name, required }) => [name, required])).toEqual(
      ['start', 'limit', 'startRule', 'from', 'to', 'pause', 'agency'].map((name) => [name, false]),
    );
    expect(described?.find(({ name }) => name === 'pause')?.schema).toMatchObject({
      type: 'array',
      items: { type: 'string' },
    });
  });

  it.each<[Record<string, string>, string]>([
    [{ limit: '3wd', start: '2026-11-20T15:10:00Z', startRule: 'tomorrow' }, 'startRule'],
    [{ limit: '3wd', start: '2026-11-20T15:10:00Z', pause: '2026-11-20T15:10:00Z' }, 'pause.0'],
    [{ limit: '3wd', start: '2026-11-20T15:10:00Z', pause: '2026-11-20T15:10:00Z/2026-11-20T15:09:59Z' }, 'pause.0'],
    [{ limit: '3wd', start: '2026-11-20T15:10:00Z', pauses: '2026-11-20T15:10:00Z/2026-11-20T15:19:59Z' }, ''],
    [{ from: '2026-11-20T15:10:00Z' }, 'to'],
    [{ to: '2026-11-20T15:10:00Z' }, 'from'],
    [{ from: '2026-11-20T15:10:00Z', to: '2026-11-20T16:10:00Z', limit: '3wd' }, 'limit'],
    [{ from: '2026-11-20T15:10:00Z', to: '2031-11-20T16:10:00Z' }, 'from'],
    [{ limit: '3wd' }, 'start'],
    [{ start: '2026-11-20 15:10', limit: '3wd' }, 'start'],
    [{ start: '2026-11-20T15:10:00', limit: '3wd' }, 'start'],
    [{ start: '2026-02-30T15:10:00Z', limit: '3wd' }, 'start'],
    [{ start: '1890-01-01T00:00:00Z', limit: '3wd' }, 'start'],
    [{ start: '2031-01-02T00:00:00Z', limit: '3wd' }, 'start'],
    [{ start: '2026-11-20T15:10:00Z' }, 'limit'],
    [{ start: '2026-11-20T15:10:00Z', limit: '3 ngày' }, 'limit'],
    [{ start: '2026-11-20T15:10:00Z', limit: '999999wd' }, 'start'],
    [{ start: '2026-11-20T15:10:00Z', limit: '3wd', agency: 'KHONG-CO' }, 'agency'],
  ])('%j is a 400 that names %s', async (query, field) => {
    const { status, body } = await ask(query);
    expect([status, (body as { errors: { field: string }[] }).errors.map((error) => error.field)]).toEqual([
      400,
      [field],
    ]);
  });
});
