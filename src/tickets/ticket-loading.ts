import type { EntityManager } from 'typeorm';
import { ACCOUNT_BESIDE, accountOf, type Account, type Principal } from '../identity/index.js';
import { Problem } from '../kernel/index.js';
import { rowAsJson, rowFromJson, storedInstant } from '../platform/database/index.js';
import type { LoadedTicket } from './domain/change.js';
import { can, HIDDEN_REASON } from './domain/policy.js';
import type { TicketCommand } from './domain/state-table.js';
import type { Reporter } from './domain/ticket.js';
import {
  isTicketId,
  TicketAnswerRow,
  TicketApologyRow,
  TicketClockRow,
  TicketExtensionRow,
  TicketQuestionRow,
  TicketRemarkRow,
  TicketReporterRow,
  TicketRow,
  TicketSupportRow,
} from './entities.js';
import { StaleTicket } from './stale-ticket.js';

/** What a command needs to know beside the ticket. */
export interface Beside {
  /** The ticket that stands for it, where it is merged. */
  readonly parent?: boolean;
  /** Who reported it, whose name is blanked in what he or she says: only commands that take such words read it. */
  readonly reporter?: boolean;
  /** How often the reporter has added something since then. */
  readonly additionsSince?: Date;
  /** Somebody who may sign in and works at the agency in charge. */
  readonly accountId?: string;
}

export interface LoadedBeside {
  readonly loaded: LoadedTicket;
  readonly parent: LoadedTicket | null;
  readonly reporter: Reporter | null;
  readonly additions: number;
  readonly person: Account | null;
}

/** Which tickets: a condition about the ticket `t`, found by a key. */
export interface Which {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Rows of a table `r` that are read with the ticket `t`. */
interface Part {
  readonly entity: new () => object;
  readonly on: string;
  readonly values?: readonly unknown[];
}

const OF_TICKET = 'r.ticket_id = t.id';
const latest = (table: string): string =>
  `${OF_TICKET} and r.number = (select max(n.number) from ${table} n where n.ticket_id = t.id)`;

/** What a decision needs to know. */
const PARTS: readonly Part[] = [
  { entity: TicketRow, on: 'r.id = t.id' },
  { entity: TicketClockRow, on: OF_TICKET },
  { entity: TicketAnswerRow, on: latest('ticket_answer') },
  { entity: TicketApologyRow, on: OF_TICKET },
  { entity: TicketSupportRow, on: OF_TICKET },
  { entity: TicketQuestionRow, on: latest('ticket_question') },
  { entity: TicketExtensionRow, on: OF_TICKET },
];

/** What was read of one ticket. */
type RowsOf = <Row extends object>(entity: new () => Row) => Row[];

/** Tickets with all that a decision needs to know. One statement. */
export async function loadTickets(manager: EntityManager, which: Which): Promise<LoadedTicket[]> {
  return (await read(manager, which, PARTS)).map(loadedOf);
}

/** A ticket with what stands beside it, in one statement. */
export async function loadBeside(
  manager: EntityManager,
  ticketId: string,
  { parent = false, reporter = false, additionsSince, accountId }: Beside,
): Promise<LoadedBeside | null> {
  if (!isTicketId(ticketId)) return null;
  const parts = [...PARTS];
  if (reporter) parts.push({ entity: TicketReporterRow, on: OF_TICKET });
  if (additionsSince !== undefined)
    parts.push({
      entity: TicketRemarkRow,
      on: `${OF_TICKET} and r.kind = 'facts' and r.created_at >= ?`,
      values: [storedInstant(additionsSince)],
    });
  const { entity: account, condition } = ACCOUNT_BESIDE;
  if (accountId !== undefined && isTicketId(accountId))
    parts.push({
      entity: account,
      on: `r.id = ? and r.agency_code = t.lead_agency_code and ${condition('r')}`,
      values: [accountId],
    });
  const alone = { sql: 't.id = ?', values: [ticketId] };
  const both = {
    sql: '(t.id = ? or t.id = (select m.merged_into_id from ticket m where m.id = ?))',
    values: [ticketId, ticketId],
  };
  const found = (await read(manager, parent ? both : alone, parts)).map((rows) => ({ rows, loaded: loadedOf(rows) }));
  const own = found.find(({ loaded }) => loaded.ticket.id === ticketId);
  if (own === undefined) return null;
  const { loaded, rows } = own;
  const [person] = rows(account);
  return {
    loaded,
    parent: found.find((other) => other.loaded.ticket.id === loaded.ticket.mergedIntoId)?.loaded ?? null,
    reporter: rows(TicketReporterRow)[0] ?? null,
    additions: rows(TicketRemarkRow).length,
    person: person === undefined ? null : accountOf(person),
  };
}

/** In one statement: the rows of each part beneath those of the others, each with the ticket it belongs to. */
async function read(manager: EntityManager, which: Which, parts: readonly Part[]): Promise<RowsOf[]> {
  const { connection } = manager;
  // The ticket first, whatever an engine believes of tables that were empty when it last counted.
  const join = connection.options.type === 'mysql' ? 'straight_join' : 'cross join';
  const selects = parts.map(
    ({ entity, on }, index) =>
      `select ${String(index)} as part, t.id as ticket_id, ${rowAsJson(connection, entity, 'r')} as content from ticket t ${join} ${connection.getMetadata(entity).tableName} r on ${on} where ${which.sql}`,
  );
  const rows: { readonly part: number; readonly ticket_id: string; readonly content: unknown }[] = await manager.query(
    selects.join(' union all '),
    parts.flatMap(({ values = [] }) => [...values, ...which.values]),
  );
  const ids = new Set(rows.map((row) => row.ticket_id));
  return [...ids].map((id): RowsOf => (entity) => {
    const index = parts.findIndex((part) => part.entity === entity);
    const mine = rows.filter((row) => row.ticket_id === id && Number(row.part) === index);
    return mine.map(({ content }) => rowFromJson(connection, entity, content));
  });
}

/** What was read, as decisions take it. */
function loadedOf(rows: RowsOf): LoadedTicket {
  const [ticket] = rows(TicketRow);
  if (ticket === undefined) throw new Error('What belongs to a ticket was read without the ticket.');
  const clocks = rows(TicketClockRow).sort((a, b) => a.position - b.position);
  return {
    ticket,
    running: clocks.filter((clock) => clock.stoppedAt === null),
    ended: clocks.filter((clock) => clock.stoppedAt !== null),
    clockCount: Math.max(0, ...clocks.map((clock) => clock.position)),
    answer: rows(TicketAnswerRow)[0] ?? null,
    apology: rows(TicketApologyRow)[0] ?? null,
    supports: rows(TicketSupportRow).sort((a, b) => a.number - b.number),
    question: rows(TicketQuestionRow)[0] ?? null,
    extensions: rows(TicketExtensionRow).sort((a, b) => a.number - b.number),
  };
}

/**
 * The ticket that stands for a merged one, to which what is said for that one goes; null: it stands for itself. Which
 * version it has is not before the eyes of whoever speaks.
 *
 * @throws Problem as `loadFor`, about the ticket that stands for it.
 */
export function standingFor(
  found: Pick<LoadedBeside, 'loaded' | 'parent'> | null,
  command: TicketCommand,
  principal: Principal,
): LoadedTicket | null {
  const ticketId = found?.loaded.ticket.mergedIntoId ?? null;
  if (ticketId === null) return null;
  const who: Principal = principal.kind === 'reporter' ? { kind: 'reporter', ticketId } : principal;
  return readyFor(found?.parent ?? null, null, command, who);
}

/**
 * A loaded ticket, once it is sure that this person may do this with it now.
 *
 * @param version as the person had it before the eyes; null: as it is.
 * @throws Problem as `loadFor`.
 */
export function readyFor(
  loaded: LoadedTicket | null,
  version: number | null,
  command: TicketCommand,
  principal: Principal,
): LoadedTicket {
  if (loaded === null) throw Problem.notFound(HIDDEN_REASON);
  const verdict = can(principal, command, { ...loaded.ticket, apology: loaded.apology, supports: loaded.supports });
  const refused = verdict.allowed ? null : verdict.kind;
  if (refused === 'hidden') throw Problem.notFound(HIDDEN_REASON);
  // What was theirs on the page they had and is somebody else's now has not vanished: it has moved on.
  if (version !== null && loaded.ticket.version !== version) throw new StaleTicket(loaded.ticket.id, version);
  if (refused === 'denied') throw Problem.notFound(HIDDEN_REASON);
  if (!verdict.allowed) throw Problem.conflict(verdict.reason);
  return loaded;
}
