import { describe, expect, it } from '@jest/globals';
import { PlaceTrainer } from './learnt-places.js';
import { suggestWards, type PlaceSource } from './suggest-wards.js';

const WARDS: Readonly<Record<string, string>> = {
  '1': 'Phường Trảng Dài',
  '2': 'Phường Tân Triều',
  '3': 'Xã An Phước',
  '4': 'Xã Bình An',
};

function learnt(seen: readonly (readonly [string, string])[]): PlaceSource['learnt'] {
  const trainer = new PlaceTrainer();
  for (const [placeText, wardCode] of seen) trainer.add({ placeText, wardCode });
  return trainer.places((text) => text === 'Trảng Dài');
}

const SOURCE: PlaceSource = {
  findPlace: (text) => {
    if (/trảng dài/iu.test(text)) return { kind: 'ward', wardCode: '1', matched: 'P. Trảng Dài' };
    if (/tân phong/iu.test(text)) return { kind: 'ward', wardCode: '2', matched: 'Tân Phong' };
    if (/biên hòa/iu.test(text)) return { kind: 'ambiguous', candidates: ['1', '2', '3', '4'] };
    if (/xuân tâm/iu.test(text)) return { kind: 'ambiguous', candidates: ['1', '2'] };
    return { kind: 'unknown' };
  },
  wardName: (code) => WARDS[code] ?? null,
  learnt: learnt([
    ['gần chợ Sặt, Biên Hòa', '1'],
    ['12/3 đối diện Chợ Sặt', '1'],
    ['chợ Sặt', '1'],
    ['ngã ba Gạch', '1'],
    ['ngã ba Gạch', '2'],
    ['ngã ba Gạch', '1'],
    ['suối Nước', '3'],
    ['suối Nước', '3'],
    ['nhà ông Tư Mẫu', '3'],
    ['nhà ông Tư Mẫu', '3'],
    ['nhà ông Tư Mẫu', '3'],
  ]),
};

const suggested = (placeText: string, words = '') => suggestWards(SOURCE, { placeText, words });

describe('the ward from what was said about the place', () => {
  it.each([
    ['Trảng Dài', '', '1', 'vì có “P. Trảng Dài”'],
    ['Tân Phong cũ', '', '2', '“Tân Phong” là tên trước đây, nay thuộc phường Tân Triều'],
    ['', 'rác ở tân phong', '2', '“Tân Phong” là tên trước đây, nay thuộc phường Tân Triều'],
    ['sau chợ sặt', '', '1', '3 phiếu trước có “chợ Sặt” đều ở phường Trảng Dài'],
    // The former district narrows nothing, the market does.
    ['cho sat, Biên Hòa', '', '1', '3 phiếu trước có “chợ Sặt” đều ở phường Trảng Dài'],
  ])('"%s" "%s"', (placeText, words, code, reason) => {
    const { wards, ask } = suggested(placeText, words);
    expect(wards[0]).toMatchObject({ code, reason });
    expect(ask).toBeNull();
  });

  it('asks back about a former district, and chooses nothing', () => {
    expect(suggested('Biên Hòa')).toMatchObject({
      wards: [],
      ask: {
        reason: 'Tên này nay chia cho 4 phường, xã.',
        question: 'Xin hỏi lại: phường, xã mới hoặc cũ tên gì, gần chợ, trường hay đường nào?',
      },
    });
  });

  it('offers the parts of a divided commune, and asks', () => {
    const { wards, ask } = suggested('Xuân Tâm');
    expect(wards.map(({ code }) => code)).toEqual(['1', '2']);
    expect(ask?.question).toBe('Xin hỏi lại: ở phường Trảng Dài hay phường Tân Triều?');
  });

  it.each(['suối Nước', 'ngã ba Gạch', 'nhà ông Tư Mẫu', ''])(
    'learns nothing from "%s": too few, not agreeing, somebody’s house',
    (placeText) => {
      expect(suggested(placeText)).toEqual({ wards: [], ask: null });
    },
  );
});
