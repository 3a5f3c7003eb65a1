import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { stopped } from './clock-moves.js';
import { lapsed } from './extension.js';
import { newRemark } from './remark.js';
import { endParts } from './support.js';

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
  const remark = newRemark(loaded.ticket.id, 'guidance', context.text, actor, at);
  // A letter that is owed stays owed: the citizen has waited too long, wherever the matter belongs.
  const ending = loaded.running.filter(({ kind: clock }) => clock !== 'apology' && clock !== 'support');
  // Nobody but the centre looks at it any more.
  const because = 'Phiếu được hướng dẫn đến nơi có thẩm quyền; không cần phần này nữa.';
  const parts = endParts(loaded, because, at, actor.accountId);
  return change('guided_elsewhere', {
    set: {
      // One that was a denunciation stays one, wherever the citizen is told to go: a slip must not show the person to
      // those it is about.
      boundary: loaded.ticket.boundary === 'denunciation' ? 'denunciation' : kind,
      visibility: 'private',
      leadAgencyCode: context.centreAgencyCode,
      closedAt: at,
      extensionAsked: false,
      appealed: false,
      ...parts.set,
    },
    clocks: [...ending.map((clock) => stopped(clock, at, 'guided')), ...parts.clocks],
    supports: parts.supports,
    extension: lapsed(loaded.extensions, actor.accountId, at, 'Phiếu được hướng dẫn đến nơi có thẩm quyền.'),
    remark,
    notes: [{ type: 'guided_elsewhere', data: { kind, remarkId: remark.id } }, ...parts.notes],
    events: [{ type: 'ticket.guided_elsewhere', data: { kind } }, ...parts.events],
  });
}
