import { dayInVietnam, formatInstant } from '../../kernel/index.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { TicketClock } from './clock.js';
import { factsOf, ofKinds, type ClockPlanner } from './clock-moves.js';
import type { Speaker } from './events.js';
import { speakerTo, type Outside } from './facts.js';
import { newRemark, type Author } from './remark.js';

/** "Việc của tôi tới đâu?": counted and kept in the story; nobody is pressed by it. */
export function enquire(loaded: Pick<LoadedTicket, 'ticket'>, by: Speaker): TicketChange {
  const { ticket } = loaded;
  const times = ticket.enquiryCount + 1;
  return change(ticket.state, {
    set: { enquiryCount: times },
    notes: [{ type: 'enquired', data: { times, by } }],
    events: [{ type: 'ticket.enquired', data: { times, by } }],
  });
}

/** The same of somebody whose ticket was merged: counted with both, so that a split takes it along. */
export function enquireTogether(
  child: LoadedTicket,
  parent: LoadedTicket,
  by: Outside,
): { readonly child: TicketChange; readonly parent: TicketChange } {
  return { child: { ...enquire(child, by), events: [] }, parent: enquire(parent, speakerTo(by)) };
}

/** The reporter presses for an answer: holder and head are told. @param text what was said with it; '': nothing. */
export function chase(
  loaded: LoadedTicket,
  from: { readonly text: string; readonly author: Author; readonly by: Outside; readonly at: Date },
): TicketChange {
  const { ticket } = loaded;
  const { text, author, by, at } = from;
  const times = ticket.chaseCount + 1;
  const remark = text === '' ? null : newRemark(ticket.id, 'chase', text, author, at);
  return change(ticket.state, {
    set: { chaseCount: times, lastChasedAt: at },
    remark,
    notes: [{ type: 'chased', data: { times, by, remarkId: remark?.id ?? null } }],
    events: [{ type: 'ticket.chased', data: { agencyCode: ticket.leadAgencyCode, times, by } }],
  });
}

/** The same of somebody whose ticket was merged: whoever has the one that stands for it is told. */
export function chaseTogether(
  child: LoadedTicket,
  { ticket }: LoadedTicket,
  from: Parameters<typeof chase>[1],
): { readonly child: TicketChange; readonly parent: TicketChange } {
  const own = chase(child, from);
  const times = ticket.chaseCount + 1;
  const by = speakerTo(from.by);
  const remarkId = own.remark?.id ?? null;
  return {
    child: { ...own, events: [] },
    parent: change(ticket.state, {
      set: { chaseCount: times, lastChasedAt: from.at },
      notes: [{ type: 'chased', data: { times, by, remarkId, fromTicketId: child.ticket.id } }],
      events: [{ type: 'ticket.chased', data: { agencyCode: ticket.leadAgencyCode, times, by } }],
    }),
  };
}

/** Why it cannot be pressed for now: once a working day is enough. null: it can. */
export function chaseObstacle(
  { ticket, running }: Pick<LoadedTicket, 'ticket' | 'running'>,
  at: Date,
  planner: ClockPlanner,
): string | null {
  const { lastChasedAt, resolveDueAt } = ticket;
  if (lastChasedAt === null) return null;
  // What is said outside hours belongs to the next working day.
  const dayOf = (instant: Date): string => {
    const [clock] = ofKinds(running, ['resolve', 'classify']);
    if (clock === undefined) return dayInVietnam(instant);
    const opening: TicketClock = { ...clock, limit: '0h', startedAt: instant, pauses: [] };
    return dayInVietnam(planner.replan(opening, factsOf(ticket)).dueAt);
  };
  if (dayOf(at) > dayOf(lastChasedAt)) return null;
  const due = resolveDueAt === null ? '' : ` Hạn trả lời là ${formatInstant(resolveDueAt)}.`;
  return `Đã giục lúc ${formatInstant(lastChasedAt)}, đơn vị và lãnh đạo đơn vị đã được báo. Mỗi ngày làm việc giục một lần.${due}`;
}

/** Somebody who watches presses whoever holds it, in his or her own words. */
export function remindHolder(
  loaded: LoadedTicket,
  from: { readonly text: string; readonly author: Author; readonly at: Date },
): TicketChange {
  const { ticket } = loaded;
  const remark = newRemark(ticket.id, 'reminder', from.text, from.author, from.at);
  return change(ticket.state, {
    remark,
    notes: [{ type: 'holder_reminded', data: { remarkId: remark.id } }],
    events: [{ type: 'ticket.holder_reminded', data: { agencyCode: ticket.leadAgencyCode, remarkId: remark.id } }],
  });
}
