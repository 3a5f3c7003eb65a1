import type { Prepared, Span } from './redaction-text.js';

const TITLES = new Set('ông bà anh chị cô chú bác em cháu thầy dì cậu mợ thím dượng mr mrs ms'.split(' '));
// Typed without accents these are ordinary words as well ("ba người", "chi cục", "co"): a family name must follow.
const BARE_TITLES = new Set('ong ba chi co chu bac chau thay di cau mo thim'.split(' '));
const SELF = new Set(['tên', 'ten', 'là', 'la', 'tên:', 'ten:', 'là:', 'la:', 'gặp', 'gap', 'gửi', 'liên', 'hệ']);

/** First words of full names, without accents. */
export const FAMILY_NAMES = new Set(
  'nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dinh doan trinh mai cao lam ha truong luong thach chau trieu ta dao luu to quach kieu mac ton khuc la nghiem thai tang vuong chu dam giang'.split(
    ' ',
  ),
);
export const MIDDLE_NAMES = new Set(
  'van thi ngoc minh huu duc quoc thanh xuan hong kim thu cong trong the duy tuan quang my bich hoai phuong tan dinh nhu thuy'.split(
    ' ',
  ),
);

// A capital after a title that is an office, a place or another form of address, not a person's name.
export const NOT_A_NAME = new Set(
  (
    'giam chu pho truong bi can cong canh bao giao bac si to thu ke dai nhan vien ong ba anh chi em co chu con ' +
    'phuong xa so ubnd thanh duong quoc ap khu kp tinh huyen quan hem thon trung ban hoi doi dieu khoan muc va o tai bi la ho dan ' +
    'ria na chua'
  ).split(' '),
);
// With accents fewer words are in doubt: "anh Thành", "chị Thu" are people, "anh Thanh tra" and "anh Công an" are not.
const NOT_A_NAME_ACCENTED = new Set(
  (
    'giám chủ phó trưởng bí cán cảnh bảo giáo bác sĩ bs tổ thư kế đại nhân viên ông bà anh chị em cô chú con phường xã sở ubnd ' +
    'đường ấp khu kp tỉnh huyện quận hẻm thôn ban hội đội điều khoản mục và ở tại bị là hộ dân đồng rịa nà chúa táo công ty tp'
  ).split(' '),
);
const OFFICE_OF_TWO = new Map([
  ['công', /^(?:an|ty|trình|nhân|chức|đoàn)$/],
  ['thanh', /^(?:tra|niên)$/],
  ['thành', /^(?:phố|ủy|viên)$/],
  ['trung', /^(?:tâm|ương|tá|úy|tướng|đoàn)$/],
  ['quốc', /^(?:lộ|hội)$/],
  ['quản', /^(?:lý|trị)$/],
  ['kế', /^toán$/],
]);

/** Whether a capital word after a title begins an office, a place or another form of address. */
function isNoName(first: Word, second: Word | undefined, accented: boolean): boolean {
  if (!accented) return NOT_A_NAME.has(first.low);
  const lower = first.text.toLocaleLowerCase('vi');
  const office = OFFICE_OF_TWO.get(lower);
  if (office) return second?.joined === true && office.test(second.text.toLocaleLowerCase('vi'));
  return NOT_A_NAME_ACCENTED.has(lower);
}
const OFFICES = new Set(
  'giam doc chu tich pho truong phong bi thu can bo cong an canh sat giao vien bac si to truong thanh tra chanh van ke toan dan pho'.split(
    ' ',
  ),
);
// In a text with accents only these: "Thử" is not "thư", "Trương" not "trưởng".
const OFFICES_ACCENTED = new Set(
  'giám đốc chủ tịch phó trưởng phòng bí thư cán bộ công an cảnh sát giáo viên bác sĩ tổ thanh tra chánh văn kế toán đoàn dân sỹ'.split(
    ' ',
  ),
);
// Before a title these make it part of a place: "đường Bà Triệu", "cầu Ông Gia", "chùa Ông".
const PLACE_WORDS = new Set(
  'duong pho cau cho chua mieu hem ap rach suoi dinh phuong xa nui doc nga ho kenh truong thpt thcs khu kp den cong lang thon nuoc tieng mon giao dg lo ql bac xom'.split(
    ' ',
  ),
);
// In a text with accents only these: "cho bà …", "đến ông …", "hộ ông …" lead to a person.
const ACCENTED_PLACE_WORDS = new Set(
  'đường phố cầu chợ chùa miếu hẻm ấp rạch suối đình dinh phường xã núi dốc ngã hồ kênh trường thpt thcs khu kp đền cổng cống lăng làng thôn nước tiếng môn giáo dg lộ ql bắc xóm'.split(
    ' ',
  ),
);
// A full name follows these also without a title: "nhà của Nguyễn Văn …", "hộ Trần Thị …".
const OWNER_WORDS = new Set('của cua do hộ đình xế'.split(' '));
const STOP_WORDS = new Set(
  'phuong xa so ubnd khu kp ap thon to duong hem quoc tinh huyen quan cong phong ban cho cau truong thpt thcs chung benh trung sdt dt tel'.split(
    ' ',
  ),
);
const MAX_WORDS = 5;
const BIRTH_ORDER = new Set('hai ba tư năm sáu bảy tám chín mười út'.split(' '));

export interface Word {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly low: string;
  readonly capital: boolean;
  /** Separated from the word before it by one space only. */
  readonly joined: boolean;
  /** What stands between this word and the one before it. */
  readonly gap: string;
}

/** The words of a text with what stands between them. */
export function words({ text, low }: Prepared): Word[] {
  const result: Word[] = [];
  let last = 0;
  for (const match of text.matchAll(/[\p{L}\p{M}]+/gu)) {
    const end = match.index + match[0].length;
    const gap = text.slice(last, match.index);
    result.push({
      start: match.index,
      end,
      text: match[0],
      low: low.slice(match.index, end),
      capital: /^\p{Lu}/u.test(match[0]),
      joined: /^[ \u00a0]{1,2}$/.test(gap),
      gap,
    });
    last = end;
  }
  return result;
}

/** Names of people after a title (ông, bà, anh, chị …) or after "tên", "tôi là". */
export function findNames(prepared: Prepared): Span[] {
  const all = words(prepared);
  const spans: Span[] = [];
  const accented = prepared.text !== prepared.plain;
  for (let i = 0; i < all.length; i += 1) {
    const word = all[i];
    if (!word) continue;
    const found = ownerAfter(all, i) ?? after(all, i, accented);
    if (!found) continue;
    const span = withInitials(prepared.text, found);
    spans.push(span);
    while (i + 1 < all.length && (all[i + 1]?.start ?? 0) < span.end) i += 1;
  }
  return spans;
}

/** "N.V.M.", "Mẫu-Hương": what is joined to a name by a point or a dash belongs to it. */
export function withInitials(text: string, { start, end }: Span): Span {
  const more = /^(?:\. ?\p{Lu}(?!\p{Ll})){1,4}\.?|^-\p{Lu}\p{Ll}+/u.exec(text.slice(end, end + 24))?.[0] ?? '';
  return { start, end: end + more.length };
}

function ownerAfter(all: readonly Word[], i: number): Span | null {
  const [owner, family, middle, given] = all.slice(i, i + 4);
  if (!owner || !OWNER_WORDS.has(owner.text.toLowerCase())) return null;
  if (!family?.joined || !middle?.joined || !given?.joined) return null;
  if (!family.capital || !middle.capital || !given.capital) return null;
  return FAMILY_NAMES.has(family.low) && MIDDLE_NAMES.has(middle.low) ? run(all, i + 1, MAX_WORDS) : null;
}

/** Part of a place's name, as in "chợ Ông Bổn". Without accents "cho ba" is one as well, unless a full name follows. */
function namesPlace(before: Word, next: readonly (Word | undefined)[], accented: boolean): boolean {
  if (accented) return ACCENTED_PLACE_WORDS.has(before.text.toLowerCase());
  const [family, middle] = next;
  const fullName =
    family !== undefined && middle !== undefined && FAMILY_NAMES.has(family.low) && MIDDLE_NAMES.has(middle.low);
  return PLACE_WORDS.has(before.low) && !fullName;
}

function after(all: readonly Word[], i: number, accented: boolean): Span | null {
  const title = all[i];
  const before = all[i - 1];
  if (!title) return null;
  const lower = title.text.toLowerCase();
  const exact = TITLES.has(lower);
  const abbreviated =
    /^[ac]$/.test(title.text) &&
    !(before && /^(?:diem|muc|lop|khu|lo|block|day|to|hem|ngo|khoi)$/.test(before.low) && title.joined);
  const bare = !exact && BARE_TITLES.has(lower);
  const self = SELF.has(lower);
  if (!exact && !bare && !self && !abbreviated) return null;
  if ((exact || bare) && before && title.joined && namesPlace(before, all.slice(i + 1, i + 3), accented)) return null;

  let at = i + 1;
  // "ông Chủ tịch Nguyễn Văn A": the office stays, the name goes.
  let offices = 0;
  while (
    (exact || bare) &&
    offices < 4 &&
    isOffice(all[at], all[at - 1], accented) &&
    !isGivenName(all, at, accented)
  ) {
    at += 1;
    offices += 1;
  }
  const first = all[at];
  if (!first || !follows(first, self)) return null;
  const family = FAMILY_NAMES.has(first.low);
  const second = all[at + 1];

  if (first.capital) {
    if (offices > 0 && !family) return null;
    // "chú Ba" beside words with accents is called so by the order of birth; "Ông Ba" without them may be "ông bà".
    if (exact && accented && first.text === 'Ba' && offices === 0) return run(all, at, 3);
    if (title.text === 'Bác' && first.text === 'Hồ' && !nameFollowsIn(second)) return null;
    if (
      isNoName(first, second, accented) &&
      !(family && second?.capital && second.joined && MIDDLE_NAMES.has(second.low))
    )
      return null;
    const nameFollows = family && nameFollowsIn(second);
    if ((bare || self) && !nameFollows) return null;
    return run(all, at, nameFollows && isUpper(title.text) && isUpper(first.text) ? 4 : MAX_WORDS);
  }
  // "anh ba Mẫu": by the order of birth and the name.
  if (exact && BIRTH_ORDER.has(first.text) && second?.joined === true && second.capital) {
    return isNoName(second, all[at + 2], accented) ? null : run(all, at, 3);
  }
  // "anh nguyen van a": no capitals to go by, so a family name and a usual middle name must be there.
  if (!abbreviated && family && second?.joined === true && MIDDLE_NAMES.has(second.low)) {
    const third = all[at + 2];
    return { start: first.start, end: third?.joined === true ? third.end : second.end };
  }
  return null;
}

const nameFollowsIn = (word: Word | undefined): boolean => word?.joined === true && word.capital;

const follows = (word: Word, self: boolean): boolean => word.joined || (self && /^ ?: ?$/.test(word.gap));

function isOffice(word: Word | undefined, before: Word | undefined, accented: boolean): boolean {
  if (!word?.joined || !before) return false;
  if (accented) return OFFICES_ACCENTED.has(word.text.toLocaleLowerCase('vi'));
  return (
    OFFICES.has(word.low) && !(FAMILY_NAMES.has(word.low) && word.capital && !/^(?:chu|truong|to)$/.test(word.low))
  );
}

/** "chị Chi", "anh Công": one capital word with nothing of an office behind it. */
function isGivenName(all: readonly Word[], at: number, accented: boolean): boolean {
  const [word, next] = all.slice(at, at + 2);
  return (
    accented &&
    word?.capital === true &&
    !isNoName(word, next, true) &&
    !(next?.joined === true && OFFICES.has(next.low))
  );
}

export const isUpper = (text: string): boolean => text.length > 1 && text === text.toUpperCase();

/** Capital words from one on, at most so many. */
export function run(all: readonly Word[], from: number, max: number): Span {
  const first = all[from] as Word;
  let end = first.end;
  for (let i = from + 1; i < from + max; i += 1) {
    const word = all[i];
    if (!word?.joined || !word.capital || STOP_WORDS.has(word.low)) break;
    end = word.end;
  }
  return { start: first.start, end };
}
