import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { newId } from '../../src/kernel/index.js';
import { ClockHoldingRow, TicketHistoryRow, TicketReporterRow, TicketRow } from '../../src/tickets/index.js';
import { OutboxEventRow } from '../../src/platform/outbox/outbox.js';
import { instant } from '../support/index.js';
import {
  bring,
  by,
  CENTRE,
  ITSELF,
  newTicket,
  openDesk,
  people,
  staff,
  WARD_AGENCY,
  type Desk,
} from './tickets-desk.js';

jest.setTimeout(120_000);

describe('OpenTicket', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk?.drop());

  const history = (ticketId: string) =>
    desk.rows.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'ASC' } });
  const events = (aggregateId: string) =>
    desk.rows.find(OutboxEventRow, { where: { aggregateId }, order: { id: 'ASC' } });
  const clockLines = async (ticketId: string) =>
    (await desk.clocks(ticketId)).map(
      (c) => `${c.position} ${c.kind} ${c.holderAgencyCode} ${c.limit} ${c.stopReason ?? 'running'}`,
    );

  it('routes at once: assigned to the ward, every clock by its rule, the story begins', async () => {
    desk.clock.set('2026-11-17 08:00');
    const opened = await desk.open({ receivedAt: instant('2026-11-17 07:50') });
    expect(opened).toMatchObject({ version: 1, state: 'assigned', leadAgencyCode: WARD_AGENCY, slaClass: 'K2' });
    expect(opened.code).toMatch(/^DN26-\d{4}-\d{4}$/);
    expect(desk.codes.parse(opened.code)).toEqual({ ok: true, code: opened.code });
    const ticket = await desk.ticket(opened.ticketId);
    expect(ticket).toMatchObject({
      isOpen: true,
      visibility: 'public',
      urgent: false,
      routeMissing: null,
      historyLength: 2,
      assignedAt: instant('2026-11-17 08:00'),
      receivedAt: instant('2026-11-17 07:50'),
      createdAt: instant('2026-11-17 08:00'),
      // Three working days after Tuesday: Friday's close.
      resolveDueAt: instant('2026-11-20 16:30'),
      listDueAt: instant('2026-11-20 16:30'),
    });
    expect(ticket.routeReason).not.toBe('');
    expect(await clockLines(ticket.id)).toEqual([
      `1 classify ${CENTRE} 2h assigned`,
      `2 resolve ${WARD_AGENCY} 3wd running`,
      `3 accept ${WARD_AGENCY} 8h running`,
      `4 resolve_holder ${WARD_AGENCY} 3wd running`,
    ]);
    const [classify, resolve, accept, holder] = await desk.clocks(ticket.id);
    expect(classify).toMatchObject({ startedAt: instant('2026-11-17 08:00'), stoppedAt: instant('2026-11-17 08:00') });
    expect(resolve).toMatchObject({ startedAt: instant('2026-11-17 07:50'), stoppedAt: null, pauses: [] });
    expect(accept).toMatchObject({ startedAt: instant('2026-11-17 08:00'), dueAt: instant('2026-11-18 08:00') });
    expect(holder).toMatchObject({ startedAt: instant('2026-11-17 08:00'), dueAt: instant('2026-11-20 16:30') });
    expect((await history(ticket.id)).map(({ number, type, actorKind }) => [number, type, actorKind])).toEqual([
      [1, 'opened', 'system'],
      [2, 'routed', 'system'],
    ]);
    expect((await events(ticket.id)).map(({ type, version, audience }) => [type, version, audience])).toEqual([
      ['ticket.received', 1, ['centre', `agency:${WARD_AGENCY}`]],
      ['ticket.assigned', 1, ['centre', `agency:${WARD_AGENCY}`]],
    ]);
  });

  it('takes six statements', async () => {
    const statements = await desk.unitOfWork.run(async (transaction) => {
      const sent = desk.watch(transaction);
      await desk.openTicket.open(transaction, newTicket(desk.clock), ITSELF);
      return sent;
    });
    expect(statements.map((sql) => /^insert into (\w+)/.exec(sql)?.[1])).toEqual([
      'ticket',
      'ticket_reporter',
      'ticket_clock',
      'clock_holding',
      'ticket_history',
      'outbox_event',
    ]);
  });

  it.each([
    ['no category', { categoryCode: null }, 'category'],
    ['no ward', { wardCode: null }, 'ward'],
    ['no subject', { categoryCode: 'tthc-tre-han' }, 'subject'],
  ])('waits for a coordinator with %s', async (_, input, missing) => {
    desk.clock.set('2026-11-17 08:00');
    const opened = await desk.open(input);
    expect(opened).toMatchObject({ state: 'received', leadAgencyCode: null });
    const ticket = await desk.ticket(opened.ticketId);
    expect(ticket).toMatchObject({ routeMissing: missing, assignedAt: null, leadAgencyCode: null });
    const classify = (await desk.clocks(ticket.id)).find((clock) => clock.kind === 'classify');
    expect(classify).toMatchObject({ stoppedAt: null, dueAt: instant('2026-11-17 10:00') });
    if (missing === 'category') {
      expect(ticket).toMatchObject({
        slaClass: null,
        resolveDueAt: null,
        listDueAt: instant('2026-11-17 10:00'),
        visibility: 'private',
      });
    }
    expect((await history(ticket.id)).at(-1)).toMatchObject({ type: 'kept_for_triage', data: { missing } });
    expect((await events(ticket.id)).map(({ type, audience }) => [type, audience])).toEqual([
      ['ticket.received', ['centre']],
    ]);
  });

  it.each(['complaint', 'denunciation'] as const)(
    'keeps a %s at the centre, private, for two working days',
    async (boundary) => {
      desk.clock.set('2026-11-17 08:00');
      const opened = await desk.open({ boundary });
      expect(opened).toMatchObject({ state: 'received', leadAgencyCode: CENTRE, slaClass: 'K6' });
      const ticket = await desk.ticket(opened.ticketId);
      expect(ticket).toMatchObject({
        categoryCode: 'khac-kntc',
        visibility: 'private',
        assignedAt: null,
        resolveDueAt: instant('2026-11-19 16:30'),
      });
      expect((await clockLines(ticket.id)).slice(0, 2)).toEqual([
        `1 classify ${CENTRE} 2h kept_by_centre`,
        `2 resolve ${CENTRE} 2wd running`,
      ]);
      expect((await events(ticket.id)).map(({ type, audience }) => [type, audience])).toEqual([
        ['ticket.received', [`keeper:${CENTRE}`]],
      ]);
    },
  );

  it('takes what is filed under complaints for one, whatever was said of it', async () => {
    const opened = await desk.open({ categoryCode: 'khac-kntc', boundary: 'ordinary' });
    expect(await desk.ticket(opened.ticketId)).toMatchObject({
      boundary: 'complaint',
      state: 'received',
      visibility: 'private',
    });
  });

  it('judges an emergency by the urgent class, day and night', async () => {
    desk.clock.set('2026-11-22 02:00'); // a Sunday night
    const opened = await desk.open({ boundary: 'emergency' });
    expect(opened).toMatchObject({ state: 'assigned', slaClass: 'K1' });
    expect(await desk.ticket(opened.ticketId)).toMatchObject({ urgent: true });
    const clocks = await desk.clocks(opened.ticketId);
    const due = (kind: string) => clocks.find((clock) => clock.kind === kind)?.dueAt;
    expect(due('act')).toEqual(instant('2026-11-22 06:00'));
    expect(due('accept')).toEqual(instant('2026-11-22 02:30'));
    // One working day after Monday, where the start moves to; Tuesday 24/11 is the Day of Vietnamese Culture.
    expect(due('resolve')).toEqual(instant('2026-11-25 16:30'));
  });

  it('is urgent even before anybody knows what it is about', async () => {
    desk.clock.set('2026-11-22 02:00');
    const opened = await desk.open({ boundary: 'emergency', categoryCode: null });
    expect(opened).toMatchObject({ state: 'received', slaClass: 'K1' });
    const clocks = await desk.clocks(opened.ticketId);
    expect(clocks.map(({ kind, holderAgencyCode }) => `${kind} ${holderAgencyCode}`)).toEqual([
      `classify ${CENTRE}`,
      `resolve ${CENTRE}`,
      `act ${CENTRE}`,
    ]);
    expect(clocks[0]?.dueAt).toEqual(instant('2026-11-22 02:15'));
  });

  it('counts end to end from when it was sent, and the time until it came here as the centre’s', async () => {
    desk.clock.set('2026-11-17 08:00');
    const sent = instant('2026-11-16 09:00');
    const opened = await desk.open({ channel: 'national', externalId: `n-${newId()}`, receivedAt: sent });
    const clocks = await desk.clocks(opened.ticketId);
    const resolve = clocks.find((clock) => clock.kind === 'resolve');
    expect(resolve).toMatchObject({ startedAt: sent, dueAt: instant('2026-11-19 16:30') });
    const held = await desk.rows.find(ClockHoldingRow, {
      where: { clockId: resolve?.id ?? '' },
      order: { fromAt: 'ASC' },
    });
    expect(held.map(({ agencyCode, fromAt }) => [agencyCode, fromAt])).toEqual([
      [CENTRE, sent],
      [WARD_AGENCY, instant('2026-11-17 08:00')],
    ]);
  });

  it('does not believe a watch that is ahead', async () => {
    desk.clock.set('2026-11-17 08:00');
    const opened = await desk.open({ receivedAt: instant('2026-11-19 08:00') });
    expect((await desk.ticket(opened.ticketId)).receivedAt).toEqual(instant('2026-11-17 08:00'));
  });

  it('keeps the person apart, also out of the words', async () => {
    const opened = await desk.open({
      words: 'Tôi là nguyễn thị thử nghiệm, 0900 000 123, thư thu.nghiem@example.vn. Ổ gà trước nhà.',
      placeText: 'Nhà Nguyễn Thị Thử Nghiệm, hẻm 5',
    });
    const ticket = await desk.ticket(opened.ticketId);
    expect(ticket.words).toBe('Tôi là [người gửi], [người gửi], thư [người gửi]. Ổ gà trước nhà.');
    expect(ticket.placeText).toBe('Nhà [người gửi], hẻm 5');
    const reporter = await desk.rows.findOneByOrFail(TicketReporterRow, { ticketId: ticket.id });
    expect(reporter).toMatchObject({ name: 'Nguyễn Thị Thử Nghiệm', phone: '+84900000123', anonymous: false });
    expect(reporter.wordsAsSent).toContain('0900 000 123');
  });

  it('creates one ticket of what a channel delivers twice', async () => {
    const delivery = { channel: 'email' as const, externalId: `<${newId()}@mail.example.vn>` };
    const first = await desk.open(delivery);
    await expect(desk.open(delivery)).rejects.toMatchObject({ kind: 'conflict' });
    expect(await desk.queries.byExternalId('email', delivery.externalId)).toEqual({
      ticketId: first.ticketId,
      code: first.code,
    });
    expect(await desk.queries.byExternalId('zalo', delivery.externalId)).toBeNull();
    // The same id of another channel is another thing.
    await expect(desk.open({ ...delivery, channel: 'zalo' })).resolves.toMatchObject({ version: 1 });
  });

  it('draws again when the code is taken, and leaves nothing of the attempt', async () => {
    const taken = await desk.open();
    const draw = jest.spyOn(desk.codes, 'draw').mockReturnValueOnce(taken.code).mockReturnValueOnce(taken.code);
    try {
      const opened = await desk.open();
      expect(opened.code).not.toBe(taken.code);
      expect(draw).toHaveBeenCalledTimes(3);
      expect(await desk.rows.countBy(TicketRow, { code: taken.code })).toBe(1);
      expect(await desk.rows.countBy(TicketHistoryRow, { ticketId: opened.ticketId })).toBe(2);
    } finally {
      draw.mockRestore();
    }
  });

  it('gives up when every code is taken, and writes nothing', async () => {
    const taken = await desk.open();
    const before = await desk.rows.count(TicketRow);
    const draw = jest.spyOn(desk.codes, 'draw').mockReturnValue(taken.code);
    try {
      await expect(desk.open()).rejects.toThrow();
    } finally {
      draw.mockRestore();
    }
    expect(await desk.rows.count(TicketRow)).toBe(before);
  });

  it('refuses a category that does not exist', async () => {
    await expect(desk.open({ categoryCode: 'khong-co' })).rejects.toMatchObject({
      kind: 'invalid-input',
      fields: [{ field: 'categoryCode' }],
    });
  });

  it('shows the staff who entered a denunciation only to whoever entered it', async () => {
    const who = people();
    const opened = await desk.open(
      { boundary: 'denunciation', enteredByAccountId: who.operator.accountId },
      by(who.operator),
    );
    await expect(desk.queries.detail(who.operator, opened.ticketId)).resolves.toMatchObject({ code: opened.code });
    await expect(desk.queries.detail(staff('operator', CENTRE), opened.ticketId)).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  it('is where the other suites begin', async () => {
    const at = await bring(desk, people(), 'awaiting_publication');
    expect(await desk.ticket(at.ticketId)).toMatchObject({ state: 'awaiting_publication', version: 4 });
  });
});
