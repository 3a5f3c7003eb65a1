import { describe, expect, it } from '@jest/globals';
import {
  dayInVietnam,
  formatDay,
  formatDayEn,
  formatInstant,
  formatInstantEn,
  isoInVietnam,
} from './vietnamese-date.js';

const plain = (text: string) => text.replaceAll('\u00A0', ' ');

describe('dates as people in Viet Nam read them', () => {
  it.each([
    ['2026-11-26T09:30:00Z', '16:30 thứ Năm 26/11', '2026-11-26T16:30+07:00'],
    ['2026-11-21T17:00:00Z', '00:00 Chủ nhật 22/11', '2026-11-22T00:00+07:00'],
    ['2026-12-31T16:59:59.999Z', '23:59 thứ Năm 31/12', '2026-12-31T23:59+07:00'],
    ['2027-01-01T00:05:00Z', '07:05 thứ Sáu 01/01', '2027-01-01T07:05+07:00'],
  ])('%s is %s', (iso, text, machine) => {
    expect(plain(formatInstant(new Date(iso)))).toBe(text);
    expect(isoInVietnam(new Date(iso))).toBe(machine);
  });

  it('adds the year when asked', () => {
    expect(plain(formatInstant(new Date('2026-11-25T09:30:00Z'), { year: true }))).toBe('16:30 thứ Tư 25/11/2026');
  });

  it('does not let a day break at a line end', () => {
    expect(formatInstant(new Date('2026-11-26T09:30:00Z'))).toBe('16:30 thứ\u00A0Năm\u00A026/11');
  });

  it('writes a calendar day', () => {
    expect(plain(formatDay('2028-02-29'))).toBe('thứ Ba 29/02/2028');
  });

  it.each(['2026-02-29', '2026-13-01', '26/11/2026', ''])('refuses %j as a calendar day', (day) => {
    expect(() => formatDay(day)).toThrow(RangeError);
  });

  it('refuses an instant that is none', () => {
    expect(() => formatInstant(new Date('x'))).toThrow(RangeError);
  });

  it('gives the day on which an instant falls in Viet Nam, not in UTC', () => {
    expect(dayInVietnam(new Date('2026-11-25T17:30:00Z'))).toBe('2026-11-26');
  });
});

describe('the same for readers of English', () => {
  it('is the time in Viet Nam, in one piece', () => {
    expect(plain(formatInstantEn(new Date('2026-11-26T09:30:00Z'), { year: true }))).toBe('16:30, Thu 26 Nov 2026');
    expect(formatInstantEn(new Date('2026-11-28T18:30:00Z'))).toBe('01:30, Sun\u00A029\u00A0Nov');
    expect(plain(formatDayEn('2028-02-29'))).toBe('Tue 29 Feb 2028');
    expect(() => formatDayEn('2027-02-29')).toThrow(RangeError);
  });
});
