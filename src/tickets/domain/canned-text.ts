import { cleanLine, cleanText, type FieldError } from '../../kernel/index.js';

/** The parts of an answer that a canned text may fill in. The day is always the handler's own. */
export const CANNED_PARTS = ['found', 'done', 'inCharge', 'legalBasis'] as const;
export type CannedPart = (typeof CANNED_PARTS)[number];
export type CannedParts = Readonly<Record<CannedPart, string>>;

/** What is filled in by itself: name → what it is, as the page about canned texts explains it. */
export const CANNED_VARIABLES = {
  ma_phieu: 'mã phiếu',
  dia_diem: 'địa điểm người gửi ghi, kèm phường, xã',
  noi_dung: 'nội dung phản ánh, câu đầu',
  loai_viec: 'tên loại việc',
  don_vi: 'tên đơn vị trả lời',
  can_bo: 'tên người đang soạn',
  ngay: 'ngày hôm nay',
} as const;

export type CannedVariable = keyof typeof CANNED_VARIABLES;
/** null: not known for this ticket; the place stays open for the handler. */
export type CannedValues = Readonly<Record<CannedVariable, string | null>>;

/** `{dia_diem}` or `[ghi số ổ gà]`: something is to be written here. */
const PLACE = /\{[^{}\n]{1,60}\}|\[[^[\]\n]*\p{L}[^[\]\n]*\]/u;

/** The first place that is still to be filled in, as it stands there; null: none. */
export function openPlace(text: string): string | null {
  return PLACE.exec(text)?.[0] ?? null;
}

/** A canned text with what is known of the ticket; unknown names and values stay as they are. */
export function filled(parts: CannedParts, values: CannedValues): CannedParts {
  const fill = (text: string): string =>
    text.replace(/\{([a-z_]{1,40})\}/g, (place, name: string) => (isVariable(name) ? (values[name] ?? place) : place));
  return {
    found: fill(parts.found),
    done: fill(parts.done),
    inCharge: fill(parts.inCharge),
    legalBasis: fill(parts.legalBasis),
  };
}

/** A canned text as it was typed on its page. */
export interface CannedInput extends CannedParts {
  readonly title: string;
}

const MAX_TITLE = 120;
const MAX_PART = 4_000;
const MAX_IN_CHARGE = 500;

/** The stored form of what was typed. */
export function cleanCanned(raw: CannedInput): CannedInput {
  return {
    title: cleanLine(raw.title),
    found: cleanText(raw.found),
    done: cleanText(raw.done),
    inCharge: cleanLine(raw.inCharge),
    legalBasis: cleanText(raw.legalBasis),
  };
}

/** What keeps a canned text from being stored. A variable that does not exist would be left open on every ticket. */
export function cannedErrors(text: CannedInput): FieldError[] {
  const errors: FieldError[] = [];
  if (text.title === '') errors.push({ field: 'title', message: 'Xin đặt tên cho văn mẫu, để người soạn tìm thấy.' });
  if (text.title.length > MAX_TITLE) errors.push({ field: 'title', message: `Tên dài quá ${MAX_TITLE} ký tự.` });
  if (CANNED_PARTS.every((part) => text[part] === ''))
    errors.push({ field: 'found', message: 'Xin ghi ít nhất một phần của câu trả lời.' });
  for (const part of CANNED_PARTS) {
    const most = part === 'inCharge' ? MAX_IN_CHARGE : MAX_PART;
    if (text[part].length > most)
      errors.push({ field: part, message: `Dài quá ${most.toLocaleString('vi-VN')} ký tự; xin viết gọn lại.` });
    const unknown = [...text[part].matchAll(/\{([^{}\n]*)\}/g)].find(([, name = '']) => !isVariable(name));
    if (unknown) {
      const known = Object.keys(CANNED_VARIABLES).map((name) => `{${name}}`);
      errors.push({ field: part, message: `Không có biến “${unknown[0]}”. Các biến có: ${known.join(', ')}.` });
    }
  }
  return errors;
}

function isVariable(name: string): name is CannedVariable {
  return Object.hasOwn(CANNED_VARIABLES, name);
}
