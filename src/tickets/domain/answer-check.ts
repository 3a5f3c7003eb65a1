import { cleanLine, cleanText, type FieldError } from '../../kernel/index.js';
import { openPlace } from './canned-text.js';

/** The four parts of an answer as they come from a form; empty text is a part not yet written. */
export interface AnswerParts {
  readonly found: string;
  readonly done: string;
  /** 'YYYY-MM-DD', or whatever was typed. */
  readonly doneOn: string | null;
  readonly inCharge: string;
  /** Căn cứ pháp lý: which rule it rests on; needed where the category asks. */
  readonly legalBasis?: string | null | undefined;
  /** Why there is no photo or legal basis though the category asks for it. */
  readonly evidenceWaiver?: string | null | undefined;
}

/** An answer's parts in their stored form. */
export type CleanAnswer = Required<{ readonly [K in keyof AnswerParts]: Exclude<AnswerParts[K], undefined> }>;

/** What the answer must bring beside its four parts, and what of it there is. */
export interface EvidenceFacts {
  /** What the category asks for. */
  readonly needed: 'photo' | 'legal' | null;
  /** Photos and documents that go with the answer. */
  readonly count: number;
}

const MAX_TEXT = 10_000;
const MAX_IN_CHARGE = 500;
const MAX_LEGAL = 4_000;
const MAX_WAIVER = 500;
/** Shorter than this it is no reason that the head or the centre could judge. */
const MIN_WAIVER = 10;

/** The stored form of what was typed: NFC, trimmed; a day left empty is no day. */
export function cleanAnswer(raw: AnswerParts): CleanAnswer {
  const doneOn = raw.doneOn === null ? '' : cleanLine(raw.doneOn);
  const legalBasis = cleanText(raw.legalBasis ?? '');
  const evidenceWaiver = cleanLine(raw.evidenceWaiver ?? '');
  return {
    found: cleanText(raw.found),
    done: cleanText(raw.done),
    doneOn: doneOn === '' ? null : doneOn,
    inCharge: cleanLine(raw.inCharge),
    legalBasis: legalBasis === '' ? null : legalBasis,
    evidenceWaiver: evidenceWaiver === '' ? null : evidenceWaiver,
  };
}

/** What keeps even a draft from being stored: too long, or a day that the calendar does not have. */
export function draftErrors(answer: CleanAnswer): FieldError[] {
  const errors: FieldError[] = [];
  if (answer.found.length > MAX_TEXT) errors.push({ field: 'found', message: tooLong('Phần đã kiểm tra', MAX_TEXT) });
  if (answer.done.length > MAX_TEXT) errors.push({ field: 'done', message: tooLong('Phần đã làm', MAX_TEXT) });
  if (answer.inCharge.length > MAX_IN_CHARGE)
    errors.push({ field: 'inCharge', message: tooLong('Người phụ trách', MAX_IN_CHARGE) });
  if ((answer.legalBasis ?? '').length > MAX_LEGAL)
    errors.push({ field: 'legalBasis', message: tooLong('Căn cứ pháp lý', MAX_LEGAL) });
  if ((answer.evidenceWaiver ?? '').length > MAX_WAIVER)
    errors.push({ field: 'evidenceWaiver', message: tooLong('Lý do', MAX_WAIVER) });
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
 * charge is a vague one, and vague answers are what citizens complain of most. A field incident is answered with a
 * photo, a question about rules with the rule; whoever cannot says why, and the head and the centre read it.
 */
export function submitErrors(answer: CleanAnswer, evidence: EvidenceFacts): FieldError[] {
  const missing: FieldError[] = [];
  if (answer.found === '') missing.push({ field: 'found', message: 'Xin ghi đã kiểm tra thấy gì.' });
  if (answer.done === '') missing.push({ field: 'done', message: 'Xin ghi đã làm gì.' });
  if (answer.doneOn === null)
    missing.push({ field: 'doneOn', message: 'Xin ghi ngày xong: một ngày cụ thể, không ghi “sớm nhất”.' });
  if (answer.inCharge === '') missing.push({ field: 'inCharge', message: 'Xin ghi ai phụ trách.' });
  return [...missing, ...evidenceErrors(answer, evidence), ...openPlaces(answer), ...draftErrors(answer)];
}

function evidenceErrors(answer: CleanAnswer, { needed, count }: EvidenceFacts): FieldError[] {
  const waiver = answer.evidenceWaiver;
  if (waiver !== null) {
    return waiver.length >= MIN_WAIVER
      ? []
      : [{ field: 'evidenceWaiver', message: 'Lý do ngắn quá; xin ghi rõ hơn để lãnh đạo và Trung tâm 1022 biết.' }];
  }
  if (needed === 'photo' && count === 0) {
    return [
      {
        field: 'evidence',
        message: 'Việc ngoài hiện trường cần ít nhất một ảnh sau khi làm. Không có ảnh thì xin ghi vì sao ở ô dưới.',
      },
    ];
  }
  if (needed === 'legal' && answer.legalBasis === null) {
    return [
      {
        field: 'legalBasis',
        message: 'Việc hỏi về quy định cần căn cứ: số, ngày văn bản, điều khoản. Không có thì xin ghi vì sao ở ô dưới.',
      },
    ];
  }
  return [];
}

/** Places of a canned text that nobody filled in; the first one of each part. */
function openPlaces(answer: CleanAnswer): FieldError[] {
  const parts = ['found', 'done', 'inCharge', 'legalBasis'] as const;
  return parts.flatMap((field) => {
    const place = openPlace(answer[field] ?? '');
    return place === null ? [] : [{ field, message: `Còn chỗ “${place}” chưa điền. Xin điền hoặc xoá đi.` }];
  });
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
