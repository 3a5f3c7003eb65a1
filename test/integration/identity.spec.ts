import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AbstractLogger } from 'typeorm';
import {
  Accounts,
  DemoAccounts,
  identityEntities,
  SESSION_COOKIE,
  Sessions,
  SignIn,
} from '../../src/identity/index.js';
import { AccountRow, SessionRow, ThrottleRow } from '../../src/identity/entities.js';
import { Passwords } from '../../src/identity/passwords.js';
import { Throttle } from '../../src/identity/throttle.js';
import { NO_LINE, type Problem } from '../../src/kernel/index.js';
import type { Config } from '../../src/platform/config/index.js';
import { Outbox, outboxEntities } from '../../src/platform/outbox/index.js';
import { createTestDatabase, FixedClock, type TestDatabase } from '../support/index.js';

const AGENCIES = { centre: 'TD1022', office: 'VPUBND', government: 'UBND', department: 'SXD', ward: 'UBND-25993' };

// Slow hashes are slow on purpose.
jest.setTimeout(60_000);

const PASSWORD = 'ổ gà trước cổng chợ';
const ADDRESS = '203.0.113.7';

let database: TestDatabase;
let clock: FixedClock;
let statements: string[];

/** One process's services; `env` decides about cookies and demo accounts. */
function servicesOf(settings: Partial<Config> = {}) {
  const config = {
    env: 'test',
    secret: 'only-for-tests-0123456789-abcdefghij',
    dataDir: database.dataDir,
    demoPassword: null,
    ...settings,
  } as Config;
  const { unitOfWork, reader } = database;
  const passwords = new Passwords();
  const sessions = new Sessions(unitOfWork, reader, clock, config, { of: () => NO_LINE }, new Outbox(clock));
  const throttle = new Throttle(unitOfWork, clock, config);
  return {
    passwords,
    sessions,
    accounts: new Accounts(unitOfWork, reader, clock, passwords, sessions),
    signIn: new SignIn(unitOfWork, reader, passwords, sessions, throttle),
    demo: new DemoAccounts(unitOfWork, reader, clock, config, passwords),
  };
}

type Services = ReturnType<typeof servicesOf>;

const newAccount = (login: string) => ({
  login,
  displayName: 'Lê Thị Thử',
  roles: ['operator'],
  agencyCode: 'TD1022',
  password: PASSWORD,
});

/** Signs in and gives the `Cookie` header a browser sends from then on. */
async function cookieOf(
  services: Services,
  login: string,
  password = PASSWORD,
  cookieHeader?: string,
): Promise<string> {
  const { setCookie } = await services.signIn.execute({ login, password, address: ADDRESS, cookieHeader });
  return setCookie.slice(0, setCookie.indexOf(';'));
}

class StatementLog extends AbstractLogger {
  override logQuery(query: string): void {
    statements.push(query);
  }

  protected override writeLog(): void {
    // Only what is sent is of interest.
  }
}

async function problemOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: Problem) => `${error.kind}: ${error.title}`,
  );
}

beforeAll(async () => {
  database = await createTestDatabase({ entities: [...identityEntities, ...outboxEntities] });
  for (const source of [database.dataSource, database.rows.connection]) {
    source.setOptions({ logging: ['query'], logger: new StatementLog() });
  }
});
afterAll(() => database.drop());
beforeEach(async () => {
  statements = [];
  clock = new FixedClock('2026-11-23 08:00');
  for (const row of identityEntities)
    await database.dataSource.manager.createQueryBuilder().delete().from(row).execute();
});

describe('accounts', () => {
  it('keep passwords as argon2id hashes, each with a salt of its own', async () => {
    const { accounts, passwords } = servicesOf();
    await accounts.add(newAccount('hoa'));
    await accounts.add(newAccount('binh'));
    const hashes = (await database.rows.find(AccountRow)).map((row) => row.passwordHash);
    expect(hashes).toEqual([
      expect.stringMatching(/^\$argon2id\$v=19\$m=19456,(t=2,p=1|p=1,t=2)\$/),
      expect.stringMatching(/^\$argon2id\$/),
    ]);
    expect(hashes[0]).not.toBe(hashes[1]);
    expect(await passwords.matches(hashes[0] ?? '', PASSWORD.normalize('NFD'))).toBe(true);
    expect(await passwords.matches(hashes[0] ?? '', `${PASSWORD} `)).toBe(false);
    expect(await passwords.matches(null, 'no such account')).toBe(false);
  });

  it('have one login whatever way it is typed', async () => {
    const { accounts } = servicesOf();
    await accounts.add(newAccount('Tổng Đài'));
    expect(await problemOf(accounts.add(newAccount('tongdai')))).toBe(
      'conflict: Tên đăng nhập “tongdai” đã có người dùng.',
    );
  });

  it('say what is wrong with each field', async () => {
    const { accounts } = servicesOf();
    const input = { login: '!', displayName: ' ', roles: ['boss'], agencyCode: 'sở xây dựng', password: 'ngắn' };
    const error = (await accounts.add(input).catch((thrown: unknown) => thrown)) as Problem;
    expect(error.fields.map(({ field }) => field)).toEqual(['login', 'displayName', 'roles', 'agencyCode', 'password']);
  });

  it('give nothing for a role this version does not know', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    await database.dataSource.manager.update(AccountRow, { login: 'hoa' }, { roles: ['operator', 'superuser'] });
    const principal = await services.sessions.authenticate(await cookieOf(services, 'hoa'));
    expect(principal?.roles).toEqual(['operator']);
  });

  it('lose their sessions with a new password, and everything when they are closed', async () => {
    const services = servicesOf();
    const { accounts, sessions } = services;
    await accounts.add(newAccount('hoa'));
    const first = await cookieOf(services, 'hoa');
    const second = await cookieOf(services, 'hoa');
    await accounts.setPassword('hoa', 'một mật khẩu khác');
    expect(await sessions.authenticate(first)).toBeNull();
    expect(await sessions.authenticate(second)).toBeNull();
    const third = await cookieOf(services, 'hoa', 'một mật khẩu khác');
    await accounts.setActive('hoa', false);
    expect(await sessions.authenticate(third)).toBeNull();
    expect(await problemOf(cookieOf(services, 'hoa', 'một mật khẩu khác'))).toMatch(/^unauthenticated/);
  });
});

describe('sessions', () => {
  it('are known by a hash: the token is not in the database', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    const cookie = await cookieOf(services, 'hoa');
    const token = cookie.slice('sid='.length);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const row = await database.rows.findOneByOrFail(SessionRow, {});
    expect(JSON.stringify(row)).not.toContain(token);
    expect(await services.sessions.authenticate(`theme=dark; ${cookie}`)).toMatchObject({
      kind: 'staff',
      roles: ['operator'],
      agencyCode: 'TD1022',
    });
  });

  it.each([
    ['development', `${SESSION_COOKIE}=…; Max-Age=43200; Path=/; HttpOnly; SameSite=Lax`],
    ['production', `${SESSION_COOKIE}=…; Max-Age=43200; Path=/; HttpOnly; Secure; SameSite=Lax`],
  ] as const)('set their cookie in %s as %s', async (env, expected) => {
    const services = servicesOf({ env });
    await services.accounts.add(newAccount('hoa'));
    const { setCookie } = await services.signIn.execute({
      login: 'hoa',
      password: PASSWORD,
      address: ADDRESS,
      cookieHeader: undefined,
    });
    expect(setCookie.replace(/=[\w-]{43};/, '=…;')).toBe(expected);
  });

  it('are found by nothing but their token', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    await cookieOf(services, 'hoa');
    for (const cookie of [undefined, '', 'sid=', 'sid=x', `sid=${'a'.repeat(43)}`, `sid=${'a'.repeat(42)}'`, 'sid=%']) {
      expect([cookie, await services.sessions.authenticate(cookie)]).toEqual([cookie, null]);
    }
  });

  it('end after two idle hours, and after twelve in any case', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    const idle = await cookieOf(services, 'hoa');
    clock.advance(2 * 3600);
    expect(await services.sessions.authenticate(idle)).toBeNull();

    const busy = await cookieOf(services, 'hoa');
    for (let hour = 1; hour < 12; hour += 1) {
      clock.advance(3600);
      expect(await services.sessions.find(busy)).not.toBeNull();
    }
    clock.advance(3600);
    expect(await services.sessions.authenticate(busy)).toBeNull();
  });

  it('are not kept awake by what a page does by itself', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    const open = await cookieOf(services, 'hoa');
    for (let minute = 1; minute < 120; minute += 1) {
      clock.advance(60);
      expect(await services.sessions.authenticate(open)).not.toBeNull();
    }
    clock.advance(60);
    expect(await services.sessions.authenticate(open)).toBeNull();
  });

  it('cost one SELECT a request, and one UPDATE a minute', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    const cookie = await cookieOf(services, 'hoa');
    statements = [];
    clock.advance(59);
    await services.sessions.find(cookie);
    await services.sessions.find(cookie);
    expect(statements.map((query) => query.slice(0, 6))).toEqual(['SELECT', 'SELECT']);
    statements = [];
    clock.advance(1);
    await services.sessions.find(cookie);
    await services.sessions.find(cookie);
    const kinds = statements.map((query) => query.slice(0, 6).toUpperCase());
    expect(kinds.filter((kind) => kind === 'UPDATE')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'SELECT')).toHaveLength(2);
  });

  it('change at sign-in: what the browser had before is worth nothing', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    const before = await cookieOf(services, 'hoa');
    const after = await cookieOf(services, 'hoa', PASSWORD, before);
    expect(after).not.toBe(before);
    expect(await services.sessions.authenticate(before)).toBeNull();
    expect(await services.sessions.authenticate(after)).not.toBeNull();
  });

  it('end at sign-out, and leave other browsers alone', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    const here = await cookieOf(services, 'hoa');
    const there = await cookieOf(services, 'hoa');
    expect(await services.sessions.end(here)).toBe('sid=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax');
    expect(await services.sessions.authenticate(here)).toBeNull();
    expect(await services.sessions.authenticate(there)).not.toBeNull();
  });

  it('that are over are swept away when the person signs in again', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    await cookieOf(services, 'hoa');
    await cookieOf(services, 'hoa');
    clock.advance(3 * 3600);
    await cookieOf(services, 'hoa');
    expect(await database.rows.count(SessionRow)).toBe(1);
  });
});

describe('wrong sign-ins', () => {
  const WRONG = 'unauthenticated: Tên đăng nhập hoặc mật khẩu chưa đúng. Xin gõ lại; quên thì hỏi quản trị của đơn vị.';
  const WAIT = 'too-many-requests: Đã đăng nhập sai nhiều lần. Xin chờ 1 phút rồi thử lại.';
  const attempt = (services: Services, login: string, password: string, address = ADDRESS) =>
    problemOf(services.signIn.execute({ login, password, address, cookieHeader: undefined }));

  it.each(['hoa', 'nobody', 'not a login!'])('of %j all get the same answers, and wait after five', async (login) => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await attempt(services, login, 'sai mật khẩu'));
    expect(answers).toEqual([WRONG, WRONG, WRONG, WRONG, WRONG, WAIT]);
  });

  it('keep even the right password out until the wait is over', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    for (let n = 0; n < 5; n += 1) await attempt(services, 'hoa', 'sai mật khẩu');
    expect(await attempt(services, 'hoa', PASSWORD)).toBe(WAIT);
    clock.advance(60);
    expect(await attempt(services, 'hoa', PASSWORD)).toBe('none');
    // And the count starts anew.
    for (let n = 0; n < 5; n += 1) expect(await attempt(services, 'hoa', 'sai mật khẩu')).toBe(WRONG);
  });

  it('from one place do not keep the person out elsewhere', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    for (let n = 0; n < 6; n += 1) await attempt(services, 'hoa', 'sai mật khẩu', '198.51.100.66');
    expect(await attempt(services, 'hoa', PASSWORD)).toBe('none');
  });

  it('over many names make the address wait, also when it signs in rightly in between', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    for (let n = 0; n < 25; n += 1) {
      expect(await attempt(services, `name${n}`, 'sai mật khẩu')).toBe(WRONG);
      if (n % 8 === 3) expect(await attempt(services, 'hoa', PASSWORD)).toBe('none');
    }
    expect(await attempt(services, 'hoa', PASSWORD)).toBe(WAIT);
    expect(await attempt(services, 'hoa', PASSWORD, '198.51.100.66')).toBe('none');
  });

  it('sent all at once are counted one by one', async () => {
    const services = servicesOf();
    await services.accounts.add(newAccount('hoa'));
    const answers = await Promise.all(Array.from({ length: 12 }, () => attempt(services, 'hoa', 'sai mật khẩu')));
    expect(answers.filter((answer) => answer === WRONG)).toHaveLength(5);
    expect(answers.filter((answer) => answer === WAIT)).toHaveLength(7);
  });

  it('leave neither name nor address in the database', async () => {
    const services = servicesOf();
    await attempt(services, 'nguyen.van.thu', 'sai mật khẩu');
    const rows = await database.rows.find(ThrottleRow);
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toMatch(/nguyen|203\.0/);
  });
});

describe('demo accounts', () => {
  it('are made once, with every role, and a password that stays', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'pakn-demo-'));
    try {
      const first = await servicesOf({ dataDir }).demo.ensure(AGENCIES);
      const second = await servicesOf({ dataDir }).demo.ensure(AGENCIES);
      expect(second).toEqual(first);
      expect(await database.rows.count(AccountRow)).toBe(first.accounts.length);
      expect(new Set(first.accounts.map(({ role }) => role)).size).toBe(9);
      expect(first.password).toMatch(/^[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}$/);
      expect(statSync(join(dataDir, 'demo-password')).mode & 0o777).toBe(0o600);
      const services = servicesOf({ dataDir });
      for (const { login, agencyCode, role } of first.accounts) {
        expect(await services.sessions.authenticate(await cookieOf(services, login, first.password))).toMatchObject({
          agencyCode,
          roles: [role],
        });
      }
    } finally {
      rmSync(dataDir, { recursive: true });
    }
  });

  it('follow the password that is set from outside', async () => {
    await servicesOf({ demoPassword: 'mật khẩu thứ nhất' }).demo.ensure(AGENCIES);
    const services = servicesOf({ demoPassword: 'mật khẩu thứ hai' });
    await services.demo.ensure(AGENCIES);
    expect(await problemOf(cookieOf(services, 'dieuphoi', 'mật khẩu thứ nhất'))).toMatch(/^unauthenticated/);
    expect(await problemOf(cookieOf(services, 'dieuphoi', 'mật khẩu thứ hai'))).toBe('none');
  });

  it('do not exist in production', async () => {
    await expect(servicesOf({ env: 'production' }).demo.ensure(AGENCIES)).rejects.toThrow(
      'no demo accounts in production',
    );
    expect(await database.rows.count(AccountRow)).toBe(0);
  });
});
