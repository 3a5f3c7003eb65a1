/**
 * What the service costs, beside the raw limit measured in the same run: `npm run bench`, or some sections
 * of it: `npm run bench -- deadlines`. See README.md here.
 */
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createConnection } from 'mysql2/promise';
import { DURABLE, startMariadb } from '../scripts/test/mariadb.js';
import { findPrograms, Missing } from '../scripts/test/requirements.js';
import { emptyCopy, questions, readRows, statementsOf, writeBare } from './bare-mysql.js';
import { emptySqliteCopy, readSqliteRows, writeBareSqlite } from './bare-sqlite.js';
import { benchCommands } from './commands.js';
import { benchDeadlines } from './deadlines.js';
import { benchEscalation } from './escalation.js';
import { sendTicket, sendTickets, type Rate, type Sent } from './intake.js';
import { benchKnowledge } from './knowledge.js';
import { benchLive } from './live.js';
import { machine } from './machine.js';
import { benchScreenPop } from './screen-pop.js';
import { benchSearch } from './search.js';
import { newPlace, remove, startService, type Place, type Service } from './service.js';
import { benchSuggestions } from './suggestions.js';

const CONNECTIONS = 8;
const WARM_UP_SECONDS = 4;
const SECONDS = 12;
const BARE_SECONDS = 6;
const REST_SECONDS = 10;

interface Measured {
  readonly engine: string;
  readonly ours: Rate;
  readonly bare: number;
  readonly coldSeconds: number;
  readonly warmSeconds: number;
  readonly restMb: number;
  readonly busyMb: number;
  /** Processor time of the service for each ticket, with all that follows it. */
  readonly processorMs: number;
}

const notes: string[] = [];
const SECTIONS: Readonly<Record<string, () => void | Promise<void>>> = {
  deadlines: benchDeadlines,
  knowledge: benchKnowledge,
  commands: benchCommands,
  escalation: benchEscalation,
  suggestions: benchSuggestions,
  live: benchLive,
  'screen-pop': benchScreenPop,
  search: benchSearch,
  intake: async () => print([await onMariadb(), await onSqlite()]),
};

try {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => SECTIONS[name] === undefined);
  if (unknown.length > 0)
    throw new Missing(`There is no section ${unknown.join(', ')}: ${Object.keys(SECTIONS).join(', ')}.`);
  console.log(machine());
  for (const [name, section] of Object.entries(SECTIONS))
    if (asked.length === 0 || asked.includes(name)) await section();
} catch (error) {
  if (!(error instanceof Missing)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function onMariadb(): Promise<Measured> {
  const { mariadbd } = await findPrograms({ mariadb: true, chromium: false });
  if (mariadbd === null) throw new Missing('The bench needs mariadbd.');
  const server = await startMariadb(mariadbd, { settings: DURABLE, inMemory: false });
  try {
    const url = `${server.url}bench`;
    const connection = await createConnection({ uri: server.url });
    await connection.query('create database bench character set utf8mb4 collate utf8mb4_unicode_ci');
    await connection.end();
    return await measureOn(`${server.version}, durable commits`, newPlace(url), async (service, first) => {
      const like = await readRows(url, first);
      const bareUrl = await emptyCopy(url);
      const agent = new Agent({ keepAlive: true });
      const statements = await statementsOf(url, () => sendTicket(service.url, agent));
      agent.destroy();
      notes.push(
        `One intake on MariaDB is ${statements.length} statements, start and commit included:`,
        ...statements.map((text) => `  ${text.replace(/\s+/g, ' ').slice(0, 72)}`),
      );
      return {
        bare: () => writeBare(bareUrl, like, first, CONNECTIONS, BARE_SECONDS),
        ours: async () => {
          const before = await questions(url);
          const rate = await sendTickets(service.url, CONNECTIONS, SECONDS);
          const each = ((await questions(url)) - before) / rate.done;
          notes.push(`With what runs beside it (feed, projections, mails): ${each.toFixed(1)} statements for each.`);
          return rate;
        },
      };
    });
  } finally {
    await server.stop();
  }
}

async function onSqlite(): Promise<Measured> {
  const place = newPlace(null);
  const file = join(place.dataDir, 'pakn.sqlite');
  return measureOn('SQLite, synchronous = FULL', place, async (service, first) => {
    const like = readSqliteRows(file, first);
    const bareFile = emptySqliteCopy(file);
    return {
      bare: () => writeBareSqlite(bareFile, like, first, BARE_SECONDS),
      ours: () => sendTickets(service.url, CONNECTIONS, SECONDS),
    };
  });
}

/** What is measured once a first ticket is there to copy. */
type Load = (
  service: Service,
  first: Sent,
) => Promise<{ readonly bare: () => Promise<Rate>; readonly ours: () => Promise<Rate> }>;

async function measureOn(engine: string, place: Place, prepare: Load): Promise<Measured> {
  console.log(`${engine} …`);
  const cold = await startService(place);
  await cold.stop();
  const service = await startService(place);
  try {
    await sleep(REST_SECONDS * 1000);
    const restMb = service.residentMb();
    const agent = new Agent();
    const first = await sendTicket(service.url, agent);
    agent.destroy();
    if (first === null) throw new Error('The service takes no tickets.');
    const { bare, ours } = await prepare(service, first);
    await sendTickets(service.url, CONNECTIONS, WARM_UP_SECONDS);
    // Ours in the middle, the bare writes before and after it: a machine that slows down slows both.
    const before = await bare();
    const used = service.processorMs();
    const rate = await ours();
    const processorMs = (service.processorMs() - used) / rate.done;
    const after = await bare();
    return {
      engine,
      ours: rate,
      bare: (before.perSecond + after.perSecond) / 2,
      coldSeconds: cold.startSeconds,
      warmSeconds: service.startSeconds,
      restMb,
      busyMb: service.residentMb(),
      processorMs,
    };
  } finally {
    await service.stop();
    remove(place);
  }
}

function print(lines: readonly Measured[]): void {
  const row = (name: string, cell: (line: Measured) => string): string =>
    `${name.padEnd(44)}${lines.map((line) => cell(line).padStart(16)).join('')}`;
  console.log('\nintake; service, load and database share the machine\n');
  console.log(row('', ({ engine }) => engine.split(',')[0] ?? ''));
  console.log(row(`intake over HTTP, ${CONNECTIONS} connections, tickets/s`, ({ ours }) => ours.perSecond.toFixed(0)));
  console.log(row('the same rows by the bare driver, /s', ({ bare }) => bare.toFixed(0)));
  console.log(row('ratio', ({ ours, bare }) => (ours.perSecond / bare).toFixed(2)));
  console.log(row('one intake, middle / 99 %, ms', ({ ours }) => `${ours.p50.toFixed(0)} / ${ours.p99.toFixed(0)}`));
  console.log(row('processor time of the service for each, ms', ({ processorMs }) => processorMs.toFixed(1)));
  console.log(row('refused', ({ ours }) => String(ours.refused)));
  console.log(row('first start (migrate, load), s', ({ coldSeconds }) => coldSeconds.toFixed(1)));
  console.log(row('later start, s', ({ warmSeconds }) => warmSeconds.toFixed(1)));
  console.log(row('resident memory at rest, MB', ({ restMb }) => restMb.toFixed(0)));
  console.log(row('resident memory after the load, MB', ({ busyMb }) => busyMb.toFixed(0)));
  for (const note of notes) console.log(note);
}
