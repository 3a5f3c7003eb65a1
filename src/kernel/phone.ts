import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

/**
 * A phone number in any form of writing → E.164 ("0900 000 027" → "+84900000027").
 * @returns null when it cannot be a number anywhere in the numbering plan of its country.
 */
export function normalizePhone(raw: string): string | null {
  const parsed = parsePhoneNumberFromString(raw, 'VN');
  return parsed?.isValid() === true ? parsed.number : null;
}

/** The last four digits, asked for when somebody follows a ticket by its code. */
export function phoneEnding(e164: string): string {
  return e164.slice(-4);
}
