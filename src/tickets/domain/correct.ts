import { newId } from '../../kernel/index.js';
import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { newRemark } from './remark.js';
import { endPartsOfAccused } from './support.js';
import type { Answer, Ticket } from './ticket.js';

const CORRECTABLE = ['title', 'words', 'place', 'ward', 'point', 'subject'] as const;

export type CorrectableField = (typeof CORRECTABLE)[number];

/** One field as it was and as it is; codes for ward and subject, "10.95123,106.82345" for a point. */
export interface Correction {
  readonly id: string;
  readonly ticketId: string;
  readonly field: CorrectableField;
  readonly before: string | null;
  readonly after: string | null;
  readonly byAccountId: string;
  readonly at: Date;
  /** Why so. */
  readonly remarkId: string;
}

/** What is to stand there from now on; a field left out stays as it is. */
export interface Corrected {
  readonly title?: string | null;
  readonly words?: string;
  readonly place?: string | null;
  readonly ward?: string | null;
  readonly point?: { readonly lat: number; readonly lng: number } | null;
  readonly subject?: string | null;
}

/**
 * A coordinator puts right what the ticket says. Nothing moves by it: where the rules would send it now is
 * for the coordinator to decide. Every field keeps what stood there before.
 *
 * @returns the change and the rows of the trace; null when nothing would be different.
 */
export function correct(
  loaded: LoadedTicket,
  to: {
    readonly fields: Corrected;
    readonly why: string;
    readonly actor: Actor;
    readonly at: Date;
    /** Whether an agency is, from now on, one that the ticket is about and that may not look at it; null: none is. */
    readonly isAccused: ((agencyCode: string) => boolean) | null;
  },
): { readonly change: TicketChange; readonly corrections: readonly Correction[] } | null {
  const { ticket } = loaded;
  const { fields, why, actor, at } = to;
  const after = textsOf(fields);
  const before = textsOf({
    title: ticket.title,
    words: ticket.words,
    place: ticket.placeText,
    ward: ticket.wardCode,
    point: pointOf(ticket),
    subject: ticket.subjectAgencyCode,
  });
  const changed = CORRECTABLE.filter((field) => field in after && after[field] !== before[field]);
  if (changed.length === 0) return null;
  const remark = newRemark(ticket.id, 'correction', why, actor, at);
  const parts = endPartsOfAccused(loaded, changed.includes('subject') ? to.isAccused : null, at, actor.accountId);
  return {
    change: change(ticket.state, {
      clocks: parts.clocks,
      supports: parts.supports,
      set: { ...columnsOf(fields, changed), ...parts.set },
      remark,
      answer: unmarked(loaded.answer, changed),
      notes: [{ type: 'corrected', data: { fields: changed, remarkId: remark.id } }, ...parts.notes],
      events: [{ type: 'ticket.corrected', data: { fields: changed.join(',') } }, ...parts.events],
    }),
    corrections: changed.map((field) => ({
      id: newId(),
      ticketId: ticket.id,
      field,
      before: before[field] ?? null,
      after: after[field] ?? null,
      byAccountId: actor.accountId,
      at,
      remarkId: remark.id,
    })),
  };
}

/** What was marked for the public in words that are other ones now is marked anew. */
function unmarked(answer: Answer | null, changed: readonly CorrectableField[]): Answer | null {
  const marked = (answer?.publicTitle ?? null) !== null || (answer?.publicQuestion ?? null) !== null;
  if (answer?.status !== 'approved' || !marked) return null;
  if (!changed.includes('title') && !changed.includes('words')) return null;
  return { ...answer, publicTitle: null, publicQuestion: null };
}

function pointOf({ lat, lng }: Pick<Ticket, 'lat' | 'lng'>): { lat: number; lng: number } | null {
  return lat === null || lng === null ? null : { lat, lng };
}

function textsOf(fields: Corrected): Partial<Record<CorrectableField, string | null>> {
  const { point, ...texts } = fields;
  return { ...texts, ...(point === undefined ? {} : { point: point === null ? null : pointText(point) }) };
}

/** As precise as a house front: five places behind the point are a metre. */
function pointText({ lat, lng }: { readonly lat: number; readonly lng: number }): string {
  return `${lat.toFixed(5)},${lng.toFixed(5)}`;
}

function columnsOf(fields: Corrected, changed: readonly CorrectableField[]): TicketChange['set'] {
  const { title, words, place, ward, point, subject } = fields;
  const is = (field: CorrectableField): boolean => changed.includes(field);
  return {
    ...(is('title') && title !== undefined ? { title } : {}),
    ...(is('words') && words !== undefined ? { words } : {}),
    ...(is('place') && place !== undefined ? { placeText: place } : {}),
    ...(is('ward') && ward !== undefined ? { wardCode: ward } : {}),
    ...(is('point') && point !== undefined ? { lat: point?.lat ?? null, lng: point?.lng ?? null } : {}),
    ...(is('subject') && subject !== undefined ? { subjectAgencyCode: subject } : {}),
  };
}
