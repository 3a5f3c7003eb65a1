/** A hidden stretch, in UTF-16 units of the original text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One text in the forms the rules read. All three have the same length, so positions are shared. */
export interface Prepared {
  /** As written (NFC). */
  readonly text: string;
  /** Without accents, case kept: "Đường" → "Duong". */
  readonly plain: string;
  /** Without accents, lower case. */
  readonly low: string;
}

export function prepare(text: string): Prepared {
  let plain = '';
  let low = '';
  for (const unit of text.split('')) {
    const base = bare(unit);
    plain += base;
    const lower = base.toLowerCase();
    low += lower.length === 1 ? lower : base;
  }
  return { text, plain, low };
}

/** One UTF-16 unit without its accents; what would change the length stays as it is. */
function bare(unit: string): string {
  if (unit === 'đ') return 'd';
  if (unit === 'Đ') return 'D';
  if (unit === '\u00a0') return ' ';
  const base = unit.normalize('NFD').replace(/\p{M}+/gu, '');
  return base.length === 1 ? base : unit;
}

/** The spans of a pattern's capture group `hide` (needs the `d` flag), or of the whole match. */
export function spansOf(
  source: string,
  pattern: RegExp,
  keep: (match: RegExpExecArray) => boolean = () => true,
): Span[] {
  const spans: Span[] = [];
  for (const match of source.matchAll(pattern)) {
    if (!keep(match)) continue;
    const range = match.indices?.groups?.['hide'];
    spans.push(range ? { start: range[0], end: range[1] } : { start: match.index, end: match.index + match[0].length });
  }
  return spans;
}
