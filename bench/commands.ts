/** What every ticket command costs among a million tickets. See README.md here. */
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Abstract, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createConnection, type Connection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { DURABLE, startMariadb } from '../scripts/test/mariadb.js';
import { findPrograms, Missing } from '../scripts/test/requirements.js';
import type * as app from '../src/app.module.js';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';
import type * as database from '../src/platform/database/index.js';
import type * as publication from '../src/publication/index.js';
import type * as tickets from '../src/tickets/index.js';
import { FixedClock } from '../test/support/clock.js';
import { caseName, COMMAND_CASES, prepareCase, type ReadyCase } from '../test/support/command-cases.js';
import { by, CommandGround, START, type At, type Wired } from '../test/support/command-ground.js';
import { sentBy } from '../test/support/sent-statements.js';
import { copiedId, copyTickets, type Mould, type Variety } from './cloning.js';
import { productionConfig } from './production-config.js';
import { newPlace, remove, type Place } from './service.js';

const TICKETS = Number(process.env['BENCH_TICKETS'] ?? 1_000_000);
/** Of so many tickets one waits for a command; the others are there. */
const EVERY = 50;
const RUNS = 250;
const WARM_UP = 10;
const YEAR_SECONDS = 365 * 86_400;

/** Four tickets in a hundred are open. */
const OPEN_IN_A_HUNDRED = 4;

interface NamedCase {
  readonly name: string;
  readonly ready: ReadyCase;
}

interface Line {
  readonly name: string;
  readonly statements: number;
  readonly times: number[];
}

export async function benchCommands(): Promise<void> {
  const { mariadbd } = await findPrograms({ mariadb: true, chromium: false });
  if (mariadbd === null) throw new Missing('The bench needs mariadbd.');
  const settings = [
    ...DURABLE,
    '--innodb-buffer-pool-size=8G',
    '--innodb-log-file-size=2G',
    '--innodb-io-capacity=2000',
  ];
  const server = await startMariadb(mariadbd, { settings, inMemory: false });
  const url = `${server.url}commands`;
  const place = newPlace(url);
  try {
    const connection = await createConnection({ uri: server.url });
    await connection.query('create database commands character set utf8mb4 collate utf8mb4_unicode_ci');
    await connection.end();
    console.log(`\ncommands, ${server.version}, durable commits, one after the other, nothing beside them`);
    const opened = await openService(place);
    try {
      await measure(opened, url);
    } finally {
      await opened.close();
    }
  } finally {
    await server.stop();
    remove(place);
  }
}

/** The built service, wired as in production; nothing of it runs by itself. */
async function openService(place: Place): Promise<{ wired: Wired; reader: DataSource; close(): Promise<void> }> {
  const built = async <Module>(path: string): Promise<Module> =>
    (await import(pathToFileURL(`${PACKAGE_ROOT}dist/${path}.js`).href)) as Module;
  const { AppModule } = await built<typeof app>('app.module');
  const { Reader, UnitOfWork } = await built<typeof database>('platform/database/index');
  const clock = new FixedClock(START);
  const nest = await NestFactory.create(AppModule.forRoot(productionConfig(place), clock), {
    logger: false,
    abortOnError: false,
  });
  const get = <T>(token: Type<T> | Abstract<T>): T => nest.get(token, { strict: false });
  const wired: Wired = {
    get,
    clock,
    tickets: await built<typeof tickets>('tickets/index'),
    publication: await built<typeof publication>('publication/index'),
    unitOfWork: get(UnitOfWork),
    dataSource: get(DataSource),
  };
  return { wired, reader: get(Reader).manager.dataSource, close: () => nest.close() };
}

async function measure({ wired, reader }: { wired: Wired; reader: DataSource }, url: string): Promise<void> {
  const ground = await CommandGround.open(wired);
  const cases: NamedCase[] = [];
  for (const command of wired.tickets.TICKET_COMMANDS)
    for (const [way, prepare] of Object.entries(COMMAND_CASES[command]))
      cases.push({ name: caseName(command, way), ready: await prepareCase(ground, prepare) });
  await fill(ground, cases, url);

  const raw = await openRaw(url);
  const rawTimes: number[] = [];
  const lines = cases.map(({ name }): Line => ({ name, statements: 0, times: [] }));
  const each = Math.min(WARM_UP + RUNS, Math.floor(TICKETS / EVERY / cases.length));
  // In turns, so that a machine that slows down slows all of them, and the raw limit.
  for (let round = 0; round < each; round += 1) {
    rawTimes.push(await timed(() => raw.write(round)));
    for (const [index, { name, ready }] of cases.entries()) {
      const number = EVERY * (round * cases.length + index + 1);
      wired.clock.set(START);
      const give = (): Promise<unknown> => ready.run((id) => copiedId(id, number));
      const line = lines[index] as Line;
      try {
        if (round === 0) {
          const { length } = await sentBy([wired.dataSource, reader], give);
          lines[index] = { ...line, statements: length };
        } else if (round < WARM_UP) await give();
        else line.times.push(await timed(give));
      } catch (error) {
        throw new Error(`${name}, ticket ${String(number)}`, { cause: error });
      }
    }
  }
  await raw.close();
  print(lines, rawTimes.slice(WARM_UP));
}

/** The cases' tickets, scattered among a million others. */
async function fill(ground: CommandGround, cases: readonly NamedCase[], url: string): Promise<void> {
  const from = performance.now();
  const ended = await endedMoulds(ground);
  const open = await openMoulds(ground);
  const moulds: Mould[] = [
    ...cases.map(({ ready: { ticketIds } }) => ({ ticketIds, secondsEach: 0, spread: false })),
    ...ended.map((ticketIds) => ({ ticketIds, secondsEach: YEAR_SECONDS / TICKETS, spread: true })),
    ...open.map((ticketIds) => ({ ticketIds, secondsEach: (2 * 86_400) / TICKETS, spread: true })),
  ];
  const [first, second] = [cases.length, cases.length + ended.length];
  const control = await createConnection({ uri: url });
  const variety = await varietyOf(control);
  await control.query('set global innodb_flush_log_at_trx_commit = 0');
  const rows = await copyTickets(() => createConnection({ uri: url }), {
    count: TICKETS,
    moulds,
    slot: (n) =>
      `case when ${n} % ${String(EVERY)} = 0 then (${n} div ${String(EVERY)} - 1) % ${String(cases.length)}
            when ${n} % 100 < ${String(OPEN_IN_A_HUNDRED)} then ${String(second)} + (${n} div 100) % ${String(open.length)}
            else ${String(first)} + ${n} % ${String(ended.length)} end`,
    variety,
  });
  await addKeys(control);
  for (const table of rows.keys()) await control.query(`analyze table ${table}`);
  await control.query('set global innodb_flush_log_at_trx_commit = 1');
  const [size] = await control.query(
    'select round(sum(data_length + index_length) / 1024 / 1024 / 1024, 1) as gb from information_schema.tables where table_schema = database()',
  );
  await control.end();
  const all = [...rows.values()].reduce((sum, count) => sum + count, 0);
  const gb = (size as { gb: number }[])[0]?.gb;
  console.log(
    `filled in ${((performance.now() - from) / 1000).toFixed(0)} s: ${thousands(rows.get('ticket') ?? 0)} tickets, ${thousands(all)} rows, ${String(gb)} GB, of which the server keeps 8 in memory`,
  );
  // What the filling has left to be written goes to the disk before anything is measured.
  await sleep(Math.min(60_000, TICKETS / 20));
}

/** As many idempotency keys as tickets: they are what grows with every request. */
async function addKeys(connection: Connection): Promise<void> {
  const portion = 50_000;
  for (let first = 1; first <= TICKETS; first += portion)
    await connection.query(
      `insert into idempotency_key (scope, request_key, request_hash, result, created_at)
       select concat('01', lpad(seq % 500, 24, '0')), uuid(), sha2(seq, 256),
              concat('{"value":{"ticketId":"01', lpad(seq, 24, '0'), '","code":"DN-0000-0000","version":3,"state":"in_progress"}}'),
              date_sub('2026-11-17 01:00:00', interval ${String(TICKETS)} - seq second)
       from seq_${String(first)}_to_${String(Math.min(TICKETS, first + portion - 1))}`,
    );
}

async function varietyOf(connection: Connection): Promise<Variety> {
  const codes = async (sql: string): Promise<string[]> => {
    const [rows] = await connection.query(sql);
    return (rows as { code: string }[]).map(({ code }) => code);
  };
  const agencies = await codes(`select distinct code from agency where kind = 'ward' order by code limit 90`);
  return {
    agencies,
    wards: agencies.map((code) => code.replace('UBND-', '')),
    categories: await codes('select distinct code from category order by code'),
  };
}

/** Tickets as most are: answered, some at the second attempt, and what else becomes of them. */
async function endedMoulds(ground: CommandGround): Promise<string[][]> {
  const { get, tickets: t, clock } = ground.wired;
  const { coordinator, head } = ground.crew;
  clock.set(START);
  const again = async (): Promise<At> => {
    const back = await get(t.ReturnAnswer).execute(
      { ...(await ground.approved()), remarks: 'Thiếu ngày.' },
      by(coordinator),
    );
    const approved = await get(t.ApproveAnswer).execute(await ground.submitted(back), by(head));
    return get(t.PublishAnswer).execute({ ...approved, checks: ground.checks() }, by(coordinator));
  };
  const rejected = { ...(await ground.opened()), ground: 'out_of_scope', text: 'Xin gửi Tòa án nhân dân khu vực.' };
  const withdrawn = { ...(await ground.accepted()), words: 'Đã tự sửa.' };
  const single = [
    await ground.published(),
    await ground.published(),
    await ground.published(),
    await ground.published(),
    await again(),
    await get(t.RejectTicket).execute(rejected, by(coordinator)),
    await get(t.WithdrawTicket).execute(withdrawn, by(coordinator)),
  ];
  const { parent, child } = await ground.merged();
  return [...single.map(({ ticketId }) => [ticketId]), [parent.ticketId, child.ticketId]];
}

/** Tickets that somebody is at work on. */
async function openMoulds(ground: CommandGround): Promise<string[][]> {
  const { clock } = ground.wired;
  clock.set(START);
  const all = [
    await ground.opened({ categoryCode: null }),
    await ground.opened(),
    await ground.accepted(),
    await ground.accepted(),
    await ground.withPart(),
    await ground.asked(await ground.accepted()),
    await ground.submitted(),
    await ground.approved(),
    await ground.late(),
  ];
  return all.map(({ ticketId }) => [ticketId]);
}

/** One row and its commit, by the driver alone. */
async function openRaw(url: string) {
  const connection = await createConnection({ uri: url });
  await connection.query('create table raw_limit (id int primary key, words varchar(200)) engine = innodb');
  return {
    write: (id: number) => connection.query('insert into raw_limit values (?, ?)', [id, 'x'.repeat(150)]),
    close: () => connection.end(),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function print(lines: readonly Line[], rawTimes: readonly number[]): void {
  const raw = { p50: share(rawTimes, 0.5), p99: share(rawTimes, 0.99) };
  const cells = (name: string, values: readonly string[]): void =>
    console.log(`${name.padEnd(44)}${values.map((value) => value.padStart(11)).join('')}`);
  cells('', ['statements', 'runs', 'middle, ms', '99 %, ms', 'ours / raw']);
  cells('one INSERT and its commit, by the driver', [
    '1',
    String(rawTimes.length),
    raw.p50.toFixed(2),
    raw.p99.toFixed(2),
    '1.0',
  ]);
  for (const { name, statements, times } of lines) {
    const [p50, p99] = [share(times, 0.5), share(times, 0.99)];
    cells(name, [String(statements), String(times.length), p50.toFixed(1), p99.toFixed(1), (p50 / raw.p50).toFixed(1)]);
  }
}

function share(times: readonly number[], part: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

const thousands = (count: number): string => count.toLocaleString('en');
