import { In, type EntityManager } from 'typeorm';
import { ConcurrentChange, updateMany, VALUE_TYPES } from '../platform/database/index.js';
import { chainHash } from './domain/history-chain.js';
import { TicketHistoryRow } from './entities.js';

/**
 * Seals histories that are older than the chain, each as a whole: three statements for all of them. A ticket
 * of whose entries any has a hash is left as it is: sealing it again would cover up what was done to it.
 *
 * @returns the heads of those that were sealed, by the ticket's id.
 * @throws ConcurrentChange when one of them is written at this moment.
 */
export async function sealHistories(
  manager: EntityManager,
  ticketIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await manager.find(TicketHistoryRow, {
    where: { ticketId: In([...ticketIds]) },
    order: { ticketId: 'ASC', number: 'ASC' },
  });
  const histories = new Map<string, TicketHistoryRow[]>();
  for (const row of rows) histories.set(row.ticketId, [...(histories.get(row.ticketId) ?? []), row]);
  const sealed: { id: string; hash: string }[] = [];
  const tickets: { id: string; head: string; length: number }[] = [];
  for (const [id, entries] of histories) {
    if (entries.some(({ hash }) => hash !== '')) continue;
    let head = '';
    for (const entry of entries) {
      head = chainHash(head, entry);
      sealed.push({ id: entry.id, hash: head });
    }
    tickets.push({ id, head, length: entries.length });
  }
  if (tickets.length === 0) return new Map();
  // The ticket first, as commands do: what is added to a history meanwhile is seen here.
  const written = await updateMany(manager, 'ticket', {
    rows: tickets,
    types: { id: VALUE_TYPES.id, head: VALUE_TYPES.code(64), length: VALUE_TYPES.integer },
    set: { history_hash: 'v.head' },
    was: { history_hash: `= ''`, history_length: '= v.length' },
  });
  if (written !== tickets.length) throw new ConcurrentChange('A history has grown while it was sealed.');
  await updateMany(manager, 'ticket_history', {
    rows: sealed,
    types: { id: VALUE_TYPES.id, hash: VALUE_TYPES.code(64) },
    set: { hash: 'v.hash' },
    was: { hash: `= ''` },
  });
  return new Map(tickets.map(({ id, head }) => [id, head]));
}
