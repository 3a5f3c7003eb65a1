import { describe, expect, it } from '@jest/globals';
import { shiftTimeFaults, typedInstant } from './shift-times.js';

const at = (text: string): Date => new Date(`${text}+07:00`);
const NOW = at('2026-11-25T08:00');

describe('the times of a shift', () => {
  it.each<[string, string, string, string[]]>([
    ['a night, past midnight', '2026-11-25T16:30', '2026-11-26T07:00', []],
    ['begun already', '2026-11-25T07:00', '2026-11-25T08:00:01', []],
    ['seven days', '2026-11-26T07:00', '2026-12-03T07:00', []],
    ['a minute more', '2026-11-26T07:00', '2026-12-03T07:01', ['toAt']],
    ['the wrong way round', '2026-11-26T07:00', '2026-11-25T16:30', ['toAt']],
    ['of no length', '2026-11-26T07:00', '2026-11-26T07:00', ['toAt']],
    ['over', '2026-11-24T16:30', '2026-11-25T08:00', ['toAt']],
    ['of the wrong year', '2028-11-25T16:30', '2028-11-26T07:00', ['fromAt']],
  ])('%s', (_, fromAt, toAt, fields) => {
    expect(shiftTimeFaults({ fromAt: at(fromAt), toAt: at(toAt) }, NOW).map(({ field }) => field)).toEqual(fields);
  });
});

describe('a day and a clock time as typed', () => {
  it.each<[string, string, string | null]>([
    ['2026-11-28', '16:30', '2026-11-28T16:30'],
    ['28/11/2026', '16h30', '2026-11-28T16:30'],
    ['8/1/2027', '7h', '2027-01-08T07:00'],
    ['2026-11-28', '24:00', '2026-11-29T00:00'],
    ['2026-11-28', '7', '2026-11-28T07:00'],
    ['2026-11-31', '07:00', null],
    ['2026-13-01', '07:00', null],
    ['2026-11-28', '25:00', null],
    ['2026-11-28', '16:60', null],
    ['2026-11-28', '', null],
    ['', '16:30', null],
    ['thứ Bảy', '16:30', null],
  ])('%s %s', (day, time, expected) => {
    expect(typedInstant(day, time)).toEqual(expected === null ? null : at(expected));
  });
});
