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

/**
 * What somebody wrote anew in an answer: all above the quote, without the signature. Below the quote nothing is
 * looked for: it is our own mail.
 */
export function newText(plain: string): string {
  const lines = plain.replace(/\r\n?/g, '\n').split('\n');
  const isQuote = (index: number): boolean => {
    const line = (lines[index] ?? '').trim();
    const two = `${line} ${(lines[index + 1] ?? '').trim()}`;
    return (
      QUOTE_STARTS.some((start) => start.test(line)) ||
      (/^(vào|ngày|on|lúc)\s/iu.test(line) && QUOTE_STARTS.some((start) => start.test(two)))
    );
  };
  const end = lines.findIndex((line, index) => isQuote(index) || SIGNATURES.some((mark) => mark.test(line.trim())));
  return cleanText((end < 0 ? lines : lines.slice(0, end)).join('\n'));
}

/** The words of a mail that has only HTML, without what it quotes. */
export function textOfHtml(html: string): string {
  return html
    .replace(/<(style|script|head)\b[\s\S]*?<\/\1>/giu, '')
    .replace(/<(blockquote|div[^>]*class="gmail_quote)[\s\S]*$/iu, '')
    .replace(/<(br|\/p|\/div|\/li|\/tr)\b[^>]*>/giu, '\n')
    .replace(/<[^>]*>/gu, '')
    .replace(/&nbsp;/giu, ' ')
    .replace(/&lt;/giu, '<')
    .replace(/&gt;/giu, '>')
    .replace(/&quot;/giu, '"')
    .replace(/&#(\d{1,6});/gu, (_, code: string) => String.fromCodePoint(Math.min(Number(code), 0x10ffff)))
    .replace(/&amp;/giu, '&');
}
