import { cleanLine } from '../../kernel/index.js';

const LOGIN = /^[a-z0-9][a-z0-9._@-]{1,63}$/;

/**
 * The one form of a login name: lower case, without accents and blanks ("Tổng Đài" → "tongdai"), so that
 * nobody is refused for a phone's capital letter or a Vietnamese keyboard.
 * @returns null when it cannot be a login name.
 */
export function foldLogin(raw: string): string | null {
  const folded = cleanLine(raw)
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/\s+/g, '');
  return LOGIN.test(folded) ? folded : null;
}

const MIN_PASSWORD = 10;
const MAX_PASSWORD = 200;

/** Why a new password is not taken, in Vietnamese; null when it is fine. Length counts, not kinds of characters. */
export function passwordFault(password: string, login: string): string | null {
  const length = [...password].length;
  if (length < MIN_PASSWORD) return `Mật khẩu cần ít nhất ${MIN_PASSWORD} ký tự, còn thiếu ${MIN_PASSWORD - length}.`;
  if (length > MAX_PASSWORD) return `Mật khẩu dài quá ${MAX_PASSWORD} ký tự.`;
  if (new Set(password).size < 4) return 'Mật khẩu lặp lại quá ít ký tự, dễ đoán.';
  if (password.toLowerCase().includes(login)) return 'Mật khẩu không được chứa tên đăng nhập.';
  return null;
}
