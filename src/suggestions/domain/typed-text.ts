import { fold } from '../../kernel/index.js';

/** One word of a text, in the forms it is compared by. */
export interface TypedWord {
  /** As written, for quoting. Of a short form that stands for several words each has the whole short form. */
  readonly written: string;
  /** Where it stands in the text, for cutting a quotation out of it. */
  readonly start: number;
  readonly end: number;
  /** With accents; see `accentedKey`. */
  readonly key: string;
  /** Without accents, "ly" as "li". */
  readonly folded: string;
  /** Written without any accent: may stand for any word with these letters. */
  readonly bare: boolean;
  /** Rises at every full stop and line break: a phrase does not reach across. */
  readonly sentence: number;
}

const TONES = /[\u0300\u0301\u0303\u0309\u0323]/gu;
const FINAL_Y = /^([bcdđghklmnprstvx]+)y$/u;

/** People write both "kỹ" and "kĩ", "lý" and "lí". */
const oneY = (letters: string): string => letters.replace(FINAL_Y, '$1i');

/** The tone goes to the end ("hoà" = "hòa"); hỏi and ngã are one, because the South says and often writes them so. */
function accentedKey(word: string): string {
  const parts = word.toLowerCase().normalize('NFD');
  const tone = (parts.match(TONES) ?? []).join('').replaceAll('\u0303', '\u0309');
  return oneY(parts.replace(TONES, '')) + tone;
}

/** What notes of calls and chats shorten, by the folded form: only what has one sense in them. */
// A Map: an object would answer to "constructor", too, and words may be any.
const SHORT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    k: 'không',
    ko: 'không',
    kg: 'không',
    hok: 'không',
    hong: 'không',
    khg: 'không',
    dc: 'được',
    dk: 'đăng ký',
    ng: 'người',
    kh: 'khách',
    nv: 'nhân viên',
    cb: 'cán bộ',
    cbcc: 'cán bộ công chức',
    hs: 'hồ sơ',
    gv: 'giáo viên',
    bs: 'bác sĩ',
    bv: 'bệnh viện',
    bn: 'bệnh nhân',
    dv: 'dịch vụ',
    dvc: 'dịch vụ công',
    dvctt: 'dịch vụ công trực tuyến',
    tthc: 'thủ tục hành chính',
    gcn: 'giấy chứng nhận',
    gcnqsdd: 'giấy chứng nhận quyền sử dụng đất',
    qsdd: 'quyền sử dụng đất',
    gplx: 'giấy phép lái xe',
    gpxd: 'giấy phép xây dựng',
    gpkd: 'giấy phép kinh doanh',
    xd: 'xây dựng',
    csgt: 'công an giao thông',
    nh: 'ngân hàng',
    tk: 'tài khoản',
    ck: 'chuyển khoản',
    sdt: 'số điện thoại',
    kd: 'kinh doanh',
    hkd: 'hộ kinh doanh',
    dkkd: 'đăng ký kinh doanh',
    dn: 'doanh nghiệp',
    cty: 'công ty',
    ct: 'công ty',
    bhxh: 'bảo hiểm xã hội',
    bhyt: 'bảo hiểm y tế',
    bhtn: 'bảo hiểm thất nghiệp',
    tngt: 'tai nạn giao thông',
    attp: 'an toàn thực phẩm',
    vsattp: 'an toàn thực phẩm',
    dg: 'đường',
    sx: 'sản xuất',
    kcn: 'khu công nghiệp',
    kdc: 'khu dân cư',
    kn: 'khiếu nại',
    kntc: 'khiếu nại tố cáo',
    qd: 'quyết định',
    xphc: 'xử phạt hành chính',
    kq: 'kết quả',
    bx: 'bến xe',
    pa: 'phản ánh',
    r: 'rồi',
    j: 'gì',
    nhiu: 'nhiêu',
    bnhieu: 'bao nhiêu',
    vnid: 'vneid',
    vpdk: 'văn phòng đăng ký',
    vpdkdd: 'văn phòng đăng ký đất đai',
  }),
);

/** Cuts a text into its words, short forms written out. @param text NFC or not. */
export function typedWords(text: string): TypedWord[] {
  const words: TypedWord[] = [];
  let sentence = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+|[.!?;\n]+/gu)) {
    const [written] = match;
    if (/^[.!?;\n]/u.test(written)) {
      sentence += 1;
      continue;
    }
    const meant = SHORT.get(fold(written));
    const place = { written, start: match.index, end: match.index + written.length, sentence };
    if (meant === undefined) words.push({ ...place, ...formsOf(written) });
    else for (const word of meant.split(' ')) words.push({ ...place, ...formsOf(word) });
  }
  return words;
}

/** The forms of one word by which it is compared. */
export function formsOf(word: string): Pick<TypedWord, 'key' | 'folded' | 'bare'> {
  const key = accentedKey(word);
  const folded = oneY(fold(word));
  return { key, folded, bare: key === folded };
}

/** Whether a text is written with accents: ordinary Vietnamese has them on two words of three. */
export const hasAccents = (words: readonly TypedWord[]): boolean =>
  words.filter(({ bare }) => !bare).length > words.length * 0.3;

/** The part of a text from one word to another, as written, on one line. */
export function quoted(text: string, words: readonly TypedWord[], from: number, to: number): string {
  const first = words[from];
  const last = words[to - 1];
  if (first === undefined || last === undefined) return '';
  return text.slice(first.start, last.end).replace(/\s+/gu, ' ');
}
