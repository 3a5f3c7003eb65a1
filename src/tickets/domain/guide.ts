import { newId } from '../../kernel/index.js';
import type { Actor } from './answer-moves.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { stopped } from './clock-moves.js';
import type { Remark } from './ticket.js';

/**
 * A complaint or denunciation is not handled as a report: the citizen is told where it goes, and the ticket
 * ends here. Never published; whoever is named in it has no access, whatever the ticket was before.
 */
export function guide(
  loaded: LoadedTicket,
  context: {
    readonly kind: 'complaint' | 'denunciation';
    readonly text: string;
    readonly actor: Actor;
    readonly at: Date;
    readonly centreAgencyCode: string;
  },
): TicketChange {
  const { kind, at, actor } = context;
  const remark: Remark = {
    id: newId(),
    ticketId: loaded.ticket.id,
    kind: 'guidance',
    text: context.text,
    authorAccountId: actor.accountId,
    authorAgencyCode: actor.agencyCode,
    createdAt: at,
  };
  return change('guided_elsewhere', {
    set: { boundary: kind, visibility: 'private', leadAgencyCode: context.centreAgencyCode, closedAt: at },
    clocks: loaded.running.map((clock) => stopped(clock, at, 'guided')),
    remark,
    notes: [{ type: 'guided_elsewhere', data: { kind, remarkId: remark.id } }],
    events: [{ type: 'ticket.guided_elsewhere', data: { kind } }],
  });
}
