import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { linesOf, pictureOf, widthOf, type Outlines } from './picture.js';

const font = JSON.parse(
  readFileSync(new URL('../../../templates/share-picture/glyphs-600.json', import.meta.url), 'utf8'),
) as Outlines;

/** Every letter that Vietnamese is written with, in both cases. */
const LETTERS = (() => {
  const vowels = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y'];
  const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
  const small = [
    ...vowels.flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize('NFC'))),
    ...'bcdđghklmnpqrstvx',
  ];
  return [...small, ...small.map((letter) => letter.toUpperCase())];
})();

describe('the words of a picture', () => {
  it.each(LETTERS)('"%s" is drawn', (letter) => {
    expect([...letter]).toHaveLength(1);
    expect(font.glyphs[letter]?.[1].length).toBeGreaterThan(10);
  });

  it('break between words, and end in "…" where there is no room', () => {
    const text = 'Hẻm ngập nước đen mỗi khi mưa lớn, nước tràn vào nhà';
    const room = widthOf('Hẻm ngập nước đen', 64, font);
    const lines = linesOf(text, 64, room, 2, font);
    expect(lines[0]).toBe('Hẻm ngập nước đen');
    expect(lines[1]).toMatch(/^mỗi khi .*…$/);
    expect(lines.every((line) => widthOf(line, 64, font) <= room)).toBe(true);
    expect(linesOf('', 64, room, 2, font)).toEqual([]);
    expect(linesOf('x'.repeat(200), 64, room, 4, font)).toHaveLength(1);
  });

  it('are outlines, whatever they are: nothing of them is markup', () => {
    const svg = pictureOf({ site: '1022 <b>', over: '&', title: '</g><script>', under: '"' }, font);
    expect(svg).not.toMatch(/<script|<b>|<text/);
    expect(svg.startsWith('<svg ')).toBe(true);
  });
});
