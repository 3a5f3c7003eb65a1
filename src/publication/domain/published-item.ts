import { isPublic } from '../../tickets/domain/publicity.js';
import type { Answer, Channel } from '../../tickets/domain/ticket.js';
import type { Holder } from './holders.js';
import type { SourceTicket } from './public-status.js';
import { redact } from './redact.js';
import { fromMarked, toMarked, type Segment } from './segments.js';

/** The answer's four parts as they are shown. Who is in charge is public by its nature: nothing there is hidden of itself. */
export interface PublishedAnswer {
  readonly found: readonly Segment[];
  readonly done: readonly Segment[];
  /** YYYY-MM-DD */
  readonly doneOn: string | null;
  readonly inCharge: readonly Segment[];
  /** Căn cứ pháp lý; left out by copies made before answers had one. */
  readonly legalBasis?: readonly Segment[] | null;
  /** Photos that the coordinator let through, by the ids under which they are sent. */
  readonly photos?: readonly PublishedPhoto[];
  /** Approved by somebody to whom the head had lent the right. */
  readonly approvedInPlace?: boolean;
}

export interface PublishedPhoto {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** What was answered before the ticket was opened again. */
export interface EarlierAnswer {
  readonly id: string;
  readonly agencyName: string;
  readonly answer: PublishedAnswer;
  /** ISO instant. */
  readonly publishedAt: string;
}

/** "Vì sao hạn là …": the sentences as they were when the answer was published. */
export interface DeadlineNote {
  readonly sentences: readonly string[];
  /** The same in English; left out by copies made before it was kept. */
  readonly sentencesEn?: readonly string[];
}

export interface FrozenNames {
  readonly categoryName: string | null;
  readonly field: number | null;
  readonly fieldName: string | null;
  readonly wardName: string | null;
  readonly agencyName: string;
}

export interface PublishedItem extends FrozenNames {
  readonly ticketId: string;
  readonly code: string;
  readonly ticketVersion: number;
  readonly answerId: string;
  readonly title: readonly Segment[];
  readonly question: readonly Segment[];
  readonly answer: PublishedAnswer;
  readonly channel: Channel;
  readonly categoryCode: string | null;
  readonly wardCode: string | null;
  readonly agencyCode: string;
  readonly receivedAt: Date;
  readonly dueAt: Date | null;
  readonly answeredAt: Date;
  readonly publishedAt: Date;
  readonly late: boolean;
  readonly holders: readonly Holder[];
  readonly deadline: DeadlineNote;
  readonly earlier: readonly EarlierAnswer[];
}

export interface FreezeTicket extends SourceTicket {
  readonly channel: Channel;
  readonly title: string | null;
  readonly words: string;
}

/** Of an answer what may become public. */
export type FreezeAnswer = Pick<
  Answer,
  'id' | 'found' | 'done' | 'doneOn' | 'inCharge' | 'legalBasis' | 'approvedForAccountId' | 'publicAnswer'
>;

export type FreezePhotos = readonly {
  readonly id: string;
  readonly width: number | null;
  readonly height: number | null;
}[];

export interface FreezeInput {
  readonly ticket: FreezeTicket;
  readonly answer: FreezeAnswer;
  readonly photos: FreezePhotos;
  /** Text that a coordinator has redacted at the gate, with markers; null: the automatic pass alone. */
  readonly confirmed: { readonly title: string; readonly question: string } | null;
  readonly names: FrozenNames;
  readonly holders: readonly Holder[];
  readonly deadline: DeadlineNote;
  readonly earlier: readonly EarlierAnswer[];
}

/**
 * The redacted copy that the public reads. It is made once, when the answer passes the gate, and does not
 * follow later changes of names or words.
 * @returns null when the ticket was never published or nobody may read it.
 */
export function freeze({
  ticket,
  answer,
  photos,
  confirmed,
  names,
  holders,
  deadline,
  earlier,
}: FreezeInput): PublishedItem | null {
  const { leadAgencyCode, answeredAt, publishedAt } = ticket;
  if (!isPublic(ticket)) return null;
  if (leadAgencyCode === null || answeredAt === null || publishedAt === null) return null;

  const title = confirmed ? fromMarked(confirmed.title) : redact(ticket.title ?? titleOf(ticket.words));
  const question = confirmed ? fromMarked(confirmed.question) : redact(ticket.words);
  const shown = freezeAnswer(answer, photos);
  return {
    ...names,
    ticketId: ticket.id,
    code: ticket.code,
    ticketVersion: ticket.version,
    answerId: answer.id,
    title,
    question,
    answer: shown,
    channel: ticket.channel,
    categoryCode: ticket.categoryCode,
    wardCode: ticket.wardCode,
    agencyCode: leadAgencyCode,
    receivedAt: ticket.receivedAt,
    dueAt: ticket.resolveDueAt,
    answeredAt,
    publishedAt,
    late: ticket.resolveDueAt !== null && answeredAt > ticket.resolveDueAt,
    holders,
    deadline,
    earlier,
  };
}

/** An answer as a coordinator has marked it, else with the automatic pass over every part that may speak of somebody. */
export function freezeAnswer(answer: FreezeAnswer, photos: FreezePhotos): PublishedAnswer {
  const confirmed = answer.publicAnswer ?? null;
  const legalBasis = confirmed === null ? answer.legalBasis : confirmed.legalBasis;
  return {
    found: confirmed === null ? redact(answer.found) : fromMarked(confirmed.found),
    done: confirmed === null ? redact(answer.done) : fromMarked(confirmed.done),
    doneOn: answer.doneOn,
    inCharge: fromMarked(confirmed?.inCharge ?? answer.inCharge),
    legalBasis: legalBasis === null ? null : fromMarked(legalBasis),
    photos: photos.map(({ id, width, height }) => ({ id, width: width ?? 0, height: height ?? 0 })),
    approvedInPlace: answer.approvedForAccountId !== null,
  };
}

/** A copy whose ticket is looked at again, with the words and photos that it has from now on. @param present as it is out. */
export function asItStands(present: object, { title, question, answer, ticketVersion }: PublishedItem): PublishedItem {
  return { ...present, title, question, answer, ticketVersion } as unknown as PublishedItem;
}

/** What a coordinator may change of a copy that is out. */
type Changeable = Pick<PublishedItem, 'title' | 'question' | 'answer'>;

/**
 * When a copy that is written again was changed by hand last. Another answer begins anew; a copy that says the same stays
 * as old as it is.
 * @param present the copy that is out.
 */
export function revisedSince(
  present: Changeable & { readonly answerId: string; readonly revisedAt: Date | null },
  item: Changeable & { readonly answerId: string },
  now: Date,
): Date | null {
  if (present.answerId !== item.answerId) return null;
  return saysTheSame(present, item) ? present.revisedAt : now;
}

/** Words and photos. */
function saysTheSame(one: Changeable, other: Changeable): boolean {
  const said = ({ title, question, answer }: Changeable) => [
    ...[title, question, answer.found, answer.done, answer.inCharge, answer.legalBasis ?? []].map(toMarked),
    ...(answer.photos ?? []).map(({ id }) => id),
  ];
  return said(one).join('\n\n') === said(other).join('\n\n');
}

const TITLE_LENGTH = 90;

/** A title for a ticket that has none: its first sentence, cut at a word. */
export function titleOf(words: string): string {
  const first = /^[^\n.!?]{12,}?(?=[\n.!?]|$)/u.exec(words.trim())?.[0] ?? words.trim().split('\n')[0] ?? '';
  if (first.length <= TITLE_LENGTH) return first;
  const cut = first.slice(0, TITLE_LENGTH + 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), TITLE_LENGTH / 2)).trimEnd()}…`;
}
