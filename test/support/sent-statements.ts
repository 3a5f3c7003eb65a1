import type { DataSource } from 'typeorm';

const quiet = (): void => undefined;

/**
 * What the database is asked while something is done, in order, by all these connections together. Beginning a
 * transaction and committing it are no statements here.
 *
 * @param hear is given the parameters of each, to see what it was about.
 */
export async function sentBy(
  sources: readonly DataSource[],
  work: () => Promise<unknown>,
  hear: (parameters: readonly unknown[]) => void = quiet,
): Promise<string[]> {
  const sent: string[] = [];
  const apart = [...new Set(sources)];
  const loggers = apart.map(({ logger }) => logger);
  const listening = {
    logQuery: (sql: string, parameters?: readonly unknown[]): void => {
      if (/^\s*(start|begin|commit|set transaction)/i.test(sql)) return;
      sent.push(sql);
      hear(parameters ?? []);
    },
    logQueryError: quiet,
    logQuerySlow: quiet,
    logSchemaBuild: quiet,
    logMigration: quiet,
    log: quiet,
  };
  for (const source of apart) source.logger = listening;
  try {
    await work();
  } finally {
    apart.forEach((source, index) => Object.assign(source, { logger: loggers[index] }));
  }
  return sent;
}
