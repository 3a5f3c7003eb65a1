import { formatInstant, newId } from '../../kernel/index.js';
import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { TicketClock } from './clock.js';
import {
  factsOf,
  holding,
  ofKinds,
  paused,
  RESOLVE_KINDS,
  resumed,
  stopped,
  type ClockPlanner,
} from './clock-moves.js';
import { newRemark, type Author } from './remark.js';
import type { Question, ReplyChannel } from './supplement-question.js';
import { endParts } from './support.js';
import { lapsed } from './extension.js';

/** The province's rules on asking citizens, in working days. */
export interface SupplementRules {
  /** How long after receipt a citizen may still be asked: whoever asks later has not read it in time. */
  readonly askWithinDays: number;
  readonly mostQuestions: number;
  /** After so many the citizen is reminded, and again so many before the end. */
  readonly remindAfterDays: number;
  readonly remindBeforeDays: number;
  /** After so many the ticket ends as withdrawn; the citizen can have it opened again. */
  readonly expireAfterDays: number;
}

const DAY_MS = 86_400_000;

type Timed = Pick<LoadedTicket, 'ticket' | 'running'>;

/** The close of the N-th working day, as the clock end to end counts; without one, the N-th day. */
function workingDaysAfter(from: Date, days: number, { ticket, running }: Timed, planner: ClockPlanner): Date {
  const [clock] = [...ofKinds(running, ['resolve']), ...running];
  if (clock === undefined) return new Date(from.getTime() + days * DAY_MS);
  const counted: TicketClock = { ...clock, limit: `${days}wd`, startedAt: from, pauses: [] };
  return planner.replan(counted, factsOf(ticket)).dueAt;
}

/** When the citizen is reminded of it, at most twice and in order, all before it expires. */
function reminders(askedAt: Date, rules: SupplementRules, timed: Timed, planner: ClockPlanner): Date[] {
  const { remindAfterDays: first, remindBeforeDays, expireAfterDays } = rules;
  const days = [first, expireAfterDays - remindBeforeDays].filter((day) => day > 0 && day < expireAfterDays);
  return [...new Set(days)].sort((a, b) => a - b).map((day) => workingDaysAfter(askedAt, day, timed, planner));
}

/** The citizen is asked something: until the answer both clocks of the answer stand still. */
export function askCitizen(
  loaded: LoadedTicket,
  { text, actor, at }: { readonly text: string; readonly actor: Actor; readonly at: Date },
  rules: SupplementRules,
  planner: ClockPlanner,
): TicketChange {
  const { ticket } = loaded;
  const agencyCode = ticket.leadAgencyCode ?? actor.agencyCode;
  const remindAt = reminders(at, rules, loaded, planner)[0] ?? null;
  const expiresAt = workingDaysAfter(at, rules.expireAfterDays, loaded, planner);
  const question: Question = {
    id: newId(),
    ticketId: ticket.id,
    number: (loaded.question?.number ?? 0) + 1,
    status: 'asked',
    text,
    askedAt: at,
    askedByAccountId: actor.accountId,
    askedByAgencyCode: actor.agencyCode,
    remindedCount: 0,
    remindAt,
    expiresAt,
    nextAt: remindAt ?? expiresAt,
    endedAt: null,
    reply: null,
    replyId: null,
    replyChannel: null,
  };
  const clocks = ofKinds(loaded.running, RESOLVE_KINDS).map((clock) => paused(clock, at, 'awaiting_citizen'));
  return change('awaiting_info', {
    set: { pausedAt: at },
    clocks,
    holdings: clocks.map((clock) =>
      holding(clock, { agencyCode, accountId: ticket.handlerAccountId }, 'awaiting_info', at),
    ),
    question,
    notes: [{ type: 'question_asked', data: { remarkId: question.id, expiresAt: expiresAt.toISOString() } }],
    events: [{ type: 'ticket.question_asked', data: { agencyCode, questionId: question.id } }],
  });
}

/** What the citizen answered: the clocks run again, by as much longer as they stood still. */
export function recordReply(
  loaded: LoadedTicket,
  from: {
    /** Under this id history speaks of it, and photos belong to it. */
    readonly replyId: string;
    readonly text: string;
    readonly author: Author;
    readonly channel: ReplyChannel;
    readonly at: Date;
  },
  planner: ClockPlanner,
): TicketChange {
  const { ticket } = loaded;
  const { replyId, text, author, channel, at } = from;
  const asked = openQuestion(loaded);
  // Asked before questions had a row of their own.
  const remark = asked === null ? newRemark(ticket.id, 'reply', text, author, at, replyId) : null;
  const question: Question | null = asked && {
    ...ended(asked, 'answered', at),
    reply: text,
    replyId,
    replyChannel: channel,
  };
  const agencyCode = ticket.leadAgencyCode ?? author.agencyCode ?? '';
  const clocks = ofKinds(loaded.running, RESOLVE_KINDS).map((clock) => resumed(clock, at, factsOf(ticket), planner));
  const resolveDueAt = promiseOf(clocks) ?? ticket.resolveDueAt;
  return change('in_progress', {
    set: { pausedAt: null, resolveDueAt, listDueAt: resolveDueAt ?? ticket.listDueAt },
    clocks,
    holdings: clocks.map((clock) =>
      holding(clock, { agencyCode, accountId: ticket.handlerAccountId }, 'in_progress', at),
    ),
    remark,
    question,
    notes: [
      {
        type: 'reply_recorded',
        data: { remarkId: replyId, dueAt: resolveDueAt?.toISOString() ?? null, channel },
      },
    ],
    events: [{ type: 'ticket.reply_recorded', data: { agencyCode, remarkId: replyId } }],
  });
}

/** The citizen is reminded of the question; nothing of the ticket changes but its story. */
export function remindQuestion(
  loaded: LoadedTicket,
  question: Question,
  at: Date,
  rules: SupplementRules,
  planner: ClockPlanner,
): TicketChange {
  const { ticket } = loaded;
  // After an outage: what lies behind is one reminder.
  const remindAt = reminders(question.askedAt, rules, loaded, planner).find((next) => next > at) ?? null;
  const times = question.remindedCount + 1;
  return change(ticket.state, {
    question: { ...question, remindedCount: times, remindAt, nextAt: remindAt ?? question.expiresAt },
    notes: [{ type: 'question_reminded', data: { times, questionId: question.id } }],
    events: [
      {
        type: 'ticket.question_reminded',
        data: { agencyCode: ticket.leadAgencyCode ?? '', questionId: question.id },
      },
    ],
  });
}

const NOT_ANSWERED = 'Người gửi không trả lời câu hỏi trong thời gian chờ nên phiếu dừng lại.';

/**
 * Nobody answered: the ticket ends as withdrawn. The clocks first get what they stood still, so that the wait
 * for the citizen does not make the ticket late.
 */
export function expireQuestion(
  loaded: LoadedTicket,
  question: Question,
  at: Date,
  planner: ClockPlanner,
): TicketChange {
  const { ticket, running } = loaded;
  const parts = endParts(loaded, NOT_ANSWERED, at, null);
  const withParts = new Set(parts.clocks.map(({ id }) => id));
  const clocks = running
    .filter(({ id, kind }) => kind !== 'apology' && !withParts.has(id))
    .map((clock) =>
      stopped(
        RESOLVE_KINDS.includes(clock.kind) ? resumed(clock, at, factsOf(ticket), planner) : clock,
        at,
        'withdrawn',
      ),
    );
  const resolveDueAt = promiseOf(clocks) ?? ticket.resolveDueAt;
  return change('withdrawn', {
    set: {
      ...parts.set,
      pausedAt: null,
      closedAt: at,
      extensionAsked: false,
      resolveDueAt,
      listDueAt: resolveDueAt ?? ticket.listDueAt,
    },
    clocks: [...clocks, ...parts.clocks],
    supports: parts.supports,
    question: ended(question, 'expired', at),
    extension: lapsed(loaded.extensions, null, at, NOT_ANSWERED),
    notes: [...parts.notes, { type: 'question_expired', data: { questionId: question.id } }],
    events: [
      ...parts.events,
      { type: 'ticket.question_expired', data: { agencyCode: ticket.leadAgencyCode ?? '', questionId: question.id } },
    ],
  });
}

/** What the citizen has to answer now; null when there is nothing. */
export function openQuestion({ question }: Pick<LoadedTicket, 'question'>): Question | null {
  return question?.status === 'asked' ? question : null;
}

/** What the citizen need not answer any more, because the ticket ends otherwise; null: nothing was asked. */
export function cancelledQuestion(loaded: Pick<LoadedTicket, 'question'>, at: Date): Question | null {
  const question = openQuestion(loaded);
  return question && ended(question, 'cancelled', at);
}

function ended(question: Question, status: 'answered' | 'expired' | 'cancelled', at: Date): Question {
  return { ...question, status, remindAt: null, nextAt: null, endedAt: at };
}

function promiseOf(clocks: readonly TicketClock[]): Date | null {
  return clocks.find(({ kind }) => kind === 'resolve')?.dueAt ?? null;
}

/** Why the citizen cannot be asked any more; null while there is time. */
export function askObstacle(
  loaded: Timed & { readonly question: Pick<Question, 'number'> | null },
  at: Date,
  rules: SupplementRules,
  planner: ClockPlanner,
): string | null {
  const { ticket, running, question } = loaded;
  if ((question?.number ?? 0) >= rules.mostQuestions)
    return `Mỗi phiếu chỉ hỏi người gửi tối đa ${rules.mostQuestions} lần, phiếu này đã hỏi đủ. Xin xử lý theo nội dung đã có.`;
  if (ofKinds(running, ['resolve']).length === 0) return null;
  const until = workingDaysAfter(ticket.receivedAt, rules.askWithinDays, loaded, planner);
  if (at <= until) return null;
  return `Chỉ hỏi thêm người dân trong ${rules.askWithinDays} ngày làm việc từ khi nhận phản ánh, tức đến ${formatInstant(until)}. Xin xử lý theo nội dung đã có.`;
}
