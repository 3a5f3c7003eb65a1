import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { Speaker } from './events.js';
import { newRemark, type Author } from './remark.js';

/** Who of those outside the agency speaks: the reporter, or the centre for him or her. */
export type Outside = 'reporter' | 'centre';

/** How the ticket that stands for others tells who spoke. */
export function speakerTo(by: Outside): Speaker {
  return by === 'reporter' ? 'merged_reporter' : by;
}

/** What the reporter adds unasked: words, photos or both. The ticket stays where it is. */
export function addFacts(
  loaded: LoadedTicket,
  facts: {
    readonly text: string;
    readonly photos: number;
    readonly author: Author;
    readonly by: Outside;
    readonly at: Date;
  },
): TicketChange {
  const { ticket } = loaded;
  const { text, photos, author, by, at } = facts;
  const remark = newRemark(ticket.id, 'facts', text, author, at);
  return change(ticket.state, {
    set: { additionCount: ticket.additionCount + 1 },
    remark,
    notes: [{ type: 'facts_added', data: { remarkId: remark.id, photos, by } }],
    events: [
      {
        type: 'ticket.facts_added',
        data: { agencyCode: ticket.leadAgencyCode, remarkId: remark.id, photos, by },
      },
    ],
  });
}

/**
 * The same of somebody whose ticket was merged: the words stand with his or her own ticket, and count there, so that
 * a split takes them along; whoever works on the one that stands for it hears of them and reads them there.
 */
export function addFactsTogether(
  child: LoadedTicket,
  { ticket }: LoadedTicket,
  facts: Parameters<typeof addFacts>[1],
): { readonly child: TicketChange; readonly parent: TicketChange } {
  const own = addFacts(child, facts);
  const remarkId = own.remark?.id ?? null;
  const { photos } = facts;
  const by = speakerTo(facts.by);
  return {
    child: { ...own, events: [] },
    parent: change(ticket.state, {
      set: { additionCount: ticket.additionCount + 1 },
      notes: [{ type: 'facts_added', data: { remarkId, photos, by, fromTicketId: child.ticket.id } }],
      events: [{ type: 'ticket.facts_added', data: { agencyCode: ticket.leadAgencyCode, remarkId, photos, by } }],
    }),
  };
}

/** Why no more is taken today; null while there is room. @param today how often facts were added today. */
export function factsObstacle(today: number, most: number): string | null {
  return today < most
    ? null
    : `Hôm nay phiếu này đã nhận ${most} lần bổ sung. Xin gộp các ý còn lại và gửi vào ngày mai, hoặc gọi 1022.`;
}
