import { describe, expect, it } from '@jest/globals';
import { cleanAnswer, draftErrors, isCalendarDay, submitErrors, type AnswerParts } from './answer-check.js';

const GOOD: AnswerParts = { found: 'Đã đo: ba ổ gà.', done: 'Đã vá.', doneOn: '2026-11-30', inCharge: 'Phòng Hạ tầng' };

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

  it.each<[Partial<AnswerParts>, string[]]>([
    [{}, []],
    [{ found: '' }, ['found']],
    [{ done: '' }, ['done']],
    [{ doneOn: null }, ['doneOn']],
    [{ doneOn: 'tuần sau' }, ['doneOn']],
    [{ inCharge: '' }, ['inCharge']],
    [{ found: 'x'.repeat(10_001) }, ['found']],
    [{ inCharge: 'x'.repeat(501) }, ['inCharge']],
    [{ found: '', done: '', doneOn: null, inCharge: '' }, ['found', 'done', 'doneOn', 'inCharge']],
  ])('%j cannot be submitted because of %j', (change, fields) => {
    const errors = submitErrors({ ...GOOD, ...change });
    expect(errors.map(({ field }) => field)).toEqual(fields);
    expect(new Set(errors.map(({ message }) => message)).size).toBe(fields.length);
  });

  it('may be kept as a draft with parts missing, but not with a day that is none', () => {
    expect(draftErrors({ found: '', done: '', doneOn: null, inCharge: '' })).toEqual([]);
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
    });
  });
});
