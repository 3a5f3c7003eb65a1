import { Directory, loadProvince, ProvinceLoader } from '../../src/agencies/index.js';
import { Accounts } from '../../src/identity/index.js';
import type { Clock } from '../../src/kernel/index.js';
import { PACKAGE_ROOT, type Config } from '../../src/platform/config/index.js';
import { Idempotency, type Reader, type UnitOfWork } from '../../src/platform/database/index.js';
import { Leases } from '../../src/platform/jobs/index.js';
import { createLog } from '../../src/platform/log/index.js';
import { Outbox } from '../../src/platform/outbox/index.js';
import { Catalog } from '../../src/routing/index.js';
import { SlaPolicies } from '../../src/sla/index.js';
import { CandidateRules } from '../../src/sla-admin/candidate-rules.js';
import { ChangeJob } from '../../src/sla-admin/change-job.js';
import { ChangeWalk } from '../../src/sla-admin/change-walk.js';
import { DeadlineChanges, SlaChanges } from '../../src/sla-admin/index.js';

/** What changes the rules of time, on a database that has them: one process's, so to say. */
export async function openRuleWork(
  database: { readonly unitOfWork: UnitOfWork; readonly reader: Reader },
  clock: Clock,
  own: { readonly policies?: SlaPolicies; readonly outbox?: Outbox } = {},
) {
  const { unitOfWork, reader } = database;
  const provinceDir = `${PACKAGE_ROOT}provinces/dong-nai`;
  const directory = new Directory(reader, clock, loadProvince(provinceDir));
  const catalog = new Catalog(reader, directory);
  const policies = own.policies ?? new SlaPolicies(reader);
  await directory.reload();
  await catalog.reload();
  await policies.reload();
  const walk = new ChangeWalk(unitOfWork, own.outbox ?? new Outbox(clock), clock);
  const candidates = new CandidateRules(directory, catalog);
  const leases = new Leases(unitOfWork, reader, clock);
  const job = new ChangeJob(unitOfWork, reader, clock, policies, candidates, walk, leases, createLog('silent'));
  job.settleMs = 0;
  const accounts = new Accounts(unitOfWork, reader, clock, null as never, null as never);
  const idempotency = new Idempotency(unitOfWork, reader, clock);
  return {
    policies,
    loader: new ProvinceLoader({ provinceDir } as Config, unitOfWork, reader, clock),
    job,
    changes: new SlaChanges(idempotency, reader, clock, accounts, policies, candidates, walk, job),
    deadlineChanges: new DeadlineChanges(reader),
    /** Until there is nothing to do. */
    finish: async (): Promise<void> => {
      while (await job.run());
    },
  };
}

export type RuleWork = Awaited<ReturnType<typeof openRuleWork>>;
