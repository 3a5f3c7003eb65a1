import { describe, expect, it } from '@jest/globals';
import type { TicketClockKind } from '../../../tickets/domain/clock.js';
import { happened, noticeTone } from './notice-words.js';

describe('what happened, in plain words', () => {
  it.each<[TicketClockKind, string, string, ReturnType<typeof noticeTone>]>([
    ['resolve_holder', 'chase:12', 'Người gửi giục trả lời', 'soon'],
    ['resolve_holder', 'taken:7', 'Đồng nghiệp đã nhận phiếu này thay', 'ok'],
    ['resolve', 'remind:3', 'Được nhắc trả lời người dân', 'soon'],
    ['resolve_holder', '50%', 'Đã dùng 50\u00A0% thời gian trả lời của đơn vị', 'ok'],
    ['resolve_holder', '80%', 'Đã dùng 80\u00A0% thời gian trả lời của đơn vị', 'soon'],
    ['resolve', '100%', 'Đã hết hạn trả lời người dân', 'late'],
    ['resolve', '+2wd', 'Trễ hạn trả lời người dân đã 2 ngày làm việc', 'late'],
    ['act', '+30m24x7', 'Trễ hạn xử lý tại chỗ đã 30 phút, tính cả ngoài giờ', 'late'],
    ['accept', '0%', 'Việc khẩn, cần nhận xử lý ngay', 'ok'],
    ['classify', '80%', 'Đã dùng 80\u00A0% thời gian phân loại, chuyển đơn vị', 'soon'],
    ['publish', '100%', 'Đã hết hạn kiểm tra, công khai', 'late'],
    ['apology', '100%', 'Đã hết hạn gửi thư xin lỗi', 'late'],
  ])('%s %s', (kind, mark, words, tone) => {
    expect(happened(kind, mark)).toBe(words);
    expect(noticeTone(mark)).toBe(tone);
  });
});
