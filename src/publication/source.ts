import { In, IsNull, MoreThanOrEqual, type EntityManager } from 'typeorm';
import { AttachmentRow } from '../attachments/index.js';
import { ClockHoldingRow, TicketAnswerRow, TicketClockRow, TicketRow } from '../tickets/index.js';
import { PublicationWithdrawalRow } from './moderation-entities.js';
import type { FreezeAnswer, FreezeInput, FreezePhotos, FreezeTicket } from './domain/published-item.js';

/** An answer that everybody may read, with the photos that the coordinator let through. */
export interface PassedAnswer extends FreezeAnswer {
  readonly authorAgencyCode: string;
  readonly approvedAt: Date | null;
  readonly publishedAt: Date;
  readonly photos: FreezePhotos;
}

/** All that the projections read of a ticket. The reporter is not among it. */
export interface PublicationSource {
  readonly ticket: FreezeTicket;
  /** The answer that passed the gate last. */
  readonly answer: PassedAnswer | null;
  /** Those that passed it in former rounds, the newest first. */
  readonly earlier: readonly PassedAnswer[];
  readonly confirmed: FreezeInput['confirmed'];
  readonly clocks: readonly TicketClockRow[];
  readonly holdings: readonly ClockHoldingRow[];
  readonly reporterCount: number;
  /** The copy was taken off and not put back; null: it was not. */
  readonly withdrawal: PublicationWithdrawalRow | null;
}

/**
 * The only place of this module that reads ticket tables for a copy; queries for the public never do.
 * @param gateAt as if the answer that waits at the gate passed it at this instant; null: as it is.
 */
export async function readSource(
  manager: EntityManager,
  ticketId: string,
  gateAt: Date | null = null,
): Promise<PublicationSource | null> {
  const ticket = await manager.findOneBy(TicketRow, { id: ticketId });
  if (ticket === null) return null;
  const bare = {
    ticket,
    answer: null,
    earlier: [],
    confirmed: null,
    clocks: [],
    holdings: [],
    reporterCount: ticket.mergedCount + 1,
    withdrawal: null,
  };
  const atGate = gateAt !== null && ticket.state === 'awaiting_publication';
  // Once public it stays so: after the days for rating, and while it is looked at again.
  if (ticket.publishedAt === null && !atGate) return bare;
  const rows = await manager.find(TicketAnswerRow, {
    where: [
      { ticketId, status: 'published', privateReason: IsNull() },
      ...(atGate ? [{ ticketId, status: 'approved' as const }] : []),
    ],
    order: { number: 'DESC' },
  });
  const passed = rows.map((row) => (row.status === 'approved' ? { ...row, publishedAt: gateAt } : row));
  const clocks = await manager.find(TicketClockRow, { where: { ticketId }, order: { position: 'ASC' } });
  const holdings = await manager.find(ClockHoldingRow, { where: { ticketId }, order: { fromAt: 'ASC', id: 'ASC' } });
  const files = await manager.find(AttachmentRow, {
    where: { ticketId, ownerKind: In(['answer', 'public_copy']), isPublic: true },
  });
  // A blurred copy stands where its photo stood.
  const place = ({ id, ownerKind, ownerId }: AttachmentRow): string => (ownerKind === 'public_copy' ? ownerId : id);
  const photos = files
    .filter(({ mediaType }) => mediaType !== 'application/pdf')
    .sort((a, b) => (place(a) < place(b) ? -1 : 1));
  const withdrawal = await activeWithdrawal(manager, ticketId);
  const [answer, ...earlier] = withPhotos(passed, photos);
  if (answer === undefined) return bare;
  return { ...bare, answer, earlier, confirmed: confirmedIn(passed[0]), clocks, holdings, withdrawal };
}

/** The clock end to end under which an answer was given. */
export function promiseOf({ clocks }: PublicationSource, { publishedAt }: PassedAnswer): TicketClockRow | null {
  return clocks.findLast(({ kind, startedAt }) => kind === 'resolve' && startedAt <= publishedAt) ?? null;
}

/** The ticket as it was when this answer passed the gate, as far as the copy tells of it. */
export function asAnswered(
  { authorAgencyCode, approvedAt, publishedAt }: PassedAnswer,
  resolve: TicketClockRow | null,
) {
  return {
    leadAgencyCode: authorAgencyCode,
    answeredAt: approvedAt ?? publishedAt,
    publishedAt,
    resolveDueAt: resolve?.dueAt ?? null,
  };
}

/** Why the copy of a ticket is off now; null: it is not. */
export async function activeWithdrawal(
  manager: EntityManager,
  ticketId: string,
): Promise<PublicationWithdrawalRow | null> {
  return manager.findOne(PublicationWithdrawalRow, {
    where: { ticketId, restoredAt: IsNull() },
    order: { withdrawnAt: 'DESC' },
  });
}

/** When the copy of an answer was put back last, after it had been off; null: it never was. */
export async function restoredAt(manager: EntityManager, ticketId: string, publishedAt: Date): Promise<Date | null> {
  const row = await manager.findOne(PublicationWithdrawalRow, {
    where: { ticketId, restoredAt: MoreThanOrEqual(publishedAt) },
    order: { restoredAt: 'DESC' },
  });
  return row?.restoredAt ?? null;
}

/** What the coordinator let through with the answer. */
function confirmedIn(answer: TicketAnswerRow | undefined): FreezeInput['confirmed'] {
  const { publicTitle = null, publicQuestion = null } = answer ?? {};
  return publicTitle === null || publicQuestion === null ? null : { title: publicTitle, question: publicQuestion };
}

/** A photo stands with the first answer published after it came: a returned draft and its successor share theirs. */
function withPhotos(answers: readonly TicketAnswerRow[], photos: readonly AttachmentRow[]): PassedAnswer[] {
  return answers.flatMap((answer, index) => {
    const { publishedAt } = answer;
    if (publishedAt === null) return [];
    const before = answers[index + 1]?.publishedAt ?? null;
    const own = photos.filter(({ createdAt }) => createdAt <= publishedAt && (before === null || createdAt > before));
    return [{ ...answer, publishedAt, photos: own }];
  });
}
