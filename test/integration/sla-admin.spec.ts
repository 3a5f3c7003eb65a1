import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem } from '../../src/kernel/index.js';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import { OutboxEventRow } from '../../src/platform/outbox/outbox.js';
import type { Proposal } from '../../src/sla-admin/index.js';
import { slaAdminEntities } from '../../src/sla-admin/index.js';
import { ClockDeadlineChangeRow } from '../../src/sla-admin/entities.js';
import { openRuleWork, type RuleWork } from '../support/rule-work.js';
import { instant } from '../support/index.js';
import { ANSWER, bring, by, openDesk, people, staff, WARD_AGENCY, type Desk } from './tickets-desk.js';

const ADMIN = staff('admin', 'TD1022');
const WHY = 'Thông báo số 1/TB-VP ngày 16/11/2026';

let desk: Desk;
let work: RuleWork;

async function open(): Promise<void> {
  desk = await openDesk({ entities: [...slaAdminEntities, LeaseRow] });
  work = await openRuleWork(desk, desk.clock, { policies: desk.policies });
}

const holiday = (on: string, type: 'holiday' | 'local' = 'holiday') =>
  ({ on, type, replaces: null, name: 'Ngày nghỉ thử', source: WHY, provisional: false }) as const;

/** Other days in the national table, or in one calendar. */
const days = (entries: ReturnType<typeof holiday>[], takeBack: string[] = [], scope = 'national'): Proposal => ({
  kind: 'days',
  scope,
  year: null,
  entries: [...entries],
  takeBack,
});

/** Proposes and previews; returns the change. */
async function previewed(proposal: Proposal): Promise<Awaited<ReturnType<RuleWork['changes']['get']>>> {
  const { id } = await work.changes.propose(proposal, WHY, by(ADMIN));
  await work.finish();
  return work.changes.get(id);
}

/** Proposes, previews, confirms and applies. */
async function applied(proposal: Proposal): Promise<Awaited<ReturnType<RuleWork['changes']['get']>>> {
  const { id } = await previewed(proposal);
  await work.changes.confirm(id, by(ADMIN));
  await work.finish();
  return work.changes.get(id);
}

async function dueOf(ticketId: string): Promise<Record<string, string>> {
  const clocks = await desk.clocks(ticketId);
  return Object.fromEntries(clocks.map(({ kind, dueAt }) => [kind, vn(dueAt)]));
}

/** `2026-11-20 16:30`, as a clock on the wall in Vietnam shows it. */
function vn(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

async function fields(work_: Promise<unknown>): Promise<Record<string, string>> {
  try {
    await work_;
  } catch (error) {
    if (error instanceof Problem) return Object.fromEntries(error.fields.map(({ field, message }) => [field, message]));
    throw error;
  }
  return {};
}

describe('a late notice', () => {
  beforeAll(open);
  afterAll(() => desk.drop());

  it('is previewed on the running clocks, then applied to them', async () => {
    // Tuesday 17/11 08:00; three working days for the answer, eight hours to accept.
    const { ticketId } = await desk.open();
    const before = await desk.ticket(ticketId);
    expect(await dueOf(ticketId)).toMatchObject({
      accept: '2026-11-18 08:00',
      resolve: '2026-11-20 16:30',
      resolve_holder: '2026-11-20 16:30',
    });

    const preview = await previewed(days([holiday('2026-11-19')]));
    expect(preview).toMatchObject({ status: 'ready', walk: 'replan', stale: false, total: 3, createdByName: null });
    expect(preview.tally).toEqual({
      seen: 3,
      moved: 2,
      later: 2,
      earlier: 0,
      becameLate: 0,
      noLongerLate: 0,
      rearmed: 0,
      unplannable: 0,
    });
    expect(preview.samples).toEqual(
      ['resolve', 'resolve_holder'].map((clock) => ({
        ticketId,
        ticketCode: before.code,
        clock,
        dueBefore: instant('2026-11-20 16:30'),
        dueAfter: instant('2026-11-23 16:30'),
      })),
    );
    expect(await dueOf(ticketId)).toMatchObject({ resolve: '2026-11-20 16:30' });

    await work.changes.confirm(preview.id, by(ADMIN));
    await work.finish();
    const done = await work.changes.get(preview.id);
    expect(done).toMatchObject({
      status: 'done',
      previewed: preview.tally,
      tally: preview.tally,
      appliedBy: ADMIN.accountId,
    });
    expect(await dueOf(ticketId)).toMatchObject({
      accept: '2026-11-18 08:00',
      resolve: '2026-11-23 16:30',
      resolve_holder: '2026-11-23 16:30',
    });
    const after = await desk.ticket(ticketId);
    expect(after).toMatchObject({
      version: before.version,
      updatedAt: before.updatedAt,
      historyLength: before.historyLength,
      deadlineRevision: before.deadlineRevision + 1,
      resolveDueAt: instant('2026-11-23 16:30'),
      listDueAt: instant('2026-11-23 16:30'),
    });
  });

  it('keeps by which deadline a ticket was judged before, and tells the pages', async () => {
    const [{ ticketId } = { ticketId: '' }] = await desk.rows.find(ClockDeadlineChangeRow);
    expect(await work.deadlineChanges.ofTicket(ticketId)).toEqual(
      [1, 2].map(() =>
        expect.objectContaining({
          note: WHY,
          kind: 'days',
          dueBefore: instant('2026-11-20 16:30'),
          dueAfter: instant('2026-11-23 16:30'),
        }),
      ),
    );
    const event = await desk.rows.findOneByOrFail(OutboxEventRow, { type: 'ticket.deadlines_moved' });
    expect(event).toMatchObject({
      data: { ticketIds: [ticketId], clocks: 2 },
      audience: ['centre', `agency:${WARD_AGENCY}`],
    });
  });

  it('explains the deadline by the new day off, and its ladder follows', async () => {
    const { ticketId } = await desk.open();
    const [clock] = (await desk.clocks(ticketId)).filter(({ kind }) => kind === 'resolve');
    expect(clock).toMatchObject({ timerMark: '100%', timerAt: instant('2026-11-23 16:30') });
    const done = await applied(days([], ['2026-11-19']));
    expect(done.tally).toMatchObject({ moved: 4, earlier: 4, later: 0 });
    const [moved] = (await desk.clocks(ticketId)).filter(({ kind }) => kind === 'resolve');
    expect(moved).toMatchObject({ timerMark: '100%', timerAt: instant('2026-11-20 16:30') });
    expect(moved?.explanation).toMatchObject({ dueAt: '2026-11-20T16:30:00+07:00', clock: 'resolve', slaClass: 'K2' });
  });

  it('counts who becomes late and who no longer is', async () => {
    desk.clock.set('2026-11-21 09:00');
    const later = await applied(days([holiday('2026-11-20')]));
    expect(later.tally).toMatchObject({ moved: 4, noLongerLate: 4, becameLate: 0 });
    const back = await applied(days([], ['2026-11-20']));
    expect(back.tally).toMatchObject({ moved: 4, noLongerLate: 0, becameLate: 4, earlier: 4 });
    desk.clock.set('2026-11-17 08:00');
  });

  it('an entry of the files that was taken back does not come back with the next load', async () => {
    const done = await applied(days([], ['2026-11-24']));
    expect(done.status).toBe('done');
    expect(work.policies.rows.days.find(({ on }) => on === '2026-11-24')).toMatchObject({
      type: 'ordinary',
      origin: 'admin',
    });
    await applied(days([holiday('2026-11-24')]));
  });

  it('who is writing an answer meanwhile hands it in', async () => {
    const who = people();
    const at = await bring(desk, who, 'in_progress');
    await applied(days([holiday('2026-11-18')]));
    const submitted = await desk.submit.execute({ ...at, ...ANSWER }, by(who.handler));
    expect(submitted.version).toBe(at.version + 1);
    expect(await dueOf(at.ticketId)).toMatchObject({ resolve: '2026-11-23 16:30' });
    await applied(days([], ['2026-11-18']));
    expect(await dueOf(at.ticketId)).toMatchObject({ resolve: '2026-11-20 16:30' });
  });
});

describe('confirming', () => {
  beforeAll(open);
  afterAll(() => desk.drop());

  it('twice does it once', async () => {
    await desk.open();
    const { id } = await previewed(days([holiday('2026-11-19')]));
    const { revision } = work.policies;
    await work.changes.confirm(id, by(ADMIN));
    await work.changes.confirm(id, by(ADMIN));
    await work.finish();
    await work.changes.confirm(id, by(ADMIN));
    await work.finish();
    expect(await work.changes.get(id)).toMatchObject({ status: 'done', tally: { moved: 2, seen: 3 } });
    expect(work.policies.revision).toBe(revision + 1);
    expect(await fields(work.changes.cancel(id, by(ADMIN)).catch(() => ({})))).toEqual({});
    await expect(work.changes.cancel(id, by(ADMIN))).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('is refused while it is previewed, and when the rules have changed since', async () => {
    const first = await previewed(days([holiday('2026-12-07')]));
    const { id } = await work.changes.propose(days([holiday('2026-12-08')]), WHY, by(ADMIN));
    await expect(work.changes.confirm(id, by(ADMIN))).rejects.toMatchObject({ kind: 'conflict' });
    await work.finish();
    await work.changes.confirm(first.id, by(ADMIN));
    await expect(work.changes.confirm(id, by(ADMIN))).rejects.toMatchObject({ kind: 'conflict' });
    await work.finish();
    expect((await work.changes.get(id)).stale).toBe(true);
    await expect(work.changes.confirm(id, by(ADMIN))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringContaining('xem trước lại'),
    });
    await work.changes.previewAgain(id, by(ADMIN));
    await work.finish();
    expect(await work.changes.get(id)).toMatchObject({ status: 'ready', stale: false, tally: { seen: 3 } });
    await work.changes.confirm(id, by(ADMIN));
    await work.finish();
    expect((await work.changes.get(id)).status).toBe('done');
  });

  it('one key proposes once; what is left is not applied', async () => {
    const ctx = by(ADMIN);
    const one = await work.changes.propose(days([holiday('2026-12-09')]), WHY, ctx);
    expect(await work.changes.propose(days([holiday('2026-12-09')]), WHY, ctx)).toEqual(one);
    await work.changes.cancel(one.id, by(ADMIN));
    await work.changes.cancel(one.id, by(ADMIN));
    await work.finish();
    expect((await work.changes.get(one.id)).status).toBe('cancelled');
    await expect(work.changes.confirm(one.id, by(ADMIN))).rejects.toMatchObject({ kind: 'conflict' });
  });

  it('the list shows who changed what, newest first, page by page', async () => {
    for (let count = 0; count < 30; count += 1) {
      const { id } = await work.changes.propose({ kind: 'order', clock: '*', slaClass: 'K2' }, WHY, by(ADMIN));
      await work.changes.cancel(id, by(ADMIN));
    }
    const first = await work.changes.list(null);
    const second = await work.changes.list(first.nextCursor);
    const ids = [...first.changes, ...second.changes].map(({ id }) => id);
    expect([first.changes.length, second.nextCursor]).toEqual([30, null]);
    expect(ids).toEqual([...new Set(ids)].sort().reverse());
    await expect(work.changes.get('01ARZ3NDEKTSV4RRFFQ69G5FAV')).rejects.toMatchObject({ kind: 'not-found' });
    await expect(work.changes.get('không phải mã')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('a complaint', () => {
  beforeAll(open);
  afterAll(() => desk.drop());

  it('moves with the others, and is among no samples', async () => {
    const complaint = await desk.open({ boundary: 'complaint' });
    const ordinary = await desk.open();
    const change = await previewed(days([holiday('2026-11-18')]));
    expect(change.tally.moved).toBeGreaterThan(2);
    const sampled = change.samples.map(({ ticketId }) => ticketId);
    expect(sampled).toContain(ordinary.ticketId);
    expect(sampled).not.toContain(complaint.ticketId);
  });
});
