import type { FieldError } from '../../kernel/index.js';
import { isCalendarDay } from './answer-check.js';
import type { SignedAs } from './letterhead.js';

/** A letter of apology as its writer fills it in. */
export interface ApologyParts {
  /** What was reported, what was promised, that it is late, and the apology. */
  readonly opening: string;
  /** Lý do. */
  readonly reason: string;
  /** Khắc phục. */
  readonly remedy: string;
  /** 'YYYY-MM-DD': by when it is put right. */
  readonly committedOn: string;
  /** Whom to ask: office, person, telephone. */
  readonly contact: string;
}

/** Who signs, and under which number. */
export interface ApologySignature {
  readonly signedAs: SignedAs;
  /** Of whoever signs, when it is not the head; '' for a deputy without another title. */
  readonly signerTitle: string;
  /** The number that the agency's own system of documents gave; '' for the next of the series. */
  readonly number: string;
}

const MOST = { opening: 3_000, reason: 3_000, remedy: 3_000, contact: 300, signerTitle: 100, number: 60 } as const;

const NAMES = { opening: 'Lời mở đầu', reason: 'Lý do', remedy: 'Cách khắc phục', contact: 'Nơi liên hệ' } as const;

const MISSING = {
  opening: 'Xin ghi lời mở đầu: phản ánh nào, hạn khi nào, xin lỗi vì chậm.',
  reason: 'Xin ghi vì sao chậm.',
  remedy: 'Xin ghi đã làm gì, sẽ làm gì để khắc phục.',
  contact: 'Xin ghi nơi ông/bà hỏi thêm được: phòng, người phụ trách, điện thoại.',
} as const;

type Written = keyof typeof NAMES;

/** What the draft leaves to whoever signs. */
export const TO_FILL_IN = {
  reason: '[ghi lý do chậm]',
  remedy: '[ghi đã làm gì, sẽ làm gì để khắc phục]',
  contact: '[ghi phòng, người phụ trách, điện thoại]',
} as const;

/** Places that only a person can fill: "[ghi lý do chậm]". */
const LEFT_OPEN = /\[\s*\p{L}[^\]\n]*\]/gu;

/**
 * Decrees that no longer hold: NĐ 118/2025 took the place of NĐ 61/2018 and its change NĐ 107/2021 on
 * 2025-07-01. A letter never cites them.
 */
const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/61\s*\/\s*2018/u, '61/2018/NĐ-CP'],
  [/107\s*\/\s*2021/u, '107/2021/NĐ-CP'],
];

/**
 * What is wrong with a letter before it goes out, beside the field: all that is still left open, not the
 * first alone.
 * @param today 'YYYY-MM-DD' while the ticket is not answered: what is promised lies ahead; else null.
 */
export function letterErrors(parts: ApologyParts, today: string | null): FieldError[] {
  const written = (Object.keys(NAMES) as Written[]).flatMap((field) => {
    const message = wrongWith(field, parts[field]);
    return message === null ? [] : [{ field, message }];
  });
  const { committedOn } = parts;
  const day = !isCalendarDay(committedOn)
    ? 'Xin ghi ngày cam kết xong: một ngày cụ thể.'
    : today !== null && committedOn < today
      ? 'Ngày cam kết xong đã qua; xin ghi từ hôm nay trở đi.'
      : null;
  return [...written, ...(day === null ? [] : [{ field: 'committedOn', message: day }])];
}

function wrongWith(field: Written, text: string): string | null {
  if (text === '') return MISSING[field];
  const open = [...text.matchAll(LEFT_OPEN)].map(([place]) => `“${place}”`);
  if (open.length > 0) return `${NAMES[field]} còn chỗ chưa viết: ${open.join(', ')}.`;
  const replaced = REPLACED.find(([pattern]) => pattern.test(text));
  if (replaced !== undefined)
    return `Nghị định ${replaced[1]} đã được thay bằng Nghị định 118/2025/NĐ-CP; xin bỏ khỏi thư.`;
  return text.length > MOST[field] ? tooLong(NAMES[field], MOST[field]) : null;
}

/**
 * What is wrong with number and signature.
 * @param symbol what the series' own numbers end with: those are given here and nowhere else.
 */
export function signatureErrors(signature: ApologySignature, symbol: string): FieldError[] {
  const { signedAs, signerTitle, number } = signature;
  const errors: FieldError[] = [];
  if (signedAs === 'by_order' && signerTitle === '')
    errors.push({ field: 'signerTitle', message: 'Ký thừa lệnh thì xin ghi chức vụ người ký.' });
  if (signerTitle.length > MOST.signerTitle)
    errors.push({ field: 'signerTitle', message: tooLong('Chức vụ', MOST.signerTitle) });
  if (number.length > MOST.number) errors.push({ field: 'number', message: tooLong('Số văn bản', MOST.number) });
  else if (number !== '' && !/^\d[^\s/]*\/\S+$/u.test(number))
    errors.push({
      field: 'number',
      message: `Xin ghi cả số và ký hiệu, ví dụ 12/UBND-VX; hoặc bỏ trống để lấy số kế tiếp.`,
    });
  else if (number.toUpperCase().endsWith(`/${symbol.toUpperCase()}`))
    errors.push({ field: 'number', message: `Số có ký hiệu ${symbol} được lấy tự động; xin bỏ trống.` });
  return errors;
}

function tooLong(what: string, most: number): string {
  return `${what} dài quá ${most.toLocaleString('vi-VN')} ký tự; xin viết gọn lại.`;
}

/** "… phố 5." and "… phố 5" are one place to ask: the sentence brings its own full stop. */
export function withoutFullStop(text: string): string {
  return text.replace(/[.\s]+$/u, '');
}

/** The paragraphs of a text: every line is one. */
export function paragraphsOf(text: string): string[] {
  return text
    .split(/\n+/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
