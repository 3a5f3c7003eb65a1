import type { Reporter } from './ticket.js';

const HIDDEN = '[người gửi]';

/**
 * The citizen's words without the citizen: his or her own name, phone and e-mail, as they were given, are
 * blanked wherever they stand in the text. Agencies are shown the case, not the person, and people sign
 * what they write. Other people's names stay; what is published is redacted by a person on top of this.
 *
 * @param reporter null: nobody is known.
 * @returns the text itself when nothing of the kind is in it.
 */
export function withoutReporter(words: string, reporter: Reporter | null): string {
  if (reporter === null) return words;
  const patterns = [emailPattern(reporter.email), phonePattern(reporter.phone), namePattern(reporter.name)];
  return patterns.reduce<string>((text, pattern) => (pattern === null ? text : text.replace(pattern, HIDDEN)), words);
}

function emailPattern(email: string | null): RegExp | null {
  return email === null || email === '' ? null : new RegExp(literal(email), 'giu');
}

/** "0912 345 678", "0912.345.678", "+84 912 345 678" are one number. */
function phonePattern(phone: string | null): RegExp | null {
  const national = phone?.replace(/^\+84/, '').replace(/\D/g, '') ?? '';
  if (national.length < 8) return null;
  const spaced = [...national].join('[\\s.()-]*');
  return new RegExp(`(?<!\\d)(?:(?:\\+?84|0)[\\s.()-]*)?${spaced}(?!\\d)`, 'gu');
}

/** The whole name, in any case and with any spacing. A single word is no name: "Hoa" would blank flowers. */
function namePattern(name: string | null): RegExp | null {
  const parts = name?.normalize('NFC').trim().split(/\s+/) ?? [];
  if (parts.length < 2) return null;
  return new RegExp(`(?<!\\p{L})${parts.map(literal).join('\\s+')}(?!\\p{L})`, 'giu');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
