import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alignMarks, marksOfWords, orderedMarks, withMarks, type Mark } from './marks.js';
import { findMarks, redact } from './redact.js';
import { toMarked } from './segments.js';

const mark = (start: number, end: number, kind: Mark['kind'] = 'name'): Mark => ({ start, end, kind });
const shown = (text: string, marks: readonly Mark[]): string => toMarked(withMarks(text, marks));

describe('marks of a form', () => {
  it.each<[string, readonly Mark[], readonly Mark[]]>([
    ['in any order', [mark(8, 10), mark(0, 3)], [mark(0, 3), mark(8, 10)]],
    ['overlapping hide what either hides', [mark(2, 6, 'phone'), mark(4, 9)], [mark(2, 9, 'phone')]],
    ['one inside another', [mark(0, 9), mark(2, 4)], [mark(0, 9)]],
    ['beyond the end', [mark(8, 500)], [mark(8, 12)]],
    ['of nothing', [mark(4, 4), mark(6, 2), mark(3, 4)], []],
  ])('%s', (_, marks, expected) => expect(orderedMarks('abc defg hij', marks)).toEqual(expected));

  it('never split what people see as one letter', () => {
    expect(orderedMarks('a😀b', [mark(0, 2)])).toEqual([mark(0, 3)]);
    expect(orderedMarks('a😀b', [mark(2, 4)])).toEqual([mark(1, 4)]);
  });
});

describe('words that are hidden wherever they stand', () => {
  it.each<[string, string, readonly string[]]>([
    ['gặp An, an ninh, anh An', 'an', ['An', 'an', 'An']],
    ['Tổ 5 và tổ 55', 'tổ 5', ['Tổ 5']],
    ['không có ở đây', 'Mẫu', []],
    ['cô Lan', '  ', []],
    ['(Mẫu) Mẫu.', 'Mẫu', ['Mẫu', 'Mẫu']],
  ])('%s: %s', (text, words, found) => {
    expect(marksOfWords(text, words, 'name').map(({ start, end }) => text.slice(start, end))).toEqual(found);
  });
});

describe('the way back from a marked text', () => {
  it('finds what the automatic pass hid', () => {
    const text = 'Gặp chị Lê Thị Mẫu 0900 000 101, nhà số 12, 60A-000.12';
    const found = findMarks(text);
    expect(alignMarks(text, toMarked(redact(text)), found)).toEqual(found);
  });

  it('takes the likely places of several readings', () => {
    const text = 'Lê Thị Mẫu 0900 000 101';
    const marks = [mark(0, 10), mark(11, 23, 'phone')];
    expect(alignMarks(text, shown(text, marks), marks)).toEqual(marks);
  });

  it.each([
    ['words were changed', 'Gặp chị Hoa', 'Gặp bà [đã ẩn: tên người]'],
    ['words were added', 'Gặp chị Hoa', 'Gặp chị [đã ẩn: tên người] nhé'],
    ['nothing is left to hide', 'Gặp chị', 'Gặp chị[đã ẩn: tên người]'],
  ])('there is none when %s', (_, text, marked) => expect(alignMarks(text, marked)).toBeNull());

  it('reads the same whatever was marked', () => {
    const texts = fc.array(fc.constantFrom('Lê', ' ', 'An', '09', 'số', '. ', 'đường', 'a'), { maxLength: 14 });
    const places = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 5 });
    fc.assert(
      fc.property(texts, places, (words, pairs) => {
        const text = words.join('');
        const marks = orderedMarks(
          text,
          pairs.map(([start, length]) => mark(start, start + length)),
        );
        const marked = shown(text, marks);
        const found = alignMarks(text, marked, findMarks(text));
        expect(found).not.toBeNull();
        expect(shown(text, found ?? [])).toBe(marked);
      }),
      { numRuns: 500 },
    );
  });
});
