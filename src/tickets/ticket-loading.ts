import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { Principal } from '../identity/index.js';
import { Problem } from '../kernel/index.js';
import type { LoadedTicket } from './domain/change.js';
import { can, HIDDEN_REASON } from './domain/policy.js';
import type { TicketCommand } from './domain/state-table.js';
import {
  TicketAnswerRow,
  TicketApologyRow,
  TicketClockRow,
  TicketQuestionRow,
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
    );
}

/** What was read, as decisions take it. */
export function loadedOf(row: LoadedRow): LoadedTicket {
  const { clocks = [], answer = null, apology = null, supports = [], question = null, ...ticket } = row;
  clocks.sort((a, b) => a.position - b.position);
  supports.sort((a, b) => a.number - b.number);
  return {
    ticket,
    running: clocks.filter((clock) => clock.stoppedAt === null),
    ended: clocks.filter((clock) => clock.stoppedAt !== null),
    clockCount: Math.max(0, ...clocks.map((clock) => clock.position)),
    answer,
    apology,
    supports,
    question,
  };
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
  if (!verdict.allowed && verdict.kind !== 'untimely') throw Problem.notFound(HIDDEN_REASON);
  if (version !== null && loaded.ticket.version !== version) throw new StaleTicket(loaded.ticket.id, version);
  if (!verdict.allowed) throw Problem.conflict(verdict.reason);
  return loaded;
}
