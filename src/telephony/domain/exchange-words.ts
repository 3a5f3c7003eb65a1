import { cleanLine } from '../../kernel/index.js';

/** As long as the columns. */
const MOST_LETTERS = 60;
/** As long as the column. */
const MOST_ADDRESS = 1000;
/** Half of a letter that takes two: what is cut off in the middle, or was never whole. */
const HALVES = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The name of a queue or line as it is shown: nothing unseen that would fool readers, and no longer than is kept. */
export function exchangeName(raw: string): string {
  return cleanLine(raw).slice(0, MOST_LETTERS).replace(HALVES, '').trim();
}

/** Whether a recording may be linked to: https, on a host of the settings, and no password in it for everybody to read. */
export function mayLinkTo(url: string, hosts: readonly string[]): boolean {
  if (url.length > MOST_ADDRESS || !/^[\x21-\x7e]+$/.test(url) || !URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === 'https:' && username === '' && password === '' && hosts.includes(host);
}
