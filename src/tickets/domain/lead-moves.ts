import type { LoadedTicket, TicketChange } from './change.js';
import type { ClockHolding, StopReason, TicketClock } from './clock.js';
import {
  factsOf,
  holding,
  ofKinds,
  resumed,
  runningPause,
  started,
  stopped,
  type ClockPlanner,
  type Holder,
} from './clock-moves.js';
import type { TicketState } from './state-table.js';
import { openQuestion } from './supplement.js';
import type { Question } from './supplement-question.js';
import { endParts } from './support.js';

interface Handing {
  readonly at: Date;
  readonly planner: ClockPlanner;
}

/** What stood still runs again: a ticket that moves on is not waiting for the citizen any more. */
function awake(clock: TicketClock, loaded: LoadedTicket, { at, planner }: Handing): TicketClock {
  return runningPause(clock) === null ? clock : resumed(clock, at, factsOf(loaded.ticket), planner);
}

/** What an agency had to meet ends with its turn, for a reason. */
export function endTurn(loaded: LoadedTicket, reason: StopReason, handing: Handing): TicketClock[] {
  return ofKinds(loaded.running, ['accept', 'resolve_holder']).map((clock) =>
    stopped(awake(clock, loaded, handing), handing.at, reason),
  );
}

/** Every clock of a ticket that ends stops, but those of other agencies' parts; a letter that is owed stays owed. */
export function endAll(loaded: LoadedTicket, reason: StopReason, handing: Handing): TicketClock[] {
  return loaded.running
    .filter(({ kind }) => kind !== 'apology' && kind !== 'support')
    .map((clock) => stopped(awake(clock, loaded, handing), handing.at, reason));
}

/** The clocks that a hand-over does not end come to lie with somebody else: end to end, and that of acting. */
export function goOn(
  loaded: LoadedTicket,
  to: Holder & { readonly stage: TicketState },
  handing: Handing,
): { readonly clocks: TicketClock[]; readonly holdings: ClockHolding[]; readonly resolveDueAt: Date | null } {
  const clocks = ofKinds(loaded.running, ['resolve', 'act']).map((clock) => ({
    ...awake(clock, loaded, handing),
    holderAgencyCode: to.agencyCode,
    holderAccountId: to.accountId,
  }));
  return {
    clocks,
    holdings: clocks.map((clock) => holding(clock, to, to.stage, handing.at)),
    resolveDueAt: clocks.find(({ kind }) => kind === 'resolve')?.dueAt ?? loaded.ticket.resolveDueAt,
  };
}

/** Clocks that begin with a new turn. @param from how many clocks the ticket has had. */
export function begin(
  loaded: LoadedTicket,
  kinds: readonly ('classify' | 'accept' | 'resolve_holder' | 'resolve' | 'act')[],
  to: Holder & { readonly stage: TicketState },
  handing: Handing,
): { readonly clocks: TicketClock[]; readonly holdings: ClockHolding[] } {
  const { ticket } = loaded;
  const clocks: TicketClock[] = [];
  for (const kind of kinds) {
    const plan = handing.planner.plan(kind, {
      ...factsOf(ticket),
      startedAt: handing.at,
      holderAgencyCode: to.agencyCode,
    });
    if (plan !== null) clocks.push(started(plan, ticket.id, loaded.clockCount + clocks.length + 1, to.accountId));
  }
  return { clocks, holdings: clocks.map((clock) => holding(clock, to, to.stage, handing.at)) };
}

/** A move that takes none of the parts asked of other agencies along. @param because as those agencies read it. */
export function withoutParts(
  loaded: LoadedTicket,
  why: { readonly because: string; readonly at: Date; readonly accountId: string | null },
  move: TicketChange,
): TicketChange {
  const ended = endParts(loaded, why.because, why.at, why.accountId);
  return {
    ...move,
    set: { ...move.set, ...ended.set },
    clocks: [...move.clocks, ...ended.clocks],
    supports: [...move.supports, ...ended.supports],
    notes: [...move.notes, ...ended.notes],
    events: [...move.events, ...ended.events],
  };
}

/** What the citizen was asked needs no answer any more: the ticket has moved on. null: nothing was asked. */
export function questionDropped(loaded: LoadedTicket, at: Date): Question | null {
  const question = openQuestion(loaded);
  return question === null ? null : { ...question, status: 'cancelled', remindAt: null, nextAt: null, endedAt: at };
}
