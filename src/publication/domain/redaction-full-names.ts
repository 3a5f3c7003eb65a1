import {
  FAMILY_NAMES,
  isUpper,
  MIDDLE_NAMES,
  NOT_A_NAME,
  run,
  withInitials,
  words,
  type Word,
} from './redaction-names.js';
import { isNamesake, LONGEST_NAMESAKE } from './redaction-streets.js';
import type { Prepared, Span } from './redaction-text.js';

// Before a full name these make it the name of a place, a school, a firm or a prize.
const PLACE_BEFORE = new Set(
  (
    'duong dg pho cau cho chua mieu hem ngo kiet ap thon xom khom rach suoi kenh song ho dinh nui phuong xa tran truong hoc thcs thpt th mn lap non ' +
    'tu nam sau ba vien doi hoc dai dao xoay vong giai cum kdc kp khu do thi tho den lang dai xe ben ty tnhh mtv cp nghiep hieu sach quan ga giao qua quy phong thuong tuong doan mang don tien di tich nghia trang'
  ).split(' '),
);
// With accents "trưởng", "phó", "hộ", "tôi" are no places.
const PLACE_BEFORE_ACCENTED = new Set(
  (
    'đường đg dg phố cầu chợ chùa miếu hẻm ngõ kiệt ấp thôn xóm khóm rạch suối kênh sông hồ đình núi phường xã trấn trường học thcs thpt th mn lập non ' +
    'tư năm sáu ba viện viên đồi đài đảo xoay vòng giải cụm kdc kp khu đô thị thờ đền lăng xe bến ty tnhh mtv cp nghiệp hiệu sách quán ga giao qua quỹ phòng thưởng tượng đoạn mang đồn di tích nghĩa trang'
  ).split(' '),
);
// Of what goes before these make a person of it again: "Chủ tịch phường Lê Văn …".
const OFFICE_BEFORE_PLACE = new Set('tịch thư trưởng phó công bộ viên đốc'.split(' '));
const OF_AN_OFFICE = new Set('phuong xa ap thon khom khu pho to doi tran'.split(' '));
const MAX_WORDS = 5;
// Family names that are nothing else when written with their accents: any two capital words after them are a name.
const CERTAIN_FAMILY_NAMES = new Set(
  'nguyễn trần lê phạm huỳnh hoàng phan vũ võ đặng bùi đỗ ngô dương trương trịnh lương đinh đoàn'.split(' '),
);
// Those that begin no town, firm or street of two words.
const ALONE_FAMILY_NAMES = new Set('nguyễn trần lê phạm huỳnh võ đặng bùi đỗ trương trịnh đinh'.split(' '));
// Typed without accents and capitals; family names that are ordinary words as well are left to the titles.
const PLAIN_FAMILY_NAMES = new Set('nguyen tran pham huynh hoang truong phan dang bui duong trinh'.split(' '));

// One given name is enough after these.
const NAMING = new Set('tên thằng bé gặp bạn bs bsi'.split(' '));
const NAMING_PAIRS = new Set([
  'tên là',
  'liên hệ',
  'vợ chồng',
  'tài khoản',
  'hàng xóm',
  'con trai',
  'con gái',
  'em trai',
  'em gái',
  'chị gái',
  'anh trai',
  'bạn học',
]);
// After these a family name must follow: "nhân viên Trần …", not "nhân viên Viettel".
const ROLES = new Set([
  'nhân viên',
  'cán bộ',
  'bác sĩ',
  'y tá',
  'điều dưỡng',
  'kế toán',
  'tài xế',
  'bảo vệ',
  'giáo viên',
  'học sinh',
  'sinh viên',
  'công nhân',
  'chủ nhà',
  'chủ quán',
  'chủ trọ',
  'nhà trọ',
  'địa chính',
  'trưởng ấp',
  'tổ trưởng',
  'văn thư',
  'lễ tân',
  'chủ hộ',
  'chủ đất',
  'cơ sở',
  'đại diện',
  'nạn nhân',
  'người nhà',
  'khách hàng',
  'phụ huynh',
  'kinh doanh',
  'gia đình',
  'đồng chí',
]);
// Before a name at the head or the foot of a letter, with whatever stands between.
const LABELS = new Set([
  'người gửi',
  'phản ánh',
  'người báo',
  'họ tên',
  'và tên',
  'ký tên',
  'làm đơn',
  'kính đơn',
  'trân trọng',
  'liên hệ',
  'viết đơn',
  'đại diện',
]);
const BY_ORDER = new Set('hai ba tu nam sau bay tam chin muoi ut'.split(' '));
const HOUSEHOLD = new Set('nhà hộ con vợ chồng'.split(' '));
// A capital after a naming word that begins no person's name.
const OTHER_NAMES = new Set(
  'tp thanh viet nam uy mat tran toa trung vien kho vnpt viettel fpt mobifone zalo facebook google ngan agribank bidv app cty cong dien luc nuoc cap vneid dvc cong chung cua bo luat nghi'.split(
    ' ',
  ),
);

/**
 * Names of people without a title: full names of the usual form (family name, middle name, given name), given names after
 * words that lead to one ("tên", "vợ chồng", "gặp"), and people called by the order of their birth ("nhà Út …").
 */
export function findFullNames(prepared: Prepared): Span[] {
  const all = words(prepared);
  const accented = prepared.text !== prepared.plain;
  const spans: Span[] = [];
  for (let i = 0; i < all.length; i += 1) {
    const span =
      fullName(all, i, accented) ??
      shortName(all, i, accented) ??
      signed(all, i) ??
      plainName(all, i, accented) ??
      named(all, i) ??
      byOrder(all, i);
    if (span === null) continue;
    spans.push(withInitials(prepared.text, span));
    while (i + 1 < all.length && (all[i + 1]?.start ?? 0) < span.end) i += 1;
  }
  return spans;
}

function fullName(all: readonly Word[], i: number, accented: boolean): Span | null {
  const [family, middle, given] = all.slice(i, i + 3);
  if (!family?.capital || !middle?.joined || !middle.capital || !given?.joined || !given.capital) return null;
  const certain = CERTAIN_FAMILY_NAMES.has(family.text.toLocaleLowerCase('vi')) && !isUpper(family.text);
  if (!certain && !(FAMILY_NAMES.has(family.low) && isMiddle(middle))) return null;
  if (ofPlace(all, i, accented) || isNamesakeAt(all, i)) return null;
  return run(all, i, isUpper(family.text) ? 3 : MAX_WORDS);
}

/** "Trần Mẫu": a family name that is nothing else and one word after it, where no street or school is called so. */
function shortName(all: readonly Word[], i: number, accented: boolean): Span | null {
  const [family, given, next] = all.slice(i, i + 3);
  if (!accented || !family?.capital || !given?.joined || !given.capital || isUpper(family.text) || isUpper(given.text))
    return null;
  if (next?.joined === true && next.capital) return null;
  if (!ALONE_FAMILY_NAMES.has(family.text.toLocaleLowerCase('vi')) || ofPlace(all, i, accented) || isNamesakeAt(all, i))
    return null;
  return run(all, i, 2);
}

/** The usual middle names; the rarer ones only where no word is written in capitals throughout. */
function isMiddle({ low, text }: Word): boolean {
  return MIDDLE_NAMES.has(low) && (!isUpper(text) || low === 'van' || low === 'thi');
}

/** "nguyen thi mau bao mat nuoc": neither accents nor capitals. */
function plainName(all: readonly Word[], i: number, accented: boolean): Span | null {
  const [family, middle, given] = all.slice(i, i + 3);
  if (accented || !family || !middle?.joined || !given?.joined) return null;
  if (!PLAIN_FAMILY_NAMES.has(family.low) || !/^(?:van|thi)$/.test(middle.low)) return null;
  if (ofPlace(all, i, accented) || isNamesakeAt(all, i)) return null;
  return { start: family.start, end: given.end };
}

/** "Người gửi: Võ …", "Trân trọng,\nLê …": a family name and one more word are enough. */
function signed(all: readonly Word[], i: number): Span | null {
  const [family, given] = all.slice(i, i + 2);
  const [first, second] = all.slice(Math.max(0, i - 2), i);
  if (!family?.capital || !given?.joined || !given.capital || first === undefined || second?.joined !== true)
    return null;
  const label = `${first.text} ${second.text}`.toLocaleLowerCase('vi');
  if (!LABELS.has(label) || !/^[\s:,.–-]{1,6}$/.test(family.gap) || !FAMILY_NAMES.has(family.low)) return null;
  return isNamesakeAt(all, i) ? null : run(all, i, MAX_WORDS);
}

function named(all: readonly Word[], i: number): Span | null {
  const word = all[i];
  const before = all[i - 1];
  const first = all[i + 1];
  if (!word || !first?.capital || !(first.joined || /^ ?: ?$/.test(first.gap))) return null;
  const lower = word.text.toLocaleLowerCase('vi');
  const pair = before !== undefined && word.joined ? `${before.text.toLocaleLowerCase('vi')} ${lower}` : '';
  const family = FAMILY_NAMES.has(first.low) && all[i + 2]?.joined === true && all[i + 2]?.capital === true;
  const naming = NAMING.has(lower) || NAMING_PAIRS.has(pair);
  if (!naming && !(ROLES.has(pair) && family)) return null;
  if (isUpper(first.text) || /bank$/.test(first.low)) return null;
  // "bé Na" is a child, "gặp Na…" may be a place.
  if (!family && lower !== 'bé' && (NOT_A_NAME.has(first.low) || OTHER_NAMES.has(first.low))) return null;
  return isNamesakeAt(all, i + 1) ? null : run(all, i + 1, MAX_WORDS);
}

function byOrder(all: readonly Word[], i: number): Span | null {
  const [household, order, given] = all.slice(i, i + 3);
  if (!household || !HOUSEHOLD.has(household.text.toLocaleLowerCase('vi'))) return null;
  if (!order?.joined || !order.capital || !BY_ORDER.has(order.low) || !given?.joined || !given.capital) return null;
  return run(all, i + 1, 3);
}

/** A number before it, or a word for a place: then it is a street, a school, a quarter. */
function ofPlace(all: readonly Word[], i: number, accented: boolean): boolean {
  const [first, before, office] = [all[i], all[i - 1], all[i - 2]];
  if (first === undefined) return false;
  if (/\d[a-z]?[ ,]{0,2}$/i.test(first.gap) && !/^[^\d]*\d{6,}/.test(first.gap.replace(/[ .-]/g, ''))) return true;
  // "ngã tư A - B", "từ A đến B": the second is a place when the first is.
  if (!first.joined || before === undefined)
    return /^ ?[-–] ?$/.test(first.gap) && before !== undefined && endsNamesake(all, i - 1);
  const places = accented
    ? PLACE_BEFORE_ACCENTED.has(before.text.toLocaleLowerCase('vi'))
    : PLACE_BEFORE.has(before.low);
  if (!places) return false;
  return !(OF_AN_OFFICE.has(before.low) && holdsOffice(all, i - 1, office));
}

/** "Chủ tịch phường", "trưởng ấp", "trưởng khu phố": whoever is named after that is a person. */
function holdsOffice(all: readonly Word[], place: number, office: Word | undefined): boolean {
  if (office === undefined || all[place]?.joined !== true) return false;
  const two = OF_AN_OFFICE.has(office.low) ? all[place - 2] : office;
  return two !== undefined && OFFICE_BEFORE_PLACE.has(two.text.toLocaleLowerCase('vi'));
}

function isNamesakeAt(all: readonly Word[], i: number): boolean {
  for (let length = 2; length <= LONGEST_NAMESAKE; length += 1) {
    const name = all.slice(i, i + length);
    if (name.length === length && isNamesake(name.map(({ low }) => low).join(' '))) return true;
  }
  return false;
}

function endsNamesake(all: readonly Word[], last: number): boolean {
  return [1, 2, 3].some(
    (back) =>
      last - back >= 0 &&
      isNamesake(
        all
          .slice(last - back, last + 1)
          .map(({ low }) => low)
          .join(' '),
      ),
  );
}
