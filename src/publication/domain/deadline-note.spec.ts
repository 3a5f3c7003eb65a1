import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { PACKAGE_ROOT } from '../../platform/config/index.js';
import { readSlaFiles, rulesOf } from '../../sla/index.js';
import { deadlineNote } from './deadline-note.js';

const rules = rulesOf(readSlaFiles(join(PACKAGE_ROOT, 'provinces', 'dong-nai')));
const explanationOf = (start: string) => {
  const plan = rules.plan('resolve', {
    slaClass: 'K2',
    startedAt: new Date(`${start.replace(' ', 'T')}:00+07:00`),
    holderAgencyCode: 'SXD',
  });
  if (plan === null) throw new Error('no plan');
  return plan.explanation;
};
const explanation = explanationOf('2026-11-16 08:00');
const both = {
  sentences: expect.arrayContaining([expect.stringMatching(/^Hết giờ làm việc thứ Năm là 16:30/)]) as unknown,
  sentencesEn: expect.arrayContaining(['Working hours end at 16:30 on Thu.']) as unknown,
};

describe('why it was due then', () => {
  it('is kept in both languages', () => {
    expect(deadlineNote(explanation, null)).toEqual(both);
    expect(deadlineNote(null, null)).toEqual({ sentences: [], sentencesEn: [] });
  });

  it('stays as it was kept', () => {
    const kept = { sentences: ['Câu của hôm ấy.'], sentencesEn: ['The words of that day.'] };
    expect(deadlineNote(explanation, kept)).toBe(kept);
  });

  it('gets its English where the clock still says the same, and nowhere else', () => {
    const { sentences } = deadlineNote(explanation, null);
    expect(deadlineNote(explanation, { sentences })).toEqual(both);
    const other = { sentences };
    expect(deadlineNote(explanationOf('2026-11-17 08:00'), other)).toBe(other);
    expect(deadlineNote(null, other)).toBe(other);
  });
});
