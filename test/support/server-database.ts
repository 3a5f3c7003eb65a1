import { createHash, randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { ENGINE, mysqlServerUrl } from './engine.js';

/** Where a database is, in the two settings of `Config` that say so. */
export interface DatabasePlace {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

export interface OwnDatabase extends DatabasePlace {
  /** Removes the database and its files; connections must be closed first. */
  drop(): Promise<void>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** `npm test` names its run, so that it can sweep up what a killed test left on a server that stays. */
const RUN = process.env['TEST_RUN_ID'] ?? 'dev';
const TEMPLATE_DIR = process.env['TEST_TEMPLATE_DIR'] ?? join(tmpdir(), 'pakn-test-templates');

/** A database of the engine under test with nothing in it, not even tables. */
export async function createEmptyDatabase(): Promise<OwnDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pakn-test-'));
  const removeFiles = (): void => rmSync(dataDir, { recursive: true, force: true });
  if (ENGINE === 'sqlite') {
    return { databaseUrl: null, dataDir, drop: () => Promise.resolve(removeFiles()) };
  }
  const name = `test_${RUN}_${randomBytes(6).toString('hex')}`;
  await onServer((server) => server.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`));
  return {
    databaseUrl: urlOf(name),
    dataDir,
    drop: async () => {
      await onServer((server) => server.query(`drop database if exists ${name}`));
      removeFiles();
    },
  };
}

/** A database that is made once and then copied for every test file that wants one like it. */
export interface Template {
  readonly name: string;
  /** Files and folders from the root of the project; when one changes, the template is made again. */
  readonly madeFrom: readonly string[];
  fill(place: DatabasePlace): Promise<void>;
}

/** A new database with the content of the template. */
export async function createFromTemplate(template: Template): Promise<OwnDatabase> {
  const made = await createEmptyDatabase();
  try {
    if (ENGINE === 'sqlite') {
      copyFileSync(await sqliteTemplate(template), join(made.dataDir, 'pakn.sqlite'));
    } else {
      await cloneOnServer(await serverTemplate(template), made);
    }
    return made;
  } catch (error) {
    await made.drop();
    throw error;
  }
}

async function sqliteTemplate(template: Template): Promise<string> {
  const file = join(TEMPLATE_DIR, `${template.name}-${hashOf(template.madeFrom)}.sqlite`);
  if (existsSync(file)) return file;
  mkdirSync(TEMPLATE_DIR, { recursive: true });
  removeOldFiles();
  const dataDir = mkdtempSync(join(TEMPLATE_DIR, 'making-'));
  try {
    await template.fill({ databaseUrl: null, dataDir });
    // Another worker may have been quicker; its file is as good as ours. Closing the last connection has
    // moved the write-ahead log into the file.
    renameSync(join(dataDir, 'pakn.sqlite'), file);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
  return file;
}

async function serverTemplate(template: Template): Promise<string> {
  const name = `test_${RUN}_tpl_${template.name}_${hashOf(template.madeFrom)}`;
  await onServer(async (server) => {
    await server.query('select get_lock(?, 120)', [name]);
    if ((await tablesOf(server, name)).includes('template_ready')) return;
    await server.query(`drop database if exists ${name}`);
    await server.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`);
    const dataDir = mkdtempSync(join(tmpdir(), 'pakn-template-'));
    try {
      await template.fill({ databaseUrl: urlOf(name), dataDir });
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
    await server.query(`create table ${name}.template_ready (at int)`);
  });
  return name;
}

async function cloneOnServer(template: string, to: DatabasePlace): Promise<void> {
  const target = new URL(to.databaseUrl ?? '').pathname.slice(1);
  await onServer(async (server) => {
    const tables = (await tablesOf(server, template)).filter((table) => table !== 'template_ready');
    for (const table of tables) {
      await server.query(`create table ${target}.\`${table}\` like ${template}.\`${table}\``);
      await server.query(`insert into ${target}.\`${table}\` select * from ${template}.\`${table}\``);
    }
  });
}

async function tablesOf(server: Connection, database: string): Promise<string[]> {
  const [rows] = await server.query<RowDataPacket[]>(
    'select table_name as name from information_schema.tables where table_schema = ?',
    [database],
  );
  return rows.map((row) => String(row['name']));
}

/** One short connection to the server itself, without a database. */
async function onServer<T>(work: (server: Connection) => Promise<T>): Promise<T> {
  const server = await createConnection({ uri: mysqlServerUrl(), connectTimeout: 30_000 });
  try {
    return await work(server);
  } finally {
    await server.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(mysqlServerUrl());
  url.pathname = `/${database}`;
  return url.toString();
}

function hashOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const entry of readdirSync(path).sort()) add(join(path, entry));
    } else if (!path.endsWith('.spec.ts')) {
      hash.update(path).update(readFileSync(path));
    }
  };
  for (const path of paths) add(join(ROOT, path));
  return hash.digest('hex').slice(0, 12);
}

const KEEP_MS = 60 * 60 * 1000;

/** Templates of older sources, left by runs outside `npm test`. */
function removeOldFiles(): void {
  for (const entry of readdirSync(TEMPLATE_DIR)) {
    const path = join(TEMPLATE_DIR, entry);
    const changedAt = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - changedAt > KEEP_MS) rmSync(path, { recursive: true, force: true });
  }
}
