import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSlaFiles, rulesOf } from '../index.js';
import { explainVi } from './explain-vi.js';
import { limitText, parseClockLimit, parseLimit } from './limit.js';
import { limitVi } from './wording.js';

const rules = rulesOf(readSlaFiles(fileURLToPath(new URL('../../../provinces/dong-nai', import.meta.url))));

function promised(start: string, until: string) {
  const startedAt = new Date(`${start}:00+07:00`);
  const plan = rules.plan('commitment', { slaClass: 'K2', startedAt, holderAgencyCode: 'SXD', until });
  if (plan === null) throw new Error('the province has no clock for what was promised');
  return plan;
}

const local = (instant: Date): string => new Date(instant.getTime() + 7 * 3_600_000).toISOString().slice(0, 16);

describe('a clock until a promised day', () => {
  it.each([
    // A working day: its close.
    ['2026-11-20T10:00', '2026-11-30', '2026-11-30T16:30'],
    // Tomorrow, promised after hours.
    ['2026-11-19T18:00', '2026-11-20', '2026-11-20T16:30'],
    // Saturday, and Sunday: Monday.
    ['2026-11-20T10:00', '2026-11-28', '2026-11-30T16:30'],
    ['2026-11-20T10:00', '2026-11-29', '2026-11-30T16:30'],
    // Ngày Văn hóa Việt Nam: the day after.
    ['2026-11-20T10:00', '2026-11-24', '2026-11-25T16:30'],
    // A worked Saturday is a working day.
    ['2026-08-03T10:00', '2026-08-22', '2026-08-22T16:30'],
    // Into Tết of the next year: the first working day after it.
    ['2026-12-30T10:00', '2027-02-06', '2027-02-12T16:30'],
  ])('given %s for %s: due %s', (start, until, due) => {
    const plan = promised(start, until);
    expect([plan.limit, local(plan.dueAt)]).toEqual([`until${until}`, due]);
    // Told again by what is stored with it: the same.
    const again = rules.replan({ ...plan, slaClass: 'K2', pauses: [], firedMarks: '', escalates: true });
    expect(again.dueAt).toEqual(plan.dueAt);
  });

  it('is stepped by the share of its working time', () => {
    const plan = promised('2026-11-20T07:00', '2026-11-23');
    // Two days of eight hours: half of it is the end of the first.
    expect([plan.timer?.mark, local(plan.timer?.at ?? new Date(0))]).toEqual(['50%', '2026-11-20T16:30']);
  });

  it('says why', () => {
    expect(explainVi(promised('2026-11-20T10:00', '2026-11-30').explanation)).toEqual([
      'Làm xong việc đã hẹn: đến hết thứ Hai 30/11/2026.',
      'Trả lời thứ Sáu 20/11, hẹn xong thứ Hai 30/11.',
      'Không tính thứ Bảy 21/11, Chủ nhật 22/11, thứ Bảy 28/11, Chủ nhật 29/11 (ngày nghỉ hằng tuần); thứ Ba 24/11 (Ngày Văn hóa Việt Nam).',
      'Hạn là 16:30 thứ Hai 30/11.',
    ]);
    expect(explainVi(promised('2026-11-20T10:00', '2026-11-24').explanation)[1]).toBe(
      'Trả lời thứ Sáu 20/11, hẹn xong thứ Ba 24/11; đơn vị không làm việc ngày ấy nên tính đến ngày làm việc tiếp theo, thứ Tư 25/11.',
    );
  });

  it('is written with a clock, never in a policy', () => {
    expect(limitText(parseClockLimit('until2026-11-30'))).toBe('until2026-11-30');
    expect(limitVi(parseClockLimit('until2026-11-30'))).toBe('đến hết thứ Hai 30/11/2026');
    expect(() => parseLimit('until2026-11-30')).toThrow('không đọc được');
    expect(() => parseClockLimit('until2026-02-30')).toThrow('không có thật');
  });
});
