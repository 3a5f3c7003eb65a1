import { ENGINE } from './engine.js';
import type { TestDatabase } from './database.js';

export interface Explained {
  readonly sql: string;
  readonly plan: string;
  /** A whole table or index is read, rows are sorted apart, or MariaDB weighs a second index against the first one. */
  readonly readsAll: boolean;
}

/** The plans of everything that is read while something is done. */
export async function explained(
  { rows, dataSource }: TestDatabase,
  work: () => Promise<unknown>,
): Promise<Explained[]> {
  const asked: { sql: string; parameters: unknown[] }[] = [];
  const source = rows.dataSource;
  const before = source.logger;
  const quiet = (): void => undefined;
  source.logger = {
    logQuery: (sql: string, parameters?: unknown[]): void =>
      void (/^\s*select/i.test(sql) && asked.push({ sql, parameters: parameters ?? [] })),
    logQueryError: quiet,
    logQuerySlow: quiet,
    logSchemaBuild: quiet,
    logMigration: quiet,
    log: quiet,
  };
  try {
    await work();
  } finally {
    source.logger = before;
  }
  const plans: Explained[] = [];
  for (const { sql, parameters } of asked) {
    if (ENGINE === 'sqlite') {
      const lines = await rows.query<{ detail: string }[]>(`explain query plan ${sql}`, parameters);
      const plan = lines.map(({ detail }) => detail).join('; ');
      plans.push({ sql, plan, readsAll: /SCAN (?!.* USING INDEX published_item_newest)|TEMP B-TREE/.test(plan) });
    } else {
      const lines = await dataSource.query<Record<string, string | null>[]>(`explain ${sql}`, parameters);
      const plan = lines.map(({ type, key, rows: read, Extra }) => `${type} ${key} ${read} ${Extra}`).join('; ');
      const bad = ({ type, key, Extra }: Record<string, string | null>): boolean =>
        type === 'ALL' ||
        (type === 'index' && key !== 'published_item_newest') ||
        /filter/.test(type ?? '') ||
        /filesort|rowid filter|join buffer/i.test(Extra ?? '');
      plans.push({ sql, plan, readsAll: lines.some(bad) });
    }
  }
  return plans;
}
