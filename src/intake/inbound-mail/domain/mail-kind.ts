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
    .flatMap(({ value }) => value.match(/[^\s<>,;:"()]+@[^\s<>,;:"()]+/gu) ?? []);
}
