import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, statfsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { run } from './processes.js';
import { Missing } from './requirements.js';

export interface Server {
  /** `mysql://…/` without a database. */
  readonly url: string;
  /** As "MariaDB 10.11.14". */
  readonly version: string;
  stop(): Promise<void>;
}

/** Tests throw the data away, so a power cut may take it. */
const FOR_TESTS = ['--innodb-flush-log-at-trx-commit=2', '--innodb-doublewrite=0'];

/** Safe settings: what was committed survives a power cut. */
export const DURABLE = ['--innodb-flush-log-at-trx-commit=1'];

const READY_SECONDS = 60;
const ROOM_BYTES = 2 * 1024 ** 3;

/**
 * Starts a server with a data directory of its own on a free port. It ends, and its files go, when
 * `stop` is called or this process dies in whatever way.
 */
export async function startMariadb(
  mariadbd: string,
  options: { readonly settings?: readonly string[]; readonly inMemory?: boolean } = {},
): Promise<Server> {
  const { settings = FOR_TESTS, inMemory = true } = options;
  const directory = mkdtempSync(join(inMemory ? roomyDirectory() : tmpdir(), 'pakn-mariadb-'));
  const data = join(directory, 'data');
  const log = join(directory, 'log');
  mkdirSync(data);
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  const installer = ['mariadb-install-db', 'mysql_install_db']
    .flatMap((name) => [join(dirname(mariadbd), name), join('/usr/bin', name)])
    .find((path) => existsSync(path));
  if (installer === undefined) throw new Missing(`Not found: mariadb-install-db, which belongs to ${mariadbd}.`);
  const made = await run({
    command: installer,
    args: [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...asRoot,
    ],
    show: false,
  });
  if (!made.ok) throw new Missing(`mariadb-install-db failed: ${made.output.trim().split('\n').slice(-3).join(' | ')}`);

  const port = await freePort();
  // The shell waits for its standard input, which this process holds: however this process ends, the
  // server ends and its files go.
  const shell = spawn(
    'sh',
    [
      '-c',
      '"$@" & pid=$!; cat >/dev/null; kill -9 $pid; wait $pid; rm -rf "$DIRECTORY"',
      'sh',
      mariadbd,
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${join(directory, 'socket')}`,
      `--pid-file=${join(directory, 'pid')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-log-bin',
      '--performance-schema=OFF',
      '--innodb-buffer-pool-size=256M',
      '--max-connections=400',
      // Not UTC and not Vietnam: whoever relies on the server's zone is found.
      '--default-time-zone=+09:30',
      ...settings,
      ...asRoot,
    ],
    {
      stdio: ['pipe', openSync(log, 'a'), openSync(log, 'a')],
      detached: true,
      env: { ...process.env, DIRECTORY: directory },
    },
  );
  const url = `mysql://root@127.0.0.1:${port}/`;
  const ended = once(shell, 'exit');
  const stop = async (): Promise<void> => {
    shell.stdin?.end();
    await ended;
  };
  try {
    return { url, version: await waitForServer(url), stop };
  } catch (error) {
    const why = readFileSync(log, 'utf8').trim().split('\n').slice(-4).join(' | ');
    await stop();
    throw new Missing(`MariaDB did not start: ${error instanceof Error ? error.message : ''} ${why}`);
  }
}

async function waitForServer(url: string): Promise<string> {
  for (let waited = 0; ; waited += 1) {
    try {
      return await serverVersion(url);
    } catch (error) {
      if (waited > READY_SECONDS * 5) throw error;
      await sleep(200);
    }
  }
}

/** What the server calls itself. */
export async function serverVersion(url: string): Promise<string> {
  const connection = await createConnection({ uri: url, connectTimeout: 5_000 });
  try {
    const [rows] = await connection.query<RowDataPacket[]>('select version() as version');
    const version = String(rows[0]?.['version']);
    const number = /^\d+[.\d]*/.exec(version)?.[0] ?? version;
    return `${/mariadb/i.test(version) ? 'MariaDB' : 'MySQL'} ${number}`;
  } finally {
    await connection.end();
  }
}

/** Removes what a run left on a server that stays. */
export async function dropDatabases(url: string, prefix: string): Promise<void> {
  const connection = await createConnection({ uri: url });
  try {
    const [rows] = await connection.query<RowDataPacket[]>(
      'select schema_name as name from information_schema.schemata',
    );
    const names = rows.map((row) => String(row['name'])).filter((name) => name.startsWith(prefix));
    for (const name of names) await connection.query(`drop database if exists \`${name}\``);
  } finally {
    await connection.end();
  }
}

/** Memory, when there is room in it: making and dropping hundreds of tables is mostly waiting for the disk. */
function roomyDirectory(): string {
  const memory = '/dev/shm';
  if (!existsSync(memory)) return tmpdir();
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > ROOM_BYTES ? memory : tmpdir();
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
