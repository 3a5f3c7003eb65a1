import { agenciesEntities, Directory, loadProvince } from '../../src/agencies/index.js';
import { escalationEntities } from '../../src/escalation/index.js';
import { EscalationFollower } from '../../src/escalation/escalation-follower.js';
import { EscalationQueries } from '../../src/escalation/escalation-queries.js';
import { EscalationRunner } from '../../src/escalation/escalation-runner.js';
import { EscalationScan } from '../../src/escalation/escalation-scan.js';
import { EscalationStore } from '../../src/escalation/escalation-store.js';
import { OnCall } from '../../src/escalation/on-call/on-call.js';
import { StaffList } from '../../src/escalation/staff-list.js';
import { Accounts, Deputies, identityEntities } from '../../src/identity/index.js';
import { NO_LINE, type Clock } from '../../src/kernel/index.js';
import { lettersEntities } from '../../src/letters/index.js';
import { PACKAGE_ROOT } from '../../src/platform/config/index.js';
import type { EntityClass, Reader, UnitOfWork } from '../../src/platform/database/index.js';
import { LeaseRow, Leases } from '../../src/platform/jobs/index.js';
import { createLog } from '../../src/platform/log/index.js';
import { Outbox, outboxEntities, SubscriberRegistry } from '../../src/platform/outbox/index.js';
import { slaEntities, SlaPolicies } from '../../src/sla/index.js';
import { SlaClockPlanner, ticketsEntities } from '../../src/tickets/index.js';

export const ESCALATION_TABLES: readonly EntityClass[] = [
  ...agenciesEntities,
  ...identityEntities,
  ...slaEntities,
  ...lettersEntities,
  ...ticketsEntities,
  ...outboxEntities,
  ...escalationEntities,
  LeaseRow,
];

/** What one process of the service has of escalation, on a database with the province's configuration in it. */
export async function openEscalation(
  { unitOfWork, reader }: { readonly unitOfWork: UnitOfWork; readonly reader: Reader },
  clock: Clock,
) {
  const log = createLog(process.env['TEST_LOG'] ?? 'silent');
  const policies = new SlaPolicies(reader);
  await policies.reload();
  const directory = new Directory(reader, clock, loadProvince(`${PACKAGE_ROOT}provinces/dong-nai`));
  await directory.reload();
  // Nobody signs in and no password is set here.
  const accounts = new Accounts(unitOfWork, reader, clock, null as never, null as never);
  const store = new EscalationStore(reader);
  const scan = new EscalationScan(
    unitOfWork,
    clock,
    store,
    policies,
    new SlaClockPlanner(policies),
    directory,
    new StaffList(accounts, new Deputies(null as never, reader, clock), { of: () => NO_LINE }),
    new OnCall(reader, accounts),
    new Outbox(clock),
    log,
  );
  return {
    stepStore: store,
    scan,
    policies,
    follower: new EscalationFollower(new SubscriberRegistry()),
    escalated: new EscalationQueries(reader),
    runner: new EscalationRunner(scan, new Leases(unitOfWork, reader, clock), log),
    /** Until nothing is due any more. */
    scanAll: async (): Promise<void> => {
      while (await scan.run());
      // What a full portion left of a clock's later steps, and what its steps themselves have started.
      while ((await store.dueTimers(new Date(clock.now().getTime() - 1_000), 1)).length > 0) await scan.run();
    },
  };
}

export type Escalation = Awaited<ReturnType<typeof openEscalation>>;
