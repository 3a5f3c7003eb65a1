import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getMetadataArgsStorage } from 'typeorm';
import { agenciesPart, Directory, loadProvince, ProvinceLoader } from '../../src/agencies/index.js';
import { AgencyOrders, agencyChangesEntities, type AgencyOrder } from '../../src/agency-changes/index.js';
import { AgencySwitch } from '../../src/agency-changes/agency-switch.js';
import { AGENCY_COLUMNS } from '../../src/agency-changes/domain/agency-columns.js';
import { OpenTickets } from '../../src/agency-changes/open-tickets.js';
import { OrderJob } from '../../src/agency-changes/order-job.js';
import { OrderPreviews } from '../../src/agency-changes/order-previews.js';
import { entities } from '../../src/app.module.js';
import { OnCallShiftRow } from '../../src/escalation/on-call/entities.js';
import { AccountRow } from '../../src/identity/entities.js';
import { Accounts } from '../../src/identity/index.js';
import { newId } from '../../src/kernel/index.js';
import { PACKAGE_ROOT, type Config } from '../../src/platform/config/index.js';
import { Idempotency, managerOf } from '../../src/platform/database/index.js';
import { LeaseRow, Leases } from '../../src/platform/jobs/index.js';
import { createLog } from '../../src/platform/log/index.js';
import { Catalog, Router, routingPart } from '../../src/routing/index.js';
import {
  ClockHoldingRow,
  MoveAgency,
  TicketApologyRow,
  TicketHistoryRow,
  TicketSupportRow,
} from '../../src/tickets/index.js';
import { TicketCategories } from '../../src/tickets/ticket-categories.js';
import { breach, by, openDesk, people, staff, type Desk } from './tickets-desk.js';

const ADMIN = staff('admin', 'TD1022');
const config = { provinceDir: `${PACKAGE_ROOT}provinces/dong-nai` } as Config;

/** One process's part of carrying out orders. */
async function openOrders(desk: Desk) {
  const { unitOfWork, reader, clock } = desk;
  const directory = new Directory(reader, clock, loadProvince(config.provinceDir));
  const catalog = new Catalog(reader, directory);
  await directory.reload();
  await catalog.reload();
  directory.onReload(() => catalog.reload());
  const accounts = new Accounts(unitOfWork, reader, clock, null as never, null as never);
  const move = new MoveAgency(desk.store, clock, new TicketCategories(catalog), directory);
  const agencySwitch = new AgencySwitch(directory, accounts);
  const tickets = new OpenTickets(reader, unitOfWork, move, accounts);
  const previews = new OrderPreviews(reader, clock, directory, agencySwitch, tickets);
  const leases = new Leases(unitOfWork, reader, clock);
  const job = new OrderJob(
    unitOfWork,
    reader,
    clock,
    directory,
    agencySwitch,
    tickets,
    previews,
    leases,
    createLog('silent'),
  );
  job.settleMs = 0;
  const idempotency = new Idempotency(unitOfWork, reader, clock);
  return {
    directory,
    catalog,
    router: new Router(catalog, directory),
    job,
    tickets,
    orders: new AgencyOrders(idempotency, reader, clock, accounts, directory, catalog, previews, job),
    loader: new ProvinceLoader(config, unitOfWork, reader, clock),
    finish: async (): Promise<void> => {
      while (await job.run());
    },
  };
}

type Orders = Awaited<ReturnType<typeof openOrders>>;

let desk: Desk;
let work: Orders;

const HEAD = { number: '3210/QĐ-UBND', decidedOn: '2026-11-10', content: 'Sắp xếp các sở' } as const;

const account = (login: string, agencyCode: string): AccountRow => ({
  id: newId(),
  login,
  displayName: `Thử ${login}`,
  passwordHash: '-',
  agencyCode,
  roles: ['handler'],
  active: true,
  createdAt: desk.clock.now(),
  email: null,
});

const insert = async (entity: new () => object, rows: object): Promise<void> =>
  desk.unitOfWork.run(async (transaction) => void (await managerOf(transaction).insert(entity, rows)));

async function confirmed(order: AgencyOrder): Promise<string> {
  const { id } = await work.orders.propose(order, by(ADMIN));
  await work.orders.confirm(id, by(ADMIN));
  await work.finish();
  return id;
}

/** A traffic light out: Sở Xây dựng leads. */
const light = { categoryCode: 'gt-den-bien' } as const;

beforeAll(async () => {
  desk = await openDesk({ entities: [...agencyChangesEntities, LeaseRow, OnCallShiftRow] });
  work = await openOrders(desk);
});
afterAll(() => desk.drop());

describe('every column that names an agency', () => {
  it('is thought of by the orders', () => {
    const { tables, columns } = getMetadataArgsStorage();
    const tableOf = new Map(tables.map(({ target, name }) => [target, name ?? '']));
    const naming = columns
      .filter(({ target, options }) => entities.includes(target as never) && /agency_code$/.test(options.name ?? ''))
      .map(({ target, options }) => `${tableOf.get(target) ?? ''}.${options.name ?? ''}`);
    expect(naming.length).toBeGreaterThan(20);
    expect(naming.filter((name) => !(name in AGENCY_COLUMNS))).toEqual([]);
  });
});

describe('two departments merged into a new one', () => {
  let handler: AccountRow;
  let inProgress: string;
  let waiting: string;
  let ended: string;
  let orderId: string;
  let before: Awaited<ReturnType<Desk['clocks']>>;

  beforeAll(async () => {
    handler = account('sxd.mot', 'SXD');
    await insert(AccountRow, [handler, account('snnmt.mot', 'SNNMT'), account('syt.mot', 'SYT')]);
    const who = { ...people('SXD'), handler: staff('handler', 'SXD', handler.id) };
    ({ ticketId: waiting } = await desk.open(light));
    const opened = await desk.open(light);
    const accepted = await desk.accept.execute(opened, by(who.handler));
    inProgress = accepted.ticketId;
    await breach(desk, inProgress);
    const done = await desk.accept.execute(await desk.open(light), by(who.handler));
    ended = (await desk.open({ ...light, boundary: 'complaint' })).ticketId;
    const guided = await desk.ticket(ended);
    await desk.guide.execute(
      { ticketId: ended, version: guided.version, kind: 'complaint', text: 'Gửi Thanh tra thành phố.' } as never,
      by(who.coordinator),
    );
    // A ward leads, Sở Xây dựng is asked for its part.
    const ward = await desk.open();
    await insert(TicketSupportRow, {
      ...{
        id: newId(),
        ticketId: ward.ticketId,
        number: 1,
        agencyCode: 'SXD',
        status: 'asked',
        ask: 'Cho biết chủ đường',
      },
      ...{ clockId: null, dueAt: desk.clock.now(), askedByAccountId: newId(), askedByAgencyCode: 'UBND-25993' },
      ...{ askedAt: desk.clock.now(), reminderCount: 0, remindedAt: null, part: null, endedByAccountId: null },
      ...{ endedAt: null, withdrawnBecause: null },
    });
    await insert(OnCallShiftRow, {
      ...{ id: newId(), agencyCode: 'SXD', accountId: handler.id, phone: null, createdBy: handler.id },
      ...{ fromAt: desk.clock.now(), toAt: new Date(desk.clock.now().getTime() + 86_400_000 * 30) },
      ...{ createdAt: desk.clock.now(), cancelledAt: null, cancelledBy: null },
    });
    before = await desk.clocks(inProgress);
    expect(done.state).toBe('in_progress');
  });

  const merge: AgencyOrder = {
    kind: 'merge',
    ...HEAD,
    effectiveOn: '2026-11-20',
    from: ['SXD', 'SNNMT'],
    into: {
      code: 'SXDMT',
      name: 'Sở Xây dựng và Môi trường',
      shortName: 'Sở XD&MT',
      kind: 'department',
      parentCode: 'UBND',
    },
  };

  it('says beforehand what will move', async () => {
    ({ id: orderId } = await work.orders.propose(merge, by(ADMIN)));
    const preview = await work.orders.preview(orderId);
    expect(preview.figures).toMatchObject({ tickets: 3, parts: 1, apologies: 1, accounts: 2, shifts: 1 });
    expect(preview.tickets).toEqual([{ from: 'SXD', to: 'SXDMT', count: 3 }]);
    expect(preview.accounts.map(({ login }) => login)).toEqual(['snnmt.mot', 'sxd.mot']);
    expect(preview.figures.routingRules).toBeGreaterThan(3);
  });

  it('waits for its day, then moves everything once, however often it is killed', async () => {
    await work.orders.confirm(orderId, by(ADMIN));
    await work.finish();
    expect((await work.orders.get(orderId)).status).toBe('confirmed');
    desk.clock.set('2026-11-20 00:00');
    // The switch, then a process that dies after the first ticket.
    await work.job.run();
    const [first] = await work.tickets.next((await work.orders.get(orderId)).plan, '', 1);
    const agencyOf = await work.tickets.places();
    const order = await work.orders.get(orderId);
    await expect(
      work.tickets.moveOne({ ...order, agencyOf }, first as never, () => Promise.reject(new Error('killed'))),
    ).rejects.toThrow('killed');
    desk.clock.set('2026-11-20 00:02');
    const [one, other] = [await openOrders(desk), await openOrders(desk)];
    await Promise.all([one.finish(), other.finish()]);
    await one.finish();
    expect(await work.orders.get(orderId)).toMatchObject({ status: 'done', total: 3, moved: 4 });

    const moved = await desk.ticket(inProgress);
    expect(moved).toMatchObject({ leadAgencyCode: 'SXDMT', handlerAccountId: handler.id, state: 'in_progress' });
    const after = await desk.clocks(inProgress);
    expect(after.map(({ kind, dueAt, stoppedAt, calendarCode }) => ({ kind, dueAt, stoppedAt, calendarCode }))).toEqual(
      before.map(({ kind, dueAt, stoppedAt, calendarCode }) => ({ kind, dueAt, stoppedAt, calendarCode })),
    );
    const running = after.filter(({ stoppedAt }) => stoppedAt === null);
    expect(running.every(({ holderAgencyCode }) => holderAgencyCode === 'SXDMT')).toBe(true);
    const held = await desk.rows.findBy(ClockHoldingRow, { ticketId: inProgress, agencyCode: 'SXDMT' });
    expect(held).toHaveLength(running.length);
    const told = await desk.rows.findBy(TicketHistoryRow, { ticketId: inProgress, type: 'agency_changed' });
    expect(told.map(({ data }) => data)).toEqual([{ fromAgencyCode: 'SXD', agencyCode: 'SXDMT', orderId }]);
    expect(await desk.rows.findOneBy(TicketApologyRow, { ticketId: inProgress })).toMatchObject({
      agencyCode: 'SXDMT',
      status: 'owed',
    });
    expect((await desk.ticket(waiting)).leadAgencyCode).toBe('SXDMT');
    expect(await desk.rows.countBy(TicketSupportRow, { agencyCode: 'SXDMT', status: 'asked' })).toBe(1);
    expect((await desk.rows.findOneByOrFail(AccountRow, { id: handler.id })).agencyCode).toBe('SXDMT');
    expect(await desk.rows.countBy(OnCallShiftRow, { agencyCode: 'SXDMT' })).toBe(1);
  });

  it('lets old codes and names lead to the new agency', async () => {
    await work.directory.reloadIfChanged();
    expect(work.directory.agency('SXD')?.name).toBe('Sở Xây dựng');
    expect(work.directory.successorOf('SXD')?.code).toBe('SXDMT');
    expect(work.directory.agencyNamed('so xay dung')?.code).toBe('SXDMT');
    expect(work.directory.offerAgencies('Sở Nông nghiệp', 3)[0]).toMatchObject({
      agency: { code: 'SXDMT' },
      former: 'Sở Nông nghiệp và Môi trường',
    });
    expect(work.directory.agencyNames()).toContain('Sở Xây dựng và Môi trường (tên cũ: Sở Xây dựng)');
    expect(work.directory.nameOfToday('SXD', 'Sở Xây dựng')).toBe('Sở Xây dựng và Môi trường');
    const ask = (on: string) =>
      work.router.route({ categoryCode: 'gt-den-bien', wardCode: null, subjectAgencyCode: null, on });
    expect(ask('2026-11-19').leadAgencyCode).toBe('SXD');
    expect(ask('2026-11-20')).toMatchObject({ leadAgencyCode: 'SXDMT', ruleId: 'gt-den-bien', ruleVersion: 2 });
    expect(work.directory.agency('VPDKDD')?.parentCode).toBe('SXDMT');
  });

  it('is not undone by loading the province again', async () => {
    const report = await work.loader.load([agenciesPart, routingPart]);
    expect(report.tables.filter(({ inserted, updated, closed }) => inserted + updated + closed > 0)).toEqual([]);
  });
});

describe('an agency divided by ward and category', () => {
  it('hands each ticket and each person to the right part', async () => {
    const [aWard, another] = ['26041', '25993'];
    await insert(AccountRow, [account('syt.hai', 'SYT')]);
    const food = { categoryCode: 'xh-kham-chua-benh' };
    const north = await desk.open({ ...food, wardCode: aWard });
    const south = await desk.open({ ...food, wardCode: another });
    const id = await confirmed({
      kind: 'split',
      ...HEAD,
      effectiveOn: '2026-11-20',
      from: 'SYT',
      parts: [
        {
          to: {
            code: 'SYT-BAC',
            name: 'Chi cục Y tế phía Bắc',
            shortName: 'CC Y tế Bắc',
            kind: 'department',
            parentCode: 'UBND',
          },
          wardCodes: [aWard],
          categoryCodes: [],
          logins: ['syt.hai'],
        },
      ],
      rest: { code: 'SYT' },
    });
    expect(await work.orders.get(id)).toMatchObject({ status: 'done', moved: 1 });
    expect((await desk.ticket(north.ticketId)).leadAgencyCode).toBe('SYT-BAC');
    expect((await desk.ticket(south.ticketId)).leadAgencyCode).toBe('SYT');
    expect((await desk.rows.findOneByOrFail(AccountRow, { login: 'syt.hai' })).agencyCode).toBe('SYT-BAC');
    expect((await desk.rows.findOneByOrFail(AccountRow, { login: 'syt.mot' })).agencyCode).toBe('SYT');
    await work.directory.reloadIfChanged();
    const lead = (wardCode: string) =>
      work.router.route({ categoryCode: 'xh-kham-chua-benh', wardCode, subjectAgencyCode: null, on: '2026-11-20' })
        .leadAgencyCode;
    expect([lead(aWard), lead(another)]).toEqual(['SYT-BAC', 'SYT']);
    expect(work.directory.successorOf('SYT')?.code).toBe('SYT');
  });
});

describe('an agency renamed', () => {
  it('keeps its tickets, and is found by both names', async () => {
    const opened = await desk.open({ categoryCode: 'kt-gia-ca' });
    await confirmed({
      kind: 'rename',
      ...HEAD,
      effectiveOn: '2026-11-20',
      code: 'SCT',
      name: 'Sở Công nghiệp và Thương mại',
      shortName: 'Sở CN&TM',
    });
    await work.directory.reloadIfChanged();
    expect((await desk.ticket(opened.ticketId)).leadAgencyCode).toBe('SCT');
    expect(work.directory.agency('SCT')?.name).toBe('Sở Công nghiệp và Thương mại');
    expect(work.directory.agencyNamed('Sở Công Thương')?.code).toBe('SCT');
    expect(work.directory.nameOfToday('SCT', 'Sở Công Thương')).toBe('Sở Công nghiệp và Thương mại');
  });
});

describe('an order that cannot be', () => {
  const close = (code: string, successor: string): AgencyOrder => ({
    kind: 'close',
    ...HEAD,
    effectiveOn: '2026-12-01',
    code,
    successor: { code: successor },
  });

  it.each([
    ['of an agency that has ended', close('SXD', 'SKHCN'), 'code'],
    ['to an agency that is none', close('SKHCN', 'KHONG'), 'successor'],
    ['of the centre itself', close('TD1022', 'VPUBND'), 'from'],
    ['to itself', close('SKHCN', 'SKHCN'), 'code'],
  ])('%s is refused beside its field', async (_, order, field) => {
    await expect(work.orders.propose(order, by(ADMIN))).rejects.toMatchObject({
      kind: 'invalid-input',
      fields: expect.arrayContaining([expect.objectContaining({ field })]),
    });
  });

  it('is refused at the confirmation when another one was faster', async () => {
    const [one, two] = [close('SKHCN', 'SGDDT'), close('SGDDT', 'SKHCN')];
    const first = await work.orders.propose(one, by(ADMIN));
    const second = await work.orders.propose(two, by(ADMIN));
    await work.orders.confirm(first.id, by(ADMIN));
    await expect(work.orders.confirm(second.id, by(ADMIN))).rejects.toMatchObject({ kind: 'conflict' });
    await work.orders.cancel(first.id, by(ADMIN));
    desk.clock.set('2026-12-01 00:00');
    await work.finish();
    expect(work.directory.agencies().some(({ code }) => code === 'SKHCN')).toBe(true);
  });
});
