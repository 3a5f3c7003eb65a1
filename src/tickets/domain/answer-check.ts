import { cleanLine, cleanText, type FieldError } from '../../kernel/index.js';

/** The four parts of an answer as they come from a form; empty text is a part not yet written. */
export interface AnswerParts {
  readonly found: string;
  readonly done: string;
  /** 'YYYY-MM-DD', or whatever was typed. */
  readonly doneOn: string | null;
  readonly inCharge: string;
}

const MAX_TEXT = 10_000;
const MAX_IN_CHARGE = 500;

/** The stored form of what was typed: NFC, trimmed; a day left empty is no day. */
export function cleanAnswer(raw: AnswerParts): AnswerParts {
  const doneOn = raw.doneOn === null ? '' : cleanLine(raw.doneOn);
  return {
    found: cleanText(raw.found),
    done: cleanText(raw.done),
    doneOn: doneOn === '' ? null : doneOn,
    inCharge: cleanLine(raw.inCharge),
  };
}

/** What keeps even a draft from being stored: too long, or a day that the calendar does not have. */
export function draftErrors(answer: AnswerParts): FieldError[] {
  const errors: FieldError[] = [];
  if (answer.found.length > MAX_TEXT) errors.push({ field: 'found', message: tooLong('Phần đã kiểm tra', MAX_TEXT) });
  if (answer.done.length > MAX_TEXT) errors.push({ field: 'done', message: tooLong('Phần đã làm', MAX_TEXT) });
  if (answer.inCharge.length > MAX_IN_CHARGE)
    errors.push({ field: 'inCharge', message: tooLong('Người phụ trách', MAX_IN_CHARGE) });
  if (answer.doneOn !== null && !isCalendarDay(answer.doneOn)) {
    errors.push({
      field: 'doneOn',
      message: `“${answer.doneOn.slice(0, 40)}” chưa phải ngày. Xin ghi ngày, tháng, năm.`,
    });
  }
  return errors;
}

/**
 * What keeps an answer from being submitted: an answer that names no finding, action, date or person in
 * charge is a vague one, and vague answers are what citizens complain of most.
 */
export function submitErrors(answer: AnswerParts): FieldError[] {
  const missing: FieldError[] = [];
  if (answer.found === '') missing.push({ field: 'found', message: 'Xin ghi đã kiểm tra thấy gì.' });
  if (answer.done === '') missing.push({ field: 'done', message: 'Xin ghi đã làm gì.' });
  if (answer.doneOn === null)
    missing.push({ field: 'doneOn', message: 'Xin ghi ngày xong: một ngày cụ thể, không ghi “sớm nhất”.' });
  if (answer.inCharge === '') missing.push({ field: 'inCharge', message: 'Xin ghi ai phụ trách.' });
  return [...missing, ...draftErrors(answer)];
}

/** A day the calendar has, written 'YYYY-MM-DD'. */
export function isCalendarDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return (
    year >= 2000 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  );
}

function tooLong(what: string, most: number): string {
  return `${what} dài quá ${most.toLocaleString('vi-VN')} ký tự; xin viết gọn lại.`;
}
