import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { Problem } from '../../src/kernel/index.js';
import {
  Idempotency,
  IdempotencyRow,
  isUniqueViolation,
  managerOf,
  type Transaction,
} from '../../src/platform/database/index.js';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import {
  createTestDatabase,
  ENGINE,
  FixedClock,
  gate,
  meeting,
  startProcess,
  type TestDatabase,
} from '../support/index.js';

let database: TestDatabase;

const row = (name: string, position = 0): LeaseRow => ({ name, token: '', heldUntil: new Date(0), position });
const add = async (transaction: Transaction, name: string): Promise<void> => {
  await managerOf(transaction).insert(LeaseRow, row(name));
};
/** Requests come with gaps in between. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));
const increment = (manager: EntityManager, name: string): Promise<unknown> =>
  manager.increment(LeaseRow, { name }, 'position', 1);
const names = async (): Promise<string[]> =>
  (await database.rows.find(LeaseRow, { order: { name: 'ASC' } })).map(({ name }) => name);
const positions = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await database.rows.find(LeaseRow)).map(({ name, position }) => [name, position]));

beforeAll(async () => {
  database = await createTestDatabase({ entities: [LeaseRow, IdempotencyRow] });
});

afterEach(async () => {
  await database.unitOfWork.run(async (transaction) => {
    await managerOf(transaction).createQueryBuilder().delete().from(LeaseRow).execute();
    await managerOf(transaction).createQueryBuilder().delete().from(IdempotencyRow).execute();
  });
});

afterAll(() => database.drop());

describe('two units of work at once', () => {
  it('keep their writes apart: one rolls back, the other stays', async () => {
    const written = gate();
    const mayFail = gate();
    const failing = database.unitOfWork.run(async (transaction) => {
      await add(transaction, 'gone');
      written.open();
      await mayFail.opened;
      throw new Error('changed my mind');
    });
    await written.opened;
    const staying = database.unitOfWork.run((transaction) => add(transaction, 'stays'));
    mayFail.open();
    await expect(failing).rejects.toThrow('changed my mind');
    await staying;
    expect(await names()).toEqual(['stays']);
  });

  it('show a reader nothing before the commit, and everything after it', async () => {
    const written = gate();
    const mayCommit = gate();
    const work = database.unitOfWork.run(async (transaction) => {
      await add(transaction, 'half');
      written.open();
      await mayCommit.opened;
      await add(transaction, 'whole');
    });
    await written.opened;
    expect(await names()).toEqual([]);
    mayCommit.open();
    await work;
    expect(await names()).toEqual(['half', 'whole']);
  });

  it('lose no increment, however many there are', async () => {
    await database.unitOfWork.run((transaction) => add(transaction, 'counter'));
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        database.unitOfWork
          .run(async (transaction) => {
            await increment(managerOf(transaction), 'counter');
            if (index % 4 === 0) throw new Error('every fourth fails');
          })
          .catch(() => undefined),
      ),
    );
    expect(await positions()).toEqual({ counter: 30 });
  });

  it('do not reach beyond their end', async () => {
    let kept: Transaction | null = null;
    await database.unitOfWork.run(async (transaction) => {
      kept = transaction;
      await add(transaction, 'inside');
    });
    expect(() => managerOf(kept as unknown as Transaction)).toThrow('has ended');
  });

  it('tell listeners of commits only', async () => {
    let commits = 0;
    database.unitOfWork.onCommit({ committed: () => (commits += 1) });
    await database.unitOfWork.run((transaction) => add(transaction, 'one'));
    await database.unitOfWork.run(() => Promise.reject(new Error('no'))).catch(() => undefined);
    expect(commits).toBe(1);
  });
});

describe('another process beside this one', () => {
  it('makes neither of them fail, though both read before they write', async () => {
    await database.unitOfWork.run((transaction) => add(transaction, 'counter'));
    const place = { databaseUrl: database.databaseUrl, dataDir: database.dataDir };
    const beside = startProcess('./writes-process.ts', { place, times: 60 });
    await beside.said('ready');
    let over = false;
    const ended = beside.ended().finally(() => (over = true));
    let mine = 0;
    while (!over) {
      mine += await database.unitOfWork.run(async (transaction) => {
        const { position } = await managerOf(transaction).findOneByOrFail(LeaseRow, { name: 'counter' });
        const change = await managerOf(transaction).update(
          LeaseRow,
          { name: 'counter', position },
          { position: position + 1 },
        );
        return change.affected ?? 0;
      });
      await pause();
    }
    await ended;
    expect(mine).toBeGreaterThan(0);
    expect(await positions()).toEqual({ counter: 60 + mine });
  }, 60_000);
});

// SQLite has one writer, so there is nothing to deadlock with.
if (ENGINE === 'mariadb') {
  describe('a deadlock', () => {
    /** Two units of work that take two rows in opposite order, and meet in between the first time. */
    const provoke = async (
      second: (manager: EntityManager, name: string) => Promise<void>,
      after: (manager: EntityManager, who: string, attempt: number) => Promise<void>,
    ) => {
      const meet = meeting(2);
      const attempts = { forth: 0, back: 0 };
      await database.unitOfWork.run(async (transaction) => {
        await add(transaction, 'A');
        await add(transaction, 'B');
      });
      const unit = (who: 'forth' | 'back', [one, two]: [string, string]) =>
        database.unitOfWork.run(async (transaction) => {
          const manager = managerOf(transaction);
          const attempt = (attempts[who] += 1);
          await increment(manager, one);
          if (attempt === 1) await meet();
          await second(manager, two);
          await after(manager, who, attempt);
          return `${who} done`;
        });
      const results = await Promise.all([unit('forth', ['A', 'B']), unit('back', ['B', 'A'])]);
      return { results, attempts: attempts.forth + attempts.back, last: attempts };
    };
    const incrementSecond = async (manager: EntityManager, name: string): Promise<void> => {
      await increment(manager, name);
    };

    it('re-runs the whole function, and the totals are right', async () => {
      const { results, attempts } = await provoke(incrementSecond, async () => undefined);
      expect(results).toEqual(['forth done', 'back done']);
      expect(attempts).toBe(3);
      expect(await positions()).toEqual({ A: 2, B: 2 });
    });

    it('lets code that swallows the error write nothing more', async () => {
      const swallow = (manager: EntityManager, name: string): Promise<void> =>
        incrementSecond(manager, name).catch(() => undefined);
      const { attempts, last } = await provoke(swallow, async (manager, who, attempt) => {
        await manager.insert(LeaseRow, row(`${who}-${attempt}`));
      });
      expect(attempts).toBe(3);
      expect(await names()).toEqual(['A', 'B', `back-${last.back}`, `forth-${last.forth}`]);
      expect(await positions()).toMatchObject({ A: 2, B: 2 });
    });

    it('lets code that swallows every error not commit either', async () => {
      const swallow = (manager: EntityManager, name: string): Promise<void> =>
        incrementSecond(manager, name).catch(() => undefined);
      const { attempts } = await provoke(swallow, async () => undefined);
      expect(attempts).toBe(3);
      expect(await positions()).toEqual({ A: 2, B: 2 });
    });
  });

  describe('a lock that is held too long', () => {
    it('re-runs the whole function', async () => {
      await database.unitOfWork.run((transaction) => add(transaction, 'busy'));
      const holder = database.dataSource.createQueryRunner();
      await holder.startTransaction();
      await increment(holder.manager, 'busy');
      let attempts = 0;
      const waiting = database.unitOfWork.run(async (transaction) => {
        const manager = managerOf(transaction);
        attempts += 1;
        await manager.query('set innodb_lock_wait_timeout = 1');
        await manager.insert(LeaseRow, row('mine'));
        if (attempts === 2) await holder.commitTransaction();
        await increment(manager, 'busy');
      });
      await waiting;
      await holder.release();
      expect(attempts).toBe(2);
      expect(await positions()).toEqual({ busy: 2, mine: 0 });
    }, 20_000);

    it('gives up after a bounded number of attempts', async () => {
      let attempts = 0;
      const refused = database.unitOfWork.run(async (transaction) => {
        attempts += 1;
        await managerOf(transaction).query(`signal sqlstate '40001' set mysql_errno = 1213`);
      });
      await expect(refused).rejects.toThrow();
      expect(attempts).toBe(6);
    });
  });
}

describe('a row that is there already', () => {
  const errorOf = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => null,
      (error: unknown) => error,
    );

  it('is recognised on every engine', async () => {
    await database.unitOfWork.run((transaction) => add(transaction, 'twice'));
    const error = await errorOf(database.unitOfWork.run((transaction) => add(transaction, 'twice')));
    expect(isUniqueViolation(error)).toBe(true);
  });

  it('is recognised by a unique index, too', async () => {
    const event = (id: string): string =>
      `insert into outbox_event (id, type, aggregate_id, aggregate_version, data, audience, occurred_at, seq) values ('${id}', 't', 'a', 1, '{}', '[]', '2026-11-23 01:00:00', 7)`;
    const error = await errorOf(
      database.unitOfWork.run(async (transaction) => {
        await managerOf(transaction).query(event('one'));
        await managerOf(transaction).query(event('two'));
      }),
    );
    expect(isUniqueViolation(error)).toBe(true);
  });

  it('is not confused with other mistakes', async () => {
    const missing = await errorOf(
      database.unitOfWork.run((transaction) => managerOf(transaction).insert(LeaseRow, { name: 'no token' })),
    );
    expect(missing).not.toBeNull();
    expect(isUniqueViolation(missing)).toBe(false);
    expect(isUniqueViolation(new Error('UNIQUE constraint failed'))).toBe(false);
  });

  it('is compared byte by byte in codes: neither case nor accents make two the same', async () => {
    await database.unitOfWork.run(async (transaction) => {
      for (const name of ['code', 'CODE', 'Code']) await add(transaction, name);
    });
    expect((await names()).sort()).toEqual(['CODE', 'Code', 'code']);
  });
});

describe('text that is too long', () => {
  it('is never cut off silently', async () => {
    const token = 'x'.repeat(37);
    const written = await database.unitOfWork
      .run((transaction) => managerOf(transaction).insert(LeaseRow, { ...row('long'), token }))
      .then(
        () => true,
        () => false,
      );
    const kept = await database.rows.findOneBy(LeaseRow, { name: 'long' });
    // SQLite ignores the length, MariaDB refuses the row: that is why the length is checked before.
    expect([written, kept?.token ?? null]).toEqual(ENGINE === 'sqlite' ? [true, token] : [false, null]);
  });
});

describe('instants', () => {
  // The second does not exist as wall-clock time in St. John's, the third exists twice; the fourth is another day in Vietnam.
  const instants = [
    '2026-11-23T01:00:00.123Z',
    '2026-03-08T02:30:00.007Z',
    '2026-11-01T01:30:00.999Z',
    '2026-12-31T23:59:59.999Z',
  ];

  it.each(['Asia/Ho_Chi_Minh', 'America/St_Johns'])(
    'mean the same when %s writes them and we read them',
    async (zone) => {
      const place = { databaseUrl: database.databaseUrl, dataDir: database.dataDir };
      const read = await startProcess(
        './instants-process.ts',
        { place, prefix: 'zone', instants },
        { TZ: zone },
      ).ended();
      expect(read).toEqual(instants);
      const rows = await database.rows.find(LeaseRow, { order: { position: 'ASC' } });
      expect(rows.map(({ heldUntil }) => heldUntil.toISOString())).toEqual(instants);
    },
    30_000,
  );

  it('are stored as UTC with milliseconds', async () => {
    const at = new Date('2026-11-23T01:00:00.123Z');
    await database.unitOfWork.run((transaction) =>
      managerOf(transaction).insert(LeaseRow, { ...row('at'), heldUntil: at }),
    );
    const text = ENGINE === 'sqlite' ? 'held_until' : 'cast(held_until as char)';
    const [stored] = await database.rows.query<{ at: string }[]>(`select ${text} as at from lease`);
    expect(stored?.at).toBe('2026-11-23 01:00:00.123');
  });

  it('are compared to the millisecond', async () => {
    const at = new Date('2026-11-23T01:00:00.123Z');
    await database.unitOfWork.run((transaction) =>
      managerOf(transaction).insert(LeaseRow, { ...row('at'), heldUntil: at }),
    );
    const before = (now: Date): Promise<number> =>
      database.rows.createQueryBuilder(LeaseRow, 'lease').where('lease.heldUntil < :now', { now }).getCount();
    expect([await before(at), await before(new Date(at.getTime() + 1))]).toEqual([0, 1]);
  });
});

describe('a request with an idempotency key', () => {
  const idempotency = (): Idempotency => new Idempotency(database.unitOfWork, database.reader, new FixedClock());
  const request = (hash = 'h1', scope = 'account-1') => ({ scope, key: 'key-0001', hash });
  let runs = 0;
  const work = async (transaction: Transaction): Promise<{ run: number }> => {
    const run = (runs += 1);
    await add(transaction, `effect-${run}`);
    return { run };
  };
  afterEach(() => {
    runs = 0;
  });

  it('acts once and answers the same twice', async () => {
    expect(await idempotency().once(request(), work)).toEqual({ run: 1 });
    expect(await idempotency().once(request(), work)).toEqual({ run: 1 });
    expect(await names()).toEqual(['effect-1']);
  });

  it('acts once when many come at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => idempotency().once(request(), work)));
    expect(await names()).toHaveLength(1);
    const [effect] = await names();
    expect(new Set(answers.map(({ run }) => `effect-${run}`))).toEqual(new Set([effect]));
  });

  it('is refused when the key was used for something else', async () => {
    await idempotency().once(request('h1'), work);
    const refused = idempotency().once(request('h2'), work);
    await expect(refused).rejects.toBeInstanceOf(Problem);
    await expect(refused).rejects.toMatchObject({ kind: 'idempotency-key-reused' });
    expect(await names()).toEqual(['effect-1']);
  });

  it("is another request when it is another person's", async () => {
    await idempotency().once(request('h1', 'account-1'), work);
    await idempotency().once(request('h2', 'account-2'), work);
    expect(await names()).toEqual(['effect-1', 'effect-2']);
  });

  it('may be tried again after a failure', async () => {
    const failing = idempotency().once(request(), async (transaction) => {
      await add(transaction, 'gone');
      throw new Error('not now');
    });
    await expect(failing).rejects.toThrow('not now');
    expect(await idempotency().once(request(), work)).toEqual({ run: 1 });
    expect(await names()).toEqual(['effect-1']);
  });

  it('gets its first answer even when the same thing would fail now', async () => {
    await idempotency().once(request(), work);
    const again = idempotency().once(request(), () => Promise.reject(Problem.conflict('đã có người nhận')));
    expect(await again).toEqual({ run: 1 });
  });
});
