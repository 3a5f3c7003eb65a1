/**
 * Deadlines on a prepared calendar, on one core, beside packages that do business time: the same random
 * starts of 2026, the same question — the close of the fifth working day after the day of the start, with
 * a lunch break and the days off of the national table. None of the packages knows a worked Saturday, so
 * the comparison is made without them.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import dayjs from 'dayjs';
import dayjsBusinessTime from 'dayjs-business-time';
import { DateTime } from 'luxon';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';
import type { WorkingCalendar } from '../src/sla/domain/calendar.js';
import { deadline } from '../src/sla/domain/deadline.js';
import { parseLimit } from '../src/sla/domain/limit.js';
import { readSlaFiles, rulesOf } from '../src/sla/offline.js';

const ZONE = 'Asia/Ho_Chi_Minh';
const LIMIT = parseLimit('5wd');
const STARTS = 1_000_000;
const SECONDS = 1;
const ROUNDS = 5;
/** So many starts are asked between two looks at the watch, and compared with ours. */
const BATCH = 500;

interface Peer {
  readonly name: string;
  readonly lacks: string;
  /** The deadline of a start. `moved`: of the start moved into working hours, for a package without hours. */
  due(start: number, moved: number): number;
}

export function benchDeadlines(): void {
  // Packages that count in the machine's zone are given ours.
  const zone = process.env['TZ'];
  process.env['TZ'] = ZONE;
  try {
    print();
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
}

function print(): void {
  const rows = readSlaFiles(join(PACKAGE_ROOT, 'provinces', 'dong-nai'));
  const off = rows.days.filter(({ type }) => type !== 'swap_work');
  const ours = rulesOf(rows).agencyCalendar(null);
  const plain = rulesOf({ ...rows, days: off }).agencyCalendar(null);
  const starts = randomStarts();
  const line = (name: string, ...cells: string[]): void =>
    console.log(`${name.padEnd(44)}${cells.map((cell) => cell.padStart(16)).join('')}`);

  console.log('\n5 working days from random starts of 2026, one core\n');
  line('', 'deadlines/s', 'ours is ×', 'same date');
  line('here, the calendar of the province', perSecond(ours, starts).toFixed(0));
  const rate = perSecond(plain, starts);
  line('here, without worked Saturdays', rate.toFixed(0), '1', '100 %');
  const notes: string[] = [];
  // Only the year that is asked about: some look through the whole list for every day.
  for (const peer of peers(off.map(({ on }) => on).filter((on) => on.startsWith('2026')))) {
    const { each, same } = measure(peer, plain, starts);
    line(peer.name, each.toFixed(0), (rate / each).toFixed(0), `${(same * 100).toFixed(1)} %`);
    notes.push(`${peer.name}: ${peer.lacks}`);
  }
  for (const note of notes) console.log(note);
}

/** The middle of several rounds over all starts. */
function perSecond(calendar: WorkingCalendar, starts: readonly Date[]): number {
  const rates = Array.from({ length: ROUNDS + 1 }, () => {
    const from = performance.now();
    let sum = 0;
    for (const start of starts) sum += deadline(start, LIMIT, calendar).dueAt.getTime();
    if (!(sum > 0)) throw new Error('No deadline was found.');
    return (starts.length * 1000) / (performance.now() - from);
  });
  // The first round prepares the years and warms up.
  return rates.slice(1).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? NaN;
}

function measure(peer: Peer, calendar: WorkingCalendar, starts: readonly Date[]): { each: number; same: number } {
  const cases = starts.slice(0, BATCH).map((start) => ({ start, ours: deadline(start, LIMIT, calendar) }));
  const round = (): number =>
    cases.filter(({ start, ours }) => peer.due(start.getTime(), ours.countedFrom.getTime()) === ours.dueAt.getTime())
      .length;
  const same = round() / cases.length;
  let done = 0;
  const from = performance.now();
  while (performance.now() - from < SECONDS * 1000) {
    round();
    done += cases.length;
  }
  return { each: (done * 1000) / (performance.now() - from), same };
}

function randomStarts(): Date[] {
  const from = Date.parse('2026-01-01T00:00:00+07:00');
  const seconds = (Date.parse('2026-12-15T00:00:00+07:00') - from) / 1000;
  return Array.from({ length: STARTS }, () => new Date(from + Math.floor(Math.random() * seconds) * 1000));
}

/** What moment-business-time adds to moment; the package has no types. */
interface Moment {
  isWorkingTime(): boolean;
  nextWorkingTime(): Moment;
  addWorkingTime(amount: number, unit: 'days'): Moment;
  hours(value: number): Moment;
  minutes(value: number): Moment;
  startOf(unit: 'minute'): Moment;
  valueOf(): number;
}

/** What luxon-business-days adds to luxon's DateTime; the package has no types. */
interface BusinessDateTime extends DateTime<true> {
  setupBusiness(setup: {
    businessDays: readonly number[];
    holidayMatchers: readonly ((day: DateTime) => boolean)[];
  }): void;
  plusBusiness(amount: { days: number }): BusinessDateTime;
}

function peers(off: readonly string[]): Peer[] {
  return [dayjsPeer(off), momentPeer(off), luxonPeer(off)];
}

function dayjsPeer(off: readonly string[]): Peer {
  dayjs.extend(dayjsBusinessTime);
  const day = [
    { start: '07:00:00', end: '11:30:00' },
    { start: '13:00:00', end: '16:30:00' },
  ];
  const week = { monday: day, tuesday: day, wednesday: day, thursday: day, friday: day };
  dayjs.setBusinessTime({ ...week, saturday: null, sunday: null });
  dayjs.setHolidays([...off]);
  return {
    name: 'dayjs-business-time',
    lacks:
      'no worked Saturdays, no hours that change, no pauses, the zone of the machine; a closing minute is working time',
    due(start) {
      const at = dayjs(start);
      const moved = at.isBusinessTime() ? at : at.nextBusinessTime();
      return moved.addBusinessDays(5).hour(16).minute(30).startOf('minute').valueOf();
    },
  };
}

function momentPeer(off: readonly string[]): Peer {
  const require = createRequire(import.meta.url);
  const moment = require('moment-business-time') as ((instant: number) => Moment) & {
    locale(): string;
    updateLocale(locale: string, data: object): void;
  };
  const day = ['07:00:00', '11:30:00', '13:00:00', '16:30:00'];
  const week = { 0: null, 1: day, 2: day, 3: day, 4: day, 5: day, 6: null };
  moment.updateLocale(moment.locale(), { workinghours: week, holidays: [...off] });
  return {
    name: 'moment-business-time',
    lacks:
      'no worked Saturdays, no hours that change, no pauses, the zone of the machine; a closing minute is working time',
    due(start) {
      const at = moment(start);
      const moved = at.isWorkingTime() ? at : at.nextWorkingTime();
      return moved.addWorkingTime(5, 'days').hours(16).minutes(30).startOf('minute').valueOf();
    },
  };
}

function luxonPeer(off: readonly string[]): Peer {
  const require = createRequire(import.meta.url);
  const business = require('luxon-business-days') as { DateTime: typeof DateTime };
  const days = new Set(off);
  const start = business.DateTime.fromMillis(0, { zone: ZONE }) as BusinessDateTime;
  start.setupBusiness({
    businessDays: [1, 2, 3, 4, 5],
    holidayMatchers: [(day) => days.has(day.toISODate() ?? '')],
  });
  return {
    name: 'luxon-business-days',
    lacks: 'no hours at all: it is given the start already moved, and told the closing time',
    due(_, moved) {
      const at = business.DateTime.fromMillis(moved, { zone: ZONE }) as BusinessDateTime;
      return at.plusBusiness({ days: 5 }).set({ hour: 16, minute: 30, second: 0, millisecond: 0 }).toMillis();
    },
  };
}
