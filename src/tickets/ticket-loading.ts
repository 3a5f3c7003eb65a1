import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { accountOf, joinAccount, type Account, type JoinedAccount, type Principal } from '../identity/index.js';
import { Problem } from '../kernel/index.js';
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

export type LoadedRow = TicketRow & {
  clocks?: TicketClockRow[];
  answer?: TicketAnswerRow | null;
  apology?: TicketApologyRow | null;
  supports?: TicketSupportRow[];
  question?: TicketQuestionRow | null;
  extensions?: TicketExtensionRow[];
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

type RowBeside = LoadedRow & {
  reporter?: TicketReporterRow | null;
  additions?: TicketRemarkRow[];
  person?: JoinedAccount | null;
};

/** A ticket with all that a decision needs to know. */
export function loading(manager: EntityManager): SelectQueryBuilder<TicketRow> {
  return manager
    .createQueryBuilder(TicketRow, 't')
    .leftJoinAndMapMany('t.clocks', TicketClockRow, 'c', 'c.ticket_id = t.id')
    .leftJoinAndMapOne(
      't.answer',
      TicketAnswerRow,
      'a',
      'a.ticket_id = t.id and a.number = (select max(n.number) from ticket_answer n where n.ticket_id = t.id)',
    )
    .leftJoinAndMapOne('t.apology', TicketApologyRow, 'l', 'l.ticket_id = t.id')
    .leftJoinAndMapMany('t.supports', TicketSupportRow, 's', 's.ticket_id = t.id')
    .leftJoinAndMapOne(
      't.question',
      TicketQuestionRow,
      'q',
      'q.ticket_id = t.id and q.number = (select max(p.number) from ticket_question p where p.ticket_id = t.id)',
    )
    .leftJoinAndMapMany('t.extensions', TicketExtensionRow, 'e', 'e.ticket_id = t.id');
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
    query.leftJoinAndMapMany(
      't.additions',
      TicketRemarkRow,
      'f',
      `f.ticket_id = t.id and f.kind = 'facts' and f.created_at >= :additionsSince`,
      { additionsSince },
    );
  if (accountId !== undefined && isTicketId(accountId))
    joinAccount(query, 't.person', {
      alias: 'w',
      on: 'w.id = :accountId and w.agency_code = t.lead_agency_code',
      parameters: { accountId },
    });
  query.where('t.id = :ticketId', { ticketId });
  if (parent) query.orWhere('t.id = (select m.merged_into_id from ticket m where m.id = :ticketId)');
  const rows: RowBeside[] = await query.getMany();
  const row = rows.find(({ id }) => id === ticketId);
  if (row === undefined) return null;
  const other = rows.find(({ id }) => id === row.mergedIntoId);
  const { reporter: who = null, additions = [], person = null } = row;
  return {
    loaded: loadedOf(bare(row)),
    parent: other === undefined ? null : loadedOf(bare(other)),
    reporter: who,
    additions: additions.length,
    person: person === null ? null : accountOf(person),
  };
}

function bare({ reporter: _reporter, additions: _additions, person: _person, ...row }: RowBeside): LoadedRow {
  return row;
}

/** What was read, as decisions take it. */
export function loadedOf(row: LoadedRow): LoadedTicket {
  const {
    clocks = [],
    answer = null,
    apology = null,
    supports = [],
    question = null,
    extensions = [],
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
