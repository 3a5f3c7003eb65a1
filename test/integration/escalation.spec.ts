import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { managerOf } from '../../src/platform/database/index.js';
import { EscalationFiringRow, EscalationNoticeRow, TicketWatchRow } from '../../src/escalation/index.js';
import { TicketApologyRow, TicketClockRow, TicketRow } from '../../src/tickets/index.js';
import { instant } from '../support/index.js';
import { openEscalationDesk, type EscalationDesk } from './escalation-desk.js';
import { ANSWER, bring, by, WARD_AGENCY } from './tickets-desk.js';

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
