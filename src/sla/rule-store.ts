import type { EntityManager, ObjectLiteral } from 'typeorm';
import type { TableChanges } from '../agencies/index.js';
import type { SlaRows } from './configuration.js';
import {
  CalendarDayRow,
  CalendarHoursRow,
  CalendarRow,
  EscalationStepRow,
  SlaClassRow,
  SlaPolicyRow,
  SlaRevisionRow,
} from './entities.js';

type TableName = keyof SlaRows;
type RowOf<Name extends TableName> = SlaRows[Name][number];

interface RuleTable<T> {
  readonly entity: new () => T;
  /** Primary key, by property names. */
  readonly key: readonly (keyof T & string)[];
}

const TABLES: { readonly [Name in TableName]: RuleTable<RowOf<Name>> } = {
  classes: { entity: SlaClassRow, key: ['code'] },
  policies: {
    entity: SlaPolicyRow,
    key: ['version', 'clock', 'slaClass', 'categoryCode', 'priority', 'agencyCode'],
  },
  steps: { entity: EscalationStepRow, key: ['version', 'clock', 'slaClass', 'mark'] },
  calendars: { entity: CalendarRow, key: ['code'] },
  hours: { entity: CalendarHoursRow, key: ['calendarCode', 'validFrom'] },
  days: { entity: CalendarDayRow, key: ['scope', 'on'] },
};

const BATCH = 400;
const REVISION_ID = 'rules';

/** What tells two rows of a table apart. */
export function ruleKey<Name extends TableName>(table: Name, row: RowOf<Name>): string {
  return TABLES[table].key.map((name) => String(row[name])).join(' ');
}

/** All rules as they are stored. Not one statement: whoever needs them of one moment compares the revision before and after. */
export async function readRules(manager: EntityManager): Promise<SlaRows> {
  const [classes, policies, steps, calendars, hours, days] = [
    await manager.find(SlaClassRow, { order: { code: 'ASC' } }),
    await manager.find(SlaPolicyRow),
    await manager.find(EscalationStepRow),
    await manager.find(CalendarRow, { order: { code: 'ASC' } }),
    await manager.find(CalendarHoursRow, { order: { calendarCode: 'ASC', validFrom: 'ASC' } }),
    await manager.find(CalendarDayRow, { order: { scope: 'ASC', on: 'ASC' } }),
  ];
  return { classes, policies, steps, calendars, hours, days };
}

/** 0 before the first load. */
export async function rulesRevision(manager: EntityManager): Promise<number> {
  return (await manager.findOneBy(SlaRevisionRow, { id: REVISION_ID }))?.revision ?? 0;
}

/** Says that open deadlines have to follow what a load has changed. */
export async function demandDeadlines(manager: EntityManager): Promise<void> {
  await manager.update(SlaRevisionRow, { id: REVISION_ID }, { deadlinesDue: true });
}

/** Whether open deadlines wait to follow a load. */
export function deadlinesDemanded(manager: EntityManager): Promise<boolean> {
  return manager.existsBy(SlaRevisionRow, { id: REVISION_ID, deadlinesDue: true });
}

/** @returns true for the one caller that has to see to the open deadlines after a load. */
export async function takeDeadlineDemand(manager: EntityManager): Promise<boolean> {
  const taken = await manager.update(SlaRevisionRow, { id: REVISION_ID, deadlinesDue: true }, { deadlinesDue: false });
  return taken.affected === 1;
}

/**
 * Says that the rules are others now, in the transaction that changes them.
 * @param expected the revision they were decided by; null: whatever it is.
 * @returns false when somebody else has changed the rules since.
 */
export async function raiseRevision(manager: EntityManager, at: Date, expected: number | null): Promise<boolean> {
  const raised = await manager
    .createQueryBuilder()
    .update(SlaRevisionRow)
    .set({ revision: () => 'revision + 1', changedAt: at })
    .where('id = :id', { id: REVISION_ID })
    .andWhere(expected === null ? '1 = 1' : 'revision = :expected', { expected })
    .execute();
  if (raised.affected === 1) return true;
  if (expected !== null && expected !== 0) return false;
  await manager.insert(SlaRevisionRow, { id: REVISION_ID, revision: 1, changedAt: at, deadlinesDue: false });
  return true;
}

/**
 * Makes the stored rules equal to `after`. What is gone is deleted: a day off that was withdrawn must not
 * go on counting, and every clock keeps its explanation with it.
 * @param today rows whose validity now ends on this day are counted as closed.
 */
export async function writeRules(
  manager: EntityManager,
  before: SlaRows,
  after: SlaRows,
  today: string | null = null,
): Promise<TableChanges[]> {
  const write = <Name extends TableName>(name: Name): Promise<TableChanges> =>
    writeTable<RowOf<Name>>(manager, TABLES[name], {
      before: before[name],
      after: after[name],
      today,
    });
  return [
    await write('classes'),
    await write('policies'),
    await write('steps'),
    await write('calendars'),
    await write('hours'),
    await write('days'),
  ];
}

async function writeTable<T extends ObjectLiteral>(
  manager: EntityManager,
  { entity, key }: RuleTable<T>,
  { before, after, today }: { before: readonly T[]; after: readonly T[]; today: string | null },
): Promise<TableChanges> {
  const metadata = manager.connection.getMetadata(entity);
  const columns = metadata.columns.map((column) => column.propertyName);
  const pick = (row: T, names: readonly string[]): Partial<T> =>
    Object.fromEntries(names.map((name) => [name, row[name] as unknown])) as Partial<T>;
  const idOf = (row: T): string => JSON.stringify(pick(row, key));

  const stored = new Map(before.map((row) => [idOf(row), row]));
  const wanted = new Set(after.map(idOf));
  const fresh = after.filter((row) => !stored.has(idOf(row)));
  const changed = after.filter((row) => {
    const old = stored.get(idOf(row));
    return old !== undefined && JSON.stringify(pick(old, columns)) !== JSON.stringify(pick(row, columns));
  });
  const gone = before.filter((row) => !wanted.has(idOf(row)));
  const ended = changed.filter(
    (row) => row['validTo'] === today && today !== null && stored.get(idOf(row))?.['validTo'] !== today,
  );

  for (let from = 0; from < fresh.length; from += BATCH) {
    await manager.insert(
      entity,
      fresh.slice(from, from + BATCH).map((row) => pick(row, columns)),
    );
  }
  for (const row of changed) await manager.update(entity, pick(row, key), pick(row, columns));
  for (const row of gone) await manager.delete(entity, pick(row, key));
  return {
    table: metadata.tableName,
    inserted: fresh.length,
    updated: changed.length - ended.length,
    closed: gone.length + ended.length,
  };
}
