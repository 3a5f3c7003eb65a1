import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { accountOf, joinAccount, type Account, type JoinedAccount, type Principal } from '../identity/index.js';
import { Problem } from '../kernel/index.js';
import { nestedRows, readNested } from '../platform/database/index.js';
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
  TicketReporterRow,
  TicketRow,
  TicketSupportRow,
} from './entities.js';
import { StaleTicket } from './stale-ticket.js';

type LoadedRow = TicketRow & {
  readonly clocks: TicketClockRow[];
  readonly answer: TicketAnswerRow | null;
  readonly apology: TicketApologyRow | null;
  readonly supports: TicketSupportRow[];
  readonly question: TicketQuestionRow | null;
  readonly extensions: TicketExtensionRow[];
  /** What was asked for besides. */
  readonly additions: number;
  readonly reporter?: TicketReporterRow | null;
  readonly person?: JoinedAccount | null;
};

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

/** Tickets with all that a decision needs to know; read by `loadedRows`. */
export function loading(manager: EntityManager): SelectQueryBuilder<TicketRow> {
  const of = (entity: new () => object, alias: string, more = ''): string =>
    nestedRows(manager.connection, entity, alias, `${alias}.ticket_id = t.id${more}`);
  const latest = (alias: string, table: string): string =>
    ` and ${alias}.number = (select max(n.number) from ${table} n where n.ticket_id = t.id)`;
  return manager
    .createQueryBuilder(TicketRow, 't')
    .addSelect(of(TicketClockRow, 'c'), 'clocks')
    .addSelect(of(TicketAnswerRow, 'a', latest('a', 'ticket_answer')), 'answer')
    .addSelect(of(TicketApologyRow, 'l'), 'apology')
    .addSelect(of(TicketSupportRow, 's'), 'supports')
    .addSelect(of(TicketQuestionRow, 'q', latest('q', 'ticket_question')), 'question')
    .addSelect(of(TicketExtensionRow, 'e'), 'extensions');
}

/** What `loading` finds. One statement. */
export async function loadedRows(query: SelectQueryBuilder<TicketRow>): Promise<LoadedRow[]> {
  const { entities, raw } = await query.getRawAndEntities<Record<string, unknown>>();
  const source = query.connection;
  const byId = new Map(raw.map((row) => [row['t_id'], row]));
  return entities.map((ticket) => {
    const row = byId.get(ticket.id) ?? {};
    return {
      ...ticket,
      clocks: readNested(source, TicketClockRow, row['clocks']),
      answer: readNested(source, TicketAnswerRow, row['answer'])[0] ?? null,
      apology: readNested(source, TicketApologyRow, row['apology'])[0] ?? null,
      supports: readNested(source, TicketSupportRow, row['supports']),
      question: readNested(source, TicketQuestionRow, row['question'])[0] ?? null,
      extensions: readNested(source, TicketExtensionRow, row['extensions']),
      additions: Number(row['additions'] ?? 0),
    };
  });
}

/** A ticket with what stands beside it, in one statement. */
export async function loadBeside(
  manager: EntityManager,
  ticketId: string,
  { parent = false, reporter = false, additionsSince, accountId }: Beside,
): Promise<LoadedBeside | null> {
  if (!isTicketId(ticketId)) return null;
  const query = loading(manager);
  if (reporter) query.leftJoinAndMapOne('t.reporter', TicketReporterRow, 'p', 'p.ticket_id = t.id');
  if (additionsSince !== undefined)
    query
      .addSelect(
        `(select count(*) from ticket_remark f
           where f.ticket_id = t.id and f.kind = 'facts' and f.created_at >= :additionsSince)`,
        'additions',
      )
      .setParameter('additionsSince', additionsSince);
  if (accountId !== undefined && isTicketId(accountId))
    joinAccount(query, 't.person', {
      alias: 'w',
      on: 'w.id = :accountId and w.agency_code = t.lead_agency_code',
      parameters: { accountId },
    });
  query.where('t.id = :ticketId', { ticketId });
  if (parent) query.orWhere('t.id = (select m.merged_into_id from ticket m where m.id = :ticketId)');
  const rows = await loadedRows(query);
  const row = rows.find(({ id }) => id === ticketId);
  if (row === undefined) return null;
  const other = rows.find(({ id }) => id === row.mergedIntoId);
  const { reporter: who = null, additions, person = null } = row;
  return {
    loaded: loadedOf(row),
    parent: other === undefined ? null : loadedOf(other),
    reporter: who,
    additions,
    person: person === null ? null : accountOf(person),
  };
}

/** What was read, as decisions take it. */
export function loadedOf(row: LoadedRow): LoadedTicket {
  const {
    clocks,
    answer,
    apology,
    supports,
    question,
    extensions,
    additions: _additions,
    reporter: _reporter,
    person: _person,
    ...ticket
  } = row;
  clocks.sort((a, b) => a.position - b.position);
  supports.sort((a, b) => a.number - b.number);
  extensions.sort((a, b) => a.number - b.number);
  return {
    ticket,
    running: clocks.filter((clock) => clock.stoppedAt === null),
    ended: clocks.filter((clock) => clock.stoppedAt !== null),
    clockCount: Math.max(0, ...clocks.map((clock) => clock.position)),
    answer,
    apology,
    supports,
    question,
    extensions,
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
