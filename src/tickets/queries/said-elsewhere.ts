import { In, type EntityManager } from 'typeorm';
import type { HistoryNote } from '../domain/history.js';
import type { Remark } from '../domain/ticket.js';
import { TicketHistoryRow, TicketRemarkRow } from '../entities.js';

/** Which words in a history stand with tickets that were merged into this one. */
function idsIn(history: readonly Pick<HistoryNote, 'data'>[]): string[] {
  return history.flatMap(({ data: { fromTicketId, remarkId } }) =>
    typeof fromTicketId === 'string' && typeof remarkId === 'string' ? [remarkId] : [],
  );
}

/**
 * What people whose tickets were merged into one said to it since: the words stand with their own tickets, and are
 * read by whoever works on this one. For staff: to its reporter they are another person's.
 */
export async function saidElsewhere(
  manager: EntityManager,
  history: readonly Pick<HistoryNote, 'data'>[],
): Promise<Remark[]> {
  const ids = idsIn(history);
  return ids.length === 0 ? [] : manager.findBy(TicketRemarkRow, { id: In(ids) });
}

/** The ids of additions that were made so. */
export async function additionsElsewhere(manager: EntityManager, ticketId: string): Promise<string[]> {
  const where = { ticketId, type: 'facts_added' } as const;
  return idsIn(await manager.find(TicketHistoryRow, { select: { id: true, data: true }, where }));
}
