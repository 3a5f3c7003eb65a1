import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SystemClock, type Clock } from '../../src/kernel/index.js';
import { managerOf } from '../../src/platform/database/index.js';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import { outboxEntities, type StoredEvent, type Subscriber } from '../../src/platform/outbox/index.js';
import { OutboxEventRow } from '../../src/platform/outbox/outbox.js';
import { OutboxRetryRow } from '../../src/platform/outbox/subscribers.js';
import {
  createTestDatabase,
  ENGINE,
  eventually,
  FixedClock,
  gate,
  startProcess,
  type TestDatabase,
} from '../support/index.js';
import { effectsOf, effectSubscriber, eventOf, openOutbox, type OutboxProcess } from '../support/outbox.js';

let database: TestDatabase;
let open: OutboxProcess[];
let clock: FixedClock;

beforeAll(async () => {
  database = await createTestDatabase({ entities: [...outboxEntities, LeaseRow] });
});

beforeEach(() => {
  open = [];
  clock = new FixedClock();
});

afterEach(async () => {
  for (const process of open) await process.close();
  await database.unitOfWork.run(async (transaction) => {
    for (const table of [...outboxEntities, LeaseRow])
      await managerOf(transaction).createQueryBuilder().delete().from(table).execute();
  });
});

afterAll(() => database.drop());

/** One more process of the service on the same database. */
async function startUp(itsClock: Clock = clock): Promise<OutboxProcess> {
  const process = await openOutbox(database, itsClock);
  open.push(process);
  return process;
}

/** As many processes as the engine serves: one for a SQLite file, two for a server. */
async function startAll(): Promise<OutboxProcess[]> {
  const first = await startUp(new SystemClock());
  return ENGINE === 'sqlite' ? [first] : [first, await startUp(new SystemClock())];
}

/** Each in turn. */
const turn = (processes: readonly OutboxProcess[], index: number): OutboxProcess =>
  processes[index % processes.length] as OutboxProcess;
const typesOf = (events: readonly StoredEvent[]): string[] => events.map(({ type }) => type);
const seqsOf = (events: readonly StoredEvent[]): number[] => events.map(({ seq }) => seq);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);
const many = (n: number): string[] => upTo(n).map((number) => `event.${String(number).padStart(3, '0')}`);

describe('the feed', () => {
  it('skips nothing that commits later, though it was made earlier', async () => {
    const service = await startUp();
    const insert = (id: string, type: string): Promise<unknown> =>
      service.unitOfWork.run((transaction) =>
        managerOf(transaction).insert(OutboxEventRow, {
          ...eventOf(type),
          id,
          audience: [],
          occurredAt: clock.now(),
          seq: null,
        }),
      );
    // Ids rise with the time at which they are made; commits come as they like.
    await insert('01JD0000000000000000000002', 'made.second');
    await service.sequencer.run();
    const [first] = await service.feed.since(0, 10);
    expect(first).toMatchObject({ type: 'made.second', seq: 1 });
    await insert('01JD0000000000000000000001', 'made.first');
    await service.sequencer.run();
    expect(typesOf(await service.feed.since(first?.seq ?? 0, 10))).toEqual(['made.first']);
  });

  // SQLite's transactions come one after the other; only a server lets two of them overlap.
  if (ENGINE === 'mariadb') {
    it('skips nothing when two units of work commit in reverse order', async () => {
      const service = await startUp();
      const appended = gate();
      const mayCommit = gate();
      const slow = service.unitOfWork.run(async (transaction) => {
        await service.outbox.append(transaction, [eventOf('began.first')]);
        appended.open();
        await mayCommit.opened;
      });
      await appended.opened;
      await service.happen('began.second');
      await service.sequencer.run();
      const seen = await service.feed.since(0, 10);
      expect(typesOf(seen)).toEqual(['began.second']);
      mayCommit.open();
      await slow;
      await service.sequencer.run();
      expect(typesOf(await service.feed.since(seen.at(-1)?.seq ?? 0, 10))).toEqual(['began.first']);
    });
  }

  it('shows nothing of a unit of work that failed, and leaves no gap', async () => {
    const service = await startUp();
    await service.happen('one');
    const failing = service.unitOfWork.run(async (transaction) => {
      await service.outbox.append(transaction, [eventOf('never')]);
      throw new Error('no');
    });
    await failing.catch(() => undefined);
    await service.happen('two', 'three');
    while ((await service.sequencer.run()).length > 0);
    const events = await service.feed.since(0, 10);
    expect(typesOf(events)).toEqual(['one', 'two', 'three']);
    expect(seqsOf(events)).toEqual([1, 2, 3]);
    expect(await service.feed.position()).toBe(3);
  });

  it('is told which commits carry events', async () => {
    const service = await startUp();
    const carried: boolean[] = [];
    service.unitOfWork.onCommit({ committed: (transaction) => carried.push(service.outbox.carriedBy(transaction)) });
    await service.happen('one');
    await service.happen();
    expect(carried).toEqual([true, false]);
  });

  it('gives every event one number while all write and number at the same time', async () => {
    const processes = await startAll();
    const types = many(60);
    let writing = true;
    const numbering = processes.map(async ({ sequencer }) => {
      while (writing) {
        await sequencer.run();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
    const [reader] = processes;
    const heard: StoredEvent[] = [];
    const listen = async (): Promise<void> => {
      heard.push(...((await reader?.feed.since(heard.at(-1)?.seq ?? 0, 7)) ?? []));
    };
    await Promise.all(types.map((type, index) => turn(processes, index).happen(type)));
    await eventually('all events are numbered', async () => {
      await listen();
      return heard.length >= types.length;
    });
    writing = false;
    await Promise.all(numbering);
    expect(seqsOf(heard)).toEqual(upTo(60));
    expect(typesOf(heard).sort()).toEqual(types);
  }, 40_000);
});

describe('delivery', () => {
  it('hands each subscriber what it asked for, once and in order', async () => {
    const service = await startUp();
    await service.happen('a', 'b', 'a', 'c');
    await service.sequencer.run();
    const both = service.delivery(effectSubscriber('both', ['a', 'c']));
    const one = service.delivery(effectSubscriber('one', ['b']));
    for (const delivery of [both, one, both, one]) await delivery.run();
    expect(await effectsOf(service, 'both')).toEqual(['a', 'a', 'c']);
    expect(await effectsOf(service, 'one')).toEqual(['b']);
  });

  it('starts a new subscriber at the beginning of what happened', async () => {
    const service = await startUp();
    await service.happen('a');
    await service.sequencer.run();
    await service.delivery(effectSubscriber('old', ['a'])).run();
    await service.delivery(effectSubscriber('new', ['a'])).run();
    expect(await effectsOf(service, 'new')).toEqual(['a']);
  });

  it('commits nothing for what nobody asked for, and is found where it was when it lets go', async () => {
    const service = await startUp();
    const another = await startUp();
    const mailer = effectSubscriber('mailer', ['wanted']);
    const delivery = service.delivery(mailer);
    const position = async (): Promise<number | undefined> =>
      (await service.rows.findOneBy(LeaseRow, { name: 'subscriber:mailer' }))?.position;
    await delivery.run();
    await service.happen(...many(30));
    await service.sequencer.run();
    let commits = 0;
    service.unitOfWork.onCommit({ committed: () => (commits += 1) });
    await delivery.run();
    expect([commits, await position()]).toEqual([0, 0]);
    await service.happen('wanted', 'another');
    await service.sequencer.run();
    await delivery.run();
    expect(await position()).toBe(31);
    await delivery.release();
    expect(await position()).toBe(32);
    await another.delivery(mailer).run();
    expect(await effectsOf(service, 'mailer')).toEqual(['wanted']);
  });

  it('writes its position now and then even so, for whoever takes over', async () => {
    const service = await startUp();
    const delivery = service.delivery(effectSubscriber('mailer', ['wanted']));
    for (let hundred = 0; hundred < 11; hundred += 1) {
      await service.happen(...many(100));
      await service.sequencer.run();
      await delivery.run();
    }
    const { position } = await service.rows.findOneByOrFail(LeaseRow, { name: 'subscriber:mailer' });
    expect(position).toBe(1000);
  });

  it('tries again after growing pauses, and holds nothing else up', async () => {
    const service = await startUp();
    await service.happen('bad', 'good');
    await service.sequencer.run();
    const tries: string[] = [];
    const delivery = service.delivery(
      effectSubscriber('mailer', ['bad', 'good'], ({ type }) => {
        if (type === 'bad') {
          tries.push(clock.now().toISOString().slice(11, 23));
          if (tries.length < 5) throw new Error('bà Nguyễn Thị A, 0900 000 027');
        }
      }),
    );
    await delivery.run();
    expect(await effectsOf(service, 'mailer')).toEqual(['good']);
    const [waiting] = await service.rows.find(OutboxRetryRow);
    expect(waiting).toMatchObject({ subscriber: 'mailer', seq: 1, attempts: 1, lastError: 'Error' });
    for (let second = 0; second < 12; second += 0.5) {
      clock.advance(0.5);
      await delivery.run();
    }
    // First together with the good one, then for itself, then after pauses that double.
    expect(tries).toEqual(['01:00:00.000', '01:00:00.000', '01:00:01.000', '01:00:03.000', '01:00:07.000']);
    // What the failed attempts had written is gone with them.
    expect(await effectsOf(service, 'mailer')).toEqual(['good', 'bad']);
    expect(await service.rows.count(OutboxRetryRow)).toBe(0);
  });

  it('goes on trying for ever, at most an hour apart', async () => {
    const service = await startUp();
    await service.happen('bad');
    await service.sequencer.run();
    let tries = 0;
    const delivery = service.delivery(
      effectSubscriber('mailer', ['bad'], () => {
        tries += 1;
        throw new Error('no');
      }),
    );
    await delivery.run();
    for (let hour = 0; hour < 30; hour += 1) {
      clock.advance(3600);
      await delivery.run();
    }
    expect(tries).toBe(31);
  });

  it('is not done twice by a process that slept past its lease', async () => {
    const sleepy = await startUp(new FixedClock(clock.now()));
    const other = await startUp();
    await sleepy.happen('one');
    await sleepy.sequencer.run();
    const mine = sleepy.delivery(effectSubscriber('mailer', ['one', 'two']));
    await mine.run();
    await sleepy.happen('two');
    await sleepy.sequencer.run();
    // The lease runs out and another process takes over, while the first one's clock stood still.
    clock.advance(60);
    await other.delivery(effectSubscriber('mailer', ['one', 'two'])).run();
    await mine.run();
    expect(await effectsOf(other, 'mailer')).toEqual(['one', 'two']);
    expect(await other.rows.count(OutboxRetryRow)).toBe(0);
  });

  it('is left to the process that holds the lease until it lets go', async () => {
    const first = await startUp();
    const second = await startUp();
    await first.happen('one');
    await first.sequencer.run();
    const mine = first.delivery(effectSubscriber('mailer', ['one', 'two']));
    const its = second.delivery(effectSubscriber('mailer', ['one', 'two']));
    await mine.run();
    await first.happen('two');
    await first.sequencer.run();
    expect(await its.run()).toBe(false);
    expect(await effectsOf(first, 'mailer')).toEqual(['one']);
    await mine.release();
    await its.run();
    expect(await effectsOf(first, 'mailer')).toEqual(['one', 'two']);
  });
});

describe('dispatchers', () => {
  it('deliver once, in order, and each tells its own listeners everything', async () => {
    const processes = await startAll();
    const types = many(40);
    const heard: string[][] = [];
    for (const { registry, dispatcher } of processes) {
      const mine: string[] = [];
      heard.push(mine);
      registry.register(effectSubscriber('mailer', types));
      dispatcher.onEvents((events) => mine.push(...typesOf(events)));
    }
    await Promise.all(processes.map(({ dispatcher }) => dispatcher.start()));
    await Promise.all(types.map((type, index) => turn(processes, index).happen(type)));
    const [one] = processes as [OutboxProcess];
    await eventually('everything is delivered', async () => (await effectsOf(one, 'mailer')).length >= types.length);
    await eventually('everybody has heard everything', () => heard.every((mine) => mine.length >= types.length));
    await Promise.all(processes.map(({ dispatcher }) => dispatcher.stop()));
    const inOrder = typesOf(await one.feed.since(0, 100));
    expect(await effectsOf(one, 'mailer')).toEqual(inOrder);
    expect(heard).toEqual(processes.map(() => inOrder));
    expect([...inOrder].sort()).toEqual(types);
    expect(await one.rows.count(OutboxRetryRow)).toBe(0);
  }, 40_000);

  it('hand over at once when one is stopped, after what it was doing', async () => {
    const [one, two] = [await startUp(new SystemClock()), await startUp(new SystemClock())];
    const handling = gate();
    const mayEnd = gate();
    const slow: Subscriber = effectSubscriber('mailer', ['one', 'two'], async ({ type }) => {
      if (type !== 'one') return;
      handling.open();
      await mayEnd.opened;
    });
    one.registry.register(slow);
    two.registry.register(effectSubscriber('mailer', ['one', 'two']));
    await one.dispatcher.start();
    await one.happen('one');
    await handling.opened;
    const stopping = one.dispatcher.stop();
    mayEnd.open();
    await stopping;
    await two.dispatcher.start();
    await two.happen('two');
    await eventually('the other process goes on', async () => (await effectsOf(two, 'mailer')).length >= 2, 5);
    await two.dispatcher.stop();
    expect(await effectsOf(two, 'mailer')).toEqual(['one', 'two']);
  });
});

describe('a process that is killed', () => {
  it.each(['committed', 'handling', 'delivered'] as const)(
    'once it has %s leaves the event to be delivered exactly once',
    async (until) => {
      const killed = startProcess('./outbox-process.ts', {
        place: { databaseUrl: database.databaseUrl, dataDir: database.dataDir },
        until,
      });
      await killed.said(until);
      await killed.kill();
      // Its leases run out.
      const next = await startUp(new FixedClock(new Date(Date.now() + 60_000)));
      next.registry.register(effectSubscriber('mailer', ['it.happened']));
      await next.dispatcher.start();
      await next.happen('something.else');
      await eventually('the event is delivered', async () => (await effectsOf(next, 'mailer')).length > 0);
      await eventually('the feed is at its end', async () => (await next.feed.position()) === 2);
      await next.dispatcher.stop();
      await next.delivery(effectSubscriber('mailer', ['it.happened'])).run();
      expect(await effectsOf(next, 'mailer')).toEqual(['it.happened']);
    },
    40_000,
  );
});
