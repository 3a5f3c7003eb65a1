import { describe, expect, it } from '@jest/globals';
import {
  cleanAnswer,
  draftErrors,
  isCalendarDay,
  submitErrors,
  type CleanAnswer,
  type EvidenceFacts,
} from './answer-check.js';

const GOOD: CleanAnswer = {
  found: 'Đã đo: ba ổ gà.',
  done: 'Đã vá.',
  doneOn: '2026-11-30',
  inCharge: 'Phòng Hạ tầng',
  legalBasis: null,
  evidenceWaiver: null,
};
const NOTHING_NEEDED: EvidenceFacts = { needed: null, count: 0 };

describe('an answer', () => {
  it.each([
    ['2026-11-30', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-11-31', false],
    ['2026-13-01', false],
    ['2026-1-5', false],
    ['30/11/2026', false],
    ['sớm nhất', false],
    ['0001-01-01', false],
    ['', false],
  ])('%j is a day of the calendar: %s', (text, day) => {
    expect(isCalendarDay(text)).toBe(day);
  });

  it.each<[Partial<CleanAnswer>, string[]]>([
    [{}, []],
    [{ found: '' }, ['found']],
    [{ done: '' }, ['done']],
    [{ doneOn: null }, ['doneOn']],
    [{ doneOn: 'tuần sau' }, ['doneOn']],
    [{ inCharge: '' }, ['inCharge']],
    [{ found: 'x'.repeat(10_001) }, ['found']],
    [{ inCharge: 'x'.repeat(501) }, ['inCharge']],
    [{ found: '', done: '', doneOn: null, inCharge: '' }, ['found', 'done', 'doneOn', 'inCharge']],
    [{ legalBasis: 'x'.repeat(4_001) }, ['legalBasis']],
    [{ evidenceWaiver: 'không' }, ['evidenceWaiver']],
    [{ found: 'Đã kiểm tra tại {dia_diem}.' }, ['found']],
    [{ done: 'Đã vá [ghi số] ổ gà.', inCharge: 'Ông [họ tên]' }, ['done', 'inCharge']],
  ])('%j cannot be submitted because of %j', (change, fields) => {
    const errors = submitErrors({ ...GOOD, ...change }, NOTHING_NEEDED);
    expect(errors.map(({ field }) => field)).toEqual(fields);
    expect(new Set(errors.map(({ message }) => message)).size).toBe(fields.length);
  });

  it('may be kept as a draft with parts missing, but not with a day that is none', () => {
    expect(draftErrors({ ...GOOD, found: '', done: '', doneOn: null, inCharge: '' })).toEqual([]);
    expect(draftErrors({ ...GOOD, doneOn: 'mai' }).map(({ field }) => field)).toEqual(['doneOn']);
  });

  it('is stored in one form', () => {
    expect(
      cleanAnswer({ found: ' Đã\r\nđo ', done: 'Đã va\u0301', doneOn: '  ', inCharge: 'Phòng \n Hạ tầng' }),
    ).toEqual({
      found: 'Đã\nđo',
      done: 'Đã vá',
      doneOn: null,
      inCharge: 'Phòng Hạ tầng',
      legalBasis: null,
      evidenceWaiver: null,
    });
  });

  it.each<[string, EvidenceFacts, Partial<CleanAnswer>, string[]]>([
    ['a field incident without a photo', { needed: 'photo', count: 0 }, {}, ['evidence']],
    ['with one', { needed: 'photo', count: 1 }, {}, []],
    [
      'or with the reason why there is none',
      { needed: 'photo', count: 0 },
      { evidenceWaiver: 'Việc làm ban đêm, máy ảnh hỏng.' },
      [],
    ],
    ['a rule does not stand for a photo', { needed: 'photo', count: 0 }, { legalBasis: 'Luật Đường bộ' }, ['evidence']],
    ['a question about rules without one', { needed: 'legal', count: 3 }, {}, ['legalBasis']],
    ['with one ', { needed: 'legal', count: 0 }, { legalBasis: 'Điều 12 Luật Đất đai 31/2024/QH15' }, []],
  ])('%s', (_, evidence, change, fields) => {
    expect(submitErrors({ ...GOOD, ...change }, evidence).map(({ field }) => field)).toEqual(fields);
  });
});
