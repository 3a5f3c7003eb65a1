import { In, type EntityManager } from 'typeorm';
import type { Principal } from '../../identity/index.js';
import type { HistoryEntry } from '../domain/history.js';
import { can } from '../domain/policy.js';
import { TicketRow } from '../entities.js';

/**
 * A history in which a complaint or denunciation is named to those alone who see it: that some ticket was linked is
 * still told, but with its code and a phone number somebody could ask for it. One statement where anything is linked.
 */
export async function namingOnlySeen(
  manager: EntityManager,
  principal: Principal,
  history: readonly HistoryEntry[],
): Promise<readonly HistoryEntry[]> {
  const linked = history.flatMap(({ type, data }) => (type === 'linked' ? [String(data['otherTicketId'])] : []));
  if (linked.length === 0) return history;
  const guided = await manager.findBy(TicketRow, { id: In(linked), boundary: In(['complaint', 'denunciation']) });
  const hidden = new Set(guided.filter((ticket) => !can(principal, 'read', ticket).allowed).map(({ id }) => id));
  return history.map((entry) =>
    entry.type === 'linked' && hidden.has(String(entry.data['otherTicketId']))
      ? { ...entry, data: { ...entry.data, otherCode: 'khác' } }
      : entry,
  );
}
