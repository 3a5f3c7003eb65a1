import { spansOf, type Prepared, type Span } from './redaction-text.js';

// What people put between the digits of one number.
const SEP = '[ .\\-–()]{0,3}';
// Not in the middle of a longer number, a date, or a dossier code such as 000.00.12.H19-240315-0012.
const NOT_INSIDE = '(?<!\\d)(?<!\\d[./\\-–])';

const EMAIL =
  /(?<![\w.+-])[\w.+-]+ ?(?:@|\(at\)|\[at\]) ?[\w-]+(?:\.[\w-]+)*(?: ?\. ?(?:com|vn|net|org|gov|edu|info)\b|\.[a-z]{2,})/gi;

export function findEmails({ plain }: Prepared): Span[] {
  return spansOf(plain, EMAIL);
}

// "STK", "tài khoản", "TK" and at most a bank's name before 6 to 19 digits.
const ACCOUNT = new RegExp(
  `\\b(?:stk|so tk|so tai khoan|tai khoan|tk|account)\\b[^\\d\\n]{0,30}?(?<hide>\\d(?:${SEP}\\d){5,18})(?!\\d)`,
  'dg',
);

export function findAccounts({ low }: Prepared): Span[] {
  return spansOf(low, ACCOUNT);
}

const PLATE_WORD = /\b(?:bien|bien so|bien kiem soat|bs|bks|xe)\b[^\n]{0,24}$/;
// 60A-123.45, 60A12345, 60-B1 123.45, 60LD-012.34; and the old four digits.
const PLATE =
  /(?<![\w/])[1-9]\d ?(?<dash>-?) ?(?<series>[A-Za-z]{1,2}\d?)(?<gap>[ .-]{0,3})(?<tail>\d{3}[. ]?\d{2}|\d{4})(?![\w/]|[.,]\d)/g;

export function findPlates({ plain, low }: Prepared): Span[] {
  return spansOf(plain, PLATE, (match) => {
    const { dash = '', series = '', gap = '', tail = '' } = match.groups ?? {};
    const said = PLATE_WORD.test(low.slice(Math.max(0, match.index - 40), match.index));
    if (said) return true;
    // Without the word: "60A-123.45" is a plate, "10m 50000", "lớp 12A1 2024" and "24h 12000" are not.
    const digits = tail.replace(/\D/g, '').length;
    if (digits === 4) return dash === '-' || (gap.includes('-') && series === series.toUpperCase());
    return series === series.toUpperCase() || dash === '-' || /[-.]/.test(gap + tail);
  });
}

// Two numbers are often written with a slash between them.
const NOT_INSIDE_PHONE = '(?<!\\d)(?<!\\d[.\\-–])';
// Ten digits with a mobile prefix (domestic or +84), eleven of a landline, eleven of the old 01x mobiles.
const PHONE = new RegExp(
  `${NOT_INSIDE_PHONE}(?:\\+? ?84${SEP}0?|0)${SEP}(?:[35789](?:${SEP}\\d){8}|2(?:${SEP}\\d){9}|1[2689](?:${SEP}\\d){8})(?!\\d)`,
  'g',
);
// Written with dots, dashes or slashes: 05.11.2026
const DATE = /(?<![\d./-])(?:[0-2]?\d|3[01])([./-])(?:0?\d|1[0-2])\1(?:19|20)\d{2}(?!\d|[./-]\d)/g;

const DIGIT = '(?:khong|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin)';
// Nine digits and more, each said as a word.
const PHONE_IN_WORDS = new RegExp(`(?<![a-z])${DIGIT}(?:[ ,.]{1,2}${DIGIT}){8,}(?![a-z])`, 'g');

// The letter o for the digit, as people write who fear that numbers are filtered: "o9oo 000 118".
const PHONE_WITH_O = new RegExp(`(?<![a-z0-9])[0o]${SEP}[35789](?:${SEP}[0-9o]){8}(?![a-z0-9])`, 'g');
// Seven or eight digits of a landline without its area code, only after the word.
const LOCAL_PHONE = new RegExp(
  `\\b(?:dien thoai(?: ban)?|may ban|sdt|dt|tel|phone)\\b[ :.]{1,3}(?<hide>[2-9](?:[ .-]?\\d){6,7})(?!\\d|[./-]\\d)`,
  'dg',
);

export function findPhones({ low }: Prepared): Span[] {
  const dates = spansOf(low, DATE);
  const withO = spansOf(low, PHONE_WITH_O, ([match]) => match.includes('o') && match.replace(/\D/g, '').length >= 5);
  return [...spansOf(low, PHONE), ...spansOf(low, PHONE_IN_WORDS), ...withO, ...spansOf(low, LOCAL_PHONE)].filter(
    (span) => !dates.some((date) => span.start < date.end && date.start < span.end),
  );
}

const MONEY_AFTER = /^ ?(?:d|vnd|vnđ|dong|trieu|ty|ngan|nghin|k|usd|m2|m3|met|kg|tan|lit|kwh|kw|ha)(?![a-z])/;
const THOUSANDS = /^[1-9]\d{0,2}(?:[. ]\d{3})+$/;
const ID_WORD =
  /\b(?:cccd|cmnd|cmt|cmtnd|can cuoc(?: cong dan)?|chung minh(?: thu| nhan dan)?|ho chieu|so dinh danh|dinh danh|bhxh|bhyt|ma so thue|mst)\b[^\d\n]{0,20}$/;
const ID_CARD = new RegExp(`${NOT_INSIDE}(?<![a-z])\\d(?:[ .\\-]?\\d){8}(?:(?:[ .\\-]?\\d){3})?(?!\\d|[./-]\\d)`, 'g');

/** CMND of 9 and CCCD of 12 digits; after the name of the paper also tax and insurance numbers of 10 digits. */
export function findIdCards({ low }: Prepared): Span[] {
  const said = spansOf(low, /(?<![\d])(?<hide>\d(?:[ .-]?\d){7,12})(?!\d)/dg).filter((span) =>
    idWordBefore(low, span.start),
  );
  const bare = spansOf(low, ID_CARD, (match) => {
    const written = match[0];
    if (MONEY_AFTER.test(low.slice(match.index + written.length))) return false;
    // 250.000.000 is an amount; 012.345.678.901 is not, amounts do not begin with 0.
    return !THOUSANDS.test(written);
  });
  // The letters before the digits belong to the number, so what knows them comes first.
  return [...spansOf(low, INSURANCE_CARD), ...spansOf(low, PASSPORT), ...said, ...bare];
}

// Two letters and thirteen digits of a health insurance card; a passport's letter and digits after the word.
const INSURANCE_CARD = /(?<![a-z0-9])[a-z]{2}[ -]?\d(?:[ .-]?\d){12}(?![\da-z])/g;
const PASSPORT = /\bho chieu\b[^\d\n]{0,12}?(?<hide>[a-z]\d{7,8})(?![\da-z])/dg;

function idWordBefore(low: string, at: number): boolean {
  return ID_WORD.test(low.slice(Math.max(0, at - 60), at));
}

/**
 * Any other run of nine digits or more: whatever it is, it points at one household or one person. And
 * what a shortened title has left of a number: "gọi 0900 000…".
 */
export function findLongNumbers({ low }: Prepared): Span[] {
  return [
    ...spansOf(
      low,
      // With the letters of a customer's or a contract's number: "PE05000000186".
      /(?<![\d.,/-])(?:(?<![a-z0-9])[a-z]{2,4})?\d{9,}(?!\d)/g,
      (match) => !MONEY_AFTER.test(low.slice(match.index + match[0].length)),
    ),
    ...spansOf(low, /(?<![\d/])\d(?:[ .-]?\d){3,}(?=…$)/g),
  ];
}

// A page of somebody's own leads to the person.
const OWN_PAGE =
  /(?<![\w.])(?:https?:\/\/)?(?:[a-z]+\.)?(?:facebook|fb|zalo|tiktok|instagram|m)\.(?:com|me)\/[^\s,;]+/g;

export function findOwnPages({ low }: Prepared): Span[] {
  return spansOf(low, OWN_PAGE);
}
