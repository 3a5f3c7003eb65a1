import type { Actor } from './actor.js';
import { newId } from '../../kernel/index.js';
import type { GateChecks } from './answer-gate.js';
import type { CleanAnswer } from './answer-check.js';
import { sketchOf } from './answer-sketch.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import type { ClockHolding, TicketClock } from './clock.js';
import {
  again,
  factsOf,
  holding,
  ofKinds,
  RESOLVE_KINDS,
  silent,
  started,
  stopped,
  type ClockPlanner,
  type Holder,
  type PlanFacts,
} from './clock-moves.js';
import { lapsed } from './extension.js';
import { commitment, committedOn } from './commitment.js';
import { surveyEnd } from './close.js';
import type { TicketState } from './state-table.js';
import { endParts, openParts } from './support.js';
import type { Answer, PublicText } from './ticket.js';

/** The clocks of the answer come to lie with somebody. */
function handOver(
  clocks: readonly TicketClock[],
  holder: Holder,
  stage: TicketState,
  at: Date,
): [TicketClock[], ClockHolding[]] {
  const moved = clocks.map((clock) => ({ ...clock, holderAccountId: holder.accountId }));
  return [moved, moved.map((clock) => holding(clock, holder, stage, at))];
}

/** A handler takes the ticket: from now on the clocks have a person's name on them. */
export function accept(loaded: LoadedTicket, actor: Actor, at: Date): TicketChange {
  const accepting = ofKinds(loaded.running, ['accept']).map((clock) => stopped(clock, at, 'accepted'));
  const [clocks, holdings] = handOver(ofKinds(loaded.running, [...RESOLVE_KINDS, 'act']), actor, 'in_progress', at);
  return change('in_progress', {
    set: { handlerAccountId: actor.accountId },
    clocks: [...accepting, ...clocks],
    holdings,
    notes: [{ type: 'accepted', data: {} }],
    events: [{ type: 'ticket.accepted', data: { agencyCode: actor.agencyCode, accountId: actor.accountId } }],
  });
}

/** What an agency is writing; null when it has written nothing, or another agency's draft is the newest. */
export function ownDraft({ answer }: Pick<LoadedTicket, 'answer'>, agencyCode: string): Answer | null {
  return answer?.status === 'draft' && answer.authorAgencyCode === agencyCode ? answer : null;
}

/**
 * The draft that is being written, or a new one: an answer sent back stays as it was, and what another agency
 * was writing before the transfer stays its own.
 */
export function drafted(loaded: LoadedTicket, parts: CleanAnswer, actor: Actor, at: Date): Answer {
  const draft = ownDraft(loaded, actor.agencyCode);
  const { answer } = loaded;
  // What went with the agency's answer that was sent back goes with the next one.
  const evidenceCount = answer?.authorAgencyCode === actor.agencyCode ? answer.evidenceCount : 0;
  return {
    ...(draft ?? { ...blankAnswer(loaded.ticket.id, (answer?.number ?? 0) + 1), evidenceCount }),
    ...parts,
    draftVersion: (draft?.draftVersion ?? 0) + 1,
    authorAccountId: actor.accountId,
    authorAgencyCode: actor.agencyCode,
    updatedAt: at,
  };
}

function blankAnswer(
  ticketId: string,
  number: number,
): Omit<Answer, keyof CleanAnswer | 'authorAccountId' | 'authorAgencyCode' | 'updatedAt' | 'evidenceCount'> {
  return {
    id: newId(),
    ticketId,
    number,
    status: 'draft',
    draftVersion: 0,
    sheetRevision: 0,
    openPartsReason: null,
    categoryCode: null,
    sketch: null,
    submittedAt: null,
    submittedByAccountId: null,
    approvedAt: null,
    approvedByAccountId: null,
    approvedForAccountId: null,
    returnedAt: null,
    returnedByAccountId: null,
    returnedBy: null,
    returnedRemarks: null,
    publishedAt: null,
    publishedByAccountId: null,
    privateReason: null,
  };
}

/** The answer goes to the head. The clocks of the answer run on and lie with the agency's leadership. */
export function submit(
  loaded: LoadedTicket,
  parts: CleanAnswer,
  actor: Actor,
  at: Date,
  /** Why the head does not wait for the parts of others that are open. */
  openPartsReason: string | null = null,
  /** The head in whose place that is decided; null: in one's own right. */
  decidedFor: string | null = null,
): TicketChange {
  const answer: Answer = {
    ...drafted(loaded, parts, actor, at),
    status: 'submitted',
    categoryCode: loaded.ticket.categoryCode,
    sketch: sketchOf(`${parts.found}\n${parts.done}`),
    submittedAt: at,
    submittedByAccountId: actor.accountId,
    openPartsReason,
  };
  const leadership: Holder = { agencyCode: actor.agencyCode, accountId: null };
  const [clocks, holdings] = handOver(ofKinds(loaded.running, RESOLVE_KINDS), leadership, 'awaiting_approval', at);
  return change('awaiting_approval', {
    answer,
    clocks,
    holdings,
    notes: [
      {
        type: 'answer_submitted',
        data: {
          answerId: answer.id,
          number: answer.number,
          ...(openPartsReason === null ? {} : { openParts: openParts(loaded).length }),
          ...(openPartsReason === null || decidedFor === null ? {} : { forAccountId: decidedFor }),
        },
      },
    ],
    events: [{ type: 'ticket.answer_submitted', data: { agencyCode: actor.agencyCode, answerId: answer.id } }],
  });
}

/**
 * The head approves. Nothing stops yet: whether the clocks of the answer stopped at this instant is known
 * when the answer has passed the gate. Until then their ladders are silent, because an answer that came in
 * time must not be escalated while the centre reads it. The centre's clock for publishing starts.
 */
export function approve(
  loaded: LoadedTicket,
  answer: Answer,
  context: {
    readonly actor: Actor;
    /** The head in whose place the actor approves; left out: in his or her own right. */
    readonly approvedFor?: string | null;
    readonly at: Date;
    readonly centreAgencyCode: string;
    readonly planner: ClockPlanner;
  },
): TicketChange {
  const { actor, at, centreAgencyCode, approvedFor = null } = context;
  const { ticket } = loaded;
  const approved: Answer = {
    ...answer,
    status: 'approved',
    approvedAt: at,
    approvedByAccountId: actor.accountId,
    approvedForAccountId: approvedFor,
  };
  const centre: Holder = { agencyCode: centreAgencyCode, accountId: null };
  // Only the end-to-end clock comes to lie with the centre; the holder's one is judged by the gate.
  const [clocks, holdings] = handOver(
    ofKinds(loaded.running, ['resolve']).map((clock) => silent(clock, at)),
    centre,
    'awaiting_publication',
    at,
  );
  clocks.push(...ofKinds(loaded.running, ['resolve_holder']).map((clock) => silent(clock, at)));
  const plan = context.planner.plan('publish', {
    ...factsOf(ticket),
    startedAt: at,
    holderAgencyCode: centreAgencyCode,
  });
  if (plan !== null) {
    const publishing = started(plan, ticket.id, loaded.clockCount + 1, null);
    clocks.push(publishing);
    holdings.push(holding(publishing, centre, 'awaiting_publication', at));
  }
  return change('awaiting_publication', {
    set: { answeredAt: at },
    answer: approved,
    clocks,
    holdings,
    notes: [
      {
        type: 'answer_approved',
        data: { answerId: answer.id, number: answer.number },
      },
    ],
    events: [
      {
        type: 'ticket.answer_approved',
        data: { agencyCode: actor.agencyCode, answerId: answer.id, accountId: actor.accountId },
      },
    ],
  });
}

/**
 * The answer goes back to the handler, with remarks. An answer that fails the gate never stopped a clock:
 * end to end the centre's review counts, and for the holder it is a pause.
 */
export function sendBack(
  loaded: LoadedTicket,
  answer: Answer,
  context: {
    readonly by: 'head' | 'centre';
    readonly actor: Actor;
    readonly remarks: string;
    readonly at: Date;
    readonly planner: ClockPlanner;
  },
): TicketChange {
  const { by, at } = context;
  const { ticket } = loaded;
  const returned: Answer = {
    ...answer,
    status: 'returned',
    returnedAt: at,
    returnedByAccountId: context.actor.accountId,
    returnedBy: by,
    returnedRemarks: context.remarks,
  };
  const agencyCode = ticket.leadAgencyCode ?? context.actor.agencyCode;
  const handler: Holder = { agencyCode, accountId: ticket.handlerAccountId };
  const reviewed = by === 'centre' ? answer.approvedAt : null;
  const facts = factsOf(ticket);
  const running = ofKinds(loaded.running, RESOLVE_KINDS).map((clock) => {
    if (reviewed === null) return clock;
    return clock.kind === 'resolve_holder'
      ? pausedForReview(clock, facts, { from: reviewed, to: at }, context.planner)
      : again(clock, facts, context.planner);
  });
  const [clocks, holdings] = handOver(running, handler, 'in_progress', at);
  return change('in_progress', {
    set: { answeredAt: null, answerReturnCount: ticket.answerReturnCount + 1 },
    answer: returned,
    clocks: [...clocks, ...ofKinds(loaded.running, ['publish']).map((clock) => stopped(clock, at, 'failed_gate'))],
    holdings,
    notes: [{ type: 'answer_returned', data: { answerId: answer.id, number: answer.number, by, agencyCode } }],
    events: [{ type: 'ticket.answer_returned', data: { agencyCode, answerId: answer.id, by } }],
  });
}

function pausedForReview(
  clock: TicketClock,
  facts: PlanFacts,
  review: { readonly from: Date; readonly to: Date },
  planner: ClockPlanner,
): TicketClock {
  // A machine whose clock was set back must not end the review before it began.
  const to = review.to < review.from ? review.from : review.to;
  const pause = { fromAt: review.from.toISOString(), toAt: to.toISOString(), reason: 'centre_review' as const };
  return again({ ...clock, pauses: [...clock.pauses, pause] }, facts, planner);
}

/**
 * The answer passes the gate. The clocks of the answer stopped at the instant it had come to the centre,
 * so the centre's own time is nobody else's delay.
 *
 * A day that it names and that is still to come has a clock of its own from now on.
 */
export function pass(
  loaded: LoadedTicket,
  answer: Answer,
  context: {
    /** Why it is not published; null publishes it. */
    readonly privateReason: string | null;
    readonly actor: Actor;
    /** What was looked at. */
    readonly checks?: GateChecks;
    /** What everybody may read of the question, as it was confirmed; null: the automatic pass alone. */
    readonly publicText?: PublicText | null;
    /** The copy was off, and is put back with this answer. */
    readonly putsBack?: string | null;
    readonly at: Date;
    readonly planner: ClockPlanner;
  },
): TicketChange {
  const { ticket } = loaded;
  const { privateReason, actor, checks, publicText = null, putsBack = null, at } = context;
  const passed: Answer = {
    ...answer,
    status: 'published',
    publishedAt: at,
    publishedByAccountId: actor.accountId,
    privateReason,
    ...(checks === undefined ? {} : { gateChecks: checks }),
    // What was marked on the redaction sheet before holds where the gate says nothing else.
    publicTitle: privateReason === null ? (publicText?.title ?? answer.publicTitle ?? null) : null,
    publicQuestion: privateReason === null ? (publicText?.question ?? answer.publicQuestion ?? null) : null,
    publicAnswer: privateReason === null ? (answer.publicAnswer ?? null) : null,
  };
  const agencyCode = ticket.leadAgencyCode ?? answer.authorAgencyCode;
  const answeredAt = answer.approvedAt ?? at;
  // A head who did not wait has answered without them.
  const ending = endParts(loaded, 'Phiếu đã trả lời người dân mà không cần phần này nữa.', at, actor.accountId);
  // Until here the answer could have come back, and the time have been needed.
  const moot = lapsed(loaded.extensions, actor.accountId, at, 'Phiếu đã được trả lời.');
  const promise = commitment(loaded, answer, at, context.planner);
  const clocks = [
    ...ending.clocks,
    ...ofKinds(loaded.running, RESOLVE_KINDS).map((clock) => stopped(clock, answeredAt, 'answered')),
    ...ofKinds(loaded.running, ['publish']).map((clock) => stopped(clock, at, 'published')),
    ...(promise === null ? [] : [promise]),
  ];
  const about = { answerId: answer.id };
  const noted = promise === null ? about : { ...about, committedOn: committedOn(promise) };
  // The result is rated, not the promise.
  const until = { commitmentDueAt: promise?.dueAt ?? null, closeDueAt: surveyEnd(promise?.dueAt ?? at) };
  if (privateReason !== null) {
    return change('resolved_private', {
      set: { visibility: 'private', extensionAsked: false, ...until, ...ending.set },
      answer: passed,
      clocks,
      supports: ending.supports,
      extension: moot,
      notes: [{ type: 'resolved_private', data: noted }, ...ending.notes],
      events: [{ type: 'ticket.resolved_private', data: { agencyCode, ...about } }, ...ending.events],
    });
  }
  return change('published', {
    set: { publishedAt: at, extensionAsked: false, ...until, ...ending.set },
    answer: passed,
    clocks,
    supports: ending.supports,
    extension: moot,
    notes: [
      { type: 'published', data: noted },
      ...(putsBack === null ? [] : [{ type: 'republished' as const, data: { withdrawalId: putsBack } }]),
      ...ending.notes,
    ],
    events: [{ type: 'ticket.published', data: { agencyCode, ...about } }, ...ending.events],
  });
}
