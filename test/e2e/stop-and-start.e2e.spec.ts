import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { io } from 'socket.io-client';
import { DataSource } from 'typeorm';
import { PACKAGE_ROOT } from '../../src/platform/config/index.js';
import { writerOptions } from '../../src/platform/database/data-source.js';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import { freePort } from '../support/app.js';
import { createEmptyDatabase, eventually, type OwnDatabase } from '../support/index.js';
import { install, type Installation } from '../support/installation.js';

jest.setTimeout(240_000);

const SECRET = 'q7Jw2kZ9mXv4Rt8Lp1Ns6Yb3Hd5Gf0CaEuIo';
const START_SECONDS = 90;

interface Service {
  readonly port: number;
  readonly url: string;
  out(): string;
  err(): string;
  signal(name: NodeJS.Signals): void;
  /** Waits for its end. @returns the exit code; null when a signal killed it. */
  ended(): Promise<number | null>;
  running(): boolean;
}

const services: Service[] = [];
const folders: string[] = [];
const databases: OwnDatabase[] = [];

afterEach(async () => {
  for (const service of services.splice(0)) {
    if (!service.running()) continue;
    service.signal('SIGKILL');
    await service.ended();
  }
});
afterAll(async () => {
  for (const database of databases) await database.drop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

let installed: Installation;

beforeAll(() => {
  installed = install();
});
afterAll(() => installed.remove());

/** The service in a process of its own. */
async function run(settings: Readonly<Record<string, string>>): Promise<Service> {
  const port = Number(settings['PORT'] ?? (await freePort()));
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env;
  const child = spawn(process.execPath, [join(installed.root, 'dist', 'main.js')], {
    cwd: installed.root,
    env: { PATH, HOME, TMPDIR, PORT: String(port), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString('utf8')));
  const closed = once(child, 'close') as Promise<[number | null]>;
  const service: Service = {
    port,
    url: `http://localhost:${port}`,
    out: () => out,
    err: () => err,
    signal: (name) => void child.kill(name),
    ended: async () => (await closed)[0],
    running: () => child.exitCode === null && child.signalCode === null,
  };
  services.push(service);
  return service;
}

/** Waits until it serves. @throws Error with what it said when it ends before. */
async function started(service: Service): Promise<Service> {
  await eventually(
    'the service says its address',
    () => {
      if (!service.running()) throw new Error(`ended: ${service.out()}\n${service.err()}`);
      return service.out().includes('1022 đang chạy ở');
    },
    START_SECONDS,
  );
  return service;
}

async function ownDatabase(): Promise<Record<string, string>> {
  const database = await createEmptyDatabase();
  databases.push(database);
  return settingsOf(database);
}

const settingsOf = ({ databaseUrl, dataDir }: OwnDatabase): Record<string, string> => ({
  DATA_DIR: dataDir,
  LOG_LEVEL: 'warn',
  ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }),
});

const emptyFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'pakn-start-'));
  folders.push(folder);
  return folder;
};

async function signIn(service: Service): Promise<string> {
  const password = /mật khẩu chung: (\S+)/.exec(service.out())?.[1];
  const answer = await fetch(`${service.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'tongdai', password }),
  });
  expect(answer.status).toBe(201);
  return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
}

/** A request whose last part comes later: it is in flight for as long as the test likes. */
function slowRequest(service: Service): {
  finish(): void;
  readonly answer: Promise<string>;
  readonly accepted: Promise<unknown>;
} {
  const body = JSON.stringify({ words: 'Đèn đường tắt cả tuần, tối lắm.' });
  const bytes = Buffer.from(body);
  const socket = connect(service.port, 'localhost');
  socket.write(
    `POST /api/v1/intake/preview HTTP/1.1\r\nHost: localhost:${service.port}\r\nContent-Type: application/json\r\nContent-Length: ${bytes.length}\r\n\r\n`,
  );
  socket.write(bytes.subarray(0, 10));
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
  return {
    accepted: once(socket, 'connect'),
    finish: () => void socket.write(bytes.subarray(10)),
    answer: once(socket, 'close').then(() => answer),
  };
}

describe('a stop', () => {
  it('ends what is in flight, tells the pages, frees the leases, and the next process takes over at once', async () => {
    const settings = await ownDatabase();
    const service = await started(await run(settings));
    const cookie = await signIn(service);
    const socket = io(`${service.url}/live`, {
      transports: ['websocket'],
      extraHeaders: { cookie },
      reconnection: false,
    });
    const heard: string[] = [];
    socket.onAny((event: string) => heard.push(event));
    await eventually('the page is greeted', () => heard.includes('hello'));
    // The jobs have begun, so there is something to free.
    const database = databases.at(-1);
    if (!database) throw new Error('no database');
    const rows = await new DataSource(writerOptions(database, [LeaseRow])).initialize();
    await eventually('the leases are held', async () =>
      (await rows.manager.find(LeaseRow)).some(({ heldUntil }) => heldUntil > new Date()),
    );
    const slow = slowRequest(service);
    await slow.accepted;
    await new Promise((resolve) => setTimeout(resolve, 200));

    const from = Date.now();
    service.signal('SIGTERM');
    await eventually('the page is told', () => heard.includes('stopping'));
    await eventually('no new work is taken', async () => {
      try {
        return (await fetch(`${service.url}/health/ready`)).status === 503;
      } catch {
        return true;
      }
    });
    expect(service.running()).toBe(true);
    slow.finish();
    expect(await slow.answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(await service.ended()).toBe(0);
    expect(Date.now() - from).toBeLessThan(10_000);
    expect(service.err()).toBe('');

    const leases = await rows.manager.find(LeaseRow);
    await rows.destroy();
    expect(leases.length).toBeGreaterThan(1);
    for (const { name, heldUntil } of leases) expect([name, heldUntil.getTime() < Date.now()]).toEqual([name, true]);

    const next = await started(await run(settings));
    const again = await signIn(next);
    // The session of before still holds: nothing but the process is new.
    const session = await fetch(`${next.url}/api/v1/session`, { headers: { cookie } });
    expect([session.status, again.length > 0]).toEqual([200, true]);
    expect(/mật khẩu chung: (\S+)/.exec(next.out())?.[1]).toBe(/mật khẩu chung: (\S+)/.exec(service.out())?.[1]);
    next.signal('SIGINT');
    expect(await next.ended()).toBe(0);
  });
});

describe('the log', () => {
  it('holds no name, number, mail, words, password or secret link, and a line for each request', async () => {
    const service = await started(await run({ ...(await ownDatabase()), LOG_LEVEL: 'debug' }));
    const send = (body: object): Promise<globalThis.Response> =>
      fetch(`${service.url}/api/v1/tickets`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': `log-test-${Math.random()}` },
        body: JSON.stringify(body),
      });
    const report = {
      words: 'Bãi rác bốc mùi sau chợ Kẻ Thử',
      name: 'Nguyễn Thị Kín',
      phone: '0900 000 091',
      email: 'kin@example.test',
      ward: 'Trảng Dài',
      categoryCode: 'mt-rac',
      consent: true,
    };
    const sent = await send(report);
    expect(sent.status).toBe(201);
    const [ticket] = ((await sent.json()) as { tickets: { trackingUrl: string }[] }).tickets;
    const token = ticket?.trackingUrl.split('/').at(-1) ?? '';
    expect(token).not.toBe('');
    expect((await fetch(`${service.url}/theo-doi/${token}`)).status).toBe(200);
    expect((await send({ ...report, phone: 'kin@example.test' })).status).toBe(400);
    await fetch(`${service.url}/api/v1/places?q=${encodeURIComponent('Nguyễn Thị Kín')}`);
    await fetch(`${service.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'Nguyễn Thị Kín', password: 'mật khẩu kín' }),
    });
    await eventually('the mail is written', () => service.out().includes('"mail sent"'));
    service.signal('SIGTERM');
    await service.ended();
    const log = service.out() + service.err();
    expect(log.match(/"msg":"request"/g)?.length ?? 0).toBeGreaterThanOrEqual(5);
    const secrets = ['Nguyễn Thị Kín', 'kin@example', '000091', '000 091', 'Kẻ Thử', 'mật khẩu kín', token];
    expect(secrets.filter((secret) => log.includes(secret) || log.includes(encodeURIComponent(secret)))).toEqual([]);
  });
});

describe('production', () => {
  const production = (dataDir: string): Record<string, string> => ({
    NODE_ENV: 'production',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    SECRET,
    PUBLIC_URL: 'https://1022.example.vn',
    SMTP_URL: 'smtp://localhost:1',
  });

  it('starts with right settings, and has no demo accounts', async () => {
    const service = await started(await run({ ...production(emptyFolder()), ...(await ownDatabase()) }));
    expect(service.out()).toContain('https://1022.example.vn');
    expect(service.out()).not.toMatch(/mật khẩu|tongdai/);
    const page = await (await fetch(`${service.url}/dang-nhap`)).text();
    expect(page).not.toMatch(/tongdai|dùng thử/);
    const answer = await fetch(`${service.url}/`);
    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age/);
    service.signal('SIGTERM');
    expect(await service.ended()).toBe(0);
  });

  it.each<
    [
      string,
      (folder: string) => Promise<Record<string, string | undefined>> | Record<string, string | undefined>,
      RegExp,
    ]
  >([
    ['no secret', () => ({ SECRET: undefined }), /SECRET/],
    ['no address', () => ({ PUBLIC_URL: undefined }), /PUBLIC_URL/],
    ['no mail gateway', () => ({ SMTP_URL: undefined }), /SMTP_URL/],
    ['a short secret', () => ({ SECRET: 'ngắn' }), /SECRET.*32/],
    ['a weak secret', () => ({ SECRET: 'ab'.repeat(30) }), /SECRET/],
    ['a demo password', () => ({ DEMO_PASSWORD: 'mat-khau-thu' }), /DEMO_PASSWORD/],
    ['a port that is none', () => ({ PORT: 'cổng' }), /PORT/],
    ['a port out of range', () => ({ PORT: '70000' }), /PORT/],
    ['a database address that is none', () => ({ DATABASE_URL: 'postgres://x@localhost/y' }), /DATABASE_URL/],
    ['a database address without a database', () => ({ DATABASE_URL: 'mysql://localhost' }), /DATABASE_URL/],
    [
      'a database nobody serves',
      () => ({ DATABASE_URL: 'mysql://ai:matma@127.0.0.1:1/pakn' }),
      /127\.0\.0\.1:1\/pakn.*ECONNREFUSED/,
    ],
    ['no province there', (folder) => ({ PROVINCE_DIR: join(folder, 'không-có') }), /không-có|province/i],
    ['a broken file of the province', brokenProvince, /agencies\.csv, dòng \d+, cột parent_code.*KHONG-CO/],
    ['a port that is taken', takenPort, /PORT/],
    ['a data folder that cannot be made', (folder) => ({ DATA_DIR: join(fileIn(folder), 'data') }), /ENOTDIR|DATA_DIR/],
  ])('says in one line that there is %s, and ends', async (_, change, line) => {
    const folder = emptyFolder();
    const changed = { ...production(folder), ...(await change(folder)) };
    const settings = Object.fromEntries(
      Object.entries(changed).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const service = await run(settings);
    const code = await service.ended();
    expect(service.err().trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
    expect(service.err()).not.toMatch(/^\s+at |matma/m);
    expect(code).toBe(1);
  });
});

function brokenProvince(folder: string): Record<string, string> {
  const province = join(folder, 'province');
  cpSync(join(PACKAGE_ROOT, 'provinces', 'dong-nai'), province, { recursive: true });
  const file = join(province, 'agencies.csv');
  // One mistake, so one line: an agency that no other is below of, below one that does not exist.
  const header = (readFileSync(file, 'utf8').split('\n')[0] ?? '').split(',');
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  const last = (lines.at(-1) ?? '').split(',');
  last[header.indexOf('parent_code')] = 'KHONG-CO';
  writeFileSync(file, [...lines.slice(0, -1), last.join(',')].join('\n'));
  return { PROVINCE_DIR: province };
}

async function takenPort(): Promise<Record<string, string>> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  server.unref();
  return { PORT: String((server.address() as { port: number }).port) };
}

function fileIn(folder: string): string {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  return file;
}
