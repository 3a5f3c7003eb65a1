import { describe, expect, it } from '@jest/globals';
import { answerHints, unnamedCopy, type AskedMatter, type EarlierAnswer } from './answer-hints.js';
import { likeness, sketchOf } from './answer-sketch.js';

const ASKED: AskedMatter = {
  words: 'Ổ gà sâu trước chợ Trảng Dài, xe máy té hai vụ rồi, mong vá sớm.',
  title: null,
  placeText: 'Đường Bùi Trọng Nghĩa, gần chợ',
  wardName: 'phường Trảng Dài',
  categoryName: 'Mặt đường hư hỏng',
};

const GOOD = {
  found:
    'Sáng 17/11 cán bộ Phòng Kinh tế, Hạ tầng đo tại đường Bùi Trọng Nghĩa trước chợ: ba ổ gà, sâu nhất 12 cm, nằm ở làn xe máy.',
  done: 'Đã rào chắn, đặt biển báo trong ngày và vá tạm bằng nhựa nguội; nhà thầu thảm lại mặt đường xong trước 30/11.',
};

const kinds = (answer: Partial<typeof GOOD>, asked: Partial<AskedMatter> = {}, earlier: EarlierAnswer[] = []) =>
  answerHints({ ...GOOD, ...answer }, { ...ASKED, ...asked }, earlier).map(({ kind }) => kind);

const earlier = (text: string, code = '26-000001'): EarlierAnswer => {
  const sketch = sketchOf(text);
  if (sketch === null) throw new Error('Too short.');
  return { ticketId: 'T', code, sketch };
};

describe('what an answer is hinted at', () => {
  it.each<[string, Partial<typeof GOOD>, string[]]>([
    ['a good answer', {}, []],
    ['nothing written yet', { found: '', done: '' }, []],
    ['a few words', { found: 'Đã kiểm tra ổ gà đường Bùi Trọng Nghĩa.', done: 'Đã vá.' }, ['short']],
    [
      'noted and nothing else',
      { found: 'Phường ghi nhận phản ánh.', done: 'Sẽ xem xét.' },
      ['no_date', 'short', 'off_topic', 'off_place'],
    ],
    [
      'a promise without a day',
      { done: 'Đã rào chắn ổ gà trước chợ; trong thời gian tới sẽ thảm lại mặt đường Bùi Trọng Nghĩa cho bà con.' },
      ['no_date'],
    ],
    [
      'the same promise with its day',
      {
        done: 'Đã rào chắn ổ gà trước chợ; trong thời gian tới, xong trước ngày 30/11, sẽ thảm lại mặt đường Bùi Trọng Nghĩa.',
      },
      [],
    ],
    [
      'the day of another sentence does not date the promise',
      {
        done: 'Ngày 17/11 đã rào chắn. Đơn vị đang nghiên cứu phương án thảm lại mặt đường Bùi Trọng Nghĩa cho bà con.',
      },
      ['no_date'],
    ],
    [
      'written with the accents apart',
      { done: 'Đơn vị sẽ xem xét thảm lại mặt đường Bùi Trọng Nghĩa trước chợ cho bà con.'.normalize('NFD') },
      ['no_date'],
    ],
    [
      'from the drawer: another matter, another place',
      {
        found: 'Trạm biến áp số 4 khu phố 2 quá tải vào giờ cao điểm, điện áp cuối nguồn thấp hơn mức cho phép.',
        done: 'Ngày 17/11 điện lực đã san tải sang trạm lân cận, theo dõi ba ngày liền, điện áp ổn định trở lại.',
      },
      ['off_topic', 'off_place'],
    ],
  ])('%s', (_, change, expected) => {
    expect(kinds(change)).toEqual(expected);
  });

  it('does not ask for a place that nobody named', () => {
    const far = { found: GOOD.found.replace('đường Bùi Trọng Nghĩa trước chợ', 'chỗ có ổ gà') };
    expect(kinds(far)).toEqual(['off_place']);
    expect(kinds(far, { placeText: null })).toEqual([]);
  });

  it('says what and why in a sentence, with the ticket it was copied from', () => {
    const copy = `${GOOD.found} ${GOOD.done}`.replace(/17\/11/g, '02/10').replace('12 cm', '9 cm');
    const [hint] = answerHints(GOOD, ASKED, [earlier(copy, '26-000777')]);
    expect(hint).toEqual({
      kind: 'copy',
      ticketId: 'T',
      code: '26-000777',
      percent: expect.any(Number),
      others: 0,
      text: 'Gần giống câu trả lời của phiếu 26-000777: người dân cần lời về đúng việc của mình.',
    });
  });

  it('names no ticket to whoever may not see it, only that there is one and how alike', () => {
    const copy = earlier(`${GOOD.found} ${GOOD.done}`, '26-000777');
    const [hint] = answerHints(GOOD, ASKED, [copy, { ...copy, ticketId: 'U', code: '26-000778' }]);
    if (hint?.kind !== 'copy') throw new Error('No copy.');
    expect(unnamedCopy(hint)).toEqual({
      ...{ kind: 'copy', ticketId: null, code: null, percent: 100, others: 1 },
      text: 'Giống 100 % một câu trả lời đã dùng ở phiếu khác và 1 câu khác: người dân cần lời về đúng việc của mình.',
    });
  });

  it('knows a copy by the words in a row, not by the matter', () => {
    const same = `${GOOD.found} ${GOOD.done}`;
    const around = `Kính gửi ông bà. Cảm ơn đã phản ánh đến Tổng đài. ${same} Trân trọng cảm ơn và mong ông bà tiếp tục theo dõi.`;
    const ownWords =
      'Ngày 12/10 tổ quản lý đường bộ khảo sát đường Bùi Trọng Nghĩa gần chợ Trảng Dài, phát hiện hai ổ gà sâu 8 cm do ống nước rò. ' +
      'Công ty cấp nước đã sửa ống, phường trải nhựa nóng hai chỗ này, hoàn thành 20/10.';
    expect(kinds({}, {}, [earlier(around)])).toEqual(['copy']);
    expect(kinds({}, {}, [earlier(ownWords)])).toEqual([]);
  });

  it('measures likeness about as it is', () => {
    const words = Array.from(
      { length: 200 },
      (_, index) => `tu${String.fromCharCode(97 + (index % 26))}${'x'.repeat(index)}`,
    );
    const text = (from: number, to: number) => words.slice(from, to).join(' ');
    const whole = sketchOf(text(0, 100));
    const half = sketchOf(text(50, 150));
    const part = sketchOf(text(0, 50));
    const other = sketchOf(text(100, 200));
    if (!whole || !half || !part || !other) throw new Error('Too short.');
    expect(likeness(whole, whole)).toEqual({ jaccard: 1, containment: 1 });
    expect(likeness(whole, other).jaccard).toBeLessThan(0.05);
    expect(Math.abs(likeness(whole, half).jaccard - 1 / 3)).toBeLessThan(0.15);
    expect(likeness(whole, part).containment).toBeGreaterThan(0.8);
    expect(sketchOf('Đã vá ổ gà')).toBeNull();
  });
});
