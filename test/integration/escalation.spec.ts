import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { managerOf } from '../../src/platform/database/index.js';
import { EscalationFiringRow, EscalationNoticeRow, TicketWatchRow } from '../../src/escalation/index.js';
import { TicketApologyRow, TicketClockRow } from '../../src/tickets/index.js';
import { instant } from '../support/index.js';
import { openEscalationDesk, type EscalationDesk } from './escalation-desk.js';
import { ANSWER, bring, by, CENTRE, WARD_AGENCY } from './tickets-desk.js';

let desk: EscalationDesk;

beforeAll(async () => {
  desk = await openEscalationDesk();
});

afterAll(() => desk.drop());

beforeEach(async () => {
  desk.clock.set('2026-11-17 08:00');
  // Clocks of other tests' tickets stay out of the way.
  await desk.unitOfWork.run((transaction) =>
    managerOf(transaction)
      .createQueryBuilder()
      .update(TicketClockRow)
      .set({ timerAt: null, timerMark: null })
      .where('stopped_at is null')
      .execute(),
  );
});

/** `kind mark` of what has fired for a ticket, in order. */
const fired = async (ticketId: string): Promise<string[]> => {
  const rows = await desk.rows.find(EscalationFiringRow, {
    where: { ticketId },
    order: { stepAt: 'ASC', kind: 'ASC' },
  });
  return rows.map(({ kind, mark }) => `${kind} ${mark}`);
};

/** Who is told of a step, as `name (role)`. */
const told = async (ticketId: string, kind: string, mark: string): Promise<string[]> => {
  const rows = await desk.rows.find(EscalationNoticeRow, { where: { ticketId, kind: kind as 'accept', mark } });
  return rows.map(({ recipientAccountId, role }) => `${desk.nameOf(recipientAccountId)} (${role})`).sort();
};

const scanAt = async (at: string): Promise<void> => {
  desk.clock.set(at);
  await desk.scanAll();
};

describe('a ladder', () => {
  it('fires step by step at its marks, tells whom it names, and never touches the ticket', async () => {
    const { ticketId } = await bring(desk, desk.who, 'in_progress');
    const before = await desk.ticket(ticketId);
    await scanAt('2026-11-18 10:00');
    expect(await fired(ticketId)).toEqual([]);
    // 3 working days from Tuesday 08:00: 7 h + 2 × 8 h … half of it is used on Thursday morning.
    await scanAt('2026-11-19 16:00');
    expect(await fired(ticketId)).toEqual(['resolve_holder 50%']);
    expect(await told(ticketId, 'resolve_holder', '50%')).toEqual(['handler (handler)']);
    await scanAt('2026-11-20 16:29');
    expect(await fired(ticketId)).toEqual(['resolve_holder 50%', 'resolve_holder 80%']);
    expect(await told(ticketId, 'resolve_holder', '80%')).toEqual(['head (head)']);
    await scanAt('2026-11-20 16:31');
    expect(await fired(ticketId)).toContain('resolve_holder 100%');
    expect(await fired(ticketId)).toContain('resolve 100%');
    expect(await told(ticketId, 'resolve_holder', '100%')).toEqual(['director (director)', 'head (head)']);
    const after = await desk.ticket(ticketId);
    expect({ version: after.version, updatedAt: after.updatedAt, historyLength: after.historyLength }).toEqual({
      version: before.version,
      updatedAt: before.updatedAt,
      historyLength: before.historyLength,
    });
  });
});

const closedAt = async (ticketId: string, kind: string): Promise<TicketWatchRow | null> =>
  desk.rows.findOneBy(TicketWatchRow, { ticketId, kind: kind as 'flag' });

/** Turns a policy on or off as an administrator would. */
const setPolicies = async (clock: string, enabled: boolean): Promise<void> => {
  await desk.unitOfWork.run((transaction) =>
    managerOf(transaction).query('update sla_limit set enabled = ? where clock = ?', [enabled ? 1 : 0, clock]),
  );
  await desk.policies.reload();
};

describe('a missed deadline', () => {
  it('makes an apology owed once, with a clock of its own that starts at the breach', async () => {
    const { ticketId, version } = await bring(desk, desk.who, 'in_progress');
    const before = await desk.ticket(ticketId);
    await scanAt('2026-11-23 09:00');
    const debt = await desk.rows.findOneByOrFail(TicketApologyRow, { ticketId });
    expect(debt).toMatchObject({ agencyCode: WARD_AGENCY, status: 'owed', owedAt: instant('2026-11-20 16:30') });
    const clocks = await desk.clocks(ticketId);
    const apology = clocks.find(({ kind }) => kind === 'apology');
    expect(apology).toMatchObject({
      id: debt.clockId,
      position: clocks.length,
      startedAt: instant('2026-11-20 16:30'),
    });
    const after = await desk.ticket(ticketId);
    expect(after.deadlineRevision).toBe(before.deadlineRevision + 1);
    expect(after.updatedAt).toEqual(before.updatedAt);
    // Whoever was editing meanwhile goes on with the version on the screen.
    await desk.submit.execute({ ticketId, version, ...ANSWER }, by(desk.who.handler));
    await scanAt('2026-12-04 09:00');
    expect(await desk.rows.countBy(TicketApologyRow, { ticketId })).toBe(1);
  });

  it('goes on to the overseer, the agency above and the leaders, and stays on the list from the first day on', async () => {
    const { ticketId } = await bring(desk, desk.who, 'in_progress');
    await scanAt('2026-12-04 09:00');
    expect(await fired(ticketId)).toEqual(expect.arrayContaining(['resolve +2wd', 'resolve +5wd']));
    expect(await told(ticketId, 'resolve', '+2wd')).toEqual(['overseer (overseer)', 'superior (superior)']);
    expect(await told(ticketId, 'resolve', '+5wd')).toEqual(['leader (leader)']);
    const listed = await closedAt(ticketId, 'overseer_list');
    const first = await desk.rows.findOneByOrFail(EscalationFiringRow, { ticketId, kind: 'resolve', mark: '+2wd' });
    expect(listed).toMatchObject({ clearedAt: null, agencyCode: WARD_AGENCY });
    const apology = await desk.rows.findOneBy(EscalationFiringRow, { ticketId, kind: 'apology', mark: '100%' });
    expect(listed?.sinceAt.getTime()).toBe(Math.min(first.stepAt.getTime(), apology?.stepAt.getTime() ?? Infinity));
    const { items } = await desk.escalated.watched(desk.principal('leader'), 'overseer_list');
    expect(items.map((item) => item.ticketId)).toContain(ticketId);
    expect(await desk.escalated.watchedCount(desk.principal('foreignHead'), 'overseer_list')).toBe(0);
  });

  it('is no breach when the answer lay before the gate in time', async () => {
    desk.clock.set('2026-11-17 08:00');
    const { ticketId, version } = await bring(desk, desk.who, 'awaiting_publication');
    await scanAt('2026-11-20 17:00');
    expect(await fired(ticketId)).not.toContain('resolve 100%');
    // It fails the gate: end to end it never stopped, and is late now.
    await desk.sendBack.execute({ ticketId, version, remarks: 'Thiếu ảnh.' }, by(desk.who.coordinator));
    await scanAt('2026-11-20 17:01');
    expect(await fired(ticketId)).toContain('resolve 100%');
    // The holder's own clock stood still in the meantime.
    expect(await fired(ticketId)).not.toContain('resolve_holder 100%');
  });
});

describe('what stops', () => {
  it('is not told of in the morning what was answered in the evening, and is on no list', async () => {
    const { ticketId, version } = await bring(desk, desk.who, 'awaiting_approval');
    await scanAt('2026-11-20 20:00');
    const head = { ticketId, kind: 'resolve_holder' as const, mark: '100%', recipientAccountId: desk.idOf('head') };
    const before = await desk.rows.findOneByOrFail(EscalationNoticeRow, head);
    expect(before).toMatchObject({ notBeforeAt: instant('2026-11-23 07:00'), withdrawnAt: null });
    expect(await closedAt(ticketId, 'flag')).toMatchObject({ clearedAt: null });
    await desk.deliver();
    const approved = await desk.approve.execute({ ticketId, version }, by(desk.who.head));
    await desk.publish.execute(approved, by(desk.who.coordinator));
    await desk.deliver();
    expect((await desk.rows.findOneByOrFail(EscalationNoticeRow, head)).withdrawnAt).not.toBeNull();
    expect((await closedAt(ticketId, 'flag'))?.clearedAt).not.toBeNull();
  });

  it('leaves the list of what is late to an apology that is still owed, whichever step came first', async () => {
    const { ticketId, version } = await bring(desk, desk.who, 'awaiting_approval');
    await scanAt('2026-11-23 07:01');
    const flagged = await closedAt(ticketId, 'flag');
    await scanAt('2026-11-26 08:00');
    const apology = await desk.rows.findOneByOrFail(TicketClockRow, { ticketId, kind: 'apology' });
    expect(await fired(ticketId)).toContain('apology 100%');
    expect(flagged?.clockId).not.toBe(apology.id);
    const approved = await desk.approve.execute({ ticketId, version }, by(desk.who.head));
    await desk.publish.execute(approved, by(desk.who.coordinator));
    await desk.deliver();
    const left = { clockId: apology.id, clearedAt: null };
    expect(await closedAt(ticketId, 'flag')).toMatchObject({ ...left, agencyCode: apology.holderAgencyCode });
    expect(await closedAt(ticketId, 'overseer_list')).toMatchObject(left);
  });

  it('too late, while nobody was there to see it, is a breach all the same: the apology is owed', async () => {
    const { ticketId, version } = await bring(desk, desk.who, 'awaiting_approval');
    // The service was down over the deadline; the head is faster than the scan.
    desk.clock.set('2026-11-23 08:00');
    const approved = await desk.approve.execute({ ticketId, version }, by(desk.who.head));
    await desk.publish.execute(approved, by(desk.who.coordinator));
    await scanAt('2026-11-23 08:01');
    expect((await fired(ticketId)).filter((line) => line.startsWith('resolve')).sort()).toEqual([
      'resolve 100%',
      'resolve_holder 100%',
    ]);
    expect(await desk.rows.countBy(TicketApologyRow, { ticketId })).toBe(1);
    // There is nobody to press any more.
    expect(await desk.rows.countBy(EscalationNoticeRow, { ticketId, mark: '100%', kind: 'resolve' })).toBe(0);
    expect(await closedAt(ticketId, 'overseer_list')).toBeNull();
  });

  it('and the apology is owed by whoever held it then, not by whoever holds it when it is seen', async () => {
    const { ticketId, version } = await bring(desk, desk.who, 'in_progress');
    desk.clock.set('2026-11-23 08:00');
    const to = { leadAgencyCode: 'SYT', remark: 'Việc của ngành y tế.' };
    await desk.transfer.execute({ ticketId, version, ...to }, by(desk.who.coordinator));
    await scanAt('2026-11-23 08:01');
    expect(await desk.rows.findOneByOrFail(TicketApologyRow, { ticketId })).toMatchObject({ agencyCode: WARD_AGENCY });
  });

  it('at the very deadline is in time', async () => {
    const { ticketId, version } = await bring(desk, desk.who, 'awaiting_approval');
    desk.clock.set('2026-11-20 16:30');
    const approved = await desk.approve.execute({ ticketId, version }, by(desk.who.head));
    await desk.publish.execute(approved, by(desk.who.coordinator));
    await scanAt('2026-11-23 08:01');
    expect(await fired(ticketId)).not.toContain('resolve 100%');
  });

  it('fires nothing more: a clock that was stopped, and one that stands still', async () => {
    const { ticketId } = await bring(desk, desk.who, 'in_progress');
    const pause = [{ fromAt: '2026-11-18T01:00:00.000Z', toAt: null, reason: 'awaiting_citizen' as const }];
    await desk.unitOfWork.run((transaction) =>
      managerOf(transaction).update(TicketClockRow, { ticketId, kind: 'resolve_holder' }, { pauses: pause }),
    );
    await scanAt('2026-11-20 16:20');
    expect(await fired(ticketId)).toEqual([]);
  });

  it('wins against a scan that had read the clock before', async () => {
    const { ticketId, version } = await bring(desk, desk.who, 'assigned');
    desk.clock.set('2026-11-17 15:00');
    const [accept] = (await desk.clocks(ticketId)).filter(({ kind }) => kind === 'accept');
    const loaded = await desk.stepStore.load([accept?.id ?? ''], desk.clock.now());
    expect(loaded).toHaveLength(1);
    await desk.accept.execute({ ticketId, version }, by(desk.who.handler));
    const decisions = loaded.map((each) => ({
      ...each,
      steps: { due: [], timer: null, firedMarks: '50%', unknown: [] },
    }));
    const nothing = { firings: [], notices: [], watches: [], breaches: [] };
    await expect(
      desk.unitOfWork.run((transaction) => desk.stepStore.write(transaction, decisions, nothing, () => null)),
    ).rejects.toThrow('stopped or moved');
    await desk.scanAll();
    expect(await fired(ticketId)).toEqual([]);
  });
});

describe('a mark', () => {
  it('fires once, though a command wrote the clock back as it was before', async () => {
    const { ticketId } = await bring(desk, desk.who, 'assigned');
    const [accept] = (await desk.clocks(ticketId)).filter(({ kind }) => kind === 'accept');
    await scanAt('2026-11-17 15:00');
    expect(await fired(ticketId)).toEqual(['accept 50%']);
    await desk.unitOfWork.run((transaction) =>
      managerOf(transaction).update(
        TicketClockRow,
        { id: accept?.id ?? '' },
        { timerMark: accept?.timerMark ?? null, timerAt: accept?.timerAt ?? null, firedMarks: '' },
      ),
    );
    await desk.scanAll();
    expect(await fired(ticketId)).toEqual(['accept 50%']);
    const after = await desk.rows.findOneByOrFail(TicketClockRow, { id: accept?.id ?? '' });
    expect(after).toMatchObject({ timerMark: '100%', firedMarks: '50%', timerAt: after.dueAt });
  });

  it('is passed over while its policy is switched off, and the ones after it fire again', async () => {
    const { ticketId } = await bring(desk, desk.who, 'assigned');
    await setPolicies('accept', false);
    await scanAt('2026-11-17 15:00');
    expect(await fired(ticketId)).toEqual([]);
    await setPolicies('accept', true);
    await scanAt('2026-11-18 08:01');
    expect((await fired(ticketId)).filter((step) => step.startsWith('accept'))).toEqual(['accept 100%']);
  });

  it('fires oldest first after an outage, however many of one clock have come', async () => {
    const tickets = [await bring(desk, desk.who, 'in_progress'), await bring(desk, desk.who, 'in_progress')];
    await scanAt('2026-11-23 09:00');
    for (const { ticketId } of tickets) {
      const rows = await desk.rows.find(EscalationFiringRow, { where: { ticketId, kind: 'resolve_holder' } });
      expect(rows.map(({ mark }) => mark).sort()).toEqual(['100%', '50%', '80%']);
    }
  });

  it('waits, and fires once, when the clock of the machine is set back', async () => {
    const { ticketId } = await bring(desk, desk.who, 'assigned');
    await scanAt('2026-11-17 15:00');
    await scanAt('2026-11-17 14:00');
    await scanAt('2026-11-17 15:00');
    expect(await fired(ticketId)).toEqual(['accept 50%']);
  });
});

describe('people', () => {
  it('of a complaint hear of it only at the centre, and pages that show lists hear of a step', async () => {
    const { ticketId } = await desk.open({ boundary: 'complaint', categoryCode: null });
    await desk.deliver();
    await scanAt('2026-11-20 09:00');
    const rows = await desk.rows.find(EscalationNoticeRow, { where: { ticketId } });
    expect(rows.length).toBeGreaterThan(0);
    const names = new Set(rows.map(({ recipientAccountId }) => desk.nameOf(recipientAccountId)));
    expect([...names].filter((name) => !['coordinator', 'director'].includes(name))).toEqual([]);
    const events = (await desk.deliver()).filter(({ type }) => type === 'escalation.fired');
    expect(events.length).toBeGreaterThan(0);
    expect(events.flatMap(({ audience }) => audience)).toEqual(events.map(() => `keeper:${CENTRE}`));
  });

  it('are told at once of an urgent step, also at night', async () => {
    desk.clock.set('2026-11-17 22:00');
    const { ticketId } = await desk.open();
    const [accept] = (await desk.clocks(ticketId)).filter(({ kind }) => kind === 'accept');
    if (accept === undefined) throw new Error('No clock to accept it by.');
    await desk.unitOfWork.run((transaction) =>
      managerOf(transaction).update(TicketClockRow, { id: accept.id }, { calendarCode: '24x7', limit: '30m24x7' }),
    );
    await desk.unitOfWork.run((transaction) =>
      managerOf(transaction).update(
        TicketClockRow,
        { id: accept.id },
        { dueAt: instant('2026-11-17 22:30'), timerAt: instant('2026-11-17 22:15') },
      ),
    );
    await scanAt('2026-11-17 22:16');
    const [notice] = await desk.rows.find(EscalationNoticeRow, { where: { clockId: accept.id } });
    expect(notice).toMatchObject({ atOnce: true, notBeforeAt: desk.clock.now() });
  });
});

it('writes no more statements for many clocks than for one', async () => {
  const statements = async (tickets: number): Promise<number> => {
    desk.clock.set('2026-11-17 08:00');
    for (let index = 0; index < tickets; index += 1) await bring(desk, desk.who, 'assigned');
    desk.clock.set('2026-11-17 15:00');
    const { dataSource } = desk;
    const before = dataSource.logger;
    const seen: string[] = [];
    dataSource.logger = { ...before, logQuery: (text: string) => void seen.push(text) };
    await desk.scan.run();
    dataSource.logger = before;
    return seen.length;
  };
  expect(await statements(12)).toBe(await statements(1));
});
