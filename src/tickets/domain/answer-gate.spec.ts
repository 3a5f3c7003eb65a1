import { describe, expect, it } from '@jest/globals';
import { decideGate, GATE_CHECKS, type GateCheck } from './answer-gate.js';

type Raw = Partial<Record<GateCheck, string>>;

const ALL: Raw = Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed']));

describe('the gate', () => {
  it.each<[string, Raw, 'photo' | 'legal' | null, boolean, GateCheck[]]>([
    ['all passed', {}, 'photo', false, []],
    ['nothing decided', Object.fromEntries(GATE_CHECKS.map((check) => [check, ''])), null, false, [...GATE_CHECKS]],
    ['no photo where none is asked for', { evidence: 'not_applicable', legal: 'not_applicable' }, null, false, []],
    ['no photo of a field incident', { evidence: 'not_applicable' }, 'photo', false, ['evidence']],
    ['no photo, and the agency said why', { evidence: 'not_applicable' }, 'photo', true, []],
    ['no rule where one is asked for', { legal: 'not_applicable' }, 'legal', false, ['legal']],
    ['a rule is not asked of a field incident', { legal: 'not_applicable' }, 'photo', false, []],
    ['an answer to what was not asked', { asked: 'not_applicable' }, null, false, ['asked']],
    ['nobody in charge', { in_charge: 'not_applicable' }, null, false, ['in_charge']],
    ['an invented verdict', { date: 'yes' }, null, false, ['date']],
  ])('%s', (_, change, needed, waived, refused) => {
    const decided = decideGate({ ...ALL, ...change }, { needed, waived });
    const errors = 'errors' in decided ? decided.errors : [];
    expect(errors.map(({ field }) => field)).toEqual(refused.map((check) => `check_${check}`));
    expect('checks' in decided).toBe(refused.length === 0);
  });
});
