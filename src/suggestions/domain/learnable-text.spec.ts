import { describe, expect, it } from '@jest/globals';
import { learnableRuns } from './learnable-text.js';

const learnt = (text: string): string =>
  learnableRuns(text)
    .map((run) => run.join(' '))
    .join(' | ');

describe('what may be learnt from a text', () => {
  it.each([
    ['anh Nguyễn Văn Mẫu báo rác nhiều', 'anh | bao rac nhieu'],
    ['rác trước nhà bà Mẫu, gọi 0900 000 001', 'rac truoc nha ba | goi'],
    ['xe 60C-000.00 đậu sai', 'xe | dau sai'],
    ['viết thư cho mau@example.test hoặc https://example.test/x nhé', 'viet thu cho | hoac | nhe'],
    ['BÀ MẪU NÓI RÁC NHIỀU', 'ba | noi rac nhieu'],
    ['đèn tắt. Đường tối', 'den tat | duong toi'],
  ])('%s', (text, expected) => {
    expect(learnt(text)).toBe(expected);
  });
});
