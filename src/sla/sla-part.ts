import type { EntityManager, ObjectLiteral } from 'typeorm';
import { ProvinceFilesError, syncTable, type ProvincePart, type TableChanges } from '../agencies/index.js';
import { managerOf } from '../platform/database/index.js';
import {
  CalendarDayRow,
  CalendarHoursRow,
  CalendarRow,
  EscalationStepRow,
  SlaClassRow,
  SlaPolicyRow,
} from './entities.js';
import {
  CALENDARS_FILE,
  CLASSES_FILE,
  DAYS_FILE,
  HOURS_FILE,
  LADDERS_FILE,
  POLICIES_FILE,
  readSla,
  type SlaData,
} from './sla-files.js';

/** SLA classes, policies and working calendars. */
export const slaPart: ProvincePart<SlaData> = {
  name: 'sla',
  version: 2,
  files: [CLASSES_FILE, POLICIES_FILE, LADDERS_FILE, CALENDARS_FILE, HOURS_FILE, DAYS_FILE],
  read: readSla,
  async write(transaction, data, today) {
    const manager = managerOf(transaction);
    await refuseRewrittenVersions(manager, data);
    return [
      await syncTable(manager, { entity: SlaClassRow, key: ['code'], rows: data.classes, today }),
      await syncTable(manager, {
        entity: SlaPolicyRow,
        key: ['version', 'clock', 'slaClass', 'categoryCode', 'priority', 'agencyCode'],
        rows: data.policies,
        today,
      }),
      await syncTable(manager, {
        entity: EscalationStepRow,
        key: ['version', 'clock', 'slaClass', 'mark'],
        rows: data.steps,
        today,
      }),
      await replaceRows(manager, CalendarRow, ['code'], data.calendars),
      await replaceRows(manager, CalendarHoursRow, ['calendarCode', 'validFrom'], data.hours),
      await replaceRows(manager, CalendarDayRow, ['scope', 'on'], data.days),
    ];
  },
};

/** A ticket shows the version it was judged by, so a version that is in the database keeps its limit for ever. */
async function refuseRewrittenVersions(manager: EntityManager, data: SlaData): Promise<void> {
  const stored = new Map((await manager.find(SlaPolicyRow)).map((row) => [keyOf(row), row]));
  const problems = data.policyRows.flatMap(({ file, line, value }) => {
    const { sla_class: slaClass, category: categoryCode, agency: agencyCode } = value;
    const old = stored.get(keyOf({ ...value, slaClass, categoryCode, agencyCode }));
    const changed = (['limit', 'calendar'] as const).find((field) => old !== undefined && old[field] !== value[field]);
    if (old === undefined || changed === undefined) return [];
    const message = `phiên bản ${String(value.version)} đã có hiệu lực với “${old[changed]}”; xin kết thúc nó và thêm phiên bản mới`;
    return [{ file, line, field: changed, message }];
  });
  if (problems.length > 0) throw new ProvinceFilesError(problems);
}

type PolicyKey = 'version' | 'clock' | 'slaClass' | 'categoryCode' | 'priority' | 'agencyCode';

function keyOf(policy: Pick<SlaPolicyRow, PolicyKey>): string {
  const { version, clock, slaClass, categoryCode, priority, agencyCode } = policy;
  return [version, clock, slaClass, categoryCode, priority, agencyCode].join(' ');
}

/**
 * Makes the table equal to the rows. What is gone is deleted: a withdrawn day off must not go on counting,
 * and no ticket needs these rows (a clock keeps its explanation with it).
 */
async function replaceRows<T extends ObjectLiteral>(
  manager: EntityManager,
  entity: new () => T,
  key: readonly (keyof T & string)[],
  rows: readonly T[],
): Promise<TableChanges> {
  const metadata = manager.connection.getMetadata(entity);
  const columns = metadata.columns.map((column) => column.propertyName);
  const pick = (row: T, names: readonly string[]): Partial<T> =>
    Object.fromEntries(names.map((name) => [name, row[name] as unknown])) as Partial<T>;
  const idOf = (row: T): string => JSON.stringify(pick(row, key));

  const stored = new Map((await manager.find(entity)).map((row) => [idOf(row), row]));
  const wanted = new Set(rows.map(idOf));
  const fresh = rows.filter((row) => !stored.has(idOf(row)));
  const changed = rows.filter((row) => {
    const old = stored.get(idOf(row));
    return old !== undefined && JSON.stringify(pick(old, columns)) !== JSON.stringify(pick(row, columns));
  });
  const gone = [...stored].filter(([id]) => !wanted.has(id)).map(([, row]) => row);

  if (fresh.length > 0) await manager.insert(entity, [...fresh]);
  for (const row of changed) await manager.update(entity, pick(row, key), pick(row, columns));
  for (const row of gone) await manager.delete(entity, pick(row, key));
  return { table: metadata.tableName, inserted: fresh.length, updated: changed.length, closed: gone.length };
}
