import { describe, expect, it } from '@jest/globals';
import { WorkingCalendar, type Week } from '../../../sla/domain/calendar.js';
import { outOfHours, uncovered, type Span } from './coverage.js';

const DAY = [
  { opens: 7 * 60, closes: 11 * 60 + 30 },
  { opens: 13 * 60, closes: 16 * 60 + 30 },
];
const WEEK: Week = { 1: DAY, 2: DAY, 3: DAY, 4: DAY, 5: DAY, 6: [], 7: [] };

const calendar = new WorkingCalendar({
  code: 'agency',
  name: 'Giờ hành chính',
  zone: 'Asia/Ho_Chi_Minh',
  hours: [{ validFrom: null, validTo: null, week: WEEK }],
  daysOff: [{ on: '2026-11-24', kind: 'holiday', name: 'Ngày Văn hóa', replaces: null, provisional: false }],
  workedDays: [],
  firstDay: null,
  lastDay: null,
});

const at = (text: string): Date => new Date(`2026-11-${text.replace(' ', 'T')}:00+07:00`);
const span = (text: string): Span => {
  const [from = '', to = ''] = text.split(' → ');
  return { from: at(from), to: at(to) };
};
const spans = (texts: readonly string[]): Span[] => texts.map(span);

describe('when nobody is at the office', () => {
  it.each<[string, string, string[]]>([
    ['one night; noon is no gap', '25 08:00 → 26 08:00', ['25 16:30 → 26 07:00']],
    ['asked in the night, only what is left of it', '25 22:00 → 26 05:00', ['25 22:00 → 26 05:00']],
    ['a day off joins two nights', '23 12:00 → 25 12:00', ['23 16:30 → 25 07:00']],
    ['a week-end, cut off where the question ends', '27 16:00 → 29 10:00', ['27 16:30 → 29 10:00']],
    ['working hours alone', '25 07:00 → 25 16:30', []],
    ['from the closing minute on', '25 16:30 → 25 18:00', ['25 16:30 → 25 18:00']],
  ])('%s', (_, asked, expected) => {
    const { from, to } = span(asked);
    expect(outOfHours(calendar, from, to)).toEqual(spans(expected));
  });
});

describe('who is missing', () => {
  const night = '25 16:30 → 26 07:00';
  it.each<[string, string[], string[]]>([
    ['nobody on call', [], [night]],
    ['the whole night', ['25 16:00 → 26 08:00'], []],
    ['exactly the night', [night], []],
    ['from later on, until earlier', ['25 18:00 → 26 05:00'], ['25 16:30 → 25 18:00', '26 05:00 → 26 07:00']],
    ['two that follow each other', ['25 22:00 → 26 07:00', '25 16:30 → 25 22:00'], []],
    ['two that overlap leave no gap between them', ['25 16:30 → 25 23:00', '25 20:00 → 26 07:00'], []],
    [
      'a short one inside a long one does not open it again',
      ['25 16:30 → 26 06:00', '25 18:00 → 25 19:00'],
      ['26 06:00 → 26 07:00'],
    ],
    ['another night', ['26 16:30 → 27 07:00'], [night]],
  ])('%s', (_, shifts, gaps) => {
    expect(uncovered(spans([night]), spans(shifts))).toEqual(spans(gaps));
  });
});
