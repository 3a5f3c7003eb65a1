/** A mail's header, by its name in lower case. */
interface Header {
  readonly key: string;
  readonly value: string;
}

/**
 * Whether a machine wrote it: an out-of-office notice, a bounce, a list (RFC 3834). Those are never answered and
 * never taken for an answer, so that two machines do not write to each other for ever.
 */
export function isAutomatic(headers: readonly Header[]): boolean {
  const value = (name: string): string | null =>
    headers
      .find(({ key }) => key.toLowerCase() === name)
      ?.value.trim()
      .toLowerCase() ?? null;
  const submitted = value('auto-submitted');
  return (
    (submitted !== null && submitted !== 'no') ||
    ['bulk', 'junk', 'list', 'auto_reply'].includes(value('precedence') ?? '') ||
    ['x-autoreply', 'x-autorespond', 'list-id', 'x-failed-recipients'].some((name) => value(name) !== null) ||
    value('return-path') === '<>' ||
    (value('content-type') ?? '').startsWith('multipart/report')
  );
}

/** All addresses a mail was delivered to, as its headers say. */
export function recipients(headers: readonly Header[]): string[] {
  const names = new Set(['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to']);
  return headers
    .filter(({ key }) => names.has(key.toLowerCase()))
    .flatMap(({ value }) => value.split(/[\s<>,;:"()]/u).filter((word) => /^[^@]+@/u.test(word)));
}

/** Lines of an attachment are longer. */
const SHORT_LINE = 60;
const MOST_SHORT_LINES = 50_000;

/**
 * Whether a mail is nothing but lines: reading one costs some microseconds for each, and twenty megabytes of empty
 * ones would keep a process busy for minutes.
 */
export function isOnlyLines(raw: Uint8Array): boolean {
  let short = 0;
  for (let from = 0, end = raw.indexOf(10); end >= 0; from = end + 1, end = raw.indexOf(10, from)) {
    if (end - from < SHORT_LINE) short += 1;
    if (short > MOST_SHORT_LINES) return true;
  }
  return false;
}
