/**
 * The code people read over the phone: `DN26-0476-3352`. The province's letters, two digits of the year,
 * seven random digits and a check digit. Random, so that a code says nothing about how many tickets there
 * are or what the neighbour's code is; the check digit catches every single wrong digit and every swap of
 * two neighbours, the two mistakes of somebody who writes down what he hears.
 */

/** Damm's quasigroup of order 10 (H. M. Damm, 2004): totally anti-symmetric, zeros on the diagonal. */
const DAMM = [
  [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
  [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
  [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
  [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
  [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
  [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
  [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
  [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
  [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
  [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
] as const;

/** Digits that are drawn for each code. */
const CODE_RANDOM_DIGITS = 7;

/** How many codes a year has. */
export const CODES_PER_YEAR = 10 ** CODE_RANDOM_DIGITS;

/** @param digits ASCII digits. @returns 0 when the last one is the right check digit of those before it. */
function interim(digits: string): number {
  let value = 0;
  for (const digit of digits) value = DAMM[value]?.[Number(digit)] ?? 0;
  return value;
}

/** The Damm check digit of a row of ASCII digits. */
export function checkDigit(digits: string): string {
  return String(interim(digits));
}

/**
 * @param prefix the province's letters, from its configuration.
 * @param year four digits, in the province's own time zone.
 * @param number 0 … CODES_PER_YEAR − 1.
 */
export function formatTicketCode(prefix: string, year: number, number: number): string {
  const yy = String(year % 100).padStart(2, '0');
  const drawn = String(number).padStart(CODE_RANDOM_DIGITS, '0');
  const serial = drawn + checkDigit(yy + drawn);
  return `${prefix}${yy}-${serial.slice(0, 4)}-${serial.slice(4)}`;
}

export type ParsedCode =
  | { readonly ok: true; readonly code: string }
  /** What to tell the person who typed it. */
  | { readonly ok: false; readonly reason: string };

/**
 * Reads a code as people type it: any case, any spacing or dashes, `Đ` for `D`, with or without the
 * province's letters.
 */
export function parseTicketCode(prefix: string, raw: string): ParsedCode {
  const typed = raw
    .normalize('NFKC')
    .toUpperCase()
    .replace(/Đ/g, 'D')
    .replace(/[^0-9A-Z]/g, '');
  const digits = typed.startsWith(prefix) ? typed.slice(prefix.length) : typed;
  const length = 2 + CODE_RANDOM_DIGITS + 1;
  if (!/^\d*$/.test(digits)) return { ok: false, reason: `Mã phiếu có dạng ${prefix}26-0000-0000.` };
  if (digits.length < length) return { ok: false, reason: `Mã phiếu còn thiếu ${length - digits.length} số.` };
  if (digits.length > length) return { ok: false, reason: `Mã phiếu thừa ${digits.length - length} số.` };
  if (interim(digits) !== 0) return { ok: false, reason: 'Mã phiếu có số bị nhầm; xin xem lại từng nhóm số.' };
  return { ok: true, code: `${prefix}${digits.slice(0, 2)}-${digits.slice(2, 6)}-${digits.slice(6)}` };
}
