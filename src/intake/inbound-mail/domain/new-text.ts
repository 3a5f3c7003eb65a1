import { cleanText } from '../../../kernel/index.js';

/** Lines with which mail programs begin what they quote. */
const QUOTE_STARTS: readonly RegExp[] = [
  /^>+/u,
  /^-{2,}\s*(original message|thư gốc|tin nhắn gốc|forwarded message|thư đã chuyển tiếp)\s*-*/iu,
  /^_{10,}$/u,
  // "Vào Th 3, 17 thg 11, 2026 vào lúc 10:12 Tổng đài 1022 <…> đã viết:", often broken into two lines.
  /^(vào|ngày|on|lúc)\s.{0,300}(đã viết|viết|wrote)\s*:\s*$/iu,
  /^.{0,200}<[^<>\s]+@[^<>\s]+>.{0,40}(đã viết|viết|wrote)\s*:\s*$/iu,
  /^(từ|from|người gửi)\s*:.*@/iu,
];

/** What a telephone adds by itself. */
const SIGNATURES: readonly RegExp[] = [
  /^--\s?$/u,
  /^(sent from my|được gửi từ|đã gửi từ|gửi từ)\s(my\s)?(iphone|ipad|điện thoại|samsung|android|outlook|yahoo|oppo|xiaomi).*/iu,
];

/** So much of a mail is looked at: far more than is kept, and little enough for any of the patterns. */
const MOST_READ = 50_000;
/** No line with which a program begins a quote is longer. */
const MOST_MARK = 600;

/**
 * What somebody wrote anew in an answer: all above the quote, without the signature. Below the quote nothing is
 * looked for: it is our own mail.
 */
export function newText(plain: string): string {
  const lines = plain.slice(0, MOST_READ).replace(/\r\n?/g, '\n').split('\n');
  const lineAt = (index: number): string => (lines[index] ?? '').slice(0, MOST_MARK).trim();
  const isQuote = (index: number): boolean => {
    const line = lineAt(index);
    const two = `${line} ${lineAt(index + 1)}`;
    return (
      QUOTE_STARTS.some((start) => start.test(line)) ||
      (/^(vào|ngày|on|lúc)\s/iu.test(line) && QUOTE_STARTS.some((start) => start.test(two)))
    );
  };
  const end = lines.findIndex((_, index) => isQuote(index) || SIGNATURES.some((mark) => mark.test(lineAt(index))));
  return cleanText((end < 0 ? lines : lines.slice(0, end)).join('\n'));
}

/** Elements whose content nobody reads. */
const UNREAD = new Set(['style', 'script', 'head']);
/** Elements that end a line. */
const LINE_ENDS = new Set(['br', '/p', '/div', '/li', '/tr']);
const TAG = /^<(\/?[a-z][a-z0-9]*)/iu;

/**
 * The words of a mail that has only HTML, without what it quotes. Goes through it once: a mail is written by anybody,
 * and a pattern that looks from every bracket to the end of ten megabytes keeps the process from everything else.
 */
export function textOfHtml(html: string): string {
  // Latin letters alone: of others the small form may be longer, and the places would no longer agree.
  const lower = html.replace(/[A-Z]+/gu, (letters) => letters.toLowerCase());
  const words: string[] = [];
  const unclosed = new Set<string>();
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    words.push(html.slice(at, open < 0 ? html.length : open));
    if (open < 0) break;
    const name = TAG.exec(lower.slice(open, open + 20))?.[1] ?? '';
    const end = html.indexOf('>', open);
    // A bracket that is never closed is no tag.
    if (end < 0) {
      words.push(html.slice(open));
      break;
    }
    if (
      name === 'blockquote' ||
      (name === 'div' && /class="gmail_quote/u.test(lower.slice(open, Math.min(end, open + 2_000))))
    )
      break;
    at = end + 1;
    if (UNREAD.has(name) && !unclosed.has(name)) {
      const close = lower.indexOf(`</${name}>`, at);
      if (close < 0) unclosed.add(name);
      else at = close + name.length + 3;
    } else if (LINE_ENDS.has(name)) words.push('\n');
  }
  return words
    .join('')
    .replace(/&nbsp;/giu, ' ')
    .replace(/&lt;/giu, '<')
    .replace(/&gt;/giu, '>')
    .replace(/&quot;/giu, '"')
    .replace(/&#(\d{1,6});/gu, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&amp;/giu, '&');
}
