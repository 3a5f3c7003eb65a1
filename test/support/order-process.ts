/** A process of the service that is killed while it carries out an order on agencies: started by agency-changes.spec.ts. */
import 'reflect-metadata';
import { agenciesEntities } from '../../src/agencies/index.js';
import { agencyChangesEntities } from '../../src/agency-changes/index.js';
import { OnCallShiftRow } from '../../src/escalation/on-call/entities.js';
import { identityEntities } from '../../src/identity/index.js';
import { lettersEntities } from '../../src/letters/index.js';
import { IdempotencyRow } from '../../src/platform/database/index.js';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import { Outbox, outboxEntities } from '../../src/platform/outbox/index.js';
import { routingEntities } from '../../src/routing/index.js';
import { slaEntities } from '../../src/sla/index.js';
import { ticketsEntities } from '../../src/tickets/index.js';
import { FixedClock } from './clock.js';
import { openDatabase } from './database.js';
import { openOrderWork } from './order-work.js';
import type { DatabasePlace } from './server-database.js';

const { place, at, tickets } = JSON.parse(process.argv[2] ?? '') as {
  place: DatabasePlace;
  at: string;
  /** So many are moved before. */
  tickets: number;
};
const clock = new FixedClock(new Date(at));
const database = await openDatabase(place, [
  ...agenciesEntities,
  ...agencyChangesEntities,
  ...identityEntities,
  ...routingEntities,
  ...slaEntities,
  ...lettersEntities,
  ...ticketsEntities,
  ...outboxEntities,
  IdempotencyRow,
  LeaseRow,
  OnCallShiftRow,
]);

/** In the transaction of a ticket, when all of it is written and nothing committed, it stays until it is killed. */
class StuckOutbox extends Outbox {
  private seen = 0;

  override async append(...args: Parameters<Outbox['append']>): Promise<void> {
    await super.append(...args);
    this.seen += 1;
    if (this.seen <= tickets) return;
    process.stdout.write('in the middle\n');
    await new Promise(() => setInterval(() => undefined, 60_000));
  }
}

const work = await openOrderWork(database, clock, new StuckOutbox(clock));
await work.finish();
