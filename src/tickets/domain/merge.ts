import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { TicketClock } from './clock.js';
import { factsOf, merged, ofKinds, RESOLVE_KINDS, resumed, silent, type ClockPlanner } from './clock-moves.js';
import { lapsed } from './extension.js';
import { endAll, withoutParts } from './lead-moves.js';
import { newRemark, type Author } from './remark.js';
import { cancelledQuestion } from './supplement.js';

/** The clocks of a child that another ticket's promise stands for from now on; a letter owed stays owed. */
const PROMISES = ['resolve', 'act'] as const;

const NOBODY: Author = { accountId: null, agencyCode: null };

export interface Merging {
  /** Why, in the coordinator's words; null: none were written. */
  readonly reason: string | null;
  /** null: the service, for a caller who joins an incident. */
  readonly actor: Actor | null;
  readonly at: Date;
}

/** How many people one ticket stands for, the reporter of its own included. */
export function reporterCount({ mergedCount }: { readonly mergedCount: number }): number {
  return mergedCount + 1;
}

/**
 * Why a ticket cannot take others; null when it can. The state table and the policy have spoken before: it is
 * open, and no complaint or denunciation.
 */
function parentObstacle({ ticket, running }: LoadedTicket, children: readonly LoadedTicket[]): string | null {
  const { code } = ticket;
  if (ticket.mergedIntoId !== null) return `Phiếu ${code} đã gộp vào phiếu khác; xin gộp vào phiếu đó.`;
  if (ticket.pausedAt !== null) {
    return `Phiếu ${code} đang chờ người gửi bổ sung nên thời hạn đang dừng; phiếu khác gộp vào sẽ bị chờ theo. Xin gộp ngược lại, hoặc đợi người gửi trả lời.`;
  }
  const promised = children.some((child) => ofKinds(child.running, ['resolve']).length > 0);
  if (promised && ofKinds(running, ['resolve']).length === 0 && ticket.answeredAt === null) {
    return `Phiếu ${code} chưa phân loại nên chưa có thời hạn trả lời. Xin phân loại trước, hoặc gộp ngược lại.`;
  }
  return null;
}

/** Why a ticket cannot go into that one; null when it can. */
function childObstacle(child: LoadedTicket, parent: LoadedTicket): string | null {
  const { ticket } = child;
  const { code } = ticket;
  if (ticket.id === parent.ticket.id) return 'Một phiếu không gộp được vào chính nó.';
  if (ticket.mergedCount > 0) {
    return `Phiếu ${code} đang đứng chung cho ${reporterCount(ticket)} người báo. Xin gộp ngược lại: gộp phiếu kia vào ${code}.`;
  }
  if (ticket.visibility !== parent.ticket.visibility) {
    return ticket.visibility === 'private'
      ? `Phiếu ${code} không công khai, phiếu ${parent.ticket.code} thì công khai; gộp lại là công khai việc riêng của người gửi. Xin liên kết hai phiếu.`
      : `Phiếu ${parent.ticket.code} không công khai; gộp phiếu ${code} vào thì người khác đọc được câu trả lời riêng. Xin liên kết hai phiếu.`;
  }
  if (ofKinds(child.running, ['act']).length > 0 && !isUrgent(parent)) {
    return `Phiếu ${code} là việc khẩn, phiếu ${parent.ticket.code} thì không. Xin gộp ngược lại, hoặc sửa mức khẩn của phiếu ${parent.ticket.code} trước.`;
  }
  return null;
}

function isUrgent({ ticket, running, ended }: LoadedTicket): boolean {
  return ticket.urgent || ofKinds([...running, ...ended], ['act']).length > 0;
}

/** Why these do not go together; null when they do. Whether two private tickets are one person's is asked apart. */
export function mergeObstacle(parent: LoadedTicket, children: readonly LoadedTicket[]): string | null {
  for (const child of children) {
    const obstacle = childObstacle(child, parent);
    if (obstacle !== null) return obstacle;
  }
  return parentObstacle(parent, children);
}

/** A child, as it is from now on: another ticket stands for it. Its own clocks stop, and are kept for a split. */
function merge(child: LoadedTicket, parent: LoadedTicket, to: Merging, planner: ClockPlanner): TicketChange {
  const { ticket } = child;
  const { actor, at } = to;
  const because = `Phiếu được gộp vào phiếu ${parent.ticket.code}.`;
  const accountId = actor?.accountId ?? null;
  const remark = to.reason === null ? null : newRemark(ticket.id, 'merge', to.reason, actor ?? NOBODY, at);
  const moved = change('merged', {
    set: { mergedIntoId: parent.ticket.id, closedAt: at, pausedAt: null, extensionAsked: false, appealed: false },
    clocks: endAll(child, 'merged', { at, planner }),
    remark,
    // From this moment on: an answer to it would start clocks again that another ticket stands for.
    question: cancelledQuestion(child, at),
    extension: lapsed(child.extensions, accountId, at, because),
    notes: [
      {
        type: 'merged',
        data: {
          intoTicketId: parent.ticket.id,
          intoCode: parent.ticket.code,
          fromState: ticket.state,
          remarkId: remark?.id ?? null,
        },
      },
    ],
    events: [{ type: 'ticket.merged', data: { intoTicketId: parent.ticket.id } }],
  });
  return withoutParts(child, { because, at, accountId }, moved);
}

/** A clock that waited for the citizen runs again before it is looked at: what it stood still counts. */
function resumedFor({ ticket }: LoadedTicket, clock: TicketClock, at: Date, planner: ClockPlanner): TicketClock {
  return ticket.pausedAt !== null && RESOLVE_KINDS.includes(clock.kind)
    ? resumed(clock, at, factsOf(ticket), planner)
    : clock;
}

/** The parent: it stands for all of them, and keeps the earliest promise that any of them was given. */
function absorb(
  parent: LoadedTicket,
  children: readonly LoadedTicket[],
  { at }: Pick<Merging, 'at'>,
  planner: ClockPlanner,
): TicketChange {
  const { ticket, running } = parent;
  const clocks: TicketClock[] = [];
  for (const clock of ofKinds(running, PROMISES)) {
    const promises = children.flatMap((child) =>
      ofKinds(child.running, [clock.kind]).map((own) => resumedFor(child, own, at, planner)),
    );
    const taken = promises.reduce<TicketClock>(merged, clock);
    // An answer that waits at the gate escalates no further.
    if (taken !== clock) clocks.push(ticket.answeredAt === null ? taken : silent(taken, at));
  }
  const resolveDueAt = clocks.find(({ kind }) => kind === 'resolve')?.dueAt ?? ticket.resolveDueAt;
  const mergedCount = ticket.mergedCount + children.length;
  const sum = (count: (child: LoadedTicket['ticket']) => number): number =>
    children.reduce((total, child) => total + count(child.ticket), 0);
  const lastChasedAt = [ticket, ...children.map((child) => child.ticket)]
    .flatMap(({ lastChasedAt: chasedAt }) => chasedAt ?? [])
    .reduce<Date | null>((latest, chasedAt) => (latest === null || chasedAt > latest ? chasedAt : latest), null);
  return change(ticket.state, {
    set: {
      mergedCount,
      chaseCount: ticket.chaseCount + sum(({ chaseCount }) => chaseCount),
      enquiryCount: ticket.enquiryCount + sum(({ enquiryCount }) => enquiryCount),
      additionCount: ticket.additionCount + sum(({ additionCount }) => additionCount),
      lastChasedAt,
      resolveDueAt,
      listDueAt: resolveDueAt ?? ticket.listDueAt,
    },
    clocks,
    notes: [
      {
        type: 'absorbed',
        data: {
          ticketIds: children.map((child) => child.ticket.id),
          codes: children.map((child) => child.ticket.code).join(', '),
          reporters: mergedCount + 1,
          fromDueAt: ticket.resolveDueAt?.toISOString() ?? null,
          dueAt: resolveDueAt?.toISOString() ?? null,
        },
      },
    ],
    events: [
      {
        type: 'ticket.absorbed',
        data: { tickets: children.length, reporters: mergedCount + 1 },
      },
    ],
  });
}

/** Whether a child was promised its answer before the parent: then the parent takes that promise over. */
export function promisedEarlier(child: LoadedTicket, parent: LoadedTicket): boolean {
  return PROMISES.some((kind) => {
    const [[its], [mine]] = [ofKinds(child.running, [kind]), ofKinds(parent.running, [kind])];
    return its !== undefined && mine !== undefined && its.dueAt < mine.dueAt;
  });
}

/** What a merge does to each: the parent first, then the children in their order. */
export function mergeTogether(
  parent: LoadedTicket,
  children: readonly LoadedTicket[],
  to: Merging,
  planner: ClockPlanner,
): { readonly parent: TicketChange; readonly children: readonly TicketChange[] } {
  return {
    parent: absorb(parent, children, to, planner),
    children: children.map((child) => merge(child, parent, to, planner)),
  };
}
