/** The two database engines every I/O suite runs on. */
export type Engine = 'sqlite' | 'mariadb';

/** The engine of this test run, from `TEST_ENGINE`; SQLite when nothing is said. */
export const ENGINE: Engine = readEngine(process.env['TEST_ENGINE']);

/**
 * The MySQL/MariaDB server tests may make databases on, as `mysql://user:password@host:port/`.
 * @throws Error with one line that says what to set, when there is none.
 */
export function mysqlServerUrl(): string {
  const url = process.env['TEST_MYSQL_URL'];
  if (!url)
    throw new Error('TEST_ENGINE=mariadb needs TEST_MYSQL_URL=mysql://user:password@host:port/ (npm test sets it).');
  return url;
}

function readEngine(value: string | undefined): Engine {
  if (value === undefined || value === '' || value === 'sqlite') return 'sqlite';
  if (value === 'mariadb') return 'mariadb';
  throw new Error(`TEST_ENGINE is sqlite or mariadb, not "${value}".`);
}
