import { describe, expect, it } from '@jest/globals';
import { compilePhrases, findPhrases, phraseFault } from './phrase-rules.js';
import { typedWords } from './typed-text.js';

const quotes = (phrase: string, text: string): string[] => {
  const index = compilePhrases([{ category: 'c', phrase, weight: 3 }]);
  return findPhrases(text, typedWords(text), index).map(({ quote }) => quote);
};

describe('a phrase heard in a text', () => {
  it.each([
    ['đèn đường', 'Đèn đường hẻm 5 tối thui', ['Đèn đường']],
    ['đèn đường', 'den duong hem 5 toi thui', ['den duong']],
    ['đèn đường', 'ĐÈN  ĐƯỜNG tắt', ['ĐÈN ĐƯỜNG']],
    // Word boundaries.
    ['rác', 'chỉ một giác quan', []],
    // "chạy" is not "cháy"; who writes without accents may mean either.
    ['cháy nhà', 'đi chạy nhà này qua nhà khác', []],
    ['cháy nhà', 'chay nha ad oi', ['chay nha']],
    ['thi', 'hỏi thì nói chờ mãi', []],
    ['bể ống', 'nước bễ ống trước nhà', ['bễ ống']],
    ['kỹ thuật', 'lỗi kĩ thuật', ['kĩ thuật']],
    ['hoả hoạn', 'có hỏa hoạn', ['hỏa hoạn']],
    // A gap of up to three words, inside one sentence.
    ['đèn * không sáng', 'đèn ở ngã ba không sáng', ['đèn ở ngã ba không sáng']],
    ['đèn * không sáng', 'đèn của nhà bên kia đường không sáng', []],
    ['đèn * không sáng', 'Có đèn. Nhà không sáng', []],
    ['nhà/tường sập', 'tường sập rồi', ['tường sập']],
    // Short forms are written out in texts and phrases alike.
    ['không được hồ sơ', 'nộp ko dc hs', ['ko dc hs']],
    ['sổ bhxh', 'chốt sổ bảo hiểm xã hội', ['sổ bảo hiểm xã hội']],
    // No short form, though every object answers to it.
    ['trang * lỗi', 'trang constructor lỗi', ['trang constructor lỗi']],
  ])('%s in "%s"', (phrase, text, expected) => {
    expect(quotes(phrase, text)).toEqual(expected);
  });

  it.each(['* đèn', 'đèn *', 'đèn * * tắt', 'đèn, đường', 'a//b'])('refuses "%s" in the file', (phrase) => {
    expect(phraseFault(phrase)).not.toBeNull();
  });

  it('takes a lone syllable without accents for little', () => {
    const weight = (phrase: string): number | undefined => {
      const text = 'nha doi dien an nhau';
      return findPhrases(text, typedWords(text), compilePhrases([{ category: 'c', phrase, weight: 4 }]))[0]?.weight;
    };
    expect(weight('điện')).toBeLessThan(2);
    expect(weight('đối diện')).toBe(4);
  });
});
