import { dayInVietnam, formatDay } from '../../kernel/index.js';
import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { factsOf, holding, ofKinds, started, stopped, type ClockPlanner } from './clock-moves.js';
import type { ClockHolding, StopReason, TicketClock } from './clock.js';
import { surveyEnd } from './close.js';
import type { HistoryEntry } from './history.js';
import { newRemark } from './remark.js';
import type { Answer } from './ticket.js';

/** Fewer characters do not say what was done. */
export const MIN_DONE = 20;

/** What an answer has promised and nobody has reported done yet; null: nothing. */
export function openCommitment({ running }: Pick<LoadedTicket, 'running'>): TicketClock | null {
  return ofKinds(running, ['commitment'])[0] ?? null;
}

/** The promise of the present answer, kept or not; null when there is none, or the ticket was opened again since. */
export function lastCommitment(clocks: readonly TicketClock[]): TicketClock | null {
  const last = clocks.findLast(({ kind }) => kind === 'commitment');
  if (last === undefined || last.stopReason === 'reopened') return null;
  // Another round has its own promise, or none.
  const again = clocks.some(({ kind, startedAt }) => kind === 'resolve' && startedAt > last.startedAt);
  return again ? null : last;
}

/**
 * The promise that the opening of the ticket again has overtaken, kept or not: it stands with the answer that gave it.
 * null: none was, or a later answer has its own.
 *
 * @param clocks in the order in which they began.
 */
export function overtakenCommitment(
  clocks: readonly TicketClock[],
): { readonly clock: TicketClock; readonly reopenedAt: Date } | null {
  const clock = clocks.findLast(({ kind }) => kind === 'commitment');
  if (clock === undefined || lastCommitment(clocks) !== null) return null;
  const next = clocks.find(({ kind, startedAt }) => kind === 'resolve' && startedAt > clock.startedAt);
  const reopenedAt = clock.stopReason === 'reopened' ? clock.stoppedAt : (next?.startedAt ?? null);
  return reopenedAt === null ? null : { clock, reopenedAt };
}

/**
 * Who held a promise, one after another. Its clock begins with whoever has the ticket, and writes no holding of that:
 * until an order hands it on, it is the clock's own holder; after it, whoever the order took it from.
 *
 * @param holdings of this clock, in order.
 */
export function promiseHoldings(
  clock: TicketClock,
  holdings: readonly ClockHolding[],
  history: readonly Pick<HistoryEntry, 'type' | 'data' | 'at'>[],
): readonly ClockHolding[] {
  const [next] = holdings;
  const order = history.find(
    ({ type, at, data }) =>
      type === 'agency_changed' &&
      at.getTime() === next?.fromAt.getTime() &&
      data['agencyCode'] === next.agencyCode &&
      typeof data['fromAgencyCode'] === 'string',
  );
  const { holderAgencyCode, holderAccountId } = clock;
  const first =
    next === undefined
      ? { agencyCode: holderAgencyCode, accountId: holderAccountId }
      : { agencyCode: String(order?.data['fromAgencyCode'] ?? next.agencyCode), accountId: null };
  return [holding(clock, first, 'published', clock.startedAt), ...holdings];
}

/** When it was reported done; null: it was not. What ends otherwise is not done. */
export function doneAtOf({ stopReason, stoppedAt }: Pick<TicketClock, 'stopReason' | 'stoppedAt'>): Date | null {
  return stopReason === 'reopened' ? null : stoppedAt;
}

/** The day that the answer named, 'YYYY-MM-DD'; the clock may be due later, when nobody works on it. */
export function committedOn({ limit, dueAt }: Pick<TicketClock, 'limit' | 'dueAt'>): string {
  return /^until(\d{4}-\d\d-\d\d)$/.exec(limit)?.[1] ?? dayInVietnam(dueAt);
}

/**
 * The answer reaches the citizen: a day that is still to come is a promise, with a clock of its own to the close
 * of that day. What was to be done by today is done.
 *
 * @returns null when nothing is promised, or the province has no such clock.
 */
export function commitment(
  { ticket, clockCount }: Pick<LoadedTicket, 'ticket' | 'clockCount'>,
  { doneOn, authorAgencyCode }: Pick<Answer, 'doneOn' | 'authorAgencyCode'>,
  at: Date,
  planner: ClockPlanner,
): TicketClock | null {
  if (doneOn === null || doneOn <= dayInVietnam(at)) return null;
  const plan = planner.plan('commitment', {
    ...factsOf(ticket),
    startedAt: at,
    holderAgencyCode: ticket.leadAgencyCode ?? authorAgencyCode,
    until: doneOn,
  });
  return plan === null ? null : started(plan, ticket.id, clockCount + 1, ticket.handlerAccountId);
}

/** What was promised ends with the ticket's present round, for a reason; nothing when nothing was. */
export function endCommitment(loaded: Pick<LoadedTicket, 'running'>, at: Date, reason: StopReason): TicketClock[] {
  return ofKinds(loaded.running, ['commitment']).map((clock) => stopped(clock, at, reason));
}

export const NOTHING_PROMISED = 'Phiếu này không có việc đã hẹn nào chờ báo xong.';

/** Why a ticket that was answered cannot close yet; null when it can. */
export function commitmentObstacle(loaded: Pick<LoadedTicket, 'running'>): string | null {
  const open = openCommitment(loaded);
  return open === null
    ? null
    : `Đơn vị hẹn xong ${formatDay(committedOn(open))} mà chưa báo xong, nên phiếu chưa đóng được.`;
}

/**
 * What was promised is done: its clock stops with the report. The ticket stays as it was answered; the days for
 * rating begin anew, because only now can the citizen see the result.
 */
export function reportDone(
  loaded: LoadedTicket,
  open: TicketClock,
  report: { readonly reportId: string; readonly words: string; readonly actor: Actor; readonly at: Date },
): TicketChange {
  const { ticket } = loaded;
  const { reportId, words, actor, at } = report;
  const remark = newRemark(ticket.id, 'done_report', words, actor, at, reportId);
  const promised = committedOn(open);
  const until = surveyEnd(at);
  return change(ticket.state, {
    set: {
      commitmentDueAt: null,
      closeDueAt: ticket.closeDueAt !== null && ticket.closeDueAt > until ? ticket.closeDueAt : until,
    },
    clocks: [stopped(open, at, 'done_reported')],
    remark,
    notes: [{ type: 'done_reported', data: { committedOn: promised, late: at > open.dueAt, remarkId: remark.id } }],
    events: [
      {
        type: 'ticket.done_reported',
        data: { agencyCode: actor.agencyCode, committedOn: promised, remarkId: remark.id },
      },
    ],
  });
}
