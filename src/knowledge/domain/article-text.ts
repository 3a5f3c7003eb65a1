import { cleanLine, cleanText, type FieldError } from '../../kernel/index.js';

/** What an article says, as it is written. */
export interface ArticleText {
  readonly title: string;
  /** For the screen: paragraphs, "- " lines, "1. " steps. */
  readonly answer: string;
  /** For the telephone. */
  readonly spoken: string;
  readonly legalBasis: string;
  /** Other ways to ask, one a line. */
  readonly keywords: string;
  readonly validFrom: string;
  /** '' : until something else is known. */
  readonly validTo: string;
  readonly reviewOn: string;
}

/** Longest texts, in characters. What is read out is about a minute and a half of speech. */
export const MAX_TEXT = { title: 200, answer: 10_000, spoken: 1_200, legalBasis: 1_000, keywords: 2_000 } as const;

export function cleanArticle(text: ArticleText): ArticleText {
  return {
    title: cleanLine(text.title),
    answer: cleanText(text.answer),
    spoken: cleanText(text.spoken),
    legalBasis: cleanText(text.legalBasis),
    keywords: text.keywords
      .split('\n')
      .map(cleanLine)
      .filter((line) => line !== '')
      .join('\n'),
    validFrom: text.validFrom.trim(),
    validTo: text.validTo.trim(),
    reviewOn: text.reviewOn.trim(),
  };
}

/** @param text cleaned. */
export function articleErrors(text: ArticleText): FieldError[] {
  const errors: FieldError[] = [];
  const wrong = (field: keyof ArticleText, message: string): void => void errors.push({ field, message });
  if (text.title === '') wrong('title', 'Xin ghi câu hỏi.');
  if (text.answer === '') wrong('answer', 'Xin ghi câu trả lời.');
  if (text.spoken === '') wrong('spoken', 'Xin ghi lời đọc cho người gọi.');
  for (const [field, most] of Object.entries(MAX_TEXT) as [keyof typeof MAX_TEXT, number][])
    if (text[field].length > most) wrong(field, `Phần này dài quá ${String(most)} ký tự. Xin viết gọn lại.`);
  if (!isDay(text.validFrom)) wrong('validFrom', 'Xin chọn ngày bắt đầu có hiệu lực.');
  if (text.validTo !== '' && !isDay(text.validTo)) wrong('validTo', 'Ngày này không đọc được. Xin chọn lại.');
  if (isDay(text.validFrom) && isDay(text.validTo) && text.validTo < text.validFrom)
    wrong('validTo', 'Ngày hết hiệu lực phải sau ngày bắt đầu.');
  if (!isDay(text.reviewOn)) wrong('reviewOn', 'Xin chọn ngày rà soát lại.');
  return errors;
}

export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && text >= '2000-01-01';
}

/** A piece of an answer as it is shown. */
export interface Block {
  readonly kind: 'paragraph' | 'list' | 'steps';
  readonly lines: readonly string[];
}

/** An answer in pieces: lines that begin with "- " are a list, with "1. " steps, the others paragraphs. */
export function blocksOf(answer: string): Block[] {
  const blocks: { kind: Block['kind']; lines: string[] }[] = [];
  let begins = true;
  for (const line of answer.split('\n')) {
    const text = line.trim();
    if (text === '') {
      begins = true;
      continue;
    }
    const item = /^[-•*]\s+(.*)$/.exec(text)?.[1];
    const step = /^\d{1,2}[.)]\s+(.*)$/.exec(text)?.[1];
    const kind = item !== undefined ? 'list' : step !== undefined ? 'steps' : 'paragraph';
    const shown = item ?? step ?? text;
    const open = blocks.at(-1);
    // Steps go on across an empty line: their numbers go on, too.
    if (open?.kind === kind && (!begins || kind === 'steps')) open.lines.push(shown);
    else blocks.push({ kind, lines: [shown] });
    begins = false;
  }
  return blocks;
}
