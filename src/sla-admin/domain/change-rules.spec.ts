import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSlaFiles } from '../../sla/index.js';
import { changeRules } from './change-rules.js';
import { proposalSchema, type Proposal } from './proposal.js';
import type { RuleRows } from './rule-rows.js';

const TODAY = '2026-11-17';
const rows: RuleRows = readSlaFiles(fileURLToPath(new URL('../../../provinces/dong-nai', import.meta.url)));
const known = { agency: (code: string) => code === 'SXD', category: (code: string) => code === 'ho-ga' };

const change = (input: object, from: RuleRows = rows) => changeRules(from, proposalSchema.parse(input), known, TODAY);
/** Field and a word of the message. */
const errors = (input: object, from: RuleRows = rows): string[] =>
  change(input, from).errors.map(({ field, message }) => `${field}: ${message}`);
const unread = (input: object): string[] => {
  const parsed = proposalSchema.safeParse(input);
  return parsed.success ? [] : parsed.error.issues.map(({ path }) => path.join('.'));
};

const entry = (on: string, type = 'holiday', replaces: string | null = null) => ({
  on,
  type,
  replaces,
  name: 'Ngày thử',
  source: 'Thông báo thử',
});
const days = (parts: object) => ({ kind: 'days', scope: 'national', ...parts });
const national = ({ rows: after }: { rows: RuleRows }, on: string) =>
  after.days.find((row) => row.scope === 'national' && row.on === on);

describe('days', () => {
  it('are entered, replaced and taken back as an administrator’s', () => {
    const done = change(
      days({ entries: [entry('2026-12-07'), entry('2026-11-24', 'local')], takeBack: ['2026-09-01'] }),
    );
    expect(done).toMatchObject({ walk: 'replan', errors: [] });
    expect(national(done, '2026-12-07')).toMatchObject({ type: 'holiday', origin: 'admin', provisional: false });
    expect(national(done, '2026-11-24')).toMatchObject({ type: 'local', origin: 'admin' });
    expect(national(done, '2026-09-01')).toMatchObject({ type: 'ordinary', origin: 'admin' });
    expect(done.rows.days).toHaveLength(rows.days.length + 1);
  });

  it('of a whole year replace that year and no other', () => {
    const done = change(days({ year: 2027, entries: [entry('2027-01-01')] }));
    const of2027 = done.rows.days.filter(({ on, type }) => on.startsWith('2027') && type !== 'ordinary');
    expect(of2027.map(({ on }) => on)).toEqual(['2027-01-01']);
    expect(done.rows.days.filter(({ on }) => !on.startsWith('2027'))).toEqual(
      rows.days.filter(({ on }) => !on.startsWith('2027')),
    );
  });

  it('of one calendar go away again, and the national table holds', () => {
    const own = change({ ...days({ entries: [entry('2026-11-24', 'ordinary')] }), scope: 'hotline' });
    expect(own.errors).toEqual([]);
    const back = change({ ...days({ takeBack: ['2026-11-24'] }), scope: 'hotline' }, own.rows);
    expect(back.rows.days.filter(({ scope }) => scope === 'hotline')).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['nothing', days({}), 'entries: Chưa có ngày'],
    ['a calendar that is not there', { ...days({ entries: [entry('2026-12-07')] }), scope: 'x' }, 'scope: Không có'],
    [
      'a day twice',
      days({ entries: [entry('2026-12-07'), entry('2026-12-07')] }),
      'entries.1.on: Ngày 2026-12-07 đã có',
    ],
    [
      'a day of another year',
      days({ year: 2027, entries: [entry('2026-12-07')] }),
      'entries.0.on: Ngày 2026-12-07 không',
    ],
    [
      'a year of one calendar',
      { ...days({ year: 2027, entries: [entry('2027-12-07')] }), scope: 'office' },
      'year: Chỉ thay',
    ],
    ['a substitute for nothing', days({ entries: [entry('2026-12-07', 'substitute')] }), 'entries.0.replaces: Xin ghi'],
    [
      'a holiday for another',
      days({ entries: [entry('2026-12-07', 'holiday', '2026-12-08')] }),
      'entries.0.replaces: Chỉ',
    ],
    [
      'a substitute for a day that is none',
      days({ entries: [entry('2026-12-07', 'substitute', '2026-12-06')] }),
      'entries.0.replaces: Ngày 2026-12-07 thay cho',
    ],
    [
      'half a swap',
      days({ entries: [entry('2026-12-05', 'swap_work', '2026-12-07')] }),
      'entries.0.replaces: Ngày 2026-12-05 thay cho',
    ],
    [
      'a swap that is not mutual',
      days({ entries: [entry('2026-12-05', 'swap_work', '2026-08-31')] }),
      'entries.0.replaces: Ngày 2026-08-31 không ghi lại',
    ],
    ['the other half of a swap', days({ takeBack: ['2026-08-22'] }), 'entries: Ngày 2026-08-31 thay cho'],
    ['the holiday of a substitute', days({ takeBack: ['2026-04-26'] }), 'entries: Ngày 2026-04-27 thay cho'],
    ['a day that is not there', days({ takeBack: ['2026-12-07'] }), 'takeBack.0: Lịch không có'],
    ['both at once', days({ entries: [entry('2026-11-24')], takeBack: ['2026-11-24'] }), 'takeBack.0: Ngày'],
    ['an ordinary national day', days({ entries: [entry('2026-11-24', 'ordinary')] }), 'entries.0.type: Muốn bỏ'],
  ])('are refused: %s', (_, input, expected) => {
    expect(errors(input)).toEqual([expect.stringContaining(expected)]);
    expect(change(input).rows).toBe(rows);
  });

  it('a swap is entered as a pair', () => {
    const pair = [entry('2026-12-05', 'swap_work', '2026-12-07'), entry('2026-12-07', 'swap_off', '2026-12-05')];
    expect(errors(days({ entries: pair }))).toEqual([]);
    expect(errors(days({ takeBack: ['2026-08-22', '2026-08-31'] }))).toEqual([]);
  });

  it.each([
    [days({ entries: [entry('2026-02-29')] }), 'entries.0.on'],
    [days({ entries: [entry('29/2/2028')] }), 'entries.0.on'],
    [days({ entries: [{ ...entry('2026-12-07'), source: ' ' }] }), 'entries.0.source'],
    [days({ entries: [entry('2026-12-07', 'feast')] }), 'entries.0.type'],
  ])('%j is not read', (input, field) => {
    expect(unread(input)).toEqual([field]);
  });
});

describe('hours', () => {
  const week = { 1: ['07:30-11:30', '13:00-17:00'] };
  const hours = (parts: object) => ({ kind: 'hours', calendarCode: 'office', validFrom: '2026-12-01', week, ...parts });
  const own = { name: 'Giờ của Sở', agencyCode: 'SXD' };

  it('begin on a day; what had an end of its own passes it on', () => {
    const ended = rows.hours.map((row) => (row.calendarCode === 'office' ? { ...row, validTo: '2027-01-01' } : row));
    const after = change(hours({}), { ...rows, hours: ended }).rows.hours.filter(
      (row) => row.calendarCode === 'office',
    );
    expect(after.map(({ validFrom, validTo, origin }) => [validFrom, validTo, origin])).toEqual([
      ['2024-01-01', '2026-12-01', 'admin'],
      ['2026-12-01', '2027-01-01', 'admin'],
    ]);
    expect(after[1]?.week).toBe('{"1":["07:30-11:30","13:00-17:00"]}');
  });

  it('entered by mistake are taken back before they begin', () => {
    const entered = change(hours({})).rows;
    expect(new Set(change(hours({ week: null }), entered).rows.hours)).toEqual(new Set(rows.hours));
    expect(errors(hours({ week: null, validFrom: '2027-01-01' }), entered)[0]).toMatch(
      /^validFrom: Lịch không có bộ giờ/,
    );
    expect(errors(hours({ week: null, validFrom: '2024-01-01' }), entered)[0]).toMatch(/^validFrom: .*tệp của tỉnh/);
    const begun = change(hours({ validFrom: TODAY })).rows;
    expect(errors(hours({ week: null, validFrom: TODAY }), begun)[0]).toMatch(/^validFrom: .*đã có hiệu lực/);
  });

  it('of an agency of its own are the common ones before their day', () => {
    const done = change(hours({ calendarCode: 'sxd', newCalendar: own }));
    expect(done.newCalendar).toEqual({ agencyCode: 'SXD', from: 'agency', to: 'sxd' });
    expect(done.rows.calendars.at(-1)).toMatchObject({ code: 'sxd', role: 'holder', zone: 'Asia/Ho_Chi_Minh' });
    expect(done.rows.hours.filter((row) => row.calendarCode === 'sxd').map((row) => row.validFrom)).toEqual([
      '2024-01-01',
      '2026-12-01',
    ]);
    expect(errors(hours({ calendarCode: 'sxd2', newCalendar: own }), done.rows)[0]).toMatch(/đã có lịch riêng/);
  });

  it.each<[object, string]>([
    [{ calendarCode: 'x' }, 'calendarCode: Không có'],
    [{ newCalendar: own }, 'calendarCode: Mã lịch này'],
    [{ calendarCode: '24x7', newCalendar: own }, 'calendarCode: Mã lịch này'],
    [{ calendarCode: 'x', newCalendar: { ...own, agencyCode: 'Y' } }, 'newCalendar.agencyCode: Không có'],
    [{ calendarCode: 'x', newCalendar: own, week: null }, 'week: Xin ghi'],
  ])('%j is refused', (parts, expected) => {
    expect(errors(hours(parts))).toEqual([expect.stringContaining(expected)]);
  });

  it.each([
    { week: { 1: ['7h-11h'] } },
    { week: { 1: ['11:30-07:00'] } },
    { week: { 1: ['07:00-24:30'] } },
    { week: { 8: ['07:00-11:00'] } },
  ])('%j is not read', (parts) => {
    expect(unread(hours(parts))).toHaveLength(1);
  });
});

describe('policies, ladders and classes', () => {
  const key = { clock: 'resolve', slaClass: 'K2' };
  const policy = (parts: object = {}) => ({
    kind: 'policy',
    action: 'version',
    ...key,
    limit: '2wd',
    calendar: 'office',
    validFrom: '2027-01-01',
    ...parts,
  });
  const step = { mark: '50%', recipients: ['head'], actions: ['notify', 'flag'] };
  const ladder = (parts: object = {}) => ({
    kind: 'ladder',
    action: 'version',
    ...key,
    validFrom: '2027-01-01',
    steps: [step],
    ...parts,
  });

  it('a new version ends the one before and touches nothing that runs', () => {
    const done = change(policy());
    expect(done.walk).toBe('none');
    const versions = done.rows.policies.filter(({ clock, slaClass }) => clock === 'resolve' && slaClass === 'K2');
    expect(versions).toMatchObject([
      { version: 1, limit: '3wd', validTo: '2027-01-01', origin: 'admin' },
      { version: 2, limit: '2wd', validTo: null, origin: 'admin', enabled: true },
    ]);
    expect(errors(policy({ validFrom: '2026-12-01' }), done.rows)[0]).toMatch(
      /^validFrom: Đã có phiên bản từ ngày 2027-01-01/,
    );
  });

  it('a policy for an agency stands beside the common one', () => {
    const done = change(policy({ agencyCode: 'SXD', categoryCode: 'ho-ga', priority: 'high' }));
    expect(done.rows.policies.at(-1)).toMatchObject({ version: 2, agencyCode: 'SXD' });
    expect(done.rows.policies.slice(0, -1)).toEqual(rows.policies);
  });

  it('a ladder’s version is above every other of its clock, so that no running clock finds it', () => {
    const common = change(ladder({ slaClass: '*' }));
    expect(common.rows.steps.at(-1)).toMatchObject({ version: 2, slaClass: '*', actions: 'notify,flag' });
    expect(
      common.rows.steps.filter(({ clock, validTo }) => clock === 'resolve' && validTo === '2027-01-01'),
    ).toHaveLength(3);
    const own = change(ladder(), common.rows);
    expect(own.rows.steps.at(-1)).toMatchObject({ version: 3, slaClass: 'K2' });
  });

  it('switching leaves limits and marks alone', () => {
    const off = change({ kind: 'policy', action: 'switch', version: 1, ...key, enabled: false });
    expect(off.walk).toBe('timers');
    expect(off.rows.policies.filter(({ enabled }) => !enabled)).toMatchObject([{ ...key, version: 1, limit: '3wd' }]);
    const step50 = {
      kind: 'ladder',
      action: 'switch',
      version: 1,
      clock: 'resolve_holder',
      mark: '50%',
      enabled: false,
    };
    expect(change(step50).rows.steps.filter(({ enabled }) => !enabled)).toHaveLength(1);
    expect(change({ ...step50, mark: null }).rows.steps.filter(({ enabled }) => !enabled)).toHaveLength(3);
  });

  it('a class’s name moves no deadline, its way of counting does', () => {
    const slaClass = { kind: 'class', code: 'K2', name: 'Tại chỗ', phrase: 'việc tại chỗ', startRule: 'next_opening' };
    expect(change(slaClass)).toMatchObject({ walk: 'none', errors: [] });
    expect(change({ ...slaClass, startRule: 'event_day' }).walk).toBe('replan');
  });

  it.each<[string, object, string]>([
    ['today', policy({ validFrom: TODAY }), 'validFrom: Sớm nhất là ngày mai'],
    ['a class', policy({ slaClass: 'K9' }), 'slaClass: Không có lớp'],
    ['a category', policy({ categoryCode: 'x' }), 'categoryCode: Không có loại việc'],
    ['an agency', policy({ agencyCode: 'x' }), 'agencyCode: Không có cơ quan'],
    ['a version', { kind: 'policy', action: 'switch', version: 7, ...key, enabled: false }, 'version: Không có'],
    ['a ladder of today', ladder({ validFrom: TODAY }), 'validFrom: Sớm nhất'],
    ['a mark twice', ladder({ steps: [step, step] }), 'steps.1.mark: Mốc 50% đã có'],
    [
      'a step',
      { kind: 'ladder', action: 'switch', version: 1, ...key, mark: '1%', enabled: true },
      'version: Không có',
    ],
    [
      'an unknown class',
      { kind: 'class', code: 'K9', name: 'x', phrase: 'x', startRule: 'event_day' },
      'code: Không có lớp',
    ],
    ['an order for an unknown class', { kind: 'order', slaClass: 'K9' }, 'slaClass: Không có lớp'],
  ])('are refused: %s', (_, input, expected) => {
    expect(errors(input)).toEqual([expect.stringContaining(expected)]);
  });

  it.each<[object, string]>([
    [policy({ limit: '2 ngày' }), 'limit'],
    [policy({ extension: '5' }), 'extension'],
    [policy({ calendar: 'moon' }), 'calendar'],
    [ladder({ steps: [] }), 'steps'],
    [ladder({ steps: [{ ...step, mark: '120%' }] }), 'steps.0.mark'],
    [ladder({ steps: [{ ...step, recipients: [] }] }), 'steps.0.recipients'],
  ])('%j is not read', (input, field) => {
    expect(unread(input)).toEqual([field]);
  });

  it('an order looks at what runs', () => {
    const order: Proposal = proposalSchema.parse({ kind: 'order' });
    expect(order).toEqual({ kind: 'order', clock: '*', slaClass: '*' });
    expect(changeRules(rows, order, known, TODAY)).toMatchObject({ walk: 'order', errors: [] });
  });
});
