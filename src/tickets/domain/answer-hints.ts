import { fold } from '../../kernel/index.js';
import { likeness, sketchOf, type AnswerSketch } from './answer-sketch.js';

/** What the service notices about an answer by itself. It never blocks: a person reads and decides. */
export type AnswerHint =
  { readonly kind: 'short' | 'no_date' | 'off_place' | 'off_topic'; readonly text: string } | CopyHint;

/** Like an earlier answer, by so many percent. Code and id are left out for whoever may not see that one's ticket. */
export interface CopyHint {
  readonly kind: 'copy';
  readonly text: string;
  readonly code: string | null;
  readonly ticketId: string | null;
  readonly percent: number;
  /** How many more are as alike. */
  readonly others: number;
}

/** What the answer is about. */
export interface AskedMatter {
  readonly words: string;
  readonly title: string | null;
  readonly placeText: string | null;
  readonly wardName: string | null;
  readonly categoryName: string | null;
}

/** An earlier answer that this one may be a copy of. */
export interface EarlierAnswer {
  readonly ticketId: string;
  readonly code: string;
  readonly sketch: AnswerSketch;
}

/** Fewer words than this name no finding and no action. */
const FEW_WORDS = 25;
const COPY_JACCARD = 0.5;
const COPY_CONTAINMENT = 0.75;

/** Said when nothing is decided yet; "sớm nhất" in the way it is used of time. */
const PROMISES = [
  'ghi nhận',
  'tiếp thu',
  'sẽ xem xét',
  'xem xét giải quyết',
  'đang nghiên cứu',
  'sẽ nghiên cứu',
  'đang xem xét',
  'trong thời gian tới',
  'trong thời gian sớm nhất',
  'sớm nhất có thể',
  'sớm khắc phục',
  'sớm nhất',
  'khi có kinh phí',
  'khi bố trí được kinh phí',
  'sẽ có kế hoạch',
  'sẽ kiểm tra',
  'sẽ phối hợp',
  'sẽ sớm',
] as const;

/** A day, a month or a quarter of a year by name: "30/11", "ngày 5 tháng 12", "tháng 12/2026", "quý I/2027". */
const DATE =
  /\b\d{1,2}[/.-]\d{1,2}\b|\bngay \d{1,2}\b|\bthang \d{1,2}\b|\bquy (?:[ivx]+|\d)\b|\b\d+ (?:ngay|gio|tuan)\b/;

/** Words that stand in every answer and every question. */
const EMPTY_WORDS = new Set(
  (
    'va la cua cho voi tai tren trong ngoai tu den di lai ra vao o co khong ko kh da dang se duoc bi do vi nen thi ma ' +
    'nay kia do nay cac nhung mot hai ba nhieu it rat qua nhu theo ve bang de khi luc sau truoc gi nao ai dau sao ' +
    'toi tui em anh chi ong ba chu co chung ho minh nguoi dan ba con xin kinh mong de nghi phan anh kien nghi gui cam on ' +
    'kiem tra xu ly giai quyet don vi co quan phong ban so ubnd uy ban nhan phuong xa thanh pho tinh quan huyen khu ' +
    'pho ap to duong so ngay thang nam gio sang chieu toi hom nay qua mai cung con chi thoi roi lam viec hien tuong ' +
    'tinh trang truong hop noi dung trung tam tong dai hien thuc te thong tin lien he phu trach bo phan can'
  ).split(' '),
);

/**
 * The hints on an answer, the heaviest first.
 *
 * @param answer its finding and action as they would be submitted; nothing written gives no hints.
 * @param earlier recent answers of the same agency and on the same kind of matter.
 */
export function answerHints(
  answer: { readonly found: string; readonly done: string },
  asked: AskedMatter,
  earlier: readonly EarlierAnswer[],
): AnswerHint[] {
  const text = `${answer.found}\n${answer.done}`.trim();
  if (text === '') return [];
  return [...copyHint(text, earlier), ...promiseHint(text), ...shortHint(text), ...matterHints(text, asked)];
}

function shortHint(text: string): AnswerHint[] {
  const words = fold(text).split(' ').filter(Boolean).length;
  if (words >= FEW_WORDS) return [];
  return [{ kind: 'short', text: `Chỉ ${words} chữ: người dân khó biết đã kiểm tra gì, thấy gì và đã làm gì.` }];
}

function copyHint(text: string, earlier: readonly EarlierAnswer[]): AnswerHint[] {
  const sketch = sketchOf(text);
  if (sketch === null) return [];
  const copies = earlier
    .map((other) => ({ other, ...likeness(sketch, other.sketch) }))
    .filter(({ jaccard, containment }) => jaccard >= COPY_JACCARD || containment >= COPY_CONTAINMENT)
    .sort((a, b) => b.containment - a.containment);
  const [first] = copies;
  if (first === undefined) return [];
  const { ticketId, code } = first.other;
  const alike = { percent: Math.round(100 * Math.max(first.jaccard, first.containment)), others: copies.length - 1 };
  const said = `Gần giống câu trả lời của phiếu ${code}${more(alike)}: ${OWN_WORDS}`;
  return [{ kind: 'copy', ticketId, code, ...alike, text: said }];
}

const OWN_WORDS = 'người dân cần lời về đúng việc của mình.';

function more({ others }: Pick<CopyHint, 'others'>): string {
  return others > 0 ? ` và ${others} câu khác` : '';
}

/** The same for whoever may not see the other ticket: that there is one, and how alike. */
export function unnamedCopy(hint: CopyHint): CopyHint {
  const text = `Giống ${hint.percent} % một câu trả lời đã dùng ở phiếu khác${more(hint)}: ${OWN_WORDS}`;
  return { ...hint, ticketId: null, code: null, text };
}

/** A promise counts as dated when its own sentence names a day. */
function promiseHint(text: string): AnswerHint[] {
  for (const sentence of text.normalize('NFC').split(/(?<=[.!?;])\s+|\n+/u)) {
    const low = sentence.toLowerCase();
    const promise = PROMISES.find((words) => low.includes(words));
    if (promise === undefined || DATE.test(foldKeepingDates(sentence))) continue;
    return [{ kind: 'no_date', text: `Hứa “${promise}” mà không có ngày: người dân không biết chờ đến bao giờ.` }];
  }
  return [];
}

/** Without accents and in lower case, but with what stands inside dates. */
function foldKeepingDates(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase();
}

/** An answer on the matter shares its content words; one from a drawer does not. */
function matterHints(text: string, asked: AskedMatter): AnswerHint[] {
  const said = new Set(contentWords(text));
  const hints: AnswerHint[] = [];
  const matter = contentWords([asked.words, asked.title, asked.categoryName].join('\n'));
  const shared = new Set(matter.filter((word) => said.has(word))).size;
  // A handful of words is too little to tell.
  const enough = said.size < FEW_WORDS / 2 ? 1 : 2;
  if (new Set(matter).size >= 6 && shared < enough) {
    hints.push({ kind: 'off_topic', text: 'Không nhắc đến điều người gửi hỏi: xin xem đã trả lời đúng việc chưa.' });
  }
  const place = contentWords([asked.placeText, asked.wardName].join('\n'));
  if (asked.placeText !== null && place.length >= 2 && !place.some((word) => said.has(word))) {
    hints.push({ kind: 'off_place', text: `Không nhắc đến nơi người gửi nêu (“${short(asked.placeText)}”).` });
  }
  return hints;
}

function contentWords(text: string): string[] {
  return fold(text)
    .split(' ')
    .filter((word) => word.length > 1 && !/^\d+$/.test(word) && !EMPTY_WORDS.has(word));
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, text.lastIndexOf(' ', 60))}…`;
}
