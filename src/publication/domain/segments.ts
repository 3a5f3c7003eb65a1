/** What a hidden place held. The page shows the word, never what was there. */
export const HIDDEN_KINDS = {
  phone: 'số điện thoại',
  email: 'địa chỉ e-mail',
  id_card: 'số giấy tờ',
  plate: 'biển số xe',
  account: 'số tài khoản',
  house_number: 'số nhà',
  number: 'dãy số',
  name: 'tên người',
} as const;

export type HiddenKind = keyof typeof HIDDEN_KINDS;

/** A piece of published text: words as they were written, or a place that is hidden. */
export type Segment = { readonly text: string } | { readonly hidden: HiddenKind };

const MARKER = /\[đã ẩn(?:: ?([^\][\n]{1,40}))?\]/giu;
const KIND_OF_LABEL = new Map(
  Object.entries(HIDDEN_KINDS).map(([kind, label]) => [label as string, kind as HiddenKind]),
);

/**
 * Segments as one editable text, hidden places as «[đã ẩn: số điện thoại]». What the coordinator sees
 * in the field of the gate, and what goes into plain-text mail.
 */
export function toMarked(segments: readonly Segment[]): string {
  return segments.map((s) => ('text' in s ? s.text : `[đã ẩn: ${HIDDEN_KINDS[s.hidden]}]`)).join('');
}

/**
 * The reverse of `toMarked`, for text that a coordinator typed or confirmed. A marker with a label of
 * the coordinator's own ("[đã ẩn: tên trường]") is still a hidden place.
 */
export function fromMarked(text: string): Segment[] {
  const normal = text.normalize('NFC');
  const segments: Segment[] = [];
  let at = 0;
  for (const match of normal.matchAll(MARKER)) {
    if (match.index > at) segments.push({ text: normal.slice(at, match.index) });
    segments.push({ hidden: KIND_OF_LABEL.get((match[1] ?? '').trim().toLowerCase()) ?? 'name' });
    at = match.index + match[0].length;
  }
  if (at < normal.length) segments.push({ text: normal.slice(at) });
  return segments;
}

/** The words that are left, for the search key: what is hidden cannot be searched for. */
export function visibleText(segments: readonly Segment[]): string {
  return segments.map((s) => ('text' in s ? s.text : ' ')).join('');
}
