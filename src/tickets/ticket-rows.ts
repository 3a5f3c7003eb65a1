import type { EntityManager } from 'typeorm';
import { insertMany, isUniqueViolation, type RowChange } from '../platform/database/index.js';
import type { Apology } from './domain/apology.js';
import type { LoadedTicket, TicketChange } from './domain/change.js';
import type { ClockHolding, TicketClock } from './domain/clock.js';
import type { Extension } from './domain/extension.js';
import type { Question } from './domain/supplement-question.js';
import type { SupportPart } from './domain/support-part.js';
import type { Answer, Remark } from './domain/ticket.js';
import {
  ClockHoldingRow,
  TicketAnswerRow,
  TicketApologyRow,
  TicketClockRow,
  TicketExtensionRow,
  TicketQuestionRow,
  TicketRemarkRow,
  TicketSupportRow,
} from './entities.js';
import { staleVersion } from './stale-ticket.js';

type Entity = new () => object;

/** What a command decided about a ticket as it was loaded. */
interface Decided {
  readonly loaded: LoadedTicket;
  readonly change: TicketChange;
}

/** Rows of one table that belong to a ticket. */
interface Kind {
  readonly entity: Entity;
  /** Those that were loaded and go on in another way. */
  readonly changed: (decided: Decided) => readonly RowChange[];
  readonly added: (decided: Decided) => readonly object[];
}

function kind<Row extends object>(
  entity: Entity,
  rows: {
    readonly key: keyof Row;
    readonly before: (loaded: LoadedTicket) => readonly (Row | null)[];
    readonly after: (change: TicketChange) => readonly (Row | null)[];
    /** What may change while the ticket's version stays. */
    readonly guards?: readonly (keyof Row & string)[];
  },
): Kind {
  const { key, guards = [] } = rows;
  const sort = ({ loaded, change }: Decided) => {
    const known = rows.before(loaded).filter((row) => row !== null);
    return rows
      .after(change)
      .filter((row) => row !== null)
      .map((after) => ({ after, before: known.find((row) => row[key] === after[key]) }));
  };
  return {
    entity,
    changed: (decided) =>
      sort(decided).flatMap(({ before, after }) => (before === undefined ? [] : { entity, before, after, guards })),
    added: (decided) => sort(decided).flatMap(({ before, after }) => (before === undefined ? after : [])),
  };
}

const none = (): readonly null[] => [];

/** In the order in which they are written. */
const KINDS: readonly Kind[] = [
  // A draft is saved without the ticket knowing of it.
  kind<Answer>(TicketAnswerRow, {
    key: 'id',
    before: ({ answer }) => [answer],
    after: ({ answer }) => [answer],
    guards: ['status', 'draftVersion'],
  }),
  kind<TicketClock>(TicketClockRow, {
    key: 'id',
    before: ({ running, ended }) => [...running, ...ended],
    after: ({ clocks }) => clocks,
  }),
  kind<ClockHolding>(ClockHoldingRow, {
    key: 'id',
    before: none,
    after: ({ holdings }) => holdings,
  }),
  kind<Remark>(TicketRemarkRow, {
    key: 'id',
    before: none,
    after: ({ remark }) => [remark],
  }),
  kind<Question>(TicketQuestionRow, {
    key: 'id',
    before: ({ question }) => [question],
    after: ({ question }) => [question],
    guards: ['status'],
  }),
  kind<Apology>(TicketApologyRow, {
    key: 'ticketId',
    before: ({ apology }) => [apology],
    after: ({ apology }) => [apology],
    guards: ['status'],
  }),
  kind<Extension>(TicketExtensionRow, {
    key: 'id',
    before: ({ extensions }) => extensions,
    after: ({ extension }) => [extension],
    guards: ['status'],
  }),
  kind<SupportPart>(TicketSupportRow, {
    key: 'id',
    before: ({ supports }) => supports,
    after: ({ supports }) => supports,
  }),
];

/** What of the rows that were loaded beside tickets goes on in another way. */
export function changedBeside(writes: readonly Decided[]): RowChange[] {
  return writes.flatMap((write) => KINDS.flatMap(({ changed }) => changed(write)));
}

/**
 * Rows that are new, in one statement for each table.
 * @throws Problem `stale-version` when a colleague began the same answer.
 */
export async function addBeside(manager: EntityManager, writes: readonly Decided[]): Promise<void> {
  for (const { entity, added } of KINDS) {
    const rows = writes.flatMap(added);
    await (entity === TicketAnswerRow ? addAnswers(manager, rows) : insertMany(manager, entity, rows));
  }
}

/** @throws Problem `stale-version` when the number is taken: a colleague began the same answer. */
export async function addAnswers(manager: EntityManager, answers: readonly object[]): Promise<void> {
  try {
    await insertMany(manager, TicketAnswerRow, answers);
  } catch (error) {
    throw isUniqueViolation(error) ? staleVersion() : error;
  }
}
