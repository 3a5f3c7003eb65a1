/** What escalation costs: finding what is due, an outage made up for, and how late steps are. See README.md here. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { DURABLE, startMariadb } from '../scripts/test/mariadb.js';
import { findPrograms, Missing } from '../scripts/test/requirements.js';
import { FixedClock } from '../test/support/clock.js';
import { openEscalation } from '../test/support/escalation.js';
import { openProvince, stored } from '../test/support/escalation-data.js';
import type { DatabasePlace } from '../test/support/server-database.js';
import { newPlace, remove } from './service.js';

const FEW = 10_000;
const MANY = 1_000_000;
/** As many as a scan takes: two portions of 200. */
const SCAN = 400;
const ROUNDS = 20;
const WARM_UP = 4;

const OVERDUE = 100_000;
/** Shorter than from 80 % to 100 % of four hours: each clock has one overdue step. */
const OUTAGE_MS = 45 * 60_000;

const PER_SECOND = 100;
const LATENESS_SECONDS = 45;
const HEAD_START_MS = 5_000;

interface Engine {
  readonly name: string;
  readonly processes: number;
  place(name: string): Promise<DatabasePlace>;
}

export async function benchEscalation(): Promise<void> {
  const { mariadbd } = await findPrograms({ mariadb: true, chromium: false });
  if (mariadbd === null) throw new Missing('The bench needs mariadbd.');
  // A million open clocks and their tickets fit into it, as they should where so many are open.
  const settings = [...DURABLE, '--innodb-buffer-pool-size=2G', '--innodb-log-file-size=512M'];
  const server = await startMariadb(mariadbd, { settings, inMemory: false });
  const places: DatabasePlace[] = [];
  const newOne = (databaseUrl: string | null): DatabasePlace => {
    const place = newPlace(databaseUrl);
    places.push(place);
    return place;
  };
  try {
    await measure({
      name: `${server.version}, durable commits`,
      processes: 2,
      place: async (name) => {
        const connection = await createConnection({ uri: server.url });
        await connection.query(`create database ${name} character set utf8mb4 collate utf8mb4_unicode_ci`);
        await connection.end();
        return newOne(`${server.url}${name}`);
      },
    });
    await measure({
      name: 'SQLite, synchronous = FULL',
      processes: 1,
      place: () => Promise.resolve(newOne(null)),
    });
  } finally {
    await server.stop();
    for (const place of places) remove(place);
  }
}

async function measure(engine: Engine): Promise<void> {
  console.log(`\nescalation, ${engine.name}`);
  await scanCost(engine);
  await outage(engine);
  await lateness(engine);
}

/** Scans of both databases in turn, so that a machine that slows down slows both. */
async function scanCost(engine: Engine): Promise<void> {
  const few = await openTimers(engine, 'few', FEW);
  const many = await openTimers(engine, 'many', MANY);
  const times: [number, number][] = [];
  for (let round = 1; round <= WARM_UP + ROUNDS; round += 1) {
    const pair: [number, number] = [await few.portion(round), await many.portion(round)];
    if (round > WARM_UP) times.push(pair);
  }
  const one = middle(times.map(([time]) => time));
  const other = middle(times.map(([, time]) => time));
  row(`one due step among ${thousands(FEW)} open timers, µs`, ((one * 1000) / SCAN).toFixed(0));
  row(`one due step among ${thousands(MANY)} open timers, µs`, ((other * 1000) / SCAN).toFixed(0));
  row('ratio', (other / one).toFixed(2));
  const statements = await many.statements(WARM_UP + ROUNDS + 1);
  row(`statements of two portions, ${SCAN} steps`, String(statements.length));
  for (const text of statements) console.log(`  ${text.replace(/\s+/g, ' ').slice(0, 100)}`);
  for (const line of await many.plan()) console.log(`  plan: ${line}`);
  await few.close();
  await many.close();
}

async function openTimers(engine: Engine, name: string, count: number) {
  const bench = await openProvince(await engine.place(name));
  const from = new Date('2026-11-16T01:00:00Z');
  const everyMs = 1_000;
  await bench.addSteps({
    kind: 'resolve_holder',
    mark: '50%',
    from,
    everyMs,
    count,
    clocksATicket: 4,
    scattered: true,
    name: 'A',
  });
  await bench.analyze(['ticket', 'ticket_clock']);
  const clock = new FixedClock(from);
  const { scan, stepStore } = await openEscalation(bench.database, clock);
  const due = (round: number): Date => new Date(from.getTime() + (round * SCAN - 1) * everyMs + 500);
  const portion = async (round: number): Promise<number> => {
    clock.set(due(round));
    const begin = performance.now();
    await scan.run();
    return performance.now() - begin;
  };
  return {
    portion,
    statements: async (round: number) => bench.statementsOf(() => portion(round)),
    plan: async () =>
      bench.planOf((await bench.statementsOf(() => stepStore.dueTimers(clock.now(), SCAN)))[0] ?? '', [
        stored(clock.now()),
      ]),
    close: () => bench.database.close(),
  };
}

/** Steps that came while nothing ran, made up for by as many processes as the engine serves. */
async function outage(engine: Engine): Promise<void> {
  const place = await engine.place('outage');
  const bench = await openProvince(place);
  const share = OVERDUE / 5;
  const from = new Date(Date.now() - OUTAGE_MS);
  const overdue = { from, everyMs: 25 };
  await bench.addSteps({ ...overdue, kind: 'accept', mark: '50%', count: share, name: 'A' });
  await bench.addSteps({ ...overdue, kind: 'resolve_holder', mark: '80%', count: 2 * share, name: 'B' });
  await bench.addSteps({ ...overdue, kind: 'resolve_holder', mark: '100%', count: share, name: 'D' });
  await bench.addSteps({ ...overdue, kind: 'resolve', mark: '100%', count: share, name: 'E' });
  await bench.analyze(['ticket', 'ticket_clock']);
  const processes = await Promise.all(Array.from({ length: engine.processes }, () => startEscalation(place)));
  const begin = performance.now();
  let left = OVERDUE;
  while (left > 0) {
    await sleep(100);
    left = await bench.count(`ticket_clock where timer_at <= '${stored(new Date(from.getTime() + OUTAGE_MS))}'`);
  }
  const seconds = (performance.now() - begin) / 1000;
  await Promise.all(processes.map(end));
  const overdueMarks = `escalation_firing where step_at <= '${stored(new Date(from.getTime() + OUTAGE_MS))}'`;
  row(`${thousands(OVERDUE)} overdue steps, ${engine.processes} process(es), s`, seconds.toFixed(1));
  row('fired', thousands(await bench.count(overdueMarks)));
  row('people to be told', thousands(await bench.count('escalation_notice')));
  row('apologies owed', thousands(await bench.count('ticket_apology')));
  await bench.database.close();
}

/** From the instant of a step until it can be seen that it has fired. */
async function lateness(engine: Engine): Promise<void> {
  const place = await engine.place('late');
  const bench = await openProvince(place);
  const processes = await Promise.all(Array.from({ length: engine.processes }, () => startEscalation(place)));
  const from = new Date(Date.now() + HEAD_START_MS);
  const count = PER_SECOND * LATENESS_SECONDS;
  await bench.addSteps({
    kind: 'resolve_holder',
    mark: '80%',
    from,
    everyMs: 1000 / PER_SECOND,
    count,
    name: 'A',
  });
  const late: number[] = [];
  while (late.length < count) {
    const fired = await bench.count('escalation_firing');
    const seen = Date.now();
    // The oldest fire first, so so many of the first have.
    while (late.length < fired) late.push(seen - (from.getTime() + late.length * (1000 / PER_SECOND)));
    await sleep(20);
  }
  await Promise.all(processes.map(end));
  late.sort((a, b) => a - b);
  const at = (share: number): string => (late[Math.floor((late.length - 1) * share)] ?? NaN).toFixed(0);
  row(`lateness at ${PER_SECOND} due a second, middle / 99 % / most, ms`, `${at(0.5)} / ${at(0.99)} / ${at(1)}`);
  await bench.database.close();
}

async function startEscalation(place: DatabasePlace): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/escalation-process.ts', JSON.stringify({ place, lease: true })],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

function middle(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? NaN;
}

const thousands = (count: number): string => count.toLocaleString('en');
const row = (name: string, value: string): void => console.log(`${name.padEnd(64)}${value.padStart(20)}`);
