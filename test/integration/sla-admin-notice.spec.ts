import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem } from '../../src/kernel/index.js';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import { slaAdminEntities } from '../../src/sla-admin/index.js';
import { openRuleWork, type RuleWork } from '../support/rule-work.js';
import { by, openDesk, staff, type Desk } from './tickets-desk.js';

const ADMIN = staff('admin', 'TD1022');
const HEADER = 'on,type,replaces,name,source,provisional';
const SOURCE = 'Thông báo 1/TB-BNV';

let desk: Desk;
let work: RuleWork;

beforeAll(async () => {
  desk = await openDesk({ entities: [...slaAdminEntities, LeaseRow] });
  work = await openRuleWork(desk, desk.clock, { policies: desk.policies });
});
afterAll(() => desk.drop());

const csv = (...lines: string[]): string => [HEADER, ...lines].join('\n');
const proposed = (text: string, year = 2027, note = 'Thông báo năm') =>
  work.changes.propose({ kind: 'notice', year, csv: text }, note, by(ADMIN));

async function problems(text: string, year = 2027): Promise<string[]> {
  try {
    await proposed(text, year);
  } catch (error) {
    if (error instanceof Problem) return error.fields.map(({ field, message }) => `${field}: ${message}`);
    throw error;
  }
  return [];
}

describe('the notice of a year', () => {
  it('as a spreadsheet saves it replaces the year’s provisional entries', async () => {
    const lines = [
      'on;type;replaces;name;source',
      `2027-01-01;holiday;;Tết Dương lịch;${SOURCE}`,
      `2027-01-02;swap_work;2027-01-04;Tết Dương lịch;${SOURCE}`,
      `2027-01-04;swap_off;2027-01-02;"Tết Dương lịch; nghỉ thêm";${SOURCE}`,
      '',
    ];
    const { id } = await proposed(`\uFEFF${lines.join('\r\n')}`);
    await work.finish();
    await work.changes.confirm(id, by(ADMIN));
    await work.finish();
    expect((await work.changes.get(id)).status).toBe('done');
    const of2027 = work.policies.rows.days.filter(({ on, type }) => on.startsWith('2027') && type !== 'ordinary');
    expect(of2027.map(({ on, type, name, provisional, origin }) => [on, type, name, provisional, origin])).toEqual([
      ['2027-01-01', 'holiday', 'Tết Dương lịch', false, 'admin'],
      ['2027-01-02', 'swap_work', 'Tết Dương lịch', false, 'admin'],
      ['2027-01-04', 'swap_off', 'Tết Dương lịch; nghỉ thêm', false, 'admin'],
    ]);
    // The other years are as they were, and the worked Saturday counts.
    expect(work.policies.rows.days.some(({ on }) => on === '2028-01-26')).toBe(true);
    const plan = work.policies.plan('resolve', {
      slaClass: 'K0',
      startedAt: new Date('2026-12-31T08:00:00+07:00'),
      holderAgencyCode: 'SXD',
    });
    expect(plan?.explanation.dueAt).toBe('2027-01-02T16:30:00+07:00');
  });

  it.each<[string, string, string[]]>([
    ['empty', '', ['csv: Bảng chưa có ngày nào.']],
    ['only its first line', HEADER, ['csv: Bảng chưa có ngày nào.']],
    [
      'with other columns',
      'ngay,type,replaces,name,source\n2027-01-01,holiday,,Tết,TB',
      [
        'csv: Dòng 1, cột on: thiếu cột này',
        expect.stringContaining('csv: Dòng 1, cột ngay: không biết cột này'),
      ] as never,
    ],
    [
      'with a day twice',
      csv(`2027-01-01,holiday,,Tết,${SOURCE},no`, `2027-01-01,holiday,,Tết,${SOURCE},no`),
      ['csv: Dòng 3, cột on: Ngày 2027-01-01 đã có ở trên.'],
    ],
    [
      'with a day that is not',
      csv(`2027-02-29,holiday,,Tết,${SOURCE},no`),
      ['csv: Dòng 2, cột on: Xin ghi ngày có thật, dạng 2026-11-24.'],
    ],
    [
      'with an unknown type and no source',
      csv(`2027-01-01,feast,,Tết,,no`),
      ['csv: Dòng 2, cột type: Xin chọn loại ngày.', 'csv: Dòng 2, cột source: Xin ghi văn bản làm căn cứ.'],
    ],
    [
      'of another year',
      csv(`2027-01-01,holiday,,Tết,${SOURCE},no`, `2028-01-01,holiday,,Tết,${SOURCE},no`),
      ['csv: Dòng 3, cột on: Ngày 2028-01-01 không thuộc năm 2027.'],
    ],
    [
      'with half a swap',
      csv(`2027-01-02,swap_work,2027-01-05,Tết,${SOURCE},no`),
      [expect.stringContaining('csv: Dòng 2, cột replaces: Ngày 2027-01-02 thay cho ngày 2027-01-05')] as never,
    ],
    ['that is no table', 'on,"type\n2027', [expect.stringContaining('csv: ')] as never],
    [
      'that is unsure in another way',
      csv(`2027-01-01,holiday,,Tết,${SOURCE},maybe`),
      ['csv: Dòng 2, cột provisional: chỉ nhận yes hoặc no'],
    ],
  ])('%s is refused, line by line', async (_, text, expected) => {
    expect(await problems(text)).toEqual(expected);
  });

  it('that leaves a year out is refused: deadlines in the hole would be too early', async () => {
    expect(await problems(csv(`2035-01-01,holiday,,Tết,${SOURCE},no`), 2035)).toEqual([
      'csv: Chưa có ngày nghỉ lễ năm 2031, mà đã có năm 2035.',
    ]);
  });

  it('wants a reason', async () => {
    await expect(proposed(csv(`2027-01-01,holiday,,Tết,${SOURCE},no`), 2027, ' ')).rejects.toMatchObject({
      fields: [{ field: 'note' }],
    });
  });
});

describe('hours', () => {
  it('that overlap are refused beside the week', async () => {
    const week = { 1: ['07:00-11:30', '11:00-16:30'] };
    const proposal = {
      kind: 'hours',
      calendarCode: 'office',
      newCalendar: null,
      validFrom: '2026-12-01',
      week,
    } as const;
    await expect(work.changes.propose(proposal, 'Giờ mùa đông', by(ADMIN))).rejects.toMatchObject({
      fields: [{ field: 'week', message: expect.stringContaining('chồng lên nhau') }],
    });
  });
});
