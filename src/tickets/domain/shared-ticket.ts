import { change, type LoadedTicket, type TicketChange } from './change.js';
import { factsOf, holding, ofKinds, RESOLVE_KINDS, resumed, type ClockPlanner } from './clock-moves.js';
import { reporterCount } from './merge.js';
import type { Question } from './supplement-question.js';

/**
 * Why a ticket cannot end for a reason of one reporter while others wait for its answer; null when it stands
 * for nobody else.
 */
export function sharedObstacle({ ticket }: Pick<LoadedTicket, 'ticket'>): string | null {
  if (ticket.mergedCount === 0) return null;
  return `Phiếu ${ticket.code} đang đứng chung cho ${reporterCount(ticket)} người báo. Điều phối viên cần tách các phiếu kia ra trước.`;
}

/**
 * The one who was asked did not answer, and others wait for the same answer: the work goes on with what is known.
 */
export function goOnUnanswered(
  { ticket, running }: LoadedTicket,
  question: Question,
  at: Date,
  planner: ClockPlanner,
): TicketChange {
  const agencyCode = ticket.leadAgencyCode ?? '';
  const clocks = ofKinds(running, RESOLVE_KINDS).map((clock) => resumed(clock, at, factsOf(ticket), planner));
  const resolveDueAt = clocks.find(({ kind }) => kind === 'resolve')?.dueAt ?? ticket.resolveDueAt;
  return change('in_progress', {
    set: { pausedAt: null, resolveDueAt, listDueAt: resolveDueAt ?? ticket.listDueAt },
    clocks,
    holdings: clocks.map((clock) =>
      holding(clock, { agencyCode, accountId: ticket.handlerAccountId }, 'in_progress', at),
    ),
    question: { ...question, status: 'expired', remindAt: null, nextAt: null, endedAt: at },
    notes: [{ type: 'question_expired', data: { questionId: question.id, shared: true } }],
    events: [{ type: 'ticket.question_expired', data: { agencyCode, questionId: question.id, shared: true } }],
  });
}
