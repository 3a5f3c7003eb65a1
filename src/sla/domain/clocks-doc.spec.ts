import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { readSlaFiles, rulesOf } from '../offline.js';
import { explainDeadline } from './explanation.js';
import { parseLimit } from './limit.js';
import { WrittenCases } from './written-case.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const DOCUMENT = readFileSync(`${ROOT}docs/clocks.md`, 'utf8');
const calendar = rulesOf(readSlaFiles(`${ROOT}provinces/dong-nai`)).agencyCalendar(null);

/** What stands between two marks of the document. */
function part(pattern: RegExp): string {
  const [, found = ''] = pattern.exec(DOCUMENT) ?? [];
  return found;
}

it('the example in docs/clocks.md is what the service computes', () => {
  const example = JSON.parse(part(/```json\n(.+?)```/s)) as {
    start: string;
    limit: string;
    pauses: [string, string][];
    dueWithoutPause: string;
    dueAt: string;
    workedMinutes: number;
  };
  const explain = (pauses: [string, string][]) =>
    explainDeadline(
      new Date(example.start),
      parseLimit(example.limit),
      calendar,
      pauses.map(([from, to]) => ({ from: new Date(from), to: new Date(to) })),
    ).explanation;
  expect(explain([]).dueAt).toBe(example.dueWithoutPause);
  expect(explain(example.pauses)).toMatchObject({
    dueAt: example.dueAt,
    budgetSeconds: example.workedMinutes * 60,
  });
});

it('the case and the calendar in docs/clocks.md are answered', () => {
  const cases = new WrittenCases({ common: () => calendar, ofAgency: () => null });
  const answer = cases.answer(part(/\$ echo '(.+?)'/));
  expect(JSON.stringify(answer)).toContain(part(/deadline\n(\{.+?),…/));
  const own = JSON.parse(part(/```json calendar\n(.+?)```/s)) as unknown;
  const asked = { start: '2026-01-09T15:00:00+07:00', limit: '1h', calendar: own };
  expect(cases.answer(JSON.stringify(asked))).toMatchObject({ dueAt: '2026-01-10T08:00:00+07:00' });
});
