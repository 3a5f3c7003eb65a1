import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import { createLog } from '../../src/platform/log/index.js';
import { Outbox } from '../../src/platform/outbox/index.js';
import { SlaPolicies, slaPart } from '../../src/sla/index.js';
import { RulesWatch } from '../../src/sla/rules-watch.js';
import type { Proposal } from '../../src/sla-admin/index.js';
import { slaAdminEntities } from '../../src/sla-admin/index.js';
import { ClockDeadlineChangeRow, SlaChangeRow } from '../../src/sla-admin/entities.js';
import { Catalog } from '../../src/routing/index.js';
import {
  AcceptTicket,
  AskSupport,
  DeliverSupport,
  TicketClockRow,
  TicketSupportRow,
  type TicketReference,
} from '../../src/tickets/index.js';
import { TicketCategories } from '../../src/tickets/ticket-categories.js';
import { HiddenTickets } from '../../src/tickets/hidden-tickets.js';
import { TicketStore } from '../../src/tickets/ticket-store.js';
import { Idempotency, managerOf } from '../../src/platform/database/index.js';
import { ENGINE, eventually, FixedClock, gate, instant, startProcess } from '../support/index.js';
import { openRuleWork, type RuleWork } from '../support/rule-work.js';
import { bring, by, openDesk, people, staff, WARD_AGENCY, type Desk } from './tickets-desk.js';

const ADMIN = staff('admin', 'TD1022');
const WHY = 'Quyết định thử';

let desk: Desk;
let work: RuleWork;

async function open(): Promise<void> {
  desk = await openDesk({ entities: [...slaAdminEntities, LeaseRow] });
  work = await openRuleWork(desk, desk.clock, { policies: desk.policies });
}

const dayOff = (on: string): Proposal => ({
  kind: 'days',
  scope: 'national',
  year: null,
  entries: [{ on, type: 'holiday', replaces: null, name: 'Ngày nghỉ thử', source: WHY, provisional: false }],
  takeBack: [],
});

async function confirmed(proposal: Proposal): Promise<string> {
  const { id } = await work.changes.propose(proposal, WHY, by(ADMIN));
  await work.finish();
  await work.changes.confirm(id, by(ADMIN));
  return id;
}

async function applied(proposal: Proposal) {
  const id = await confirmed(proposal);
  await work.finish();
  return work.changes.get(id);
}

async function clockOf(ticketId: string, kind: string): Promise<TicketClockRow> {
  const clock = (await desk.clocks(ticketId)).find((one) => one.kind === kind);
  if (clock === undefined) throw new Error(`No clock ${kind}.`);
  return clock;
}

describe('a change of many clocks', () => {
  beforeAll(open);
  afterAll(() => desk.drop());

  it('goes on where a killed process stopped: each clock once, the numbers exact', async () => {
    for (let count = 0; count < 150; count += 1) await desk.open();
    const id = await confirmed(dayOff('2026-11-19'));
    // 450 running clocks, 300 of which move; killed in the first batch, and again in the one after it.
    await work.job.beforeApplicationShutdown();
    for (const batches of [0, 1]) {
      const place = { databaseUrl: desk.databaseUrl, dataDir: desk.dataDir };
      const killed = startProcess('change-process.ts', { place, at: desk.clock.now().toISOString(), batches });
      await killed.said('in the middle');
      await killed.kill();
      const { seen, moved } = (await work.changes.get(id)).tally;
      expect(seen).toBe(batches * 200);
      expect(await desk.rows.countBy(ClockDeadlineChangeRow, { changeId: id })).toBe(moved);
      // Its lease runs out.
      desk.clock.advance(120);
    }
    await work.finish();
    expect(await work.changes.get(id)).toMatchObject({
      status: 'done',
      total: 450,
      tally: { seen: 450, moved: 300, later: 300, unplannable: 0 },
    });
    expect(await desk.rows.countBy(ClockDeadlineChangeRow, { changeId: id })).toBe(300);
    const due = await desk.rows.findBy(TicketClockRow, { kind: 'resolve' });
    expect(new Set(due.map(({ dueAt }) => dueAt.toISOString()))).toEqual(new Set(['2026-11-23T09:30:00.000Z']));
    desk.clock.set('2026-11-17 08:00');
  });

  it('samples the first twenty tickets only', async () => {
    const { id } = await work.changes.propose(dayOff('2026-11-20'), WHY, by(ADMIN));
    await work.finish();
    const change = await work.changes.get(id);
    expect(change.tally.moved).toBe(300);
    expect(change.samples).toHaveLength(20);
    expect(new Set(change.samples.map(({ ticketId, clock }) => `${ticketId} ${clock}`)).size).toBe(20);
  });

  it('two processes at it do it once', async () => {
    const id = await confirmed(dayOff('2026-11-18'));
    // Its clock is wrong: it takes the lease that the first one still holds.
    const other = await openRuleWork(desk, new FixedClock('2026-11-17 08:00:30'));
    await Promise.all([work.finish(), other.finish()]);
    await work.finish();
    expect((await work.changes.get(id)).tally).toMatchObject({ seen: 450, moved: 450 });
    expect(await desk.rows.countBy(ClockDeadlineChangeRow, { changeId: id })).toBe(450);
  });
});

describe('somebody works on the ticket at the same moment', () => {
  beforeAll(open);
  afterAll(() => desk.drop());

  it('neither the command nor the new deadline is lost', async () => {
    const who = people();
    const loaded = gate();
    const goOn = gate();
    /** The first command has read its ticket and waits; on SQLite one process writes at a time, so there it does not. */
    class SlowStore extends TicketStore {
      private first = true;

      override async loadFor(...args: Parameters<TicketStore['loadFor']>): ReturnType<TicketStore['loadFor']> {
        const found = await super.loadFor(...args);
        if (this.first && ENGINE !== 'sqlite') {
          this.first = false;
          loaded.open();
          await goOn.opened;
        }
        return found;
      }
    }
    const idempotency = new Idempotency(desk.unitOfWork, desk.reader, desk.clock);
    const accept = new AcceptTicket(
      idempotency,
      new SlowStore(new Outbox(desk.clock), new HiddenTickets()),
      desk.clock,
    );
    const at: TicketReference = await desk.open();
    const id = await confirmed(dayOff('2026-11-19'));
    const accepting = accept.execute(at, by(who.handler));
    if (ENGINE !== 'sqlite') await loaded.opened;
    const moving = work.finish();
    if (ENGINE !== 'sqlite') await moving;
    goOn.open();
    await Promise.all([accepting, moving]);
    const resolve = await clockOf(at.ticketId, 'resolve');
    expect(resolve).toMatchObject({ dueAt: instant('2026-11-23 16:30'), holderAccountId: who.handler.accountId });
    expect(await desk.ticket(at.ticketId)).toMatchObject({
      state: 'in_progress',
      version: at.version + 1,
      resolveDueAt: instant('2026-11-23 16:30'),
    });
    expect((await work.changes.get(id)).status).toBe('done');
  });

  it('a step that fired meanwhile has fired', async () => {
    const { ticketId } = await desk.open();
    const clock = await clockOf(ticketId, 'resolve_holder');
    await desk.unitOfWork.run(async (transaction) => {
      await managerOf(transaction).update(TicketClockRow, { id: clock.id }, { firedMarks: '50%', timerMark: '80%' });
    });
    await applied(dayOff('2026-11-18'));
    expect(await clockOf(ticketId, 'resolve_holder')).toMatchObject({ firedMarks: '50%', timerMark: '80%' });
  });

  it('what stands still stays silent, and what lies at the gate', async () => {
    const at = await bring(desk, people(), 'awaiting_publication');
    const before = await clockOf(at.ticketId, 'resolve');
    expect(before.timerAt).toBeNull();
    await applied(dayOff('2026-11-20'));
    const after = await clockOf(at.ticketId, 'resolve');
    expect(after.dueAt > before.dueAt).toBe(true);
    expect(after.timerAt).toBeNull();
  });
});

describe('a part that another agency owes', () => {
  beforeAll(open);
  afterAll(() => desk.drop());

  it('is due when its clock is, before and after a change; no policy sets its day anew', async () => {
    const who = people();
    const { store, clock, planner, directory, attachments } = desk;
    const idempotency = new Idempotency(desk.unitOfWork, desk.reader, clock);
    const catalog = new Catalog(desk.reader, directory);
    await catalog.reload();
    const asking = new AskSupport(idempotency, store, clock, new TicketCategories(catalog), planner, directory);
    const delivering = new DeliverSupport(idempotency, store, clock, attachments);
    const at = await bring(desk, who, 'in_progress');
    const ask = { ...at, agencyCode: 'SXD', ask: 'Cho biết ai quản lý đường.', dueOn: '2026-11-18' };
    const { version } = await asking.execute(ask, by(who.handler));
    const part = () => desk.rows.findOneByOrFail(TicketSupportRow, { ticketId: at.ticketId });
    expect((await part()).dueAt).toEqual(instant('2026-11-18 16:30'));

    const { id } = await work.changes.propose(dayOff('2026-11-18'), WHY, by(ADMIN));
    await work.finish();
    const preview = await work.changes.get(id);
    const running = (await desk.clocks(at.ticketId)).filter(({ stoppedAt }) => stoppedAt === null);
    expect(preview.tally).toMatchObject({ seen: running.length, moved: running.length });
    expect(preview.samples.find(({ clock }) => clock === 'support')).toMatchObject({
      dueBefore: instant('2026-11-18 16:30'),
      dueAfter: instant('2026-11-19 16:30'),
    });
    expect((await part()).dueAt).toEqual(instant('2026-11-18 16:30'));

    await work.changes.confirm(id, by(ADMIN));
    await work.finish();
    expect((await clockOf(at.ticketId, 'support')).dueAt).toEqual(instant('2026-11-19 16:30'));
    expect((await part()).dueAt).toEqual(instant('2026-11-19 16:30'));
    await applied({ kind: 'order', clock: 'support', slaClass: '*' });
    expect((await part()).dueAt).toEqual(instant('2026-11-19 16:30'));
    // What has been delivered keeps the day it was asked for.
    const given = { ticketId: at.ticketId, version, part: 'Sở quản lý.' };
    await delivering.execute(given, by(staff('handler', 'SXD')));
    await applied(dayOff('2026-11-19'));
    expect((await part()).dueAt).toEqual(instant('2026-11-19 16:30'));
  });
});

describe('policies and ladders', () => {
  const key = { clock: 'resolve', slaClass: 'K2', categoryCode: '*', priority: '*', agencyCode: '*' } as const;
  const version = (limit: string): Proposal => ({
    kind: 'policy',
    action: 'version',
    ...key,
    limit,
    calendar: 'office',
    extension: null,
    validFrom: '2026-11-18',
    basis: WHY,
  });
  const order: Proposal = { kind: 'order', clock: '*', slaClass: '*' };

  beforeAll(open);
  afterAll(() => desk.drop());
  afterEach(() => {
    desk.clock.set('2026-11-17 08:00');
  });

  it('a policy that is switched off stops the steps of its clocks; on again it arms them', async () => {
    const { ticketId } = await desk.open();
    const before = await clockOf(ticketId, 'resolve');
    const off = await applied({ kind: 'policy', action: 'switch', version: 1, ...key, enabled: false });
    expect(off).toMatchObject({ status: 'done', walk: 'timers', tally: { moved: 0, rearmed: 1 } });
    expect(await clockOf(ticketId, 'resolve')).toMatchObject({ timerMark: null, timerAt: null, dueAt: before.dueAt });
    expect((await clockOf(ticketId, 'resolve_holder')).timerMark).toBe('50%');
    await applied({ kind: 'policy', action: 'switch', version: 1, ...key, enabled: true });
    expect(await clockOf(ticketId, 'resolve')).toEqual(before);
  });

  it('clocks from before there were ladders get theirs when they are walked', async () => {
    const { ticketId } = await desk.open();
    const before = await clockOf(ticketId, 'resolve_holder');
    await desk.unitOfWork.run((transaction) =>
      managerOf(transaction).update(
        TicketClockRow,
        { ticketId },
        { ladderVersion: null, timerMark: null, timerAt: null },
      ),
    );
    await applied({ kind: 'policy', action: 'switch', version: 1, ...key, enabled: false });
    await applied({ kind: 'policy', action: 'switch', version: 1, ...key, enabled: true });
    expect(await clockOf(ticketId, 'resolve_holder')).toEqual(before);
  });

  it('a step that is switched off is passed over', async () => {
    const { ticketId } = await desk.open();
    const step = { kind: 'ladder', action: 'switch', version: 1, clock: 'resolve_holder', slaClass: '*' } as const;
    await applied({ ...step, mark: '50%', enabled: false });
    expect((await clockOf(ticketId, 'resolve_holder')).timerMark).toBe('80%');
    await applied({ ...step, mark: null, enabled: false });
    expect((await clockOf(ticketId, 'resolve_holder')).timerMark).toBeNull();
    await applied({ ...step, mark: null, enabled: true });
    expect((await clockOf(ticketId, 'resolve_holder')).timerMark).toBe('50%');
  });

  it('what came while a policy or a step was switched off is passed over for good', async () => {
    const { ticketId } = await desk.open();
    const holder = { clock: 'resolve_holder', slaClass: key.slaClass } as const;
    const policy = { kind: 'policy', action: 'switch', version: 1, ...key, ...holder } as const;
    await applied({ ...policy, enabled: false });
    desk.clock.set('2026-11-19 08:30');
    await applied({ ...policy, enabled: true });
    expect(await clockOf(ticketId, 'resolve_holder')).toMatchObject({ timerMark: '80%', firedMarks: '50%' });

    const ladder = { kind: 'ladder', action: 'switch', version: 1, clock: 'resolve_holder', slaClass: '*' } as const;
    await applied({ ...ladder, mark: '80%', enabled: false });
    desk.clock.set('2026-11-20 14:00');
    await applied({ ...ladder, mark: '80%', enabled: true });
    expect(await clockOf(ticketId, 'resolve_holder')).toMatchObject({ timerMark: '100%', firedMarks: '50%,80%' });
  });

  it('a step that has come and that nobody has seen yet still fires after the switch', async () => {
    const { ticketId } = await desk.open();
    const ladder = { kind: 'ladder', action: 'switch', version: 1, clock: 'resolve_holder', slaClass: '*' } as const;
    await applied({ ...ladder, mark: '100%', enabled: false });
    desk.clock.set('2026-11-19 08:30');
    await applied({ ...ladder, mark: '100%', enabled: true });
    expect(await clockOf(ticketId, 'resolve_holder')).toMatchObject({ timerMark: '50%', firedMarks: '' });
  });

  it('a new version touches only clocks that start after it', async () => {
    const running = await desk.open();
    const change = await applied(version('5wd'));
    expect(change).toMatchObject({ status: 'done', walk: 'none', total: 0 });
    expect((await clockOf(running.ticketId, 'resolve')).policyVersion).toBe(1);
    desk.clock.set('2026-11-18 08:00');
    const { ticketId } = await desk.open();
    expect(await clockOf(ticketId, 'resolve')).toMatchObject({ policyVersion: 2, limit: '5wd' });
  });

  it('an order applies the present policies to running clocks, and never shortens a promise', async () => {
    desk.clock.set('2026-11-18 08:00');
    const before = await desk.rows.findBy(TicketClockRow, { kind: 'resolve' });
    const longer = await applied(order);
    expect(longer.tally).toMatchObject({ earlier: 0, later: before.filter(({ limit }) => limit === '3wd').length });
    const after = await desk.rows.findBy(TicketClockRow, { kind: 'resolve' });
    expect(new Set(after.map(({ limit, policyVersion }) => `${limit} ${String(policyVersion)}`))).toEqual(
      new Set(['5wd 2']),
    );
    // A shorter policy from tomorrow: whoever was promised more keeps it.
    await applied({ ...version('1wd'), validFrom: '2026-11-19' } as Proposal);
    desk.clock.set('2026-11-19 08:00');
    expect((await applied(order)).tally).toMatchObject({ moved: 0 });
    expect(await desk.rows.findBy(TicketClockRow, { kind: 'resolve' })).toEqual(after);
  });

  it('a ladder of a new version is climbed by clocks that start after it', async () => {
    const running = await desk.open();
    await applied({
      kind: 'ladder',
      action: 'version',
      clock: 'resolve_holder',
      slaClass: 'K2',
      validFrom: '2026-11-18',
      steps: [{ mark: '25%', recipients: ['handler'], actions: ['notify'], atOnce: false, enabled: true }],
      basis: null,
    });
    expect(await clockOf(running.ticketId, 'resolve_holder')).toMatchObject({ ladderVersion: 1, timerMark: '50%' });
    desk.clock.set('2026-11-18 08:00');
    const { ticketId } = await desk.open();
    expect(await clockOf(ticketId, 'resolve_holder')).toMatchObject({ ladderVersion: 2, timerMark: '25%' });
  });
});

describe('hours, classes, and the files', () => {
  beforeAll(open);
  afterAll(() => desk.drop());
  const morning = {
    1: ['08:00-12:00'],
    2: ['08:00-12:00'],
    3: ['08:00-12:00'],
    4: ['08:00-12:00'],
    5: ['08:00-12:00'],
  };

  it('an agency gets hours of its own from a day on, and its clocks follow', async () => {
    const { ticketId } = await desk.open();
    const done = await applied({
      kind: 'hours',
      calendarCode: 'trang-dai',
      newCalendar: { name: 'Giờ của phường Trảng Dài', agencyCode: WARD_AGENCY, nationalDays: true },
      validFrom: '2026-11-19',
      week: morning,
    });
    expect(done.tally).toMatchObject({ moved: 1, earlier: 1 });
    expect(await clockOf(ticketId, 'resolve_holder')).toMatchObject({
      calendarCode: 'trang-dai',
      dueAt: instant('2026-11-20 12:00'),
    });
    expect(await clockOf(ticketId, 'accept')).toMatchObject({ calendarCode: 'trang-dai' });
    const next = await desk.open();
    expect((await clockOf(next.ticketId, 'resolve_holder')).dueAt).toEqual(instant('2026-11-20 12:00'));
  });

  it('a class may count from the day of the event', async () => {
    desk.clock.set('2026-11-16 20:00');
    const { ticketId } = await desk.open();
    expect((await clockOf(ticketId, 'resolve')).dueAt).toEqual(instant('2026-11-20 16:30'));
    const done = await applied({
      kind: 'class',
      code: 'K2',
      name: 'Hiện trường',
      phrase: 'việc hiện trường',
      startRule: 'event_day',
    });
    expect(done.walk).toBe('replan');
    expect((await clockOf(ticketId, 'resolve')).dueAt).toEqual(instant('2026-11-19 16:30'));
    desk.clock.set('2026-11-17 08:00');
  });

  it('a clock that the calendar does not reach keeps its deadline and is counted', async () => {
    const { ticketId } = await desk.open();
    const clock = await clockOf(ticketId, 'accept');
    await desk.unitOfWork.run(async (transaction) => {
      await managerOf(transaction).update(TicketClockRow, { id: clock.id }, { calendarCode: 'khong-con' });
    });
    const done = await applied(dayOff('2026-11-18'));
    expect(done.tally.unplannable).toBe(1);
    expect((await clockOf(ticketId, 'accept')).dueAt).toEqual(clock.dueAt);
  });

  it('the files never overwrite an administrator, and what they change in the calendar the clocks follow', async () => {
    desk.clock.set('2026-11-20 08:00');
    const { ticketId } = await desk.open();
    const { dueAt } = await clockOf(ticketId, 'resolve');
    await work.loader.load([slaPart]);
    await work.policies.reload();
    expect(work.policies.rows.days.find(({ on }) => on === '2026-11-18')).toMatchObject({ origin: 'admin' });
    await work.finish();
    expect(await desk.rows.countBy(SlaChangeRow, { kind: 'load' })).toBe(0);
    // The same files without what the administrator has not touched: one day off less.
    const files = { ...slaPart, read: (from: never) => withoutDay(slaPart.read(from), '2026-11-24') };
    await work.loader.load([files]);
    await work.finish();
    const [load] = await desk.rows.findBy(SlaChangeRow, { kind: 'load' });
    expect(load).toMatchObject({ status: 'done', createdBy: null });
    expect((await clockOf(ticketId, 'resolve')).dueAt < dueAt).toBe(true);
    expect(load?.moved).toBeGreaterThan(0);
    desk.clock.set('2026-11-17 08:00');
  });

  it('every process reads the rules again within a moment', async () => {
    const other = new SlaPolicies(desk.reader);
    await other.reload();
    const watch = new RulesWatch(other, createLog('silent'));
    watch.onApplicationBootstrap();
    try {
      await applied(dayOff('2026-12-07'));
      await eventually('the other process has the rules', () => other.revision === work.policies.revision);
      const due = (policies: SlaPolicies): unknown =>
        policies.plan('resolve', {
          slaClass: 'K2',
          startedAt: instant('2026-12-04 08:00'),
          holderAgencyCode: WARD_AGENCY,
        })?.dueAt;
      expect(due(other)).toEqual(due(work.policies));
    } finally {
      await watch.beforeApplicationShutdown();
    }
  });
});

function withoutDay<T extends { days: readonly { on: string }[] }>(data: T, on: string): T {
  return { ...data, days: data.days.filter((day) => day.on !== on) };
}
