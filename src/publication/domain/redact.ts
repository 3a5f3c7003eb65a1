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
  const prepared = prepare(text);
  const found: { span: Span; kind: HiddenKind }[] = [];
  for (const [kind, find] of RULES) {
    for (const span of find(prepared)) {
      if (!found.some((other) => span.start < other.span.end && other.span.start < span.end))
        found.push({ span, kind });
    }
  }
  found.sort((a, b) => a.span.start - b.span.start);

  const segments: Segment[] = [];
  let at = 0;
  for (const { span, kind } of found) {
    if (span.start > at) segments.push({ text: text.slice(at, span.start) });
    segments.push({ hidden: kind });
    at = span.end;
  }
  if (at < text.length) segments.push({ text: text.slice(at) });
  return segments;
}
