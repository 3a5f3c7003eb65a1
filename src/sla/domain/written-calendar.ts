import { z } from 'zod';
import { WorkingCalendar, parseClockTime, type DayOff, type Slot, type WorkedDay } from './calendar.js';
import { dayNumber, type Weekday } from './day.js';
import { SlaError } from './sla-error.js';
import { onlyTheseKeys, parsedText, wordsOf } from './written-value.js';

const WEEKDAYS = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 } as const;

const day = parsedText('ngày viết "2026-01-31".', (text) => {
  dayNumber(text);
  return text;
});
const dayOff = parsedText('ngày nghỉ viết "2026-01-31", hoặc "--12-25" cho mọi năm.', (text) => {
  // 2024 has a 29 February.
  dayNumber(text.replace(/^--/, '2024-'));
  return text;
});
const clockTime = parsedText('giờ viết "07:30".', parseClockTime);
const opening = z
  .tuple([clockTime, clockTime], 'mỗi khoảng giờ viết ["07:00","11:30"].')
  .transform(([opens, closes]): Slot => ({ opens, closes }));
const openings = z.array(opening, 'các khoảng giờ viết [["07:00","11:30"],["13:00","16:30"]].');
const weekday = openings.nullish();

const schema = onlyTheseKeys(
  {
    name: z.string('tên lịch viết trong dấu nháy.').max(100, 'tên lịch dài nhất 100 chữ.').nullish(),
    tz: z.string('viết múi giờ, ví dụ "Asia/Ho_Chi_Minh".').max(100, 'viết múi giờ, ví dụ "Asia/Ho_Chi_Minh".'),
    hours: onlyTheseKeys(
      { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday, sat: weekday, sun: weekday },
      'giờ trong tuần',
    ),
    daysOff: z.array(dayOff, 'các ngày nghỉ viết ["2026-01-01","--12-25"].').nullish(),
    workedDays: z
      .record(z.string(), openings, 'ngày làm bù viết {"2026-01-10":[["07:00","11:30"]]}.')
      .superRefine((days, context) => {
        for (const key of Object.keys(days)) {
          const read = day.safeParse(key);
          if (!read.success) context.addIssue({ code: 'custom', path: [key], message: wordsOf(read.error) });
        }
      })
      .nullish(),
    validFrom: day.nullish(),
    validTo: day.nullish(),
  },
  'lịch',
);

/**
 * A calendar as a person writes it down: time zone, weekly hours, days off (also every year's), days
 * worked out of turn with their hours. A day that is both off and worked is worked. It holds from
 * `validFrom` to `validTo`, both days included; without them for ever.
 *
 * @param name for messages, when it has none of its own.
 * @throws SlaError what is wrong, and how to write it
 */
export function writtenCalendar(written: unknown, name: string): WorkingCalendar {
  const parsed = schema.safeParse(written);
  if (!parsed.success) throw new SlaError('calendar-unreadable', `Lịch “${name}” chưa đúng. ${wordsOf(parsed.error)}`);
  const { tz, hours, daysOff, workedDays, validFrom, validTo } = parsed.data;
  const week = Object.entries(WEEKDAYS).map(([key, number]) => [number, hours[key as keyof typeof hours] ?? []]);
  return new WorkingCalendar({
    code: 'written',
    name: parsed.data.name ?? name,
    zone: tz,
    hours: [{ validFrom: null, validTo: null, week: Object.fromEntries(week) as Record<Weekday, Slot[]> }],
    daysOff: (daysOff ?? []).map((on): DayOff => ({
      on,
      kind: 'local',
      name: 'ngày nghỉ trong lịch',
      replaces: null,
      provisional: false,
    })),
    workedDays: Object.entries(workedDays ?? {}).map(([on, slots]): WorkedDay => ({
      on,
      replaces: null,
      hours: slots,
      provisional: false,
    })),
    firstDay: validFrom ?? null,
    lastDay: validTo ?? null,
  });
}
