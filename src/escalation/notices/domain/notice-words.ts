import { parseLimit } from '../../../sla/domain/limit.js';
import { limitVi } from '../../../sla/domain/wording.js';
import { parseMark } from '../../../sla/domain/ladder.js';
import type { TicketClockKind } from '../../../tickets/domain/clock.js';

/** What is timed, inside a sentence: "Đã dùng 80 % thời gian …", "Đã hết hạn …". */
const TASKS: Readonly<Record<TicketClockKind, string>> = {
  classify: 'phân loại, chuyển đơn vị',
  accept: 'nhận xử lý',
  act: 'xử lý tại chỗ',
  resolve: 'trả lời người dân',
  resolve_holder: 'trả lời của đơn vị',
  publish: 'kiểm tra, công khai',
  apology: 'gửi thư xin lỗi',
  support: 'gửi phần phối hợp',
  commitment: 'làm xong việc đã hẹn',
};

/** Marks of what is no step of a ladder: somebody pressed, or took it over. The version of the ticket stands behind. */
export const CHASED = 'chase';
export const REMINDED = 'remind';
export const TAKEN_OVER = 'taken';

/** What somebody has to do while a clock runs, inside a sentence. */
export function taskWords(kind: TicketClockKind): string {
  return TASKS[kind];
}

/** The step of a ladder in plain words, as what happened: a sentence's beginning without its point. */
export function happened(kind: TicketClockKind, mark: string): string {
  const task = taskWords(kind);
  if (mark.startsWith(CHASED)) return 'Người gửi giục trả lời';
  if (mark.startsWith(REMINDED)) return `Được nhắc ${task}`;
  if (mark.startsWith(TAKEN_OVER)) return 'Đồng nghiệp đã nhận phiếu này thay';
  const parsed = parseMark(mark);
  if (parsed.kind === 'after') return `Trễ hạn ${task} đã ${limitVi(parseLimit(mark.slice(1)))}`;
  if (parsed.share === 0) return `Việc khẩn, cần ${task} ngay`;
  if (parsed.share === 1) return `Đã hết hạn ${task}`;
  return `Đã dùng ${Math.round(parsed.share * 100)}\u00A0% thời gian ${task}`;
}

/** How a reminder looks: what is late already, what soon will be, what has only begun. */
export function noticeTone(mark: string): 'late' | 'soon' | 'ok' {
  if (mark.startsWith(CHASED) || mark.startsWith(REMINDED)) return 'soon';
  if (mark.startsWith(TAKEN_OVER)) return 'ok';
  const parsed = parseMark(mark);
  if (parsed.kind === 'after' || parsed.share === 1) return 'late';
  return parsed.share >= 0.8 ? 'soon' : 'ok';
}
