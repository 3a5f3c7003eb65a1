import type { EntityManager } from 'typeorm';
import type { Apology } from './domain/apology.js';
import type { TicketClock } from './domain/clock.js';
import type { Extension } from './domain/extension.js';
import type { Question } from './domain/supplement-question.js';
import type { SupportPart } from './domain/support-part.js';
import {
  TicketApologyRow,
  TicketClockRow,
  TicketExtensionRow,
  TicketQuestionRow,
  TicketSupportRow,
} from './entities.js';
import { updateEach } from '../platform/database/index.js';
import { staleVersion } from './stale-ticket.js';

/** What of a clock may change after it has started. */
const CLOCK_CHANGES = [
  'started_at',
  'holder_agency_code',
  'holder_account_id',
  'calendar_code',
  'time_limit',
  'due_at',
  'stopped_at',
  'stop_reason',
  'pauses',
  'policy_version',
  'explanation',
  'ladder_version',
  'timer_mark',
  'timer_at',
  'fired_marks',
  'extended_by',
];

/** What of a part may change after it was asked for. */
const SUPPORT_CHANGES = [
  'agency_code',
  'asked_by_agency_code',
  'status',
  'due_at',
  'reminder_count',
  'reminded_at',
  'part',
  'ended_by_account_id',
  'ended_at',
  'withdrawn_because',
];

/** The letter that was owed is sent. @throws Problem `stale-version` when it has been already. */
export async function writeApology(manager: EntityManager, { ticketId, ...columns }: Apology): Promise<void> {
  const updated = await manager.update(TicketApologyRow, { ticketId, status: 'owed' }, columns);
  if (updated.affected !== 1) throw staleVersion();
}

/** New parts and changed ones in one statement; the ticket's version is ours, so nobody else writes them. */
export async function writeSupports(manager: EntityManager, supports: readonly SupportPart[]): Promise<void> {
  if (supports.length === 0) return;
  await manager
    .createQueryBuilder()
    .insert()
    .into(TicketSupportRow)
    .values([...supports])
    .orUpdate(SUPPORT_CHANGES, ['id'])
    .updateEntity(false)
    .execute();
}

/** A question to a citizen as it was loaded, and as it goes on; `before` null or another one: a new one. */
interface QuestionWrite {
  readonly before: Question | null;
  readonly after: Question;
}

/** New questions to citizens in one statement, those that were loaded as they go on in another. The tickets' versions are ours. */
export async function writeQuestions(manager: EntityManager, writes: readonly QuestionWrite[]): Promise<void> {
  const goOn = writes.filter(({ before, after }) => before?.id === after.id);
  const asked = writes.filter((write) => !goOn.includes(write)).map(({ after }) => after);
  await insertRows(manager, TicketQuestionRow, asked);
  if (goOn.length === 0) return;
  const changes = goOn.map(({ after: { id, ...set } }) => ({ id, was: { status: 'asked' as const }, set }));
  if ((await updateEach(manager, TicketQuestionRow, changes)) !== goOn.length) throw staleVersion();
}

/** A new request, or the decision on the one that waited. */
export async function writeExtension(manager: EntityManager, extension: Extension): Promise<void> {
  if (extension.status === 'asked') {
    await insertRows(manager, TicketExtensionRow, [extension]);
    return;
  }
  const { id, ...columns } = extension;
  const updated = await manager.update(TicketExtensionRow, { id, status: 'asked' }, columns);
  if (updated.affected !== 1) throw staleVersion();
}

/**
 * New clocks and changed ones in one statement. The ticket's version is ours, so nobody else writes them;
 * and the id is the table's only key, so a clock can never be written over another one's row.
 */
export async function writeClocks(manager: EntityManager, clocks: readonly TicketClock[]): Promise<void> {
  if (clocks.length === 0) return;
  const rows = clocks.map((clock) => ({ ...clock, pauses: [...clock.pauses] }));
  await manager
    .createQueryBuilder()
    .insert()
    .into(TicketClockRow)
    .values(rows)
    .orUpdate(CLOCK_CHANGES, ['id'])
    .updateEntity(false)
    .execute();
}

/** Rows of one table in one statement, without reading anything back. */
export async function insertRows(
  manager: EntityManager,
  entity: new () => object,
  rows: readonly object[],
): Promise<void> {
  if (rows.length === 0) return;
  await manager
    .createQueryBuilder()
    .insert()
    .into(entity)
    .values([...rows])
    .updateEntity(false)
    .execute();
}
