import { findFullNames } from './redaction-full-names.js';
import { findNames } from './redaction-names.js';
import { findHouseNumbers } from './redaction-places.js';
import {
  findAccounts,
  findEmails,
  findIdCards,
  findLongNumbers,
  findOwnPages,
  findPhones,
  findPlates,
} from './redaction-numbers.js';
import { withMarks, type Mark } from './marks.js';
import type { HiddenKind, Segment } from './segments.js';
import { fromMarked } from './segments.js';
import { prepare, type Prepared, type Span } from './redaction-text.js';

// The order decides what a place is called when two rules see it: the more specific one first.
const RULES: readonly (readonly [HiddenKind, (text: Prepared) => Span[]])[] = [
  ['email', findEmails],
  ['account', findAccounts],
  ['plate', findPlates],
  ['phone', findPhones],
  ['id_card', findIdCards],
  ['house_number', findHouseNumbers],
  ['number', findLongNumbers],
  ['name', findOwnPages],
  ['name', findNames],
  ['name', findFullNames],
];

/**
 * The first, automatic pass over text that will be published: hides telephone numbers, e-mail
 * addresses, numbers of identity papers, plates, bank accounts, house numbers and names after a title
 * (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15). When in doubt it hides; a person looks at it before it
 * goes out, and may hide more or less. Markers that are already in the text stay hidden places.
 *
 * Emergency and service numbers (113, 1022, 1900 …), dates, prices, road names and numbers of
 * decrees stay, because the text would not be understood without them.
 */
export function redact(raw: string): Segment[] {
  return fromMarked(raw).flatMap((segment) => ('text' in segment ? hide(segment.text) : [segment]));
}

function hide(text: string): Segment[] {
  return withMarks(text, findMarks(text));
}

/** What the automatic pass would hide, in order and without overlap; positions are those of `text`. */
export function findMarks(text: string): Mark[] {
  const prepared = prepare(text);
  const found: Mark[] = [];
  for (const [kind, find] of RULES) {
    for (const span of find(prepared)) {
      if (!found.some((other) => span.start < other.end && other.start < span.end)) found.push({ ...span, kind });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
