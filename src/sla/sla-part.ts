import { ProvinceFilesError, type ProvincePart } from '../agencies/index.js';
import { managerOf } from '../platform/database/index.js';
import type { SlaRows } from './configuration.js';
import type { Origin } from './entities.js';
import { demandDeadlines, raiseRevision, readRules, ruleKey, rulesRevision, writeRules } from './rule-store.js';
import {
  AGENCIES_FILE,
  CALENDARS_FILE,
  CATEGORIES_FILE,
  CLASSES_FILE,
  DAYS_FILE,
  HOURS_FILE,
  LADDERS_FILE,
  POLICIES_FILE,
  readSla,
  type SlaData,
} from './sla-files.js';

/** What open deadlines depend on; a policy or a ladder holds for clocks that start after it. */
const DEADLINE_TABLES: ReadonlySet<string> = new Set(['sla_class', 'calendar', 'calendar_hours', 'calendar_day']);

/** SLA classes, policies, ladders and working calendars. */
export const slaPart: ProvincePart<SlaData> = {
  name: 'sla',
  version: 3,
  files: [
    CLASSES_FILE,
    POLICIES_FILE,
    LADDERS_FILE,
    CALENDARS_FILE,
    HOURS_FILE,
    DAYS_FILE,
    CATEGORIES_FILE,
    AGENCIES_FILE,
  ],
  read: readSla,
  async write(transaction, data, today) {
    const manager = managerOf(transaction);
    const stored = await readRules(manager);
    refuseRewrittenVersions(stored, data);
    const changes = await writeRules(manager, stored, withFiles(stored, data, today), today);
    const changed = changes.filter(({ inserted, updated, closed }) => inserted + updated + closed > 0);
    if (changed.length > 0 || (await rulesRevision(manager)) === 0) {
      // A load is told its day, not its instant.
      await raiseRevision(manager, new Date(`${today}T00:00:00Z`), null);
    }
    const calendarChanged = changed.some(({ table }) => DEADLINE_TABLES.has(table));
    // Clocks that started before there were ladders get theirs.
    const firstLadders = stored.steps.length === 0 && data.steps.length > 0;
    if ((calendarChanged || firstLadders) && stored.calendars.length > 0) await demandDeadlines(manager);
    return changes;
  },
};

/**
 * What is stored once the files are loaded: an administrator's rows stay and go before those of the files;
 * what is gone from the files ends (classes, policies and steps: tickets name them) or is deleted.
 */
function withFiles(stored: SlaRows, files: SlaRows, today: string): SlaRows {
  const ended = <T extends { validTo: string | null }>(row: T): T[] => [
    row.validTo === null || row.validTo > today ? { ...row, validTo: today } : row,
  ];
  const deleted = (): [] => [];
  return {
    classes: merged('classes', stored, files, ended),
    policies: merged('policies', stored, files, ended),
    steps: merged('steps', stored, files, ended),
    calendars: merged('calendars', stored, files, deleted),
    hours: merged('hours', stored, files, deleted),
    days: merged('days', stored, files, deleted),
  };
}

function merged<Name extends keyof SlaRows>(
  name: Name,
  stored: SlaRows,
  files: SlaRows,
  gone: (row: SlaRows[Name][number]) => SlaRows[Name][number][],
): SlaRows[Name][number][] {
  type Row = SlaRows[Name][number] & { readonly origin: Origin };
  const before = stored[name] as readonly Row[];
  const wanted = files[name] as readonly Row[];
  const keyOf = (row: Row): string => ruleKey(name, row);
  const own = before.filter(({ origin }) => origin === 'admin');
  const ownKeys = new Set(own.map(keyOf));
  const wantedKeys = new Set(wanted.map(keyOf));
  return [
    ...own,
    ...wanted.filter((row) => !ownKeys.has(keyOf(row))),
    ...before.filter((row) => row.origin === 'file' && !wantedKeys.has(keyOf(row))).flatMap(gone),
  ];
}

/** A ticket shows the version it was judged by, so a version that is in the database keeps its limit for ever. */
function refuseRewrittenVersions(stored: SlaRows, data: SlaData): void {
  const known = new Map(stored.policies.map((row) => [ruleKey('policies', row), row]));
  const problems = data.policyRows.flatMap(({ file, line, value }, index) => {
    const row = data.policies[index];
    const old = row === undefined ? undefined : known.get(ruleKey('policies', row));
    const changed = (['limit', 'calendar'] as const).find((field) => old !== undefined && old[field] !== value[field]);
    // Under an administrator's version the file's row is passed over.
    if (old?.origin !== 'file' || changed === undefined) return [];
    const message = `phiên bản ${String(value.version)} đã có hiệu lực với “${old[changed]}”; xin kết thúc nó và thêm phiên bản mới`;
    return [{ file, line, field: changed, message }];
  });
  if (problems.length > 0) throw new ProvinceFilesError(problems);
}
