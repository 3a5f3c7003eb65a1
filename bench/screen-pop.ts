/** How long until an operator sees who is calling, among a million contacts. See README.md here. */
import { randomInt } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { createConnection, type Connection, type RowDataPacket } from 'mysql2/promise';
import { io, type Socket } from 'socket.io-client';
import { DURABLE, startMariadb } from '../scripts/test/mariadb.js';
import { findPrograms, Missing } from '../scripts/test/requirements.js';
import type * as application from '../src/create-app.js';
import type * as identity from '../src/identity/index.js';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';
import type * as telephony from '../src/telephony/index.js';
import { copyTickets } from './cloning.js';
import { sendTicket, type Sent } from './intake.js';
import { productionConfig } from './production-config.js';
import { newPlace, remove, startService, type Place, type Service } from './service.js';

const CONTACTS = Number(process.env['BENCH_CONTACTS'] ?? 1_000_000);
/** Each caller has called so often. */
const CALLS_EACH = 10;
const CALLERS = Math.ceil(CONTACTS / CALLS_EACH);
/** Of so many contacts one has opened a ticket. */
const TICKET_EVERY = 5;
const TICKETS = Math.ceil(CONTACTS / TICKET_EVERY);
const PORTION = 20_000;
const WARM_UP = 30;
const POPS = 500;
/** A call is two events, and the service takes fifteen a second from one telephone system. */
const CALL_EVERY_MS = 150;
const YEAR_SECONDS = 365 * 86_400;
const ANSWER_MS = 10_000;

const TOKEN = 'a-token-for-measuring-0123456789';
const EXTENSION = '201';
const LOGIN = 'measuring';
const PASSWORD = 'mot cau dai chi de do';

/** One pop, in ms from the instant the telephone system was told that its event is taken. */
interface Pop {
  /** The endpoint's own time, before that. */
  readonly taking: number;
  readonly heard: number;
  readonly shown: number;
}

const now = (): number => performance.now();

export async function benchScreenPop(): Promise<void> {
  const { mariadbd } = await findPrograms({ mariadb: true, chromium: false });
  if (mariadbd === null) throw new Missing('The bench needs mariadbd.');
  const settings = [...DURABLE, '--innodb-buffer-pool-size=2G', '--innodb-log-file-size=1G'];
  const server = await startMariadb(mariadbd, { settings, inMemory: false });
  const url = `${server.url}screen_pop`;
  const place = newPlace(url);
  try {
    const control = await createConnection({ uri: server.url, multipleStatements: false });
    await control.query('create database screen_pop character set utf8mb4 collate utf8mb4_unicode_ci');
    await control.changeUser({ database: 'screen_pop' });
    console.log(`\nscreen pop, ${server.version}, durable commits; service, caller and database share the machine`);
    await fill(control, url, await begin(place));
    const service = await startService(place, { CTI_TOKENS: `bench:${TOKEN}` });
    try {
      await measure(service, control);
    } finally {
      await service.stop();
      await control.end();
    }
  } finally {
    await server.stop();
    remove(place);
  }
}

/** An operator with a line, a ticket and a call, as the service itself makes them. */
async function begin(place: Place): Promise<Sent> {
  const built = async <Module>(path: string): Promise<Module> =>
    (await import(pathToFileURL(`${PACKAGE_ROOT}dist/${path}.js`).href)) as Module;
  const { createApp } = await built<typeof application>('create-app');
  const { Accounts } = await built<typeof identity>('identity/index');
  const { OperatorLines } = await built<typeof telephony>('telephony/index');
  const app = await createApp(productionConfig(place));
  await app.init();
  const get = <T>(token: new (...all: never[]) => T): T =>
    (app as INestApplicationContext).get(token as never, { strict: false });
  try {
    const person = { login: LOGIN, displayName: 'Đo', agencyCode: 'TD1022', password: PASSWORD };
    await get(Accounts).add({ ...person, roles: ['operator'] });
    await get(OperatorLines).set(LOGIN, EXTENSION);
  } finally {
    await app.close();
  }
  const service = await startService(place, { CTI_TOKENS: `bench:${TOKEN}` });
  const agent = new Agent();
  try {
    const call = { callId: 'mould', from: '0900000027', to: '1022', direction: 'in' };
    await tell(service, { ...call, event: 'newCall' });
    await tell(service, { ...call, event: 'answer', answeringNumber: EXTENSION });
    await tell(service, { ...call, event: 'hangup', cause: 'normalClearing' });
    const sent = await sendTicket(service.url, agent);
    if (sent === null) throw new Error('The service takes no tickets.');
    return sent;
  } finally {
    agent.destroy();
    await service.stop();
  }
}

/** The number of the caller of a contact: every caller has ten of them, scattered over a year. */
const phoneOf = (caller: string): string => `concat('+849', lpad(${caller} % ${String(CALLERS)}, 8, '0'))`;

async function fill(control: Connection, url: string, mould: Sent): Promise<void> {
  const from = now();
  await control.query('set global innodb_flush_log_at_trx_commit = 0');
  const [wards] = await control.query<RowDataPacket[]>(
    `select distinct code from agency where kind = 'ward' order by code limit 90`,
  );
  const [categories] = await control.query<RowDataPacket[]>('select distinct code from category order by code');
  const agencies = wards.map(({ code }) => String(code));
  const rows = await copyTickets(() => createConnection({ uri: url }), {
    count: TICKETS,
    moulds: [{ ticketIds: [mould.ticketId], secondsEach: YEAR_SECONDS / TICKETS, spread: true }],
    slot: () => '0',
    variety: {
      agencies,
      wards: agencies.map((code) => code.replace('UBND-', '')),
      categories: categories.map(({ code }) => String(code)),
    },
  });
  await control.query(
    `update ticket_reporter set phone = ${phoneOf('cast(substring(ticket_id, 3, 8) as unsigned)')}
     where ticket_id <> ?`,
    [mould.ticketId],
  );
  // Nobody escalates what is only there to be found.
  await control.query('delete from ticket_clock where ticket_id <> ?', [mould.ticketId]);
  const past = (column: string): string =>
    `date_sub(c.${column}, interval (${String(CONTACTS)} - n) * ${String(YEAR_SECONDS / CONTACTS)} second)`;
  await copyRows(control, 'contact', mould.contactId, {
    channel: `'phone'`,
    kind: `elt(1 + n % 4, 'ticket', 'status', 'answered', 'chased')`,
    caller_phone: phoneOf('n'),
    started_at: past('started_at'),
    ended_at: 'null',
    recorded_at: past('recorded_at'),
  });
  const [calls] = await control.query<RowDataPacket[]>(`select id from phone_call where call_id = 'mould'`);
  await copyRows(control, 'phone_call', String(calls[0]?.['id']), {
    call_id: `concat('before-', n)`,
    from_number: phoneOf('n'),
    started_at: past('started_at'),
    answered_at: past('answered_at'),
    ended_at: past('ended_at'),
    heard_at: past('heard_at'),
    contact_id: `concat('01', lpad(n, 8, '0'), '${mould.contactId.slice(-16)}')`,
  });
  await control.query(`update phone_call set contact_id = ? where call_id = 'mould'`, [mould.contactId]);
  for (const table of [...rows.keys(), 'contact', 'phone_call']) await control.query(`analyze table ${table}`);
  await control.query('set global innodb_flush_log_at_trx_commit = 1');
  console.log(
    `filled in ${((now() - from) / 1000).toFixed(0)} s: ${thousands(CONTACTS)} contacts and calls of ${thousands(CALLERS)} callers, ${thousands(TICKETS)} tickets`,
  );
  // What the filling has left to be written goes to the disk before anything is measured.
  await sleep(Math.min(60_000, CONTACTS / 20));
}

/** Copies of one row, with ids of their own and what is said of some columns: SQL over the row `c` and its number `n`. */
async function copyRows(
  control: Connection,
  table: string,
  id: string,
  changed: Readonly<Record<string, string>>,
): Promise<void> {
  await control.query(`create table mould_row as select * from ${table} where id = ?`, [id]);
  const [columns] = await control.query<RowDataPacket[]>(
    `select column_name as name from information_schema.columns
     where table_schema = database() and table_name = ? order by ordinal_position`,
    [table],
  );
  const names = columns.map(({ name }) => String(name));
  const copied = `concat('01', lpad(n, 8, '0'), right(c.id, 16))`;
  const values = names.map((name) => (name === 'id' ? copied : (changed[name] ?? `c.${name}`)));
  for (let first = 1; first <= CONTACTS; first += PORTION)
    await control.query(
      `insert into ${table} (${names.join(', ')})
       select ${values.join(', ')}
       from (select seq as n from seq_${String(first)}_to_${String(Math.min(CONTACTS, first + PORTION - 1))}) numbers
       straight_join mould_row c`,
    );
  await control.query('drop table mould_row');
}

async function measure(service: Service, control: Connection): Promise<void> {
  const cookie = await signIn(service);
  const socket = await connected(service, cookie);
  const pops: Pop[] = [];
  const raw: number[] = [];
  try {
    for (let round = 0; round < WARM_UP + POPS; round += 1) {
      const rested = sleep(CALL_EVERY_MS);
      const caller = `+849${String(randomInt(CALLERS)).padStart(8, '0')}`;
      // In turns, so that a machine that slows down slows both.
      const bare = await readBare(control, caller);
      const pop = await ring(service, socket, cookie, { caller, callId: `measured-${String(round)}` });
      await rested;
      if (round < WARM_UP) continue;
      raw.push(bare);
      pops.push(pop);
    }
  } finally {
    socket.disconnect();
  }
  print(pops, raw);
}

/** A call rings at the operator, her page hears of it and fetches what it shows; then the caller hangs up. */
async function ring(
  service: Service,
  socket: Socket,
  cookie: string,
  { caller, callId }: { readonly caller: string; readonly callId: string },
): Promise<Pop> {
  const call = { callId, from: caller, to: '1022', direction: 'in' };
  const heard = said(socket, 'call.ringing');
  const from = now();
  await tell(service, { ...call, event: 'newCall', user: EXTENSION });
  const taken = now();
  // The event may be there before the answer to the telephone system.
  const heardAt = await heard;
  const answer = await fetch(`${service.url}/tong-dai/dien-thoai?trong=1`, {
    headers: { cookie, 'x-background': '1', 'x-part': 'phone' },
  });
  const part = await answer.text();
  const shownAt = now();
  if (!answer.ok || !part.includes('data-ringing')) throw new Error(`No pop: ${String(answer.status)} ${part}`);
  const over = said(socket, 'call.missed');
  await tell(service, { ...call, event: 'hangup', cause: 'cancel' });
  await over;
  return { taking: taken - from, heard: Math.max(0, heardAt - taken), shown: shownAt - taken };
}

/** @returns when the page heard of it. */
function said(socket: Socket, type: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      socket.off('changed', hear);
    };
    const hear = (...changes: readonly { readonly type: string }[]): void => {
      if (!changes.some((change) => change.type === type)) return;
      const at = now();
      end();
      resolve(at);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`Not heard within ${String(ANSWER_MS)} ms: ${type}`));
    }, ANSWER_MS);
    socket.on('changed', hear);
  });
}

/** The raw limit: what was recorded of a caller, by its index and nothing else. */
async function readBare(control: Connection, phone: string): Promise<number> {
  const from = now();
  await control.query('select * from contact where caller_phone = ? order by started_at desc limit 5', [phone]);
  return now() - from;
}

async function tell(service: Service, event: object): Promise<void> {
  const answer = await fetch(`${service.url}/api/v1/cti/${TOKEN}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  if (!answer.ok) throw new Error(`The endpoint answers ${String(answer.status)}: ${await answer.text()}`);
}

async function signIn(service: Service): Promise<string> {
  const answer = await fetch(`${service.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: LOGIN, password: PASSWORD }),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';', 1)[0];
  if (cookie === undefined) throw new Error(`Not signed in: ${String(answer.status)} ${await answer.text()}`);
  return cookie;
}

async function connected(service: Service, cookie: string): Promise<Socket> {
  const socket = io(`${service.url}/live`, { transports: ['websocket'], extraHeaders: { cookie } });
  await new Promise<void>((resolve, reject) => {
    socket.once('hello', () => resolve());
    socket.once('connect_error', reject);
  });
  return socket;
}

function print(pops: readonly Pop[], raw: readonly number[]): void {
  const row = (name: string, middle: string, most: string, longest: string): void =>
    console.log(`${name.padEnd(56)}${middle.padStart(12)}${most.padStart(10)}${longest.padStart(13)}`);
  const line = (name: string, times: readonly number[]): void => {
    const sorted = [...times].sort((a, b) => a - b);
    const share = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? NaN).toFixed(1);
    row(name, share(0.5), share(0.99), share(1));
  };
  row('', 'middle, ms', '99 %, ms', 'longest, ms');
  line(
    'from the event acknowledged to what the page shows',
    pops.map(({ shown }) => shown),
  );
  line(
    '  of it until the page hears of the call',
    pops.map(({ heard }) => heard),
  );
  line(
    '  of it the fragment',
    pops.map(({ shown, heard }) => shown - heard),
  );
  line(
    'before that, the event taken by the endpoint',
    pops.map(({ taking }) => taking),
  );
  line('bare indexed SELECT of the five newest contacts', raw);
}

const thousands = (count: number): string => count.toLocaleString('en');
