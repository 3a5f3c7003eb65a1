import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getMetadataArgsStorage, In, type EntityManager } from 'typeorm';
import { agenciesPart, AgencyRow, AgencySuccessionRow } from '../../src/agencies/index.js';
import { agencyChangesEntities, type AgencyOrder } from '../../src/agency-changes/index.js';
import { AGENCY_COLUMNS } from '../../src/agency-changes/domain/agency-columns.js';
import { entities } from '../../src/app.module.js';
import { OnCallShiftRow } from '../../src/escalation/on-call/entities.js';
import { AccountRow } from '../../src/identity/entities.js';
import type { Principal, Role } from '../../src/identity/index.js';
import { newId, type Problem } from '../../src/kernel/index.js';
import { managerOf } from '../../src/platform/database/index.js';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import { routingPart } from '../../src/routing/index.js';
import {
  ClockHoldingRow,
  TicketApologyRow,
  TicketClockRow,
  TicketHistoryRow,
  TicketRow,
  TicketSupportRow,
  type TicketPage,
} from '../../src/tickets/index.js';
import { startProcess } from '../support/index.js';
import { openOrderWork, type OrderWork } from '../support/order-work.js';
import { breach, by, openDesk, people, staff, type Desk } from './tickets-desk.js';

const ADMIN = staff('admin', 'TD1022');
let desk: Desk;
let work: OrderWork;

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

const write = async (act: (manager: EntityManager) => Promise<unknown>): Promise<void> =>
  desk.unitOfWork.run(async (transaction) => void (await act(managerOf(transaction))));

/** A ticket that an agency has ended long ago. */
async function endedBy(leadAgencyCode: string, change: Partial<TicketRow> = {}): Promise<string> {
  const { ticketId } = await desk.open(light);
  await write(async (manager) => {
    await manager.update(TicketRow, { id: ticketId }, { leadAgencyCode, state: 'closed', isOpen: false, ...change });
    await manager.update(TicketClockRow, { ticketId }, { stoppedAt: desk.clock.now() });
  });
  return ticketId;
}

/** Somebody of an agency as the session says it once an order is in force. */
const of = (role: Role, agencyCode: string) => ({
  ...staff(role, agencyCode),
  line: work.directory.lineOf(agencyCode),
});

/** What of some tickets somebody can open, finds by its id, and has in the list of what has ended. */
async function readable(
  principal: Principal,
  ids: readonly string[],
): Promise<Record<'opens' | 'finds' | 'lists', number[]>> {
  const found = await desk.queries.items(principal, ids);
  const { items } = await desk.queries.list(principal, { tab: 'done', limit: 200 });
  const opens = await Promise.all(ids.map((id) => desk.queries.sees(principal, id)));
  const places = (test: (id: string, at: number) => boolean): number[] =>
    ids.flatMap((id, at) => (test(id, at) ? [at] : []));
  return {
    opens: places((_, at) => opens[at] === true),
    finds: places((id) => found.has(id)),
    lists: places((id) => items.some((item) => item.id === id)),
  };
}

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
  work = await openOrderWork(desk, desk.clock);
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
  /** Ended by the one, the other, another; by the one about itself, and about the other. */
  let former: string[];
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
    former = [
      await endedBy('SXD'),
      await endedBy('SNNMT'),
      await endedBy('SYT'),
      await endedBy('SXD', { subjectAgencyCode: 'SXD' }),
      await endedBy('SXD', { subjectAgencyCode: 'SNNMT' }),
      await endedBy('SXD', { boundary: 'complaint' }),
    ];
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
    const [one, other] = [await openOrderWork(desk, desk.clock), await openOrderWork(desk, desk.clock)];
    await Promise.all([one.finish(), other.finish()]);
    await one.finish();
    // The clock stands still, and so would their lease.
    for (const { job } of [one, other]) await job.beforeApplicationShutdown();
    expect(await work.orders.get(orderId)).toMatchObject({ status: 'done', total: 4, moved: 4, stuck: 0 });

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

  it('lets the new agency read what both had ended, but not what one had judged about the other', async () => {
    const own = { opens: [0, 1, 3], finds: [0, 1, 3], lists: [0, 1, 3] };
    expect(await readable(of('handler', 'SXDMT'), former)).toEqual(own);
    expect(await readable(of('agency_head', 'SYT'), former)).toEqual({ opens: [2], finds: [2], lists: [2] });
    // Page by page as in one.
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: TicketPage = await desk.queries.list(of('handler', 'SXDMT'), { tab: 'done', limit: 1 }, cursor);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.sort()).toEqual([former[0], former[1], former[3]].sort());
    // To read, and nothing else.
    const detail = await desk.queries.detail(of('agency_head', 'SXDMT'), former[0] ?? '');
    expect(detail.actions.filter(({ allowed }) => allowed)).toEqual([]);
  });

  it('keeps what is about the one from the people of the other, under whatever name', async () => {
    const about = { boundary: 'denunciation', state: 'received', isOpen: true } as const;
    for (const [subjectAgencyCode, keeper] of [
      ['SXD', 'SXDMT'],
      ['SXDMT', 'SXD'],
      ['SXD', 'SXD'],
    ] as const) {
      const id = await endedBy(keeper, { ...about, subjectAgencyCode });
      for (const role of ['overseer', 'coordinator', 'director', 'handler'] as const)
        expect(await desk.queries.sees(of(role, keeper), id)).toBe(false);
      expect((await desk.queries.items(of('overseer', keeper), [id])).size).toBe(0);
      await write((manager) => manager.update(TicketRow, { id }, { state: 'withdrawn', isOpen: false }));
    }
    // Of another line it is kept as before.
    const other = await endedBy('SXDMT', { ...about, subjectAgencyCode: 'SYT' });
    expect(await desk.queries.sees(of('overseer', 'SXDMT'), other)).toBe(true);
    expect((await desk.queries.items(of('overseer', 'SXDMT'), [other])).size).toBe(1);
    await write((manager) => manager.update(TicketRow, { id: other }, { state: 'withdrawn', isOpen: false }));
    expect(work.directory.isKin('SNNMT', 'SXDMT')).toBe(true);
    // Merged with one another they are one; what neither came from is no kin.
    expect(work.directory.isKin('SNNMT', 'SXD')).toBe(false);
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
    // Of what the whole had ended its parts see nothing but what is theirs.
    const ended = [await endedBy('SYT'), await endedBy('SYT-BAC')];
    expect(await readable(of('agency_head', 'SYT-BAC'), ended)).toEqual({ opens: [1], finds: [1], lists: [1] });
    expect(await readable(of('agency_head', 'SYT'), ended)).toEqual({ opens: [0], finds: [0], lists: [0] });
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

describe('an order that fails on one ticket', () => {
  const close: AgencyOrder = {
    kind: 'close',
    ...HEAD,
    effectiveOn: '2026-11-20',
    code: 'SNV',
    successor: { code: 'SKHCN' },
  };

  it('moves the others, says why after three tries, and goes on from there when somebody lets it', async () => {
    const tickets = [await desk.open(light), await desk.open(light), await desk.open(light)];
    const bad = tickets[0] as (typeof tickets)[number];
    await write(async (manager) => {
      for (const { ticketId } of tickets)
        await manager.update(TicketRow, { id: ticketId }, { leadAgencyCode: 'SNV', categoryCode: 'cbcc-thai-do' });
      // About its successor, above which nobody stands: nobody is left to judge it.
      await manager.update(TicketRow, { id: bad.ticketId }, { subjectAgencyCode: 'SKHCN' });
      await manager.update(AgencyRow, { code: 'SKHCN' }, { parentCode: null });
    });
    const id = await confirmed(close);
    const waiting = await work.orders.get(id);
    expect(waiting).toMatchObject({ status: 'applying', attempts: 1, total: 3, moved: 2, stuck: 1 });
    expect(waiting.troubles).toEqual([
      expect.objectContaining({ ticketId: bad.ticketId, reason: 'Chưa có cơ quan cấp trên cho đơn vị này.' }),
    ]);
    // While it rests nothing is tried.
    await work.finish();
    expect((await work.orders.get(id)).attempts).toBe(1);
    for (const rest of [6, 31]) {
      desk.clock.advance(rest);
      await work.finish();
    }
    expect(await work.orders.get(id)).toMatchObject({
      ...{ status: 'failed', attempts: 3, moved: 2, stuck: 1, error: '1 phiếu chưa chuyển được.' },
      troubles: [{ code: (await desk.ticket(bad.ticketId)).code }],
    });
    desk.clock.advance(3_600);
    await work.finish();
    expect((await work.orders.get(id)).status).toBe('failed');

    await write((manager) => manager.update(AgencyRow, { code: 'SKHCN' }, { parentCode: 'UBND' }));
    await work.directory.reload();
    const ctx = by(ADMIN);
    await work.orders.retry(id, ctx);
    await work.orders.retry(id, ctx);
    await work.orders.retry(id, by(ADMIN));
    await work.finish();
    expect(await work.orders.get(id)).toMatchObject({ status: 'done', moved: 3, stuck: 0, error: null, troubles: [] });
    expect((await desk.ticket(bad.ticketId)).leadAgencyCode).toBe('UBND');
    for (const { ticketId } of tickets)
      expect(await desk.rows.countBy(TicketHistoryRow, { ticketId, type: 'agency_changed' })).toBe(1);
  });

  it('changes nothing when the agencies themselves cannot be switched over, and can be dropped then', async () => {
    const { id } = await work.orders.propose({ ...close, code: 'STC', successor: { code: 'SKHCN' } }, by(ADMIN));
    await work.orders.confirm(id, by(ADMIN));
    // Its row of succession is there already.
    const succession = { orderId: id, fromCode: 'STC', toCode: 'SKHCN', effectiveOn: '2026-11-20', main: true };
    await insert(AgencySuccessionRow, succession);
    await work.finish();
    for (const rest of [6, 31]) {
      desk.clock.advance(rest);
      await work.finish();
    }
    expect(await work.orders.get(id)).toMatchObject({
      ...{ status: 'failed', phase: 'switch', attempts: 3, moved: 0 },
      error: 'Lỗi của hệ thống; chi tiết nằm trong nhật ký kỹ thuật của máy chủ.',
    });
    expect((await desk.rows.findOneByOrFail(AgencyRow, { code: 'STC' })).validTo).toBeNull();
    await work.orders.cancel(id, by(ADMIN));
    await expect(work.orders.retry(id, by(ADMIN))).rejects.toMatchObject({ kind: 'conflict' });
    await write((manager) => manager.delete(AgencySuccessionRow, succession));
  });
});

describe('an order whose process is killed', () => {
  it('goes on where it was: each of fifty tickets once, the numbers exact', async () => {
    const tickets: string[] = [];
    for (let count = 0; count < 50; count += 1) tickets.push((await desk.open(light)).ticketId);
    await write(async (manager) => {
      await manager.update(TicketRow, { id: In(tickets) }, { leadAgencyCode: 'STP' });
      const held = { ticketId: In(tickets), holderAgencyCode: 'SXD' };
      await manager.update(TicketClockRow, held, { holderAgencyCode: 'STP' });
    });
    const { id } = await work.orders.propose(
      { kind: 'close', ...HEAD, effectiveOn: '2026-11-20', code: 'STP', successor: { code: 'SDTTG' } },
      by(ADMIN),
    );
    await work.orders.confirm(id, by(ADMIN));
    await work.job.beforeApplicationShutdown();
    const place = { databaseUrl: desk.databaseUrl, dataDir: desk.dataDir };
    const killed = startProcess('order-process.ts', { place, at: desk.clock.now().toISOString(), tickets: 20 });
    await killed.said('in the middle');
    await killed.kill();
    expect(await work.orders.get(id)).toMatchObject({ status: 'applying', total: 50, moved: 20 });
    expect(await desk.rows.countBy(TicketRow, { id: In(tickets), leadAgencyCode: 'SDTTG' })).toBe(20);
    // Its lease runs out.
    desk.clock.advance(120);
    await work.finish();
    expect(await work.orders.get(id)).toMatchObject({ status: 'done', total: 50, moved: 50, stuck: 0 });
    const told = await desk.rows.findBy(TicketHistoryRow, { ticketId: In(tickets), type: 'agency_changed' });
    expect(new Set(told.map(({ ticketId }) => ticketId)).size).toBe(50);
    expect(told).toHaveLength(50);
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

  it.each([
    ['end the same agency', close('SKHCN', 'SGDDT'), close('SKHCN', 'SYT')],
    ['each end what the other goes to', close('SKHCN', 'SGDDT'), close('SGDDT', 'SKHCN')],
  ])('is refused when two that %s are confirmed at one instant', async (_, ...orders) => {
    const ids: string[] = [];
    for (const order of orders)
      ids.push((await work.orders.propose({ ...order, effectiveOn: '2026-12-20' }, by(ADMIN))).id);
    const results = await Promise.allSettled(ids.map((id) => work.orders.confirm(id, by(ADMIN))));
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as Problem] : []));
    expect(refused.map(({ kind, title }) => [kind, title])).toEqual([
      ['conflict', expect.stringMatching(/đã kết thúc theo quyết định khác\. Xin nhập lại quyết định này\.$/)],
    ]);
    for (const id of ids) await work.orders.cancel(id, by(ADMIN));
  });
});
