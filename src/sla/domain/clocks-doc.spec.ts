import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { readSlaFiles, rulesOf } from '../index.js';
import { explainDeadline } from './explanation.js';
import { parseLimit } from './limit.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

it('the example in docs/clocks.md is what the service computes', () => {
  const [, json = ''] = /```json\n(.+?)```/s.exec(readFileSync(`${ROOT}docs/clocks.md`, 'utf8')) ?? [];
  const example = JSON.parse(json) as {
    start: string;
    limit: string;
    pauses: [string, string][];
    dueWithoutPause: string;
    dueAt: string;
    workedMinutes: number;
  };
  const calendar = rulesOf(readSlaFiles(`${ROOT}provinces/dong-nai`)).agencyCalendar(null);
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
