import { describe, expect, it } from '@jest/globals';
import { favours } from './favours.js';
import { categoryRules, suggestCategories } from './suggest-categories.js';
import { EMPTY_MODEL } from './text-model.js';

const CATEGORIES = [
  { code: 'chay', name: 'Cháy, tai nạn', slaClass: 'K1' },
  { code: 'cay', name: 'Cây xanh', slaClass: 'K2' },
  { code: 'kntc', name: 'Khiếu nại, tố cáo', slaClass: 'K6' },
];

describe('what else speaks for a category', () => {
  it.each([
    ['emergency', ['chay']],
    ['complaint', ['kntc']],
    ['denunciation', ['kntc']],
    ['ordinary', []],
  ] as const)('%s: %s', (boundary, codes) => {
    expect([...favours(CATEGORIES, { boundary, because: [] }).keys()]).toEqual(codes);
  });

  it('counts an agency that was named beside what was heard', () => {
    const both = favours(CATEGORIES, { boundary: 'emergency', because: ['bị vùi'] }, ({ code }) => code !== 'kntc');
    expect(both.get('cay')).toEqual({ by: 1, because: [] });
    expect(both.get('chay')?.by).toBeGreaterThan(1);
    expect(both.get('chay')?.because).toEqual(['bị vùi']);
  });

  it('gives a reason where no phrase of the file is heard', () => {
    const rules = categoryRules(CATEGORIES, [{ category: 'cay', phrase: 'cây', weight: 1 }]);
    const heard = favours(CATEGORIES, { boundary: 'emergency', because: ['bị vùi'] });
    expect(suggestCategories(rules, EMPTY_MODEL, 'hai người bị vùi', heard)[0]).toMatchObject({
      code: 'chay',
      reason: 'vì có “bị vùi”',
    });
  });
});
