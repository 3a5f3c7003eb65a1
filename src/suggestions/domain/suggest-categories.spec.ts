import { describe, expect, it } from '@jest/globals';
import { learnableRuns } from './learnable-text.js';
import { categoryRules, suggestCategories } from './suggest-categories.js';
import { EMPTY_MODEL, MIN_TEXTS, TextModelTrainer, type TextModel } from './text-model.js';

const CATEGORIES = [
  { code: 'den', name: 'Chiếu sáng công cộng' },
  { code: 'rac', name: 'Rác thải, vệ sinh' },
  { code: 'chay', name: 'Cháy, tai nạn' },
  { code: 'khac', name: 'Việc khác' },
];
const RULES = categoryRules(CATEGORIES, [
  { category: 'den', phrase: 'đèn đường', weight: 5 },
  { category: 'den', phrase: 'tối om', weight: 4 },
  { category: 'rac', phrase: 'hốt rác', weight: 5 },
  { category: 'chay', phrase: 'cháy', weight: 4 },
  { category: 'chay', phrase: 'cháy bóng', weight: -8 },
  { category: 'gone', phrase: 'đèn', weight: 9 },
]);

const codes = (text: string, model: TextModel = EMPTY_MODEL): string[] =>
  suggestCategories(RULES, model, text).map(({ code }) => code);

function trained(texts: readonly (readonly [string, string])[], seenFirst = true): TextModel {
  const trainer = new TextModelTrainer(MIN_TEXTS);
  const prepared = texts.map(([category, text]) => ({ category, runs: learnableRuns(text) }));
  if (seenFirst) for (const text of prepared) trainer.see(text);
  for (const text of prepared) trainer.add(text);
  return trainer.model();
}

describe('suggestions from the rules alone', () => {
  it('names the likeliest first, with the words as they were written', () => {
    const [first] = suggestCategories(RULES, EMPTY_MODEL, 'Đèn đường hẻm 5 tối om cả tuần');
    expect(first).toMatchObject({ code: 'den', reason: 'vì có “Đèn đường”, “tối om”' });
    expect(first?.score).toBeGreaterThan(0.8);
  });

  it('hears what speaks against a category', () => {
    expect(codes('đèn đường cháy bóng')[0]).toBe('den');
    expect(codes('nhà cháy')[0]).toBe('chay');
  });

  it.each(['', '   ', 'alo alo', '12345'])('has nothing to say to "%s"', (text) => {
    expect(codes(text)).toEqual([]);
  });

  it('leaves out phrases of categories that are no longer in force', () => {
    expect(codes('bóng đèn')).not.toContain('gone');
  });

  it('lets something besides the words tip the scale', () => {
    const score = (favoured: readonly string[]): number =>
      suggestCategories(
        RULES,
        EMPTY_MODEL,
        'tối om, chưa hốt rác',
        new Map(favoured.map((code) => [code, { by: 1, because: [] }])),
      ).find(({ code }) => code === 'den')?.score ?? 0;
    expect(score(['den'])).toBeGreaterThan(score([]));
  });
});

describe('what was learnt from tickets', () => {
  const TEXTS = Array.from({ length: 12 }, (_, at): [string, string] => [
    at % 2 === 0 ? 'rac' : 'den',
    at % 2 === 0 ? `xe ép chưa vô xóm ${at}` : `trụ sáng trước ngõ hư ${at}`,
  ]);

  it('finds words that no rule has, and says how many tickets had them', () => {
    expect(codes('xe ép không vô')).not.toContain('rac');
    const [first] = suggestCategories(RULES, trained(TEXTS), 'mấy bữa nay xe ép chưa vô xóm em');
    expect(first).toMatchObject({ code: 'rac', reason: '6 phiếu trước của loại này cũng có “xe ép chưa”' });
  });

  it('forgets what fewer than three texts had, and learns the same with and without the sketch', () => {
    const texts: [string, string][] = [...TEXTS, ['rac', 'chuyện lạ'], ['rac', 'chuyện lạ']];
    const model = trained(texts);
    expect(model.ngrams.has('chuyen la')).toBe(false);
    expect(model.ngrams.has('xe ep')).toBe(true);
    expect([...model.ngrams].sort()).toEqual([...trained(texts, false).ngrams].sort());
  });

  it('does not put down a category that has no tickets yet', () => {
    expect(codes('nhà cháy', trained(TEXTS))[0]).toBe('chay');
  });

  it('does not let a few tickets overrule a clear phrase', () => {
    expect(codes('đèn đường, xe ép', trained(TEXTS))[0]).toBe('den');
  });
});
