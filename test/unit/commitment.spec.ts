import { describe, expect, it } from '@jest/globals';
import { dayInVietnam } from '../../src/kernel/index.js';
import { instant } from '../support/clock.js';
import { provincePlanner } from '../support/planner.js';
import type { TicketClock } from '../../src/tickets/domain/clock.js';
import { holding } from '../../src/tickets/domain/clock-moves.js';
import {
  commitment,
  commitmentObstacle,
  committedOn,
  lastCommitment,
  promiseHoldings,
  reportDone,
} from '../../src/tickets/domain/commitment.js';
import type { LoadedTicket } from '../../src/tickets/domain/change.js';
import { promisedView } from '../../src/tickets/queries/commitment-view.js';
import { moveAgency } from '../../src/tickets/domain/move-agency.js';
import { reopenObstacle } from '../../src/tickets/domain/reopen.js';

const planner = provincePlanner();
const TICKET = {
  id: 'T',
  state: 'published',
  slaClass: 'K2',
  categoryCode: 'gt-mat-duong',
  priority: 'normal',
  leadAgencyCode: 'SXD',
  handlerAccountId: 'H',
  closeDueAt: instant('2026-12-15 16:30'),
} as LoadedTicket['ticket'];
const LOADED = { ticket: TICKET, clockCount: 4 };
const promise = (doneOn: string | null, at: string): TicketClock | null =>
  commitment(LOADED, { doneOn, authorAgencyCode: 'SXD' }, instant(at), planner);

describe('what an answer promises', () => {
  it.each([
    ['the work is done today', '2026-11-20', '2026-11-20 10:00', null],
    ['it was done before', '2026-11-18', '2026-11-20 10:00', null],
    // Published at night: in Viet Nam the day has come, wherever the machine is.
    ['its day has come', '2026-11-21', '2026-11-21 00:10', null],
    ['no day is named', null, '2026-11-20 10:00', null],
    ['tomorrow, said late in the evening', '2026-11-21', '2026-11-20 23:50', '2026-11-23 16:30'],
    ['a working day', '2026-11-30', '2026-11-20 10:00', '2026-11-30 16:30'],
    ['a Saturday', '2026-11-28', '2026-11-20 10:00', '2026-11-30 16:30'],
  ])('%s', (_, doneOn, at, due) => {
    const clock = promise(doneOn, at);
    expect(clock?.dueAt ?? null).toEqual(due === null ? null : instant(due));
    if (clock === null) return;
    expect(clock).toMatchObject({ position: 5, holderAgencyCode: 'SXD', holderAccountId: 'H', ladderVersion: 1 });
    // The day that was said, whenever it is due.
    expect(committedOn(clock)).toBe(doneOn);
  });
});

describe('the report that it is done', () => {
  const open = promise('2026-11-30', '2026-11-20 10:00') as TicketClock;
  const report = (at: string) =>
    reportDone({ ticket: TICKET, running: [open] } as unknown as LoadedTicket, open, {
      reportId: 'R',
      words: 'Đã thảm lại mặt đường.',
      actor: { accountId: 'H', agencyCode: 'SXD' },
      at: instant(at),
    });

  it.each([
    ['2026-11-25 09:00', false, '2026-12-15 16:30'],
    // At the very deadline is in time.
    ['2026-11-30 16:30', false, '2026-12-15 16:30'],
    // Late: the days for rating begin with what there is to rate.
    ['2026-12-07 09:00', true, '2026-12-22 09:00'],
  ])('at %s: late %s, to be rated until %s', (at, late, until) => {
    const { state, set, clocks, notes } = report(at);
    expect([state, set]).toEqual(['published', { commitmentDueAt: null, closeDueAt: instant(until) }]);
    expect(clocks).toMatchObject([{ id: open.id, stopReason: 'done_reported', stoppedAt: instant(at) }]);
    // What its photos belong to, which were there before it.
    expect(notes).toMatchObject([{ type: 'done_reported', data: { committedOn: '2026-11-30', late, remarkId: 'R' } }]);
  });

  it('is waited for before the ticket closes', () => {
    expect(commitmentObstacle({ running: [open] })).toBe(
      'Đơn vị hẹn xong thứ\u00a0Hai\u00a030/11/2026 mà chưa báo xong, nên phiếu chưa đóng được.',
    );
    expect(commitmentObstacle({ running: [] })).toBeNull();
  });
});

describe('a promise on its way', () => {
  const open = promise('2026-11-30', '2026-11-20 10:00') as TicketClock;
  const loaded = {
    ticket: { ...TICKET, commitmentDueAt: open.dueAt, reopenCount: 0, boundary: 'ordinary' },
    running: [open],
    ended: [],
    answer: null,
    apology: null,
    supports: [],
    extensions: [],
  } as unknown as LoadedTicket;

  it('goes with the ticket to whoever takes over from an agency, to the same deadline', () => {
    const takesOver = (code: string): string => (code === 'SXD' ? 'SXDMT' : code);
    const at = instant('2026-11-23 00:00');
    const moved = moveAgency(loaded, { takesOver, leads: takesOver, agencyOf: () => 'SXDMT', orderId: 'O', at });
    expect(moved?.set).toEqual({ leadAgencyCode: 'SXDMT', handlerAccountId: 'H' });
    expect(moved?.clocks).toEqual([{ ...open, holderAgencyCode: 'SXDMT' }]);
    // The line of who held it: as promised, and after one order or two.
    const order = (on: string, fromAgencyCode: string, agencyCode: string) =>
      ({ type: 'agency_changed', at: instant(on), data: { fromAgencyCode, agencyCode, orderId: 'O' } }) as const;
    const history = [order('2026-11-23 00:00', 'SXD', 'SXDMT'), order('2026-11-25 00:00', 'SXDMT', 'TTRA')];
    const after = holding(open, { agencyCode: 'TTRA', accountId: null }, 'published', instant('2026-11-25 00:00'));
    for (const [clock, holdings, line] of [
      [open, [], ['SXD 2026-11-20']],
      [moved?.clocks[0], moved?.holdings, ['SXD 2026-11-20', 'SXDMT 2026-11-23']],
      [
        moved?.clocks[0],
        [...(moved?.holdings ?? []), after],
        ['SXD 2026-11-20', 'SXDMT 2026-11-23', 'TTRA 2026-11-25'],
      ],
    ] as const) {
      const held = promiseHoldings(clock as TicketClock, holdings ?? [], history);
      expect(held.map(({ agencyCode, fromAt }) => `${agencyCode} ${dayInVietnam(fromAt)}`)).toEqual(line);
    }
  });

  it('may be asked about again as long as it is open, whatever the days for rating say', () => {
    const late = instant('2027-02-01 08:00');
    expect(reopenObstacle(loaded, late)).toBeNull();
    const kept = { ...loaded, ticket: { ...loaded.ticket, commitmentDueAt: null } };
    expect(reopenObstacle(kept, late)).toMatch(/^Đã quá 15 ngày/);
  });
});

describe('the promise that counts', () => {
  const open = promise('2026-11-30', '2026-11-20 10:00') as TicketClock;
  const at = (startedAt: string, parts: Partial<TicketClock>): TicketClock => ({
    ...open,
    startedAt: instant(startedAt),
    ...parts,
  });
  const resolve = at('2026-11-17 08:00', { id: 'R', kind: 'resolve', limit: '3wd' });
  const again = at('2026-12-02 08:00', { id: 'R2', kind: 'resolve', limit: '3wd' });
  const done = { ...open, stoppedAt: instant('2026-11-27 09:00'), stopReason: 'done_reported' as const };
  const next = at('2026-12-04 08:00', { id: 'N', limit: 'until2026-12-15' });

  const ended = { ...done, stopReason: 'reopened' as const };
  // Whether it stands, and whether the opening again has overtaken it: when, and as done or not.
  it.each<[string, TicketClock[], string | null, [string, boolean] | null]>([
    ['nothing was promised', [resolve], null, null],
    ['it is still open', [resolve, open], open.id, null],
    ['it was reported done', [resolve, done], open.id, null],
    ['opened again before it was kept', [resolve, ended, again], null, ['2026-11-27 09:00', false]],
    ['opened again after it was kept', [resolve, done, again], null, ['2026-12-02 08:00', true]],
    ['the next answer promises anew', [resolve, done, again, next], 'N', null],
  ])('%s', (_, clocks, id, overtaken) => {
    expect(lastCommitment(clocks)?.id ?? null).toBe(id);
    const view = promisedView(clocks, { history: [], remarks: [] }, instant('2026-12-20 08:00'));
    expect(view?.reopenedAt ? [view.reopenedAt, view.doneAt !== null] : null).toEqual(
      overtaken && [instant(overtaken[0]), overtaken[1]],
    );
    if (overtaken !== null) expect(view).toMatchObject({ on: '2026-11-30', late: false });
  });
});
