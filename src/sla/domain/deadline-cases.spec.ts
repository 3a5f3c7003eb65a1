import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { readSlaFiles, rulesOf } from '../index.js';
import { deadline, workingSeconds, type Pause, type StartRule } from './deadline.js';
import { explainDeadline, isoText } from './explanation.js';
import { parseLimit } from './limit.js';

/** Expected values are worked out by hand, with a paper calendar of the year. */
interface Case {
  readonly case: string;
  readonly start: string;
  readonly limit: string;
  readonly due: string;
  readonly pauses?: string;
  readonly rule?: StartRule;
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const calendar = rulesOf(readSlaFiles(`${ROOT}provinces/dong-nai`)).agencyCalendar(null);

const cases = (file: string): Case[] => parse(readFileSync(`${ROOT}test/sla-cases/${file}`), { columns: true });
const at = (vietnam: string): Date => new Date(`${vietnam.replace(' ', 'T')}+07:00`);
const written = (date: Date): string =>
  isoText(calendar.wallClock, date.getTime())
    .replace('T', ' ')
    .replace('+07:00', '')
    .replace(/(\d\d:\d\d):00$/, '$1');
const pausesOf = (text = ''): Pause[] =>
  text
    .split(';')
    .filter(Boolean)
    .map((pause) => pause.split('/'))
    .map(([from = '', to = '']) => ({ from: at(from), to: at(to) }));

const all = [...cases('calendar-years.csv'), ...cases('pauses.csv'), ...cases('event-day.csv')];

describe('deadlines in the calendar of 2024–2026', () => {
  it.each(all)('$case ($limit)', ({ start, limit, pauses, rule, due }) => {
    expect(written(deadline(at(start), parseLimit(limit), calendar, pausesOf(pauses), rule).dueAt)).toBe(due);
  });

  it.each(all)('the explanation adds up: $case ($limit)', ({ start, limit, pauses, rule }) => {
    const parsed = parseLimit(limit);
    const { dueAt, explanation } = explainDeadline(at(start), parsed, calendar, pausesOf(pauses), rule);
    if (parsed.kind === 'elapsed') {
      expect(explanation.days).toEqual([]);
      return;
    }
    const sum = explanation.days.reduce((total, day) => total + day.seconds, 0);
    expect(sum).toBe(explanation.budgetSeconds);
    expect(sum).toBe(workingSeconds(new Date(explanation.countedFrom), dueAt, calendar, pausesOf(pauses)));
    const seen = [...explanation.days, ...explanation.skipped].map((day) => day.on);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe('the explanation', () => {
  it('names what was counted, what was skipped and why', () => {
    const { explanation } = explainDeadline(at('2026-01-02 09:00'), parseLimit('6wd'), calendar, [
      { from: at('2026-01-06 16:00'), to: at('2026-01-07 08:00') },
    ]);
    expect(explanation).toMatchObject({
      limit: '6wd',
      startedAt: '2026-01-02T09:00:00+07:00',
      countedFrom: '2026-01-05T07:00:00+07:00',
      outsideHours: 'day-off',
      // 5–9 January are five days, the sixth after Monday the 5th is Monday the 12th: Saturday the 10th is worked.
      dueAt: '2026-01-13T08:30:00+07:00',
      pauses: [{ from: '2026-01-06T16:00:00+07:00', to: '2026-01-07T08:00:00+07:00', seconds: 5400 }],
      provisional: false,
    });
    expect(explanation.days.map(({ on, seconds }) => [on, seconds / 3600])).toEqual([
      ['2026-01-05', 8],
      ['2026-01-06', 7.5],
      ['2026-01-07', 7],
      ['2026-01-08', 8],
      ['2026-01-09', 8],
      ['2026-01-10', 8],
      ['2026-01-12', 8],
      ['2026-01-13', 1.5],
    ]);
    expect(explanation.days[2]?.intervals).toEqual([
      ['08:00', '11:30'],
      ['13:00', '16:30'],
    ]);
    expect(explanation.days[5]?.replaces).toBe('2026-01-02');
    expect(explanation.skipped.map(({ on, reason }) => [on, reason])).toEqual([
      ['2026-01-02', 'swap_off'],
      ['2026-01-03', 'rest'],
      ['2026-01-04', 'rest'],
      ['2026-01-11', 'rest'],
    ]);
  });

  it('says when a year still waits for its notice', () => {
    const inYear = (start: string): boolean =>
      explainDeadline(at(start), parseLimit('5wd'), calendar).explanation.provisional;
    expect([inYear('2026-12-21 08:00'), inYear('2026-12-30 08:00')]).toEqual([false, true]);
  });
});
