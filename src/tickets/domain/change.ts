import type { Apology } from './apology.js';
import type { ClockHolding, TicketClock } from './clock.js';
import type { TicketEvent } from './events.js';
import type { Extension } from './extension.js';
import type { HistoryNote } from './history.js';
import type { TicketState } from './state-table.js';
import type { Question } from './supplement-question.js';
import type { SupportPart } from './support-part.js';
import type { Answer, Remark, Ticket } from './ticket.js';

/** A ticket with what a decision needs to know beside it. */
export interface LoadedTicket {
  readonly ticket: Ticket;
  /** The clocks that have not stopped. */
  readonly running: readonly TicketClock[];
  /** Those that have. */
  readonly ended: readonly TicketClock[];
  /** How many clocks the ticket has had. */
  readonly clockCount: number;
  /** The newest answer, of whatever status. */
  readonly answer: Answer | null;
  /** The letter owed or sent for it; null while it was never late. */
  readonly apology: Apology | null;
  /** What other agencies were asked to contribute, in order. */
  readonly supports: readonly SupportPart[];
  /** What the citizen was asked last, answered or not; null: nothing yet. */
  readonly question: Question | null;
  /** All requests for more time, in order. */
  readonly extensions: readonly Extension[];
}

type Settled = 'id' | 'code' | 'version' | 'isOpen' | 'historyLength' | 'historyHash' | 'createdAt' | 'updatedAt';

/** What a decision changes: the writing side turns it into as few statements as it can. */
export interface TicketChange {
  readonly state: TicketState;
  readonly set: Partial<Omit<Ticket, Settled | 'state'>>;
  /** New clocks, and running ones that stop or move. */
  readonly clocks: readonly TicketClock[];
  readonly holdings: readonly ClockHolding[];
  /** The answer as it is from now on. */
  readonly answer: Answer | null;
  readonly remark: Remark | null;
  /** The letter owed, once it is sent. */
  readonly apology: Apology | null;
  /** A new request for more time, or the decided one. */
  readonly extension: Extension | null;
  /** Parts newly asked of other agencies, and others as they are from now on. */
  readonly supports: readonly SupportPart[];
  /** A new question to the citizen, or the last one as it is from now on. */
  readonly question: Question | null;
  readonly notes: readonly HistoryNote[];
  readonly events: readonly TicketEvent[];
}

const NOTHING: Omit<TicketChange, 'state'> = {
  set: {},
  clocks: [],
  holdings: [],
  answer: null,
  remark: null,
  apology: null,
  extension: null,
  supports: [],
  question: null,
  notes: [],
  events: [],
};

/** A change to `state` with what is given; the rest stays as it is. */
export function change(state: TicketState, parts: Partial<Omit<TicketChange, 'state'>>): TicketChange {
  return { ...NOTHING, ...parts, state };
}
