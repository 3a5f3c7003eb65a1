import { isNamesake } from './redaction-streets.js';
import { spansOf, type Prepared, type Span } from './redaction-text.js';

const NUMBER = '\\d{1,4}[a-z]?\\d?(?:[/.-]\\d{1,4}[a-z]?\\d?){0,5}';
const END = '(?![\\w/]|[.,]\\d)';

// "số nhà 12", "nhà số 45/6", "căn hộ A12.05", "hẻm 12", "thửa đất số 12, tờ bản đồ số 7".
const SAID = new RegExp(
  `\\b(?:so nha|nha so|dia chi(?: nha)?(?: so)?|can ho(?: so)?|can so|phong tro so|(?<lane>hem|kiet|ngach)(?: so)?|ngo so|thua(?: dat)?(?: so)?|to ban do(?: so)?)[ :]{1,3}(?<hide>[a-z]{0,2}\\d?${NUMBER})${END}`,
  'dg',
);
// After a lane: "hẻm 3 người", "hẻm: 9 trên 14 bóng", "hẻm 5 mét" count something and give no address.
const COUNTS_AFTER =
  /^ ?(?:m|met|km|tren|nguoi|bong|tru|cot|cay|den|cai|chiec|ho|can|nha|lan|ngay|thang|nam|gio|phut|tuan|chieu|phan|o|bao|dong|con|dua|hoc sinh|xe|lop|tang|%)(?![a-z])/;
const DIGIT_WORDS = 'khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin|muoi|moi|tram|linh|le|tren|xuyet';
// "số nhà mười hai trên năm", "nhà số ba mươi hai"
const IN_WORDS = new RegExp(
  `\\b(?:so nha|nha so|can ho so)[ :]{1,3}(?<hide>(?:${DIGIT_WORDS})(?: (?:${DIGIT_WORDS}))*)(?![a-z])`,
  'dg',
);
// "căn B2.07", "phòng A12-05"
const FLAT = /\b(?:can|phong|block) (?<hide>[a-z]\d{1,2}[.-]\d{1,2}[a-z]?)(?![\w/]|[.,]\d)/dg;
// "quán 64 Võ Thị Sáu": a number before a street that is known by its name alone.
const BEFORE_KNOWN_STREET = /(?<![\w./-])(?<hide>\d{1,4}[A-Za-z]?),? (?=(?<street>[A-Z][a-z]+(?: [A-Z][a-z]+){1,3}))/dg;
// "nhà 12A", "nhà 45/6": not "nhà 3 tầng".
const HOUSE = new RegExp(`\\bnha (?<hide>\\d{1,4}(?:[a-d]|[a-d]?(?:/\\d{1,4}[a-z]?)+))${END}`, 'dg');
// "số 12 đường …", "12/5 hẻm …".
const BEFORE_STREET = new RegExp(
  `(?<![\\w./-])(?<so>so )?(?<hide>${NUMBER})(?: |, ?)(?<street>duong|dg|pho|hem)\\.? (?<next>\\w+)`,
  'dg',
);
// "số 12 Nguyễn Ái Quốc"
const BEFORE_NAME = new RegExp(
  `(?<![\\w./-])so (?<hide>${NUMBER.replaceAll('a-z', 'A-Za-z')}),? (?=[A-Z][a-z])`,
  'dgi',
);
// "123/45 Bùi Trọng Nghĩa"
const SLASHED =
  /(?<![\w./-])(?<hide>[A-Z]?\d{1,4}[A-Za-z]?\d?(?:\/\d{1,4}[A-Za-z]?\d?){1,4})(?![\w/-])(?=,? ?(?:[A-Z][a-z]|KP|khu pho|to \d|ap ))/dg;

// What has a number of its own: "quốc lộ 51 đường …", "nghị định số 61 …", "trường số 2 …".
const NUMBERED =
  'duong|quoc lo|tinh lo|huong lo|ql|tl|hl|dt|km|kp|khu pho|to|ap|thon|khom|lop|khoi|khoa|dieu|khoan|nghi dinh|thong tu|quyet dinh|qd|cong van|van ban|chi thi|thong bao|to trinh|bien ban|giay phep|luat|ho so|ma|tong dai|hotline|tuyen|tram|cot|tru|truong|thcs|thpt|tieu hoc|mam non|cong|quay|cua|ban|don|phieu|hoa don|buyt';
// What a date or a share follows: "ngày 30/4 …", "chiếm 1/2 đường".
const COUNTED =
  'ky|dot|thang|ngay|mung|nam|quy|chiem|gan|hon|khoang|lan|mat|het|ca|moi|tung|sang|chieu|toi|trua|tu|den|le|dip|han|truoc|sau|gio|luc|thu';
const AFTER_NUMBERED = new RegExp(`(?:^|[^\\w])(?:${NUMBERED})(?: so)? ?$`);
const AFTER_NUMBERED_OR_COUNTED = new RegExp(`(?:^|[^\\w])(?:${NUMBERED}|${COUNTED})(?: so)? ?$`);
// Words after "đường" that make it a thing, not a street's name: "2 đường ống", "3 đường dây điện".
const NOT_A_STREET = new Set(
  'ong day truyen ray nay nay do kia bi hu hong ngap xuong nhanh cong ham chinh lon nho dat nhua di vao ra moi cu khac dan bay tranh mon nua thi la va co khong dang'.split(
    ' ',
  ),
);
const SERVICE_NUMBER = /^1(?:1[1-5]|022)$/;

/** Numbers of houses, lanes, flats and land parcels. Streets, quarters and wards stay: the place must be understood. */
export function findHouseNumbers({ plain, low }: Prepared): Span[] {
  const before = (at: number): string => low.slice(Math.max(0, at - 24), at);
  const ownNumber = (at: number): boolean => AFTER_NUMBERED.test(before(at));
  const ownNumberOrDate = (at: number): boolean => AFTER_NUMBERED_OR_COUNTED.test(before(at));
  return [
    ...spansOf(low, SAID, (match) => {
      const { hide = '', lane } = match.groups ?? {};
      if (lane === undefined || hide.includes('/')) return true;
      return !/\dm$/.test(hide) && !COUNTS_AFTER.test(low.slice(match.index + match[0].length));
    }),
    ...spansOf(low, IN_WORDS),
    ...spansOf(low, HOUSE),
    ...spansOf(low, FLAT),
    ...spansOf(
      plain,
      BEFORE_KNOWN_STREET,
      (match) => !ownNumberOrDate(match.index) && beginsWithStreet(match.groups?.['street'] ?? ''),
    ),
    ...spansOf(low, BEFORE_STREET, (match) => {
      const { hide = '', so, next = '', street = '' } = match.groups ?? {};
      if (so === undefined ? ownNumberOrDate(match.index) : ownNumber(match.index)) return false;
      if (street !== 'hem' && NOT_A_STREET.has(next)) return false;
      if (/^\d+m$/.test(hide)) return false;
      // A bare small number counts things ("2 đường Đồng Khởi"); with "số" or a slash it is an address.
      return so !== undefined || hide.includes('/') || /[a-z]/.test(hide) || hide.length >= 2;
    }),
    ...spansOf(
      plain,
      BEFORE_NAME,
      (match) => !ownNumber(match.index) && /[A-Z]/.test(plain[match.index + match[0].length] ?? ''),
    ),
    ...spansOf(plain, SLASHED, (match) => {
      const parts = match[0].split('/');
      if (ownNumberOrDate(match.index) || parts.every((part) => SERVICE_NUMBER.test(part))) return false;
      // "8/8 Bùi Trọng Nghĩa": a day is not followed by the name of a street.
      return !isDateLike(parts) || /^,? ?[A-Z][a-z]+ [A-Z][a-z]+/.test(plain.slice(match.index + match[0].length));
    }),
  ];
}

function beginsWithStreet(capitals: string): boolean {
  const parts = capitals.toLowerCase().split(' ');
  return parts.some((_, index) => index > 0 && isNamesake(parts.slice(0, index + 1).join(' ')));
}

/** 30/4, 9/11/2026, 11/2026: a day or a month rather than a house in a lane. */
function isDateLike(parts: readonly string[]): boolean {
  const [a = '', b = '', c] = parts;
  if (parts.length > 3 || parts.some((part) => !/^\d+$/.test(part))) return false;
  const day = Number(a) >= 1 && Number(a) <= 31;
  const month = Number(b) >= 1 && Number(b) <= 12;
  if (c !== undefined) return day && month && (c.length === 2 || /^(?:19|20)\d\d$/.test(c));
  return (day && month) || (Number(a) <= 12 && /^(?:19|20)\d\d$/.test(b)) || (a === '24' && b === '7');
}
