import { normalizePhone } from '../../kernel/index.js';

const MOBILE_DIGITS = 10;

/**
 * A phone number as people type it.
 * @returns E.164, null for nothing typed, or a Vietnamese sentence that says what is wrong with it.
 */
export function readPhone(raw: string): { readonly e164: string | null } | { readonly problem: string } {
  const typed = raw.trim();
  if (typed === '') return { e164: null };
  const e164 = normalizePhone(typed);
  if (e164 !== null) return { e164 };
  const digits = typed.replace(/\D/g, '').replace(/^84/, '0');
  const missing = MOBILE_DIGITS - digits.length;
  if (digits.startsWith('0') && missing > 0 && missing < MOBILE_DIGITS - 1) {
    return { problem: `Số điện thoại còn thiếu ${String(missing)} số. Số di động có 10 số, ví dụ 0900 000 027.` };
  }
  if (digits.startsWith('0') && missing < 0) {
    return { problem: `Số điện thoại thừa ${String(-missing)} số. Số di động có 10 số, ví dụ 0900 000 027.` };
  }
  return { problem: 'Không có số điện thoại nào như vậy. Xin xem lại, ví dụ 0900 000 027.' };
}
