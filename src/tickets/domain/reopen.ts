import { formatInstant } from '../../kernel/index.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { ofKinds, type ClockPlanner, type Holder } from './clock-moves.js';
import { SURVEY_DAYS, surveyEnd } from './close.js';
import { endCommitment } from './commitment.js';
import type { ReopenGround } from './grounds.js';
import { begin } from './lead-moves.js';
import { MAX_REASON } from './open.js';
import { newRemark, type Author } from './remark.js';
import { wasReported } from './report-action.js';
import type { Speaker } from './events.js';
import type { TicketState } from './state-table.js';

/** A word alone does not say what is wrong with an answer. */
export const MIN_REASON = 20;

const ANSWERED: readonly TicketState[] = ['published', 'resolved_private'];

/** Why the citizen cannot have it opened again by the link; null when he or she can. The centre always can. */
export function reopenObstacle({ ticket, ended }: Pick<LoadedTicket, 'ticket' | 'ended'>, at: Date): string | null {
  const call = 'Xin gọi 1022, điều phối viên sẽ xem.';
  if (ticket.state === 'withdrawn') {
    const until = surveyEnd(ticket.closedAt ?? ticket.updatedAt);
    if (at > until)
      return `Phiếu đã rút chỉ mở lại được trong ${SURVEY_DAYS} ngày, đến ${formatInstant(until, { year: true })}. ${call}`;
    const withdrawals = ended.filter(({ kind, stopReason }) => kind === 'resolve' && stopReason === 'withdrawn');
    return withdrawals.length > 1 ? `Phiếu này đã được mở lại một lần sau khi rút. ${call}` : null;
  }
  if (!ANSWERED.includes(ticket.state)) return `Phiếu này không mở lại ở đây được. ${call}`;
  if (ticket.reopenCount > 0) return `Phiếu này đã được xem lại một lần theo yêu cầu. ${call}`;
  // What was promised is not there yet: nobody need wait for more.
  if (ticket.commitmentDueAt !== null || ticket.closeDueAt === null || at <= ticket.closeDueAt) return null;
  return `Đã quá ${SURVEY_DAYS} ngày từ khi có câu trả lời, đến ${formatInstant(ticket.closeDueAt, { year: true })}. ${call}`;
}

/** Whether it goes back to whoever had it, because nobody has answered it yet; else one level up. */
export function resumesWork({ ticket }: Pick<LoadedTicket, 'ticket'>): boolean {
  return ticket.state === 'withdrawn';
}

/** Who gave the answer that is looked at again; null when there is none. */
export function answeredBy({ ticket, answer }: Pick<LoadedTicket, 'ticket' | 'answer'>): string | null {
  return answer?.status === 'published' ? answer.authorAgencyCode : ticket.leadAgencyCode;
}

/**
 * Ended work is opened again, with clocks of its own from now on: the first ones have stopped and stay as
 * they were judged, as does the first answer. Without an agency to go to, the centre names another one.
 */
export function reopen(
  loaded: LoadedTicket,
  to: {
    readonly ground: ReopenGround;
    readonly by: Speaker;
    readonly words: string;
    /** null: the centre names it. */
    readonly agencyCode: string | null;
    /** A sentence: why it goes there. */
    readonly reason: string;
    readonly centreAgencyCode: string;
    readonly author: Author;
    readonly at: Date;
    readonly planner: ClockPlanner;
  },
): TicketChange {
  const { ticket } = loaded;
  const { agencyCode, at, ground, by } = to;
  const state = agencyCode === null ? 'received' : 'assigned';
  const holder: Holder & { stage: TicketState } = {
    agencyCode: agencyCode ?? to.centreAgencyCode,
    accountId: null,
    stage: state,
  };
  const turn =
    agencyCode === null ? (['classify', 'resolve'] as const) : (['resolve', 'accept', 'resolve_holder'] as const);
  // An emergency that ended before anybody acted still asks for it; nobody acts twice.
  const acting = wasReported(loaded.ended) ? [] : (['act'] as const);
  const fresh = begin(loaded, [...turn, ...acting], holder, to);
  const [resolve] = ofKinds(fresh.clocks, ['resolve']);
  const [naming] = ofKinds(fresh.clocks, ['classify']);
  const remark = newRemark(ticket.id, 'reopening', to.words, to.author, at);
  const again = ground !== 'came_back';
  const times = ticket.reopenCount + (again ? 1 : 0);
  return change(state, {
    set: {
      leadAgencyCode: agencyCode,
      handlerAccountId: null,
      routeRuleId: null,
      routeRuleVersion: null,
      routeReason: to.reason.slice(0, MAX_REASON),
      routeMissing: agencyCode === null ? 'reopened' : null,
      assignedAt: agencyCode === null ? null : at,
      resolveDueAt: resolve?.dueAt ?? null,
      listDueAt: resolve?.dueAt ?? naming?.dueAt ?? at,
      answeredAt: null,
      pausedAt: null,
      extensionAsked: false,
      closedAt: null,
      closeDueAt: null,
      commitmentDueAt: null,
      // Another round: what the first one disputed is settled or forgotten.
      leadLocked: false,
      appealed: false,
      returnCount: 0,
      reopenCount: times,
    },
    clocks: [...fresh.clocks, ...endCommitment(loaded, at, 'reopened')],
    holdings: fresh.holdings,
    remark,
    notes: [{ type: 'reopened', data: { ground, by, agencyCode, times: Math.max(1, times), remarkId: remark.id } }],
    events: [{ type: 'ticket.reopened', data: { agencyCode, by, times: Math.max(1, times) } }],
  });
}
