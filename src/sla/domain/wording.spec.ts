import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readSlaFiles, rulesOf } from '../index.js';
import { explainDeadline } from './explanation.js';
import { explainVi } from './explain-vi.js';
import { parseLimit } from './limit.js';
import type { ClockKind } from './clock-kind.js';
import { durationVi, formatInstantVi, formatNearVi, lengthVi, limitVi, remainingVi } from './wording.js';

const rules = rulesOf(readSlaFiles(fileURLToPath(new URL('../../../provinces/dong-nai', import.meta.url))));
const at = (vietnam: string): Date => new Date(`${vietnam.replace(' ', 'T')}:00+07:00`);

describe('instants as people read them', () => {
  const now = at('2026-11-26 09:00');

  it.each([
    ['2026-11-26 16:30', '16:30 thứ Năm 26/11', '16:30 hôm nay'],
    ['2026-11-27 07:00', '07:00 thứ Sáu 27/11', '07:00 ngày mai'],
    ['2026-11-25 23:59', '23:59 thứ Tư 25/11', '23:59 hôm qua'],
    ['2026-11-29 08:00', '08:00 Chủ nhật 29/11', '08:00 Chủ nhật 29/11'],
    ['2027-01-04 16:30', '16:30 thứ Hai 04/01/2027', '16:30 thứ Hai 04/01/2027'],
    // Midnight in Vietnam is still the day before in UTC.
    ['2026-11-26 00:00', '00:00 thứ Năm 26/11', '00:00 hôm nay'],
  ])('%s', (instant, text, near) => {
    expect([formatInstantVi(at(instant), now), formatNearVi(at(instant), now)]).toEqual([text, near]);
  });

  it('without a now there is no year', () => {
    expect(formatInstantVi(at('2027-01-04 16:30'))).toBe('16:30 thứ Hai 04/01');
  });
});

it.each([
  ['5wd', '5 ngày làm việc'],
  ['8h', '8 giờ làm việc'],
  ['90m', '1 giờ 30 phút làm việc'],
  ['30s', '30 giây làm việc'],
  ['90s', '1 phút 30 giây làm việc'],
  ['4h24x7', '4 giờ, tính cả ngoài giờ'],
])('the limit %s is “%s”', (limit, text) => {
  expect(limitVi(parseLimit(limit))).toBe(text);
});

it.each([
  [20880, '5 giờ 48 phút'],
  [2880, '48 phút'],
  [7200, '2 giờ'],
  [59, '59 giây'],
  [3659, '1 giờ'],
])('%d seconds are “%s”', (seconds, text) => {
  expect(durationVi(seconds)).toBe(text);
});

it.each([
  [237_600, 28_800, '8 ngày 2 giờ'],
  [28_800, 28_800, '1 ngày'],
  [28_799, 28_800, '7 giờ 59 phút'],
  [237_600, 0, '66 giờ'],
])('%d seconds, where a day has %d, are “%s”', (seconds, daySeconds, text) => {
  expect(lengthVi(seconds, daySeconds)).toBe(text);
});

describe('what is left', () => {
  const office = (dueAt: string, limit = '3wd') => ({
    calendarCode: 'office',
    limit,
    startedAt: at('2026-11-16 08:00'),
    dueAt: at(dueAt),
  });
  const text = (clock: ReturnType<typeof office>, now: string): string =>
    remainingVi(clock, rules.standing(clock, at(now)), at(now)).text;

  it.each([
    ['2026-11-19 09:12', '2026-11-19 16:30', 'còn 5 giờ 48 phút, đến 16:30 hôm nay'],
    ['2026-11-23 16:30', '2026-11-26 16:30', 'còn 2 ngày làm việc, đến 16:30 thứ Năm 26/11'],
    ['2026-11-23 09:12', '2026-11-26 16:30', 'còn 2 ngày 5 giờ làm việc, đến 16:30 thứ Năm 26/11'],
    ['2026-11-20 16:00', '2026-11-23 07:15', 'còn 45 phút, đến 07:15 thứ Hai 23/11'],
    ['2026-11-19 16:29', '2026-11-19 16:30', 'còn 1 phút, đến 16:30 hôm nay'],
    ['2026-11-19 16:30', '2026-11-19 16:30', 'còn chưa đến 1 phút, đến 16:30 hôm nay'],
    ['2026-11-20 10:00', '2026-11-18 16:30', 'trễ 1 ngày 3 giờ làm việc'],
    ['2026-11-20 08:12', '2026-11-19 15:30', 'trễ 2 giờ 12 phút'],
    ['2026-11-19 20:00', '2026-11-19 16:30', 'trễ từ 16:30 hôm nay'],
  ])('at %s, due %s: %s', (now, due, expected) => {
    expect(text(office(due), now)).toBe(expected);
  });

  it('a clock that runs day and night says so', () => {
    const clock = {
      calendarCode: '24x7',
      limit: '4h24x7',
      startedAt: at('2026-11-21 20:00'),
      dueAt: at('2026-11-22 00:00'),
    };
    const now = at('2026-11-21 23:12');
    expect(remainingVi(clock, rules.standing(clock, now), now)).toMatchObject({
      late: false,
      workingSeconds: 2880,
      usedShare: 0.8,
      short: 'còn 48 phút',
      until: 'cả ngoài giờ, đến 00:00 ngày mai',
      text: 'còn 48 phút, cả ngoài giờ, đến 00:00 ngày mai',
    });
  });
});

describe('why the deadline is what it is', () => {
  const why = (kind: ClockKind, slaClass: string | null, start: string, matter?: string): string[] => {
    const plan = rules.plan(kind, { slaClass, startedAt: at(start), holderAgencyCode: 'SXD' });
    return plan ? explainVi(plan.explanation, matter) : [];
  };

  it('within hours', () => {
    expect(why('resolve', 'K2', '2026-11-02 08:00', 'Đèn đường')).toEqual([
      'Đèn đường là việc hiện trường: 3 ngày làm việc.',
      'Nhận thứ Hai 02/11, trong giờ làm việc, nên tính từ hôm sau: thứ Ba, thứ Tư, thứ Năm.',
      'Hết giờ làm việc thứ Năm là 16:30.',
    ]);
  });

  it('on a rest day, over a holiday', () => {
    expect(why('resolve', 'K2', '2026-11-21 09:00')).toEqual([
      'Việc hiện trường: 3 ngày làm việc.',
      'Nhận lúc 09:00 thứ Bảy 21/11, vào ngày nghỉ, nên coi như nhận lúc 07:00 thứ Hai 23/11 và tính từ hôm sau: thứ Tư, thứ Năm, thứ Sáu.',
      'Không tính thứ Bảy 21/11, Chủ nhật 22/11 (ngày nghỉ hằng tuần); thứ Ba 24/11 (Ngày Văn hóa Việt Nam).',
      'Hết giờ làm việc thứ Sáu là 16:30.',
    ]);
  });

  it('over a new year and a worked Saturday', () => {
    expect(why('resolve', 'K4', '2025-12-31 10:00')).toEqual([
      'Việc phức tạp, liên ngành: 10 ngày làm việc.',
      'Nhận thứ Tư 31/12, trong giờ làm việc, nên tính từ hôm sau: 10 ngày làm việc, từ thứ Hai 05/01/2026 đến thứ Năm 15/01/2026.',
      'Không tính thứ Năm 01/01/2026 (Tết Dương lịch); thứ Sáu 02/01/2026 (nghỉ hoán đổi, làm bù thứ Bảy 10/01/2026); thứ Bảy 03/01/2026, Chủ nhật 04/01/2026, Chủ nhật 11/01/2026 (ngày nghỉ hằng tuần).',
      'Thứ Bảy 10/01/2026 làm bù cho thứ Sáu 02/01/2026 nên có tính.',
      'Hết giờ làm việc thứ Năm 15/01/2026 là 16:30.',
    ]);
  });

  it('working hours, from lunch', () => {
    expect(why('accept', 'K3', '2026-11-23 12:00')).toEqual([
      'Đơn vị nhận việc hoặc trả lại: 8 giờ làm việc.',
      'Chuyển đến lúc 12:00 thứ Hai 23/11, trong giờ nghỉ trưa, nên coi như nhận lúc 13:00 cùng ngày; tính thứ Hai 23/11 3 giờ 30 phút, thứ Tư 25/11 4 giờ 30 phút.',
      'Không tính thứ Ba 24/11 (Ngày Văn hóa Việt Nam).',
      'Hạn là 11:30 thứ Tư 25/11.',
    ]);
  });

  it('day and night', () => {
    expect(why('act', 'K1', '2026-11-21 20:00')).toEqual([
      'Xử lý tại chỗ việc khẩn: 4 giờ, tính cả ngoài giờ.',
      'Nhận lúc 20:00 thứ Bảy 21/11, tính liên tục từ lúc đó, cả ngoài giờ và ngày nghỉ.',
      'Hạn là 00:00 Chủ nhật 22/11.',
    ]);
  });

  it('a pause', () => {
    const pause = { from: at('2026-11-03 09:00'), to: at('2026-11-03 10:00') };
    const { explanation } = explainDeadline(at('2026-11-02 08:00'), parseLimit('3wd'), rules.agencyCalendar(null), [
      pause,
    ]);
    expect(explainVi(explanation)).toEqual([
      'Hạn: 3 ngày làm việc.',
      'Bắt đầu thứ Hai 02/11, trong giờ làm việc, nên tính từ hôm sau: thứ Ba, thứ Tư, thứ Năm.',
      'Tạm dừng từ 09:00 thứ Ba 03/11 đến 10:00 thứ Ba 03/11, không tính 1 giờ làm việc.',
      'Hạn là 08:00 thứ Sáu 06/11.',
    ]);
  });

  it('a year that waits for its notice', () => {
    expect(why('resolve', 'K3', '2026-12-30 15:00').at(-1)).toBe(
      'Lịch nghỉ năm 2027 còn chờ thông báo chính thức; khi có, hạn được tính lại.',
    );
  });
});
