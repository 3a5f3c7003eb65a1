import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { EntityManager } from 'typeorm';
import { managerOf, type EntityClass } from '../../src/platform/database/index.js';
import { LeaseRow, Leases } from '../../src/platform/jobs/index.js';
import { TicketHistoryRow, TicketRow } from '../../src/tickets/index.js';
import { auditEntities, faultLine, type SavedAnchor } from '../../src/audit/index.js';
import { HistoryAnchorHeadRow, HistoryAnchorRow } from '../../src/audit/entities.js';
import { HistoryAnchors } from '../../src/audit/history-anchors.js';
import { HistoryAudit } from '../../src/audit/history-audit.js';
import { HistorySealing } from '../../src/audit/history-sealing.js';
import { ANSWER, bring, by, openDesk, people, type Desk, type People } from './tickets-desk.js';

jest.setTimeout(180_000);

let desk: Desk;
let who: People;
let anchors: HistoryAnchors;
let audit: HistoryAudit;
let sealing: HistorySealing;
let leases: Leases;

beforeAll(async () => {
  desk = await openDesk({ entities: [LeaseRow, ...auditEntities] });
  who = people();
  anchors = new HistoryAnchors(desk.unitOfWork, desk.reader, desk.clock);
  audit = new HistoryAudit(desk.reader, anchors);
  sealing = new HistorySealing(desk.unitOfWork, desk.reader);
  leases = new Leases(desk.unitOfWork, desk.reader, desk.clock);
});
afterAll(() => desk?.drop());

/** Whoever has the database in hand, without the service. */
const writing = <Args extends unknown[]>(work: (manager: EntityManager, ...args: Args) => Promise<unknown>) => {
  return (...args: Args): Promise<unknown> =>
    desk.unitOfWork.run((transaction) => work(managerOf(transaction), ...args));
};
const db = {
  update: writing((manager, row: EntityClass, where: object, change: object) => manager.update(row, where, change)),
  insert: writing((manager, row: EntityClass, values: object) => manager.insert(row, values)),
  delete: writing((manager, row: EntityClass, where: object) => manager.delete(row, where)),
  clear: writing((manager, row: EntityClass) => manager.createQueryBuilder().delete().from(row).execute()),
};

const lines = async (saved: readonly SavedAnchor[] = [], code?: string): Promise<string[]> => {
  const found: string[] = [];
  const summary = await audit.run({ saved, code, found: (fault) => found.push(faultLine(fault)) });
  expect(summary?.faults).toBe(found.length);
  return found;
};

const anchorOnce = async (name = 'history-anchor'): Promise<boolean> => {
  const lease = leases.lease(name);
  const made = (await lease.hold()) && (await anchors.makeDue(lease));
  await lease.release();
  return made;
};

/** What somebody with the database in hand does; put back by the returned function. */
async function tampered<T extends object>(
  row: new () => T,
  where: Partial<T>,
  change: Partial<T>,
): Promise<() => Promise<void>> {
  const before = await desk.rows.findOneByOrFail(row, where as never);
  await db.update(row, where, change);
  return async () => {
    await db.update(row, { ...where, ...change }, before);
  };
}

describe('histories as commands write them', () => {
  it('are whole, and each change, removal and exchange is found where it was made', async () => {
    desk.clock.set('2026-11-17 08:00');
    const at = await bring(desk, who, 'awaiting_publication');
    const { code } = await desk.ticket(at.ticketId);
    await bring(desk, who, 'awaiting_info');
    expect(await lines()).toEqual([]);
    const { ticketId } = at;

    const undo = await tampered(TicketHistoryRow, { ticketId, number: 3 }, { actorAgencyCode: 'SYT' });
    expect(await lines()).toEqual([`${code}, mục 3: mục này đã bị sửa, không khớp mã niêm phong.`]);
    expect(await lines([], code)).toHaveLength(1);
    await undo();

    const gone = await desk.rows.findOneByOrFail(TicketHistoryRow, { ticketId, number: 2 });
    await db.delete(TicketHistoryRow, { id: gone.id });
    expect(await lines()).toEqual([`${code}, mục 2: mục này đã bị bỏ đi.`]);
    await db.insert(TicketHistoryRow, gone);

    const exchange = async (): Promise<void> => {
      for (const [from, to] of [
        [3, 90],
        [4, 3],
        [90, 4],
      ])
        await db.update(TicketHistoryRow, { ticketId, number: from as number }, { number: to as number });
    };
    await exchange();
    expect(await lines()).toEqual([`${code}, mục 4: mục này bị đổi chỗ.`]);
    await exchange();

    const back = await tampered(TicketRow, { id: ticketId }, { historyLength: 4 });
    expect(await lines()).toEqual([`${code}, mục 5: mục này được thêm vào, không thuộc chuỗi đã niêm phong.`]);
    await back();
    expect(await lines()).toEqual([]);
  });

  it('go on while the audit reads', async () => {
    const at = await bring(desk, who, 'in_progress');
    const [faults] = await Promise.all([lines(), desk.submit.execute({ ...at, ...ANSWER }, by(who.handler))]);
    expect(faults).toEqual([]);
  });

  it('of one ticket that does not exist are not looked through', async () => {
    expect(await audit.run({ code: 'DN26-0000-0000', found: () => undefined })).toBeNull();
  });
});

describe('histories older than the chain', () => {
  const unseal = async (ticketId: string): Promise<void> => {
    await db.update(TicketHistoryRow, { ticketId }, { hash: '' });
    await db.update(TicketRow, { id: ticketId }, { historyHash: '' });
  };

  it('are sealed once and as a whole, by the job or by the next command', async () => {
    const [job, command, spoilt] = [
      await bring(desk, who, 'assigned'),
      await bring(desk, who, 'assigned'),
      await bring(desk, who, 'in_progress'),
    ];
    for (const { ticketId } of [job, command, spoilt]) await unseal(ticketId);
    expect(await lines()).toHaveLength(3);
    await desk.accept.execute(command, by(who.handler));
    expect(await lines([], (await desk.ticket(command.ticketId)).code)).toEqual([]);

    // One whose entries have hashes is not sealed again: that would cover up what was done to it.
    const last = { ticketId: spoilt.ticketId, number: 3 };
    await db.update(TicketHistoryRow, last, { hash: 'f'.repeat(64) });
    const lease = leases.lease('history-sealing');
    expect(await lease.hold()).toBe(true);
    expect(await sealing.isDone(lease)).toBe(false);
    while (await sealing.next(lease));
    expect(await sealing.isDone(lease)).toBe(true);
    await lease.release();
    const left = await lines();
    expect(left.length).toBeGreaterThan(0);
    const { code } = await desk.ticket(spoilt.ticketId);
    expect(left.every((line) => line.startsWith(code))).toBe(true);
    await db.update(TicketHistoryRow, last, { hash: '' });
    await desk.accept.execute(job, by(who.handler));
    const again = new HistorySealing(desk.unitOfWork, desk.reader);
    await db.update(LeaseRow, { name: 'history-sealing' }, { position: 0 });
    expect(await lease.hold()).toBe(true);
    while (await again.next(lease));
    await lease.release();
    expect(await lines()).toEqual([]);
  });
});

describe('anchors', () => {
  it('are made once a day, also for days on which nothing ran, and hold each end once', async () => {
    expect(await desk.rows.count(HistoryAnchorRow)).toBe(0);
    desk.clock.set('2026-11-18 00:00');
    expect(await anchorOnce()).toBe(true);
    expect(await anchorOnce()).toBe(false);
    const [first] = await anchors.latest(9);
    expect(first).toMatchObject({ day: '2026-11-17', previousRoot: '', headCount: await desk.rows.count(TicketRow) });

    desk.clock.set('2026-11-18 09:00');
    const at = await bring(desk, who, 'assigned');
    desk.clock.set('2026-11-21 07:00');
    expect(await anchorOnce()).toBe(true);
    const [second, ...rest] = await anchors.latest(9);
    expect(second).toMatchObject({ day: '2026-11-20', previousRoot: first?.root, headCount: 1 });
    expect(rest).toHaveLength(1);
    const { historyHash, historyLength } = await desk.ticket(at.ticketId);
    const [head] = await anchors.heads('2026-11-20', 9);
    expect(head).toMatchObject({ head: historyHash, length: historyLength });
    expect(JSON.stringify(head)).not.toContain(at.ticketId);

    desk.clock.set('2026-11-22 00:01');
    expect(await anchorOnce()).toBe(true);
    expect((await anchors.latest(1))[0]).toMatchObject({ day: '2026-11-21', headCount: 0 });
    expect(await lines()).toEqual([]);
  });

  it('are made by one process, and anew after one was killed in the middle', async () => {
    desk.clock.set('2026-11-22 10:00');
    await bring(desk, who, 'assigned');
    desk.clock.set('2026-11-23 00:01');
    await db.insert(HistoryAnchorHeadRow, {
      day: '2026-11-22',
      reference: 'a'.repeat(64),
      length: 1,
      head: 'b'.repeat(64),
    });
    const lost = leases.lease('history-anchor');
    expect(await lost.hold()).toBe(true);
    await db.update(LeaseRow, { name: 'history-anchor' }, { heldUntil: new Date(0) });
    expect(await anchorOnce()).toBe(true);
    await expect(anchors.makeDue(lost)).resolves.toBe(false);
    expect((await anchors.latest(1))[0]).toMatchObject({ day: '2026-11-22', headCount: 1 });
    expect(await lines()).toEqual([]);
  });

  it('find what is written anew with all its hashes, an end cut off, and a ticket that is gone', async () => {
    const tickets = await desk.rows.find(TicketRow, { where: { state: 'awaiting_publication' } });
    const [{ id: ticketId, code }] = tickets as [TicketRow];
    const entries = await desk.rows.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'ASC' } });
    const before = await desk.ticket(ticketId);

    // The end cut off, with the ticket made to fit: the chain alone is whole.
    const cut = entries.slice(0, -1);
    await db.delete(TicketHistoryRow, { id: entries.at(-1)?.id as string });
    await db.update(
      TicketRow,
      { id: ticketId },
      { historyLength: cut.length, historyHash: cut.at(-1)?.hash as string },
    );
    expect(await lines()).toEqual([
      `${code}, mục ${entries.length}: có trong niêm phong ngày 2026-11-17, nay không còn (lịch sử bị cắt).`,
    ]);
    await db.insert(TicketHistoryRow, entries.at(-1) ?? {});
    const { historyLength, historyHash } = before;
    await db.update(TicketRow, { id: ticketId }, { historyLength, historyHash });

    // All hashes wiped, an entry changed, and sealed anew by the service itself.
    await db.update(TicketHistoryRow, { ticketId }, { hash: '' });
    await db.update(TicketHistoryRow, { ticketId, number: 3 }, { actorId: 'X' });
    await db.update(TicketRow, { id: ticketId }, { historyHash: '' });
    await db.update(LeaseRow, { name: 'history-sealing' }, { position: 0 });
    const lease = leases.lease('history-sealing');
    expect(await lease.hold()).toBe(true);
    const again = new HistorySealing(desk.unitOfWork, desk.reader);
    while (await again.next(lease));
    await lease.release();
    expect(await lines()).toEqual([
      `${code}, mục ${entries.length} trở về trước: đã bị viết lại sau niêm phong ngày 2026-11-17.`,
    ]);

    // The whole ticket taken away.
    await db.delete(TicketHistoryRow, { ticketId });
    await db.delete(TicketRow, { id: ticketId });
    expect(await lines()).toEqual([
      expect.stringMatching(/^Phiếu có dấu [0-9a-f]{64} trong niêm phong ngày 2026-11-17 không còn/),
    ]);
    await db.insert(TicketRow, before);
    for (const entry of entries) await db.insert(TicketHistoryRow, entry);
    expect(await lines()).toEqual([]);
  });

  it('that were changed are found by themselves; made anew, by what somebody has kept', async () => {
    const kept = (await anchors.latest(9)).map(({ day, root }) => ({ day, root }));
    expect(await lines(kept)).toEqual([]);
    const undo = await tampered(HistoryAnchorHeadRow, { day: '2026-11-20' }, { length: 7 });
    expect(await lines()).toContain(
      'Niêm phong ngày 2026-11-20: tính lại ra giá trị khác, dữ liệu niêm phong đã bị sửa.',
    );
    await undo();
    const back = await tampered(HistoryAnchorRow, { day: '2026-11-20' }, { previousRoot: '0'.repeat(64) });
    expect(await lines()).toContain('Niêm phong ngày 2026-11-20: không nối với niêm phong trước nó.');
    await back();
    expect(await lines(kept)).toEqual([]);

    // All anchors thrown away and made again: whole by themselves, but not those that were published.
    await db.clear(HistoryAnchorRow);
    await db.clear(HistoryAnchorHeadRow);
    expect(await anchorOnce()).toBe(true);
    expect(await lines()).toEqual([]);
    expect(await lines(kept)).toContain('Niêm phong ngày 2026-11-17: có trong bản đã lưu, nay không còn.');
    expect(await lines(kept)).toContain('Niêm phong ngày 2026-11-22: khác bản đã lưu, niêm phong đã bị làm lại.');
  });
});
