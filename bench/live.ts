/** What it costs to keep 500 consoles up to date, beside a bare Socket.IO broadcast. See README.md here. */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { INestApplicationContext } from '@nestjs/common';
import { createConnection } from 'mysql2/promise';
import { Server } from 'socket.io';
import { DURABLE, startMariadb } from '../scripts/test/mariadb.js';
import { findPrograms, Missing } from '../scripts/test/requirements.js';
import type * as application from '../src/create-app.js';
import type * as identity from '../src/identity/index.js';
import { newId } from '../src/kernel/index.js';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';
import type * as database from '../src/platform/database/index.js';
import type * as outbox from '../src/platform/outbox/index.js';
import { sendTickets } from './intake.js';
import type { Order, Report } from './live-consoles.js';
import { productionConfig } from './production-config.js';
import { newPlace, remove, type Place } from './service.js';

const CONSOLES = Number(process.env['BENCH_CONSOLES'] ?? 500);
const EVENTS_A_SECOND = 50;
const SECONDS = 20;
const WARM_UP_SECONDS = 3;
const TICKETS_SECONDS = 4;
const REFETCHES = 200;
/** The list of all open tickets, which is the longest of those that follow every change. */
const DESK = '/dieu-phoi?nhom=open';
const PASSWORD = 'mot cau dai chi de do';

interface Told {
  readonly p50: number;
  readonly p99: number;
  readonly missing: number;
}

const now = (): number => performance.timeOrigin + performance.now();
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export async function benchLive(): Promise<void> {
  const { mariadbd } = await findPrograms({ mariadb: true, chromium: false });
  if (mariadbd === null) throw new Missing('The bench needs mariadbd.');
  const server = await startMariadb(mariadbd, { settings: DURABLE, inMemory: false });
  const place = newPlace(`${server.url}live`);
  const consoles = new Consoles();
  try {
    const connection = await createConnection({ uri: server.url });
    await connection.query('create database live character set utf8mb4 collate utf8mb4_unicode_ci');
    await connection.query('create table live.raw (id char(26) primary key, at datetime(3)) engine = innodb');
    const commit = async (id: string): Promise<void> =>
      void (await connection.query('insert into live.raw values (?, now(3))', [id]));
    console.log(`\nlive, ${server.version}, durable commits; service, consoles and database share the machine\n`);
    const bareBefore = await measureBare(consoles);
    const committedBefore = await measureBare(consoles, commit);
    const ours = await measureOurs(consoles, place);
    const committedAfter = await measureBare(consoles, commit);
    const bareAfter = await measureBare(consoles);
    await connection.end();
    print(ours, between(bareBefore, bareAfter), between(committedBefore, committedAfter));
  } finally {
    consoles.end();
    await server.stop();
    remove(place);
  }
}

/** The process the consoles live in. */
class Consoles {
  private readonly child: ChildProcess = fork(fileURLToPath(new URL('live-consoles.ts', import.meta.url)), {
    execArgv: process.execArgv,
  });

  async connect(url: string, cookie: string): Promise<void> {
    await this.ask({ do: 'connect', url, cookie, count: CONSOLES });
  }

  async told(sent: ReadonlyMap<string, number>): Promise<Told> {
    const report = await this.ask({ do: 'tell', sent: [...sent] });
    if (report.done !== 'told') throw new Error('The consoles answer something else.');
    const { delays, missing } = report;
    return { p50: delays[500] ?? NaN, p99: delays[990] ?? NaN, missing };
  }

  async leave(): Promise<void> {
    await this.ask({ do: 'leave' });
  }

  end(): void {
    this.child.kill();
  }

  private async ask(order: Order): Promise<Report> {
    this.child.send(order);
    const [report] = (await once(this.child, 'message')) as [Report];
    return report;
  }
}

/** So many a second, evenly; `give` tells of one and returns when it was committed. */
async function stream(give: (id: string) => Promise<number>, seconds: number): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  const from = performance.now();
  const running: Promise<void>[] = [];
  for (let number = 0; number < EVENTS_A_SECOND * seconds; number += 1) {
    await sleep(Math.max(0, from + (number * 1000) / EVENTS_A_SECOND - performance.now()));
    const id = newId();
    running.push(give(id).then((at) => void sent.set(id, at)));
  }
  await Promise.all(running);
  // What is under way arrives.
  await sleep(2_000);
  return sent;
}

/** @param commit what is done before each is sent, so that the database is as busy as it has to be. */
async function measureBare(consoles: Consoles, commit?: (id: string) => Promise<void>): Promise<Told> {
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'] });
  const namespace = io.of('/live');
  namespace.on('connection', (socket) => {
    void socket.join('centre');
    socket.emit('hello', { seq: 0 });
  });
  http.listen(0);
  await once(http, 'listening');
  try {
    await consoles.connect(`http://127.0.0.1:${String((http.address() as AddressInfo).port)}`, '');
    let seq = 0;
    const give = async (id: string): Promise<number> => {
      await commit?.(id);
      const at = now();
      seq += 1;
      namespace.to(['centre']).emit('changed', { ticketId: id, version: 1, seq, type: 'ticket.measured' });
      return at;
    };
    await consoles.told(await stream(give, WARM_UP_SECONDS));
    return await consoles.told(await stream(give, SECONDS));
  } finally {
    await consoles.leave();
    await io.close();
  }
}

interface Ours extends Told {
  readonly kilobytesEach: number;
  readonly heapKilobytesEach: number;
  readonly refetch: { readonly p50: number; readonly p99: number; readonly kilobytes: number };
}

async function measureOurs(consoles: Consoles, place: Place): Promise<Ours> {
  const built = async <Module>(path: string): Promise<Module> =>
    (await import(pathToFileURL(`${PACKAGE_ROOT}dist/${path}.js`).href)) as Module;
  const { createApp } = await built<typeof application>('create-app');
  const { Accounts } = await built<typeof identity>('identity/index');
  const { UnitOfWork } = await built<typeof database>('platform/database/index');
  const { Outbox } = await built<typeof outbox>('platform/outbox/index');
  const app = await createApp(productionConfig(place));
  const get = <T>(token: new (...all: never[]) => T): T =>
    (app as INestApplicationContext).get(token as never, { strict: false });
  await app.listen(0, '127.0.0.1');
  try {
    const url = `http://127.0.0.1:${String((app.getHttpServer() as { address(): AddressInfo }).address().port)}`;
    await sendTickets(url, 8, TICKETS_SECONDS);
    await get(Accounts).add({
      login: 'measuring',
      displayName: 'Đo',
      roles: ['coordinator'],
      agencyCode: 'TD1022',
      password: PASSWORD,
    });
    const cookie = await signIn(url);
    const unitOfWork = get(UnitOfWork);
    const events = get(Outbox);
    const before = memory();
    await consoles.connect(url, cookie);
    const after = memory();
    const give = async (id: string): Promise<number> => {
      const event = { type: 'ticket.measured', aggregateId: id, version: 1, data: {}, audience: ['centre'] };
      await unitOfWork.run((transaction) => events.append(transaction, [event]));
      return now();
    };
    await consoles.told(await stream(give, WARM_UP_SECONDS));
    const told = await consoles.told(await stream(give, SECONDS));
    const refetch = await refetches(url, cookie);
    await consoles.leave();
    return {
      ...told,
      kilobytesEach: (after.resident - before.resident) / CONSOLES,
      heapKilobytesEach: (after.heap - before.heap) / CONSOLES,
      refetch,
    };
  } finally {
    await app.close();
  }
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': newId() },
    body: JSON.stringify({ login: 'measuring', password: PASSWORD }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';', 1)[0];
  if (cookie === undefined) throw new Error(`Not signed in: ${String(answer.status)} ${await answer.text()}`);
  return cookie;
}

/** What a page does when it has heard of a change, at most once a second: its list, fetched again. */
async function refetches(url: string, cookie: string): Promise<Ours['refetch']> {
  const times: number[] = [];
  let bytes = 0;
  for (let number = 0; number < REFETCHES; number += 1) {
    const from = performance.now();
    const answer = await fetch(`${url}${DESK}`, { headers: { cookie, 'x-background': '1' }, redirect: 'manual' });
    const page = await answer.text();
    times.push(performance.now() - from);
    bytes = Buffer.byteLength(page);
    if (!answer.ok || !/phieu(=|&#x3D;)/.test(page)) throw new Error(`No list on the desk: ${String(answer.status)}.`);
  }
  times.sort((a, b) => a - b);
  return { p50: times[REFETCHES / 2] ?? NaN, p99: times[Math.floor(REFETCHES * 0.99)] ?? NaN, kilobytes: bytes / 1024 };
}

/** In kB, after what nobody needs is gone. */
function memory(): { readonly resident: number; readonly heap: number } {
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  return { resident: rss / 1024, heap: heapUsed / 1024 };
}

type Times = Pick<Told, 'p50' | 'p99'>;

function print(ours: Ours, bare: Times, committed: Times): void {
  const row = (name: string, ...cells: readonly string[]): void =>
    console.log(`${name.padEnd(52)}${cells.map((cell) => cell.padStart(12)).join('')}`);
  const to = `${String(CONSOLES)} consoles, ${String(EVENTS_A_SECOND)} events/s, each to all`;
  row(to, 'ours', 'bare', 'ours / bare', 'with commit', 'ours / that');
  for (const [name, p] of [
    ['middle', 'p50'],
    ['99 %', 'p99'],
  ] as const) {
    const ratio = (raw: Times): string => (ours[p] / raw[p]).toFixed(2);
    const cells = [ours[p].toFixed(1), bare[p].toFixed(1), ratio(bare), committed[p].toFixed(1), ratio(committed)];
    row(`from commit to the console, ${name}, ms`, ...cells);
  }
  row('arrivals missing', String(ours.missing));
  row('resident memory for each console, kB', ours.kilobytesEach.toFixed(0));
  row('heap for each console, kB', ours.heapKilobytesEach.toFixed(0));
  row('one refetch of the desk, middle / 99 %, ms', `${ours.refetch.p50.toFixed(0)} / ${ours.refetch.p99.toFixed(0)}`);
  row('its page, kB', ours.refetch.kilobytes.toFixed(0));
}

const between = (a: Told, b: Told): Times => ({ p50: (a.p50 + b.p50) / 2, p99: (a.p99 + b.p99) / 2 });
