import { describe, expect, it } from '@jest/globals';
import {
  measureRedaction,
  readRedaction,
  REDACTION_CLASSES,
  REDACTION_FILE,
  REDACTION_HELD_OUT_FILE,
  type RedactionFigures,
} from '../corpus/redaction-corpus.js';
import { redactionFormats } from '../corpus/redaction-formats.js';

const figures: Readonly<Record<string, RedactionFigures>> = {
  'the lines the rules are tuned on': measureRedaction(readRedaction(REDACTION_FILE)),
  'the lines held out': measureRedaction(readRedaction(REDACTION_HELD_OUT_FILE)),
};

const sum = (of: RedactionFigures['of'], key: 'found' | 'right'): number =>
  REDACTION_CLASSES.reduce((total, kind) => total + of[kind][key], 0);

describe.each(Object.entries(figures))('of %s', (_, { of, letters }) => {
  // Counts only: a failure tells no more of a held-out line than the command does.
  it.each([
    ['phone', 0.99],
    ['id', 0.99],
    ['plate', 0.99],
    ['account', 0.99],
    ['email', 0.99],
    ['house', 0.9],
    ['name', 0.9],
  ] as const)('%s: at least %d are hidden to the last letter', (kind, least) => {
    const { places, hidden } = of[kind];
    expect(places).toBeGreaterThan(2);
    expect(hidden / places).toBeGreaterThanOrEqual(least);
  });

  it('at least four of five marks hide what had to be hidden, and four of five letters', () => {
    expect(sum(of, 'right') / sum(of, 'found')).toBeGreaterThanOrEqual(0.8);
    expect(letters.right / letters.hidden).toBeGreaterThanOrEqual(0.8);
  });
});

it('hides numbers and addresses in every way of writing them', () => {
  const { of, misses } = measureRedaction(redactionFormats());
  const classes = REDACTION_CLASSES.filter((kind) => of[kind].places > 0);
  expect(classes).toEqual(['phone', 'id', 'plate', 'account', 'email']);
  for (const kind of classes) expect(of[kind].places).toBeGreaterThan(60);
  expect(misses).toEqual([]);
});

it('the corpus has more than 250 lines, more than a quarter of them apart and a third with nothing to hide', () => {
  const [tuning, apart] = [readRedaction(REDACTION_FILE), readRedaction(REDACTION_HELD_OUT_FILE)];
  const all = [...tuning, ...apart];
  expect(all.length).toBeGreaterThanOrEqual(250);
  expect(apart.length / all.length).toBeGreaterThanOrEqual(0.28);
  expect(all.filter(({ places }) => places.length === 0).length / all.length).toBeGreaterThanOrEqual(0.3);
  expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
});
