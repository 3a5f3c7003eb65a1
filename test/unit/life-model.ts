import { provincePlanner } from '../support/planner.js';
import type { Principal, Role } from '../../src/identity/index.js';
import { owedApology } from '../../src/tickets/domain/apology.js';
import type { LoadedTicket, TicketChange } from '../../src/tickets/domain/change.js';
import type { TicketClock } from '../../src/tickets/domain/clock.js';
import { runningPause } from '../../src/tickets/domain/clock-moves.js';
import type { TicketEvent } from '../../src/tickets/domain/events.js';
import { historyEntries, type HistoryEntry } from '../../src/tickets/domain/history.js';
import { openTicket, type CategoryFacts } from '../../src/tickets/domain/open.js';
import { leads, type TicketCommand } from '../../src/tickets/domain/state-table.js';
import type { Question } from '../../src/tickets/domain/supplement-question.js';
import type { Answer, Remark } from '../../src/tickets/domain/ticket.js';
import { writtenBy } from '../../src/tickets/ticket-writing.js';

export const planner = provincePlanner();
export const CENTRE = 'TD1022';
export const AGENCIES = ['SXD', 'SYT', 'STC'] as const;
/** Stands in everything that people write in a life; it may not turn up in history or events. */
export const WORDS = 'Lời riêng của người viết';

export const CATEGORIES: readonly CategoryFacts[] = [
  { code: 'gt-mat-duong', slaClass: 'K2', publicByDefault: true },
  { code: 'dat-lan-chiem', slaClass: 'K4', publicByDefault: true },
  { code: 'ht-nguy-hiem', slaClass: 'K1', publicByDefault: true },
];

export function staff(role: Role, agencyCode: string, accountId: string): Extract<Principal, { kind: 'staff' }> {
  return { kind: 'staff', accountId, displayName: WORDS, roles: [role], agencyCode };
}

/** Whoever has the ticket, where it does not matter who. */
export const SOMEBODY = staff('handler', 'SXD', 'H');

/** A ticket with all that was ever written of it. */
export interface Life {
  readonly loaded: LoadedTicket;
  readonly clocks: readonly TicketClock[];
  /** Who held which clock from when on. */
  readonly holdings: TicketChange['holdings'];
  readonly entries: readonly HistoryEntry[];
  readonly events: readonly TicketEvent[];
  readonly remarks: readonly Remark[];
  readonly answers: readonly Answer[];
  readonly questions: readonly Question[];
  /** The ticket it was merged with, or into. */
  readonly other: Life | null;
}

/** What must not happen in the model itself; jest's own matchers are too slow for some thousand steps. */
export function must(holds: boolean, what: string, ...seen: readonly unknown[]): asserts holds {
  if (!holds) throw new Error(`${what}${seen.length > 0 ? `: ${JSON.stringify(seen)}` : ''}`);
}

/** @param lead null: nobody knows yet who is in charge. */
export function born(
  category: CategoryFacts | null,
  at: Date,
  { lead = 'SXD', id = 'T' }: { readonly lead?: string | null; readonly id?: string } = {},
): Life {
  const missing = lead === null ? (category === null ? ('category' as const) : ('rule' as const)) : null;
  const route = {
    leadAgencyCode: lead,
    slaClass: null,
    supportingAgencyCodes: [],
    ruleId: null,
    ruleVersion: null,
    reason: WORDS,
    missing,
  };
  const opened = openTicket(
    {
      channel: 'web',
      externalId: null,
      contactId: 'C',
      words: WORDS,
      title: null,
      placeText: null,
      point: null,
      wardCode: null,
      categoryCode: category?.code ?? null,
      subjectAgencyCode: null,
      boundary: 'ordinary',
      reporter: { kind: 'citizen', name: null, phone: null, email: null, anonymous: true },
      receivedAt: at,
      enteredByAccountId: null,
    },
    { id, code: `DN-${id}`, at, boundary: 'ordinary', category, route, centreAgencyCode: CENTRE, planner },
  );
  const principal = SOMEBODY;
  const entries = historyEntries(opened.notes, { ticketId: id, after: 0, head: '', version: 1, principal, at });
  const ticket = { ...opened.ticket, historyHash: entries.at(-1)?.hash ?? '' };
  const empty = {
    running: [],
    ended: [],
    clockCount: 0,
    answer: null,
    apology: null,
    supports: [],
    question: null,
    extensions: [],
  };
  const first: Life = {
    loaded: { ...empty, ticket },
    clocks: [],
    holdings: opened.holdings,
    entries,
    events: opened.events,
    remarks: [],
    answers: [],
    questions: [],
    other: null,
  };
  return withClocks(first, opened.clocks);
}

/** As the store writes clocks: by their id. */
export function withClocks(life: Life, written: readonly TicketClock[]): Life {
  const byId = new Map(life.clocks.map((clock) => [clock.id, clock]));
  for (const clock of written) {
    const before = byId.get(clock.id);
    if (before !== undefined) {
      const wasRunning = before.stoppedAt === null || before.stopReason === 'merged';
      must(wasRunning, 'a clock that has stopped is never written again, but when its ticket leaves a merge', clock);
      must(clock.kind === before.kind && clock.position === before.position, 'a clock stays what it was', clock);
    }
    byId.set(clock.id, clock);
  }
  const clocks = [...byId.values()];
  must(new Set(clocks.map(({ position }) => position)).size === clocks.length, 'each clock has a number of its own');
  const loaded: LoadedTicket = {
    ...life.loaded,
    running: clocks.filter(({ stoppedAt }) => stoppedAt === null),
    ended: clocks.filter(({ stoppedAt }) => stoppedAt !== null),
    clockCount: clocks.length,
  };
  return { ...life, loaded, clocks };
}

/** What the store makes of a change, by the store's own columns and entries. */
export function live(
  life: Life,
  command: TicketCommand,
  change: TicketChange,
  { at = new Date(0), by = SOMEBODY }: { readonly at?: Date; readonly by?: Principal } = {},
): Life {
  const { ticket } = life.loaded;
  must(leads(ticket.state, command, change.state), 'the table has the step', ticket.state, command, change.state);
  const { after, entries } = writtenBy({ loaded: life.loaded, change, command }, { principal: by, at });
  const one = <T>(row: T | null): readonly T[] => (row === null ? [] : [row]);
  const loaded: LoadedTicket = {
    ...life.loaded,
    ticket: after,
    answer: change.answer ?? life.loaded.answer,
    apology: change.apology ?? life.loaded.apology,
    question: change.question ?? life.loaded.question,
    supports: replaced(life.loaded.supports, change.supports),
    extensions: replaced(life.loaded.extensions, one(change.extension)),
  };
  const next: Life = {
    ...life,
    loaded,
    holdings: [...life.holdings, ...change.holdings],
    entries: [...life.entries, ...entries],
    events: [...life.events, ...change.events],
    remarks: [...life.remarks, ...one(change.remark)],
    answers: replaced(life.answers, one(change.answer)),
    questions: replaced(life.questions, one(change.question)),
  };
  return withClocks(next, change.clocks);
}

/** A draft is kept without the ticket itself taking notice. */
export function withDraft(life: Life, answer: Answer): Life {
  return { ...life, loaded: { ...life.loaded, answer }, answers: replaced(life.answers, [answer]) };
}

/** The deadline end to end has passed while its clock ran: the letter is owed, as the escalation writes it. */
export function breached(life: Life, at: Date): Life {
  const { ticket, running, apology, clockCount } = life.loaded;
  const resolve = running.find(({ kind }) => kind === 'resolve');
  if (apology !== null || resolve === undefined || at <= resolve.dueAt) return life;
  // At the gate and while the citizen is asked the ladder is silent.
  if (runningPause(resolve) !== null || ticket.answeredAt !== null) return life;
  const holderAgencyCode = ticket.leadAgencyCode ?? CENTRE;
  const debt = owedApology(ticket, resolve, { holderAgencyCode, position: clockCount + 1, planner });
  if (debt === null) return life;
  const loaded = {
    ...life.loaded,
    apology: debt.apology,
    ticket: { ...ticket, deadlineRevision: ticket.deadlineRevision + 1 },
  };
  return withClocks({ ...life, loaded, holdings: [...life.holdings, debt.holding] }, [debt.clock]);
}

/** Rows by their id, each as it was written last. */
function replaced<T extends { readonly id: string }>(rows: readonly T[], written: readonly T[]): readonly T[] {
  return [...new Map([...rows, ...written].map((row) => [row.id, row])).values()];
}
