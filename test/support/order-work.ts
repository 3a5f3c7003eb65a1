import { Directory, loadProvince, ProvinceLoader } from '../../src/agencies/index.js';
import { AgencyOrders } from '../../src/agency-changes/index.js';
import { AgencySwitch } from '../../src/agency-changes/agency-switch.js';
import { OpenTickets } from '../../src/agency-changes/open-tickets.js';
import { OrderJob } from '../../src/agency-changes/order-job.js';
import { OrderPreviews } from '../../src/agency-changes/order-previews.js';
import { OrderTroubles } from '../../src/agency-changes/order-troubles.js';
import { Accounts, Sessions } from '../../src/identity/index.js';
import type { Clock } from '../../src/kernel/index.js';
import { PACKAGE_ROOT, type Config } from '../../src/platform/config/index.js';
import { Idempotency, type Reader, type UnitOfWork } from '../../src/platform/database/index.js';
import { Leases } from '../../src/platform/jobs/index.js';
import { createLog } from '../../src/platform/log/index.js';
import { Outbox } from '../../src/platform/outbox/index.js';
import { Catalog, Router } from '../../src/routing/index.js';
import { MoveAgency } from '../../src/tickets/index.js';
import { TicketCategories } from '../../src/tickets/ticket-categories.js';
import { HiddenTickets } from '../../src/tickets/hidden-tickets.js';
import { TicketStore } from '../../src/tickets/ticket-store.js';

/** What carries out orders on agencies, on a database that has the province: one process's, so to say. */
export async function openOrderWork(
  { unitOfWork, reader }: { readonly unitOfWork: UnitOfWork; readonly reader: Reader },
  clock: Clock,
  outbox: Outbox = new Outbox(clock),
) {
  const config = { provinceDir: `${PACKAGE_ROOT}provinces/dong-nai` } as Config;
  const directory = new Directory(reader, clock, loadProvince(config.provinceDir));
  const catalog = new Catalog(reader, directory);
  await directory.reload();
  await catalog.reload();
  directory.onReload(() => catalog.reload());
  const sessions = new Sessions(unitOfWork, reader, clock, config, null as never, outbox);
  const accounts = new Accounts(unitOfWork, reader, clock, null as never, sessions);
  const move = new MoveAgency(
    new TicketStore(outbox, new HiddenTickets()),
    clock,
    new TicketCategories(catalog),
    directory,
  );
  const agencySwitch = new AgencySwitch(directory, accounts);
  const tickets = new OpenTickets(reader, unitOfWork, move, accounts, catalog);
  const troubles = new OrderTroubles(unitOfWork, reader, clock);
  const previews = new OrderPreviews(reader, clock, directory, agencySwitch, tickets);
  const leases = new Leases(unitOfWork, reader, clock);
  const job = new OrderJob(
    ...([unitOfWork, reader, clock, directory, agencySwitch, tickets] as const),
    ...([previews, troubles, leases, createLog('silent')] as const),
  );
  job.settleMs = 0;
  const idempotency = new Idempotency(unitOfWork, reader, clock);
  return {
    directory,
    catalog,
    router: new Router(catalog, directory),
    job,
    tickets,
    orders: new AgencyOrders(idempotency, reader, clock, accounts, directory, catalog, previews, troubles, job),
    loader: new ProvinceLoader(config, unitOfWork, reader, clock),
    /** Until there is nothing to do. */
    finish: async (): Promise<void> => {
      while (await job.run());
    },
  };
}

export type OrderWork = Awaited<ReturnType<typeof openOrderWork>>;
