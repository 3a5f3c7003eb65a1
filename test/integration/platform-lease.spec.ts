import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { LeaseRow, Leases, type Lease } from '../../src/platform/jobs/index.js';
import { createTestDatabase, FixedClock, type TestDatabase } from '../support/index.js';

const HELD_MS = 3_000;

let database: TestDatabase;
let clock: FixedClock;
let names = 0;
let name: string;

beforeAll(async () => {
  database = await createTestDatabase({ entities: [LeaseRow] });
});

beforeEach(() => {
  clock = new FixedClock();
  names += 1;
  name = `lease-${String(names)}`;
});

afterAll(() => database.drop());

/** The same lease, wanted by one more process. */
const wanted = (itsClock = clock): Lease =>
  new Leases(database.unitOfWork, database.reader, itsClock).lease(name, HELD_MS);

describe('a lease', () => {
  it('is held by one, until it is let go', async () => {
    const [one, other] = [wanted(), wanted()];
    expect([await one.hold(), await other.hold(), await one.hold()]).toEqual([true, false, true]);
    await one.release();
    expect([await other.hold(), await one.hold()]).toEqual([true, false]);
  });

  it('passes to another seconds after its holder was killed', async () => {
    const [killed, next] = [wanted(), wanted()];
    await killed.hold();
    clock.advance(2.9);
    expect(await next.hold()).toBe(false);
    clock.advance(0.2);
    expect(await next.hold()).toBe(true);
  });

  it('passes to another at once when the clock is set back after its holder was killed', async () => {
    const [killed, next] = [wanted(), wanted()];
    await killed.hold();
    clock.advance(-3600);
    expect(await next.hold()).toBe(true);
  });

  it('is not taken for a clock that is somewhat behind', async () => {
    const slow = new FixedClock(new Date(clock.now().getTime() - 5_000));
    const [holder, other] = [wanted(), wanted(slow)];
    await holder.hold();
    expect(await other.hold()).toBe(false);
  });

  it('is still held by a living process after the clock was set forward', async () => {
    const [holder, other] = [wanted(), wanted()];
    await holder.hold();
    clock.advance(3600);
    // Whoever asks now takes it; what either of them does is decided where it is written.
    expect(await other.hold()).toBe(true);
    expect(await holder.hold()).toBe(true);
    await database.unitOfWork.run((transaction) => other.advance(transaction, 0, 1));
    await expect(database.unitOfWork.run((transaction) => holder.advance(transaction, 1, 2))).rejects.toThrow(name);
    expect(await holder.hold()).toBe(false);
  });

  it('costs a process that waits for it no write', async () => {
    const [holder, other] = [wanted(), wanted()];
    await holder.hold();
    let commits = 0;
    database.unitOfWork.onCommit({ committed: () => (commits += 1) });
    for (let asked = 0; asked < 5; asked += 1) await other.hold();
    expect(commits).toBe(0);
  });
});
