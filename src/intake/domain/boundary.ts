import {
  COMPARED,
  COMPLAINT,
  DENIED,
  DENUNCIATION,
  EMERGENCY,
  LIVES_AT,
  LONG_AGO,
  LONG_AGO_WITH_ACCENTS,
  NEGATED_TAKING,
  NOW,
  PRETENDED_OFFICE,
  type Cues,
} from './boundary-cues.js';
import { find, hear, type Found, type HeardText, type PhraseList } from './heard-text.js';

/** Where an ordinary PAKN ends: what goes to 113/114/115 at once, and what is khiếu nại or tố cáo. */
export type Boundary = 'ordinary' | 'emergency' | 'complaint' | 'denunciation';

export interface BoundaryFinding {
  /** The one that decides what happens first. */
  readonly boundary: Boundary;
  /** The words that were heard, as written, for the person who confirms. */
  readonly because: readonly string[];
  /** Every boundary that was heard, the deciding one first; empty for ordinary words. */
  readonly heard: readonly Exclude<Boundary, 'ordinary'>[];
}

const MOST_QUOTES = 5;

/**
 * Listens to a citizen's words (NĐ 20/2008/NĐ-CP Điều 1: khiếu nại and tố cáo are not PAKN; fire, crime
 * and medical emergencies are told 114, 113, 115 at once).
 *
 * Errs on the side of safety: a false alarm costs a look by a coordinator, a missed one a life, or hands
 * a denouncer to the accused. Life comes first, then the denouncer's safety, then the complainant's right.
 */
export function detectBoundary(words: string): BoundaryFinding {
  const text = hear(words);
  const emergency = listen(text, EMERGENCY, positions([...find(text, COMPARED), ...longAgo(text)]));
  const denunciation = listen(text, DENUNCIATION, heardOf(text, [DENIED, LIVES_AT, NEGATED_TAKING, PRETENDED_OFFICE]));
  const complaint = listen(text, COMPLAINT, heardOf(text, [DENIED]));
  const found = [
    { boundary: 'emergency' as const, quotes: emergency },
    { boundary: 'denunciation' as const, quotes: denunciation },
    { boundary: 'complaint' as const, quotes: complaint },
  ].filter(({ quotes }) => quotes.length > 0);
  const first = found[0];
  if (first === undefined) return { boundary: 'ordinary', because: [], heard: [] };
  return { boundary: first.boundary, because: first.quotes, heard: found.map(({ boundary }) => boundary) };
}

/** Harm of another year is no emergency of today, unless something between the two says that it is back. */
function longAgo(text: HeardText): Found[] {
  const told = [...find(text, LONG_AGO), ...(text.unaccented ? [] : find(text, LONG_AGO_WITH_ACCENTS))];
  const now = told.length === 0 ? [] : find(text, NOW);
  return told.filter(({ from, to }) => !now.some((word) => word.from >= from && word.to <= to));
}

const heardOf = (text: HeardText, lists: readonly PhraseList[]): Set<number> =>
  positions(lists.flatMap((list) => find(text, list)));

function listen(text: HeardText, cues: Cues, deafAlways: ReadonlySet<number>): string[] {
  const certain = find(text, cues.always, deafAlways);
  const deaf = positions(find(text, cues.loose));
  for (const position of deafAlways) deaf.add(position);
  const likely = find(text, cues.cues, deaf);
  return quotes([...certain, ...likely].sort((a, b) => a.from - b.from || b.to - a.to));
}

function positions(found: readonly Found[]): Set<number> {
  const all = new Set<number>();
  for (const { from, to } of found) for (let at = from; at < to; at += 1) all.add(at);
  return all;
}

/** Overlapping finds are quoted once, the first. */
function quotes(found: readonly Found[]): string[] {
  const said: string[] = [];
  let end = -1;
  for (const { from, to, quote } of found) {
    if (from < end) continue;
    end = to;
    if (!said.includes(quote)) said.push(quote);
  }
  return said.slice(0, MOST_QUOTES);
}
