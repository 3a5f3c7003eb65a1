import { describe, expect, it } from '@jest/globals';
import { choose, hasWords, homeless, labelOf, timeOf, type KeptForm } from '../../client/console/keeping.js';

const kept = (id: string, at: number, words = 'Ổ gà'): KeptForm => ({
  id,
  owner: 'A',
  form: 'call',
  at,
  values: { 'tickets.0.words': words },
});
const ids = (forms: readonly KeptForm[]): string[] => forms.map(({ id }) => id);

describe('which kept form comes back into a tab', () => {
  const forms = [kept('old', 1), kept('new', 3), kept('own', 2), kept('empty', 4, ' ')];

  it.each<[string, string | null, string[], string | null, string[]]>([
    ['its own, though another is newer', 'own', [], 'own', ['new', 'old']],
    ['a new tab takes the latest that a crash left over', null, [], 'new', ['own', 'old']],
    ['a new tab leaves alone what another tab writes', null, ['new'], 'own', ['old']],
    ['after a contact was saved the form stays empty', 'saved', [], null, ['new', 'own', 'old']],
    ['nothing is offered that another tab writes', 'saved', ['new', 'old'], null, ['own']],
    ['its own comes back though its lock is seen', 'own', ['own'], 'own', ['new', 'old']],
  ])('%s', (_, own, held, restore, offer) => {
    const chosen = choose(forms, own, new Set(held));
    expect(chosen.restore?.id ?? null).toBe(restore);
    expect(ids(chosen.offer)).toEqual(offer);
  });
});

describe('the words of a form', () => {
  it.each([
    [{}, false],
    [{ phone: ' ', anonymous: 'false', '~startedAt': '2026-11-23T01:00:00Z' }, false],
    [{ phone: '0900', anonymous: 'false' }, true],
    [{ anonymous: 'true' }, true],
  ])('%j: %s', (values, has) => {
    expect(hasWords(values)).toBe(has);
  });

  it('that have no place in it are known, whichever fields this version has', () => {
    const values = { phone: '0900', 'tickets.1.words': 'đèn tắt', boKhong: 'chữ', tick: 'false', '~callId': '01A' };
    expect(homeless(values, new Set(['phone']))).toEqual([
      ['tickets.1.words', 'đèn tắt'],
      ['boKhong', 'chữ'],
    ]);
  });

  it.each([
    [{ phone: '0900 000 027', 'tickets.0.words': 'cháy nhà\nở hẻm 12' }, '0900 000 027: cháy nhà ở hẻm 12'],
    [{ phone: '', name: 'Chị Hoa', '~startedAt': '2026-11-23T01:00:00Z' }, 'Chị Hoa'],
    [{ 'tickets.0.words': 'a'.repeat(80) }, `${'a'.repeat(59)}…`],
    [{}, ''],
  ])('make a label %#', (values, label) => {
    expect(labelOf(values)).toBe(label);
  });

  it('are told with the time, and the day when it was another one', () => {
    const at = new Date(2026, 10, 23, 9, 5).getTime();
    expect(timeOf(at, at)).toBe('09:05');
    expect(timeOf(at, at + 24 * 3600 * 1000)).toBe('09:05 ngày 23/11');
  });
});
