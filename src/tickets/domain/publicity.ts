import type { TicketState } from './state-table.js';
import { isGuided, type Ticket } from './ticket.js';

const NEVER_PUBLIC: ReadonlySet<TicketState> = new Set([
  'resolved_private',
  'guided_elsewhere',
  'rejected',
  'withdrawn',
]);

/**
 * Whether anybody may know that this ticket exists. Khiếu nại and tố cáo are never public (NĐ 20/2008
 * Đ1: they are not PAKN), nor is what was marked or answered as private.
 */
export function isPublic(ticket: Pick<Ticket, 'visibility' | 'boundary' | 'state'>): boolean {
  return ticket.visibility === 'public' && !isGuided(ticket.boundary) && !NEVER_PUBLIC.has(ticket.state);
}
