import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { openProvince, type FilledDatabase } from '../support/escalation-data.js';
import {
  createTestDatabase,
  ENGINE,
  eventually,
  startProcess,
  type TestDatabase,
  type TestProcess,
} from '../support/index.js';

/** Steps of each kind; enough for many portions. */
const COUNT = 1_200;
const KILLS = 3;
/** A SQLite file is one process's; it is started again. */
const PROCESSES = ENGINE === 'sqlite' ? 1 : 2;

let database: TestDatabase;
let province: FilledDatabase;
let running: TestProcess[];

beforeEach(async () => {
  database = await createTestDatabase();
  province = await openProvince(database);
  running = [];
});

afterEach(async () => {
  for (const process of running) await process.kill();
  await province.database.close();
  await database.drop();
});

async function start(lease: boolean): Promise<TestProcess> {
  const process = startProcess('./escalation-process.ts', {
    place: { databaseUrl: database.databaseUrl, dataDir: database.dataDir },
    lease,
  });
  running.push(process);
  await process.said('ready');
  return process;
}

const fired = (): Promise<number> => province.count('escalation_firing');
const resting = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it.each([
  ['that scan as they like', false],
  ['of which one at a time scans', true],
])(
  'fires every step once, whatever is killed in mid-scan, by processes %s',
  async (_, lease) => {
    // Each clock has this one overdue step: the next is days or hours away.
    const overdue = { from: new Date(Date.now() - 20 * 60_000), everyMs: 100, count: COUNT };
    await province.addSteps({ ...overdue, kind: 'resolve_holder', mark: '80%', name: 'A' });
    await province.addSteps({ ...overdue, kind: 'resolve', mark: '100%', name: 'B' });

    for (let index = 0; index < PROCESSES; index += 1) await start(lease);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = await fired();
      await eventually('more has fired', async () => (await fired()) > before || before >= 2 * COUNT, 60);
      await resting(Math.random() * 200);
      await running.shift()?.kill();
      await start(lease);
    }
    await eventually('everything has fired', async () => (await fired()) >= 2 * COUNT, 120);
    await resting(500);

    expect(await fired()).toBe(2 * COUNT);
    expect(await province.count("escalation_firing where kind = 'resolve' and mark = '100%'")).toBe(COUNT);
    // The head of the one; head and director of the other.
    expect(await province.count('escalation_notice')).toBe(3 * COUNT);
    expect(await province.count("ticket_watch where kind = 'flag'")).toBe(COUNT);
    expect(await province.count('ticket_apology')).toBe(COUNT);
    expect(await province.count("ticket_clock where kind = 'apology'")).toBe(COUNT);
    expect(await province.count('ticket where deadline_revision = 1')).toBe(COUNT);
    expect(await province.count('ticket where version <> 3')).toBe(0);
  },
  300_000,
);
