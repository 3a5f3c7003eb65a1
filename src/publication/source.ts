import { IsNull, type EntityManager } from 'typeorm';
import { AttachmentRow } from '../attachments/index.js';
import { ClockHoldingRow, TicketAnswerRow, TicketClockRow, TicketRow } from '../tickets/index.js';
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
}

/** The only place of this module that reads ticket tables; queries for the public never do. */
export async function readSource(manager: EntityManager, ticketId: string): Promise<PublicationSource | null> {
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
  };
  // Once public it stays so: after the days for rating, and while it is looked at again.
  if (ticket.publishedAt === null) return bare;
  const passed = await manager.find(TicketAnswerRow, {
    where: { ticketId, status: 'published', privateReason: IsNull() },
    order: { number: 'DESC' },
  });
  const clocks = await manager.find(TicketClockRow, { where: { ticketId }, order: { position: 'ASC' } });
  const holdings = await manager.find(ClockHoldingRow, { where: { ticketId }, order: { fromAt: 'ASC', id: 'ASC' } });
  const files = await manager.find(AttachmentRow, {
    where: { ticketId, ownerKind: 'answer', isPublic: true },
    order: { id: 'ASC' },
  });
  const photos = files.filter(({ mediaType }) => mediaType !== 'application/pdf');
  const [answer, ...earlier] = withPhotos(passed, photos);
  if (answer === undefined) return bare;
  return { ...bare, answer, earlier, confirmed: confirmedIn(passed[0]), clocks, holdings };
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
