import { normalizePhone } from '../../kernel/index.js';

/** How a place's telephone numbers look; a setting of the province. */
export interface NumberingPlan {
  /** The centre's own numbers, as callers dial them or as the exchange names them. */
  readonly ownNumbers: readonly string[];
  /** 113, 114, 115 and the like: numbers that are whole with three to six digits. */
  readonly shortNumbers: readonly string[];
  /** What stands before a number of the place itself when only that is given, without the 0 ("251"); null: nothing is added. */
  readonly areaCode: string | null;
  /** Lines inside the house. */
  readonly extension: RegExp;
  /** Beginnings (E.164) that a click never calls: what costs the house dear. */
  readonly premiumPrefixes: readonly string[];
}

/**
 * What an exchange names as one end of a call. `number` is E.164 for a `phone`, digits for an `internal`, `own` or
 * `short` one, null for what is `withheld` or cannot be read.
 */
export interface Party {
  readonly kind: 'phone' | 'internal' | 'own' | 'short' | 'withheld' | 'unreadable';
  readonly number: string | null;
}

const WITHHELD: Party = { kind: 'withheld', number: null };
const UNREADABLE: Party = { kind: 'unreadable', number: null };

/** What exchanges write when the caller hides the number (Asterisk, Cisco, 3CX, FreeSWITCH, SIP's RFC 3323). */
const HIDDEN_WORDS = new Set([
  'anonymous',
  'unknown',
  'unavailable',
  'private',
  'restricted',
  'withheld',
  'hidden',
  'nonumber',
  'asreceived',
  'invalid',
]);

/** The longest that is looked at: a SIP address with a name before it. */
const MOST_LETTERS = 200;

/** One end of a call in any writing: "+84…", "0084…", "84…", "0912 345 678", "(0251) 3…", SIP addresses, extensions, "Anonymous". */
export function readParty(raw: string, plan: NumberingPlan): Party {
  const text = withoutExtension(bare(plain(raw.slice(0, MOST_LETTERS))));
  if (isHidden(text)) return WITHHELD;
  if (!/^\+?[\d\s().\-/]+$/.test(text)) return UNREADABLE;
  const digits = text.replace(/\D/g, '');
  if (digits === '' || /^0+$/.test(digits)) return WITHHELD;
  const own = ownNumber(text, digits, plan);
  if (own !== null) return { kind: 'own', number: own };
  if (plan.shortNumbers.includes(digits)) return { kind: 'short', number: digits };
  if (!text.startsWith('+') && plan.extension.test(digits)) return { kind: 'internal', number: digits };
  const e164 = phone(text, digits, plan);
  return e164 === null ? UNREADABLE : { kind: 'phone', number: e164 };
}

/** Whether a call to it costs much more than others. @param e164 as `readParty` gives it. */
export function isPremium(e164: string, plan: NumberingPlan): boolean {
  return plan.premiumPrefixes.some((prefix) => e164.startsWith(prefix));
}

/** Full-width digits, every kind of dash and blank, and the marks that copied numbers bring along unseen. */
function plain(raw: string): string {
  return raw
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Pd}|\u2212/gu, '-');
}

/** The line behind the number does not change whose number it is: "0912345678 ext 5", "… x5", "… máy lẻ 5", "…,5", "…#5". */
function withoutExtension(text: string): string {
  return text.replace(/(?<=\d)\s*(?:ext(?:ension)?\.?|x|máy lẻ|ml|,|#)\s*:?\s*\d{1,8}#?$/iu, '');
}

/** Out of `"Lan" <sip:0912345678@pbx.local;user=phone>` the part that names the line. */
function bare(raw: string): string {
  const inner = /<([^<>]*)>/.exec(raw)?.[1] ?? raw;
  const address = inner.trim().replace(/^(sips?|tel|callto):/i, '');
  const [user = ''] = address.split(/[@;]/);
  return decoded(user).trim();
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isHidden(text: string): boolean {
  const word = text.toLowerCase().replace(/[^a-z]/g, '');
  return text === '' || (word !== '' && HIDDEN_WORDS.has(word));
}

function ownNumber(text: string, digits: string, plan: NumberingPlan): string | null {
  const whole = phone(text, digits, plan);
  for (const own of plan.ownNumbers) {
    const ownDigits = own.replace(/\D/g, '');
    if (digits === ownDigits || (whole !== null && whole === normalizePhone(own))) return ownDigits;
  }
  return null;
}

function phone(text: string, digits: string, plan: NumberingPlan): string | null {
  const whole = normalizePhone(text.startsWith('+') ? `+${digits}` : digits);
  if (whole !== null || text.startsWith('+') || plan.areaCode === null || digits.startsWith('0')) return whole;
  // Seven or eight digits: a neighbour's number, as it is dialled from the same place.
  return /^\d{7,8}$/.test(digits) ? normalizePhone(`0${plan.areaCode}${digits}`) : null;
}
