import { hasAccents, wordsOf, type Word } from '../../kernel/index.js';

/** Abbreviations of callers and officials, folded, and what they stand for; as people type them in offices and chats. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  bhtn: 'bảo hiểm thất nghiệp',
  bhxh: 'bảo hiểm xã hội',
  bhyt: 'bảo hiểm y tế',
  cccd: 'căn cước',
  cmnd: 'chứng minh nhân dân',
  dkkd: 'đăng ký kinh doanh',
  dkkh: 'đăng ký kết hôn',
  dvc: 'dịch vụ công',
  gcn: 'giấy chứng nhận',
  gks: 'giấy khai sinh',
  gplx: 'giấy phép lái xe',
  gpxd: 'giấy phép xây dựng',
  hk: 'hộ khẩu',
  hkd: 'hộ kinh doanh',
  hktt: 'hộ khẩu thường trú',
  hs: 'hồ sơ',
  ks: 'khai sinh',
  lltp: 'lý lịch tư pháp',
  mst: 'mã số thuế',
  pakn: 'phản ánh kiến nghị',
  qsdd: 'quyền sử dụng đất',
  tthc: 'thủ tục hành chính',
  ubnd: 'ủy ban nhân dân',
  xn: 'xác nhận',
};

const EXPANSIONS: ReadonlyMap<string, readonly Word[]> = new Map(
  Object.entries(ABBREVIATIONS).map(([short, long]) => [short, wordsOf(long)]),
);

/** What an abbreviation stands for; null when the word is none. Only what was typed without accents is one. */
export function expansionOf(word: Word): readonly Word[] | null {
  const meant = EXPANSIONS.get(word.folded);
  return meant === undefined || hasAccents(word) ? null : meant;
}

/** What people say around a question; left out of it as long as something else is left. */
const FILLERS = new Set(
  'a ad ah alo anh bac bi chi cho co con cua dc di duoc em gi giup gium hoi k kh khach ko la lam minh nao nhe nhu o oi toi u va vay ve voi xin'.split(
    ' ',
  ),
);

/** "Thủ tục": what nearly every article is about. Each of the two words alone may tell something. */
const FILLER_PAIR = 'thu tuc';

export interface Query {
  readonly words: readonly Word[];
  /** What was said around them: decides only between articles that fit alike. */
  readonly around: readonly Word[];
  /** The last word may still be growing. */
  readonly growing: boolean;
}

const MOST_WORDS = 12;

/** What somebody types into the search, or says in a sentence. At most a dozen words count. */
export function readQuery(text: string): Query {
  const typed = wordsOf(text);
  const last = typed.at(-1);
  const growing = last !== undefined && /[\p{L}\p{M}\p{N}]$/u.test(text) && expansionOf(last) === null;
  const expanded = typed.flatMap((word) => expansionOf(word) ?? [word]);
  const telling = expanded.filter((_, at) => !isFiller(expanded, at));
  const words = unique(telling.length > 0 ? telling : expanded).slice(0, MOST_WORDS);
  const around = unique(expanded.filter((word) => !words.some(({ folded }) => folded === word.folded)));
  return { words, around: around.slice(0, MOST_WORDS), growing: growing && words.at(-1)?.folded === last?.folded };
}

function isFiller(words: readonly Word[], at: number): boolean {
  const folded = (index: number): string => words[index]?.folded ?? '';
  const isPair = (first: number): boolean => `${folded(first)} ${folded(first + 1)}` === FILLER_PAIR;
  return FILLERS.has(folded(at)) || isPair(at) || isPair(at - 1);
}

function unique(words: readonly Word[]): Word[] {
  const seen = new Set<string>();
  return words.filter(({ folded }) => (seen.has(folded) ? false : (seen.add(folded), true)));
}
