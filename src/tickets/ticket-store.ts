import { Injectable } from '@nestjs/common';
import { In, MoreThan, type EntityManager } from 'typeorm';
import type { Principal } from '../identity/index.js';
import { Problem } from '../kernel/index.js';
import { ConcurrentChange, insertMany, managerOf, updateLoaded, type Transaction } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import type { LoadedTicket, TicketChange } from './domain/change.js';
import { historyEntries, type HistoryNote, type HistoryType } from './domain/history.js';
import type { OpenedTicket } from './domain/open.js';
import { HIDDEN_REASON } from './domain/policy.js';
import type { TicketCommand, TicketState } from './domain/state-table.js';
import type { Answer, AnswerStatus, Ticket } from './domain/ticket.js';
import {
  ClockHoldingRow,
  isTicketId,
  TicketAnswerRow,
  TicketClockRow,
  TicketHistoryRow,
  TicketReporterRow,
  TicketRow,
} from './entities.js';
import { HiddenTickets } from './hidden-tickets.js';
import { sealHistories } from './history-seal.js';
import { isHarmless, staleVersion } from './stale-ticket.js';
import { loadBeside, loadTickets, readyFor, type Beside, type LoadedBeside } from './ticket-loading.js';
import { addAnswers, addBeside, changedBeside } from './ticket-rows.js';
import { askedAgencies, published, writtenBy, type TicketWrite } from './ticket-writing.js';

/** What every command answers with. Plain JSON without personal data: it is kept with the idempotency key. */
export interface CommandResult {
  readonly ticketId: string;
  readonly code: string;
  readonly version: number;
  readonly state: TicketState;
}

/** A ticket and the version of it that the person had before the eyes. */
export interface TicketReference {
  readonly ticketId: string;
  readonly version: number;
}

/** The answer that a command is about. @throws Error when the ticket's state says there is one and there is none. */
export function answerOf(loaded: LoadedTicket, status: AnswerStatus): Answer {
  const { answer, ticket } = loaded;
  if (answer?.status !== status)
    throw new Error(`Ticket ${ticket.id} is ${ticket.state} without an answer that is ${status}.`);
  return answer;
}

/** What of a ticket moves with every change that concerns a command. */
const AS_LOADED = ['version', 'deadlineRevision'] as const;

/** Reads and writes the aggregate, with as few statements as it can. */
@Injectable()
export class TicketStore {
  constructor(
    private readonly outbox: Outbox,
    private readonly hidden: HiddenTickets,
  ) {}

  /**
   * The ticket for a command, in one statement, checked in the order in which a person should be told:
   * it is not there for you; it has changed meanwhile; not in this state.
   *
   * @throws Problem `not-found` (missing or not theirs to do), `stale-version`, `conflict` with the reason.
   */
  async loadFor(
    transaction: Transaction,
    reference: TicketReference,
    command: TicketCommand,
    principal: Principal,
  ): Promise<LoadedTicket> {
    const manager = managerOf(transaction);
    const loaded = await this.load(manager, reference.ticketId);
    return this.ready(manager, loaded, reference, command, principal);
  }

  /**
   * The same with what stands beside the ticket, in the same statement.
   * @throws Problem as `loadFor`.
   */
  async loadForBeside(
    transaction: Transaction,
    reference: TicketReference,
    beside: Beside,
    { command, principal }: { readonly command: TicketCommand; readonly principal: Principal },
  ): Promise<LoadedBeside> {
    const manager = managerOf(transaction);
    const found = await loadBeside(manager, reference.ticketId, beside);
    const loaded = await this.ready(manager, found?.loaded ?? null, reference, command, principal);
    return { ...(found as LoadedBeside), loaded };
  }

  private async ready(
    manager: EntityManager,
    loaded: LoadedTicket | null,
    reference: TicketReference,
    command: TicketCommand,
    principal: Principal,
  ): Promise<LoadedTicket> {
    if (loaded === null) throw Problem.notFound(HIDDEN_REASON);
    const moved = loaded.ticket.version > reference.version;
    const goesOn = moved && (await this.isUntouched(manager, loaded.ticket, reference.version));
    return readyFor(loaded, goesOn ? null : reference.version, command, principal);
  }

  /** Whether only what takes no decision from anybody has happened since that version. */
  private async isUntouched(manager: EntityManager, ticket: Ticket, since: number): Promise<boolean> {
    const entries = await manager.find(TicketHistoryRow, {
      select: { id: true, type: true, version: true },
      where: { ticketId: ticket.id, version: MoreThan(since) },
    });
    return isHarmless(entries, since, ticket.version);
  }

  async load(manager: EntityManager, ticketId: string): Promise<LoadedTicket | null> {
    if (!isTicketId(ticketId)) return null;
    const [loaded = null] = await loadTickets(manager, { sql: 't.id = ?', values: [ticketId] });
    return loaded;
  }

  /**
   * Several tickets in one statement, named by id or by code; what does not exist is left out. Nothing is
   * checked: see `readyFor`.
   */
  async loadMany(
    transaction: Transaction,
    wanted: { readonly ids?: readonly string[]; readonly codes?: readonly string[] },
  ): Promise<LoadedTicket[]> {
    const ids = (wanted.ids ?? []).filter(isTicketId);
    const codes = wanted.codes ?? [];
    if (ids.length + codes.length === 0) return [];
    const named = (column: string, values: readonly string[]): string[] =>
      values.length === 0 ? [] : [`t.${column} in (${values.map(() => '?').join(', ')})`];
    const sql = `(${[...named('id', ids), ...named('code', codes)].join(' or ')})`;
    return loadTickets(managerOf(transaction), { sql, values: [...ids, ...codes] });
  }

  /** Entries of some kinds of a ticket's history, in order. One statement. */
  async notes(transaction: Transaction, ticketId: string, types: readonly HistoryType[]): Promise<HistoryNote[]> {
    return managerOf(transaction).find(TicketHistoryRow, {
      select: { type: true, data: true },
      where: { ticketId, type: In([...types]) },
      order: { number: 'ASC' },
    });
  }

  /**
   * Writes a new ticket: six statements.
   * @throws a unique violation when the code or the channel's own id is taken.
   */
  async create(transaction: Transaction, opened: OpenedTicket, principal: Principal): Promise<void> {
    const { ticket } = opened;
    const manager = managerOf(transaction);
    const entries = historyEntries(opened.notes, {
      ticketId: ticket.id,
      after: 0,
      head: '',
      version: ticket.version,
      principal,
      at: ticket.createdAt,
    });
    await insertMany(manager, TicketRow, [{ ...ticket, historyHash: entries.at(-1)?.hash ?? '' }]);
    await insertMany(manager, TicketReporterRow, [opened.reporter]);
    await insertMany(manager, TicketClockRow, opened.clocks);
    await insertMany(manager, ClockHoldingRow, opened.holdings);
    await insertMany(manager, TicketHistoryRow, entries);
    await this.outbox.append(transaction, published(opened.events, ticket));
  }

  /**
   * Writes what a command decided: at most seven statements, and what `HiddenTickets` does for one that is public no
   * more. The compare-and-set on the ticket comes first,
   * and so orders everything that is written after it.
   *
   * @throws ConcurrentChange when somebody else was faster: the unit of work runs again, and `loadFor` says whom it concerns.
   */
  async write(
    transaction: Transaction,
    loaded: LoadedTicket,
    context: {
      readonly change: TicketChange;
      readonly command: TicketCommand;
      readonly principal: Principal;
      readonly at: Date;
    },
  ): Promise<CommandResult> {
    const { principal, at, ...write } = context;
    const [result] = await this.writeMany(transaction, [{ loaded, ...write }], { principal, at });
    return result as CommandResult;
  }

  /**
   * The same for several tickets together, in as many statements as for one.
   *
   * @returns one result for each, in order.
   * @throws ConcurrentChange when somebody else was faster with one of them: the unit of work runs again.
   */
  async writeMany(
    transaction: Transaction,
    writes: readonly TicketWrite[],
    by: { readonly principal: Principal; readonly at: Date },
  ): Promise<CommandResult[]> {
    const manager = managerOf(transaction);
    const done: ReturnType<typeof writtenBy>[] = [];
    for (const write of writes) done.push(writtenBy({ ...write, loaded: await sealed(manager, write.loaded) }, by));
    const tickets = done.map(({ before, after }) => ({ entity: TicketRow, before, after, guards: AS_LOADED }));
    const isOurs = await updateLoaded(manager, tickets, { rows: changedBeside(writes), by: 'ticketId' });
    // Somebody was faster: begun anew, the command finds out whom that concerns.
    if (!isOurs)
      throw new ConcurrentChange(`Ticket ${done.map(({ before }) => before.id).join(' or ')} has changed meanwhile.`);
    await addBeside(manager, writes);
    await insertMany(
      manager,
      TicketHistoryRow,
      done.flatMap(({ entries }) => entries),
    );
    await this.outbox.append(
      transaction,
      done.flatMap(({ events }) => events),
    );
    for (const { before, after } of done) await this.hidden.tell(transaction, before, after);
    return done.map(({ after: { id, code, version, state } }) => ({ ticketId: id, code, version, state }));
  }

  /**
   * One more person has reported the same, and nothing else of the ticket changes: no version, no line of its
   * history, so that whoever is writing its answer is not held up by every call. Two statements.
   *
   * @throws Problem `conflict` when it has ended meanwhile.
   */
  async countJoined(transaction: Transaction, { ticket, supports }: LoadedTicket): Promise<void> {
    const updated = await managerOf(transaction)
      .createQueryBuilder()
      .update(TicketRow)
      .set({ mergedCount: () => 'merged_count + 1', deadlineRevision: () => 'deadline_revision + 1' })
      .where('id = :id and is_open = 1', { id: ticket.id })
      .execute();
    if (updated.affected !== 1) throw Problem.conflict(`Phiếu ${ticket.code} đã kết thúc nên không gộp thêm được.`);
    const event = { type: 'ticket.absorbed', data: { tickets: 1, reporters: ticket.mergedCount + 2 } } as const;
    await this.outbox.append(transaction, published([event], ticket, ticket, askedAgencies(supports)));
  }

  /**
   * One statement: a new answer, or the next version of the one that was loaded.
   * @throws Problem `stale-version` when somebody saved it meanwhile.
   */
  async writeAnswer(transaction: Transaction, before: Answer | null, after: Answer): Promise<void> {
    const manager = managerOf(transaction);
    if (before?.id === after.id) {
      const { id, ...columns } = after;
      const { status, draftVersion } = before;
      const updated = await manager.update(TicketAnswerRow, { id, status, draftVersion }, columns);
      if (updated.affected !== 1) throw staleVersion();
      return;
    }
    await addAnswers(manager, [after]);
  }
}

/** A history that is older than the chain is sealed before anything is added to it. */
async function sealed(manager: EntityManager, loaded: LoadedTicket): Promise<LoadedTicket> {
  const { id, historyHash, historyLength } = loaded.ticket;
  if (historyHash !== '' || historyLength === 0) return loaded;
  const heads = await sealHistories(manager, [id]);
  return { ...loaded, ticket: { ...loaded.ticket, historyHash: heads.get(id) ?? '' } };
}
