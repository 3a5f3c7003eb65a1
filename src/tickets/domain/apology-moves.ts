import type { FieldError } from '../../kernel/index.js';
import type { Actor } from './answer-moves.js';
import { isCalendarDay } from './answer-check.js';
import type { Apology } from './apology.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { ofKinds, stopped } from './clock-moves.js';

const MAX_LETTER = 10_000;

/** Places of the draft that only a person can fill: "[ghi lý do chậm]". */
const LEFT_OPEN = /\[ghi [^\]]*\]/u;

/** NĐ 118/2025 took the place of NĐ 61/2018 on 2025-07-01; a letter never cites what no longer holds. */
const REPLACED = /61\s*\/\s*2018/u;

/** What is wrong with a letter before it goes out. */
export function letterErrors(letter: { readonly text: string; readonly committedOn: string }): FieldError[] {
  const { text, committedOn } = letter;
  const errors: FieldError[] = [];
  const open = LEFT_OPEN.exec(text)?.[0];
  if (text === '') errors.push({ field: 'text', message: 'Xin ghi lời xin lỗi: vì sao chậm, khắc phục thế nào.' });
  else if (open !== undefined) errors.push({ field: 'text', message: `Thư còn chỗ chưa viết: “${open}”.` });
  else if (REPLACED.test(text)) {
    errors.push({
      field: 'text',
      message: 'Nghị định 61/2018/NĐ-CP đã được thay bằng Nghị định 118/2025/NĐ-CP; xin bỏ khỏi thư.',
    });
  }
  if (text.length > MAX_LETTER) {
    errors.push({
      field: 'text',
      message: `Thư dài quá ${MAX_LETTER.toLocaleString('vi-VN')} ký tự; xin viết gọn lại.`,
    });
  }
  if (!isCalendarDay(committedOn))
    errors.push({ field: 'committedOn', message: 'Xin ghi ngày cam kết xong: một ngày cụ thể.' });
  return errors;
}

/** The letter goes to the citizen, once. Wherever the ticket is, it stays there. */
export function sendApology(
  loaded: LoadedTicket,
  owed: Apology,
  letter: { readonly text: string; readonly committedOn: string; readonly actor: Actor; readonly at: Date },
): TicketChange {
  const { text, committedOn, actor, at } = letter;
  return change(loaded.ticket.state, {
    apology: { ...owed, status: 'sent', text, committedOn, sentAt: at, signedByAccountId: actor.accountId },
    clocks: ofKinds(loaded.running, ['apology']).map((clock) => stopped(clock, at, 'apology_sent')),
    notes: [{ type: 'apology_sent', data: { agencyCode: owed.agencyCode } }],
    events: [{ type: 'ticket.apology_sent', data: { agencyCode: owed.agencyCode } }],
  });
}
