import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { OutboxEventRow } from '../../src/platform/outbox/outbox.js';
import { IdempotencyRow } from '../../src/platform/database/index.js';
import {
  ClockHoldingRow,
  TicketAnswerRow,
  TicketHistoryRow,
  TicketRemarkRow,
  type NewTicket,
} from '../../src/tickets/index.js';
import { instant } from '../support/index.js';
import {
  ANSWER,
  bring,
  by,
  CENTRE,
  openDesk,
  people,
  staff,
  WARD,
  WARD_AGENCY,
  type Desk,
  type People,
} from './tickets-desk.js';

jest.setTimeout(120_000);

let desk: Desk;
let who: People;
beforeAll(async () => {
  desk = await openDesk();
  who = people();
});
afterAll(() => desk?.drop());
beforeEach(() => desk.clock.set('2026-11-17 08:00'));

const clockOf = async (ticketId: string, kind: string) =>
  (await desk.clocks(ticketId)).filter((clock) => clock.kind === kind).at(-1);
const history = (ticketId: string) =>
  desk.rows.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'ASC' } });
const answers = (ticketId: string) =>
  desk.rows.find(TicketAnswerRow, { where: { ticketId }, order: { number: 'ASC' } });
const lastEvent = async (aggregateId: string) =>
  (await desk.rows.find(OutboxEventRow, { where: { aggregateId }, order: { id: 'DESC' }, take: 1 }))[0];
const citizenReads = async (ticketId: string): Promise<string[]> =>
  (await desk.tracking.byToken(desk.links.tokenFor(ticketId))).story.map(({ type }) => type);
const holders = async (ticketId: string, kind: string) => {
  const clock = await clockOf(ticketId, kind);
  const held = await desk.rows.find(ClockHoldingRow, {
    where: { clockId: clock?.id ?? '' },
    order: { fromAt: 'ASC', id: 'ASC' },
  });
  return held.map(({ agencyCode, accountId, stage }) => [agencyCode, accountId, stage]);
};

describe('ClassifyTicket', () => {
  const received = (ticket: Partial<NewTicket> = {}) => desk.open({ categoryCode: null, wardCode: null, ...ticket });

  it('names the agency by the rules and starts its clocks', async () => {
    const at = await received();
    desk.clock.set('2026-11-17 09:00');
    const done = await desk.classify.execute(
      { ...at, categoryCode: 'gt-mat-duong', wardCode: WARD },
      by(who.coordinator),
    );
    expect(done).toEqual({ ticketId: at.ticketId, code: at.code, version: 2, state: 'assigned' });
    expect(await desk.ticket(at.ticketId)).toMatchObject({
      categoryCode: 'gt-mat-duong',
      wardCode: WARD,
      leadAgencyCode: WARD_AGENCY,
      slaClass: 'K2',
      visibility: 'public',
      routeMissing: null,
      assignedAt: instant('2026-11-17 09:00'),
      resolveDueAt: instant('2026-11-20 16:30'),
      listDueAt: instant('2026-11-20 16:30'),
    });
    expect(await clockOf(at.ticketId, 'classify')).toMatchObject({
      stopReason: 'assigned',
      stoppedAt: instant('2026-11-17 09:00'),
    });
    expect(await clockOf(at.ticketId, 'accept')).toMatchObject({
      startedAt: instant('2026-11-17 09:00'),
      stoppedAt: null,
    });
    expect(await clockOf(at.ticketId, 'resolve_holder')).toMatchObject({ startedAt: instant('2026-11-17 09:00') });
    // End to end it began when the citizen sent it, and the centre had it until now.
    expect(await clockOf(at.ticketId, 'resolve')).toMatchObject({ startedAt: instant('2026-11-17 08:00') });
    expect(await holders(at.ticketId, 'resolve')).toEqual([
      [CENTRE, null, 'received'],
      [WARD_AGENCY, null, 'assigned'],
    ]);
    expect((await history(at.ticketId)).at(-1)).toMatchObject({
      type: 'classified',
      actorId: who.coordinator.accountId,
      data: { agencyCode: WARD_AGENCY, categoryCode: 'gt-mat-duong' },
    });
    expect(await lastEvent(at.ticketId)).toMatchObject({
      type: 'ticket.assigned',
      version: 2,
      data: { agencyCode: WARD_AGENCY, slaClass: 'K2', reason: 'classified' },
      audience: ['centre', `agency:${WARD_AGENCY}`],
    });
  });

  it.each([
    ['no ward', { categoryCode: 'gt-mat-duong' }, 'wardCode'],
    ['no subject', { categoryCode: 'tthc-tre-han' }, 'subjectAgencyCode'],
    ['an unknown category', { categoryCode: 'khong-co' }, 'categoryCode'],
    ['an unknown ward', { categoryCode: 'gt-mat-duong', wardCode: '00000' }, 'wardCode'],
    ['an unknown subject', { categoryCode: 'tthc-tre-han', subjectAgencyCode: 'XYZ' }, 'subjectAgencyCode'],
    ['an unknown lead', { categoryCode: 'gt-mat-duong', leadAgencyCode: 'XYZ' }, 'leadAgencyCode'],
    [
      'the agency complained about as its own judge',
      { categoryCode: 'cbcc-thai-do', subjectAgencyCode: 'SXD', leadAgencyCode: 'SXD' },
      'leadAgencyCode',
    ],
  ])('refuses %s, beside the field', async (_, input, field) => {
    const at = await received();
    await expect(desk.classify.execute({ ...at, ...input }, by(who.coordinator))).rejects.toMatchObject({
      kind: 'invalid-input',
      fields: [{ field, message: expect.stringMatching(/\p{L}/u) }],
    });
    expect(await desk.ticket(at.ticketId)).toMatchObject({ version: 1, state: 'received' });
  });

  it('lets the coordinator name another lead, and keeps why', async () => {
    const at = await received();
    const input = {
      ...at,
      categoryCode: 'gt-mat-duong',
      wardCode: WARD,
      leadAgencyCode: 'SXD',
      remark: 'Đường tỉnh, Sở quản lý.',
    };
    await desk.classify.execute(input, by(who.coordinator));
    expect(await desk.ticket(at.ticketId)).toMatchObject({
      leadAgencyCode: 'SXD',
      routeRuleId: null,
      routeReason: 'Điều phối viên chỉ định Sở Xây dựng chủ trì.',
      slaClass: 'K2',
    });
    const remark = await desk.rows.findOneByOrFail(TicketRemarkRow, { ticketId: at.ticketId });
    expect(remark).toMatchObject({
      kind: 'classification',
      text: 'Đường tỉnh, Sở quản lý.',
      authorAccountId: who.coordinator.accountId,
    });
    expect((await history(at.ticketId)).at(-1)?.data).toMatchObject({ remarkId: remark.id });
  });

  it('sees a complaint in it: the centre keeps it, and no agency hears of it', async () => {
    const at = await received();
    const done = await desk.classify.execute({ ...at, categoryCode: 'khac-kntc' }, by(who.coordinator));
    expect(done).toMatchObject({ state: 'received', version: 2 });
    expect(await desk.ticket(at.ticketId)).toMatchObject({
      boundary: 'complaint',
      slaClass: 'K6',
      leadAgencyCode: CENTRE,
      visibility: 'private',
    });
    expect(await clockOf(at.ticketId, 'classify')).toMatchObject({ stopReason: 'kept_by_centre' });
    expect(await clockOf(at.ticketId, 'resolve')).toMatchObject({
      dueAt: instant('2026-11-19 16:30'),
      stoppedAt: null,
    });
    expect(await lastEvent(at.ticketId)).toMatchObject({
      type: 'ticket.kept_by_centre',
      data: { kind: 'complaint' },
      audience: ['centre', `keeper:${CENTRE}`],
    });
  });

  it('gives a supposed complaint that is none its ordinary way: same start, new limit', async () => {
    const at = await desk.open({ boundary: 'complaint' });
    desk.clock.set('2026-11-17 10:00');
    const { ticketId, version } = at;
    await desk.classify.execute({ ticketId, version, categoryCode: 'gt-mat-duong' }, by(who.coordinator));
    expect(await desk.ticket(ticketId)).toMatchObject({
      boundary: 'ordinary',
      state: 'assigned',
      leadAgencyCode: WARD_AGENCY,
      visibility: 'public',
    });
    const resolve = (await desk.clocks(at.ticketId)).filter((clock) => clock.kind === 'resolve');
    expect(resolve).toHaveLength(1);
    expect(resolve[0]).toMatchObject({
      startedAt: instant('2026-11-17 08:00'),
      dueAt: instant('2026-11-20 16:30'),
      limit: '3wd',
    });
  });

  it('stops the act clock of an emergency that is none', async () => {
    const at = await desk.open({ boundary: 'emergency', categoryCode: null });
    await desk.classify.execute({ ...at, categoryCode: 'gt-mat-duong', boundary: 'ordinary' }, by(who.coordinator));
    expect(await desk.ticket(at.ticketId)).toMatchObject({ urgent: false, slaClass: 'K2' });
    expect(await clockOf(at.ticketId, 'act')).toMatchObject({ stopReason: 'reclassified' });
  });
});

describe('from acceptance to publication', () => {
  it('runs and stops every clock by its rule, with agency and person', async () => {
    const opened = await desk.open();
    const { ticketId } = opened;
    desk.clock.set('2026-11-17 09:00');
    const accepted = await desk.accept.execute(opened, by(who.handler));
    expect(accepted).toEqual({ ticketId, code: opened.code, version: 2, state: 'in_progress' });
    expect(await desk.ticket(ticketId)).toMatchObject({ handlerAccountId: who.handler.accountId });
    expect(await clockOf(ticketId, 'accept')).toMatchObject({
      stoppedAt: instant('2026-11-17 09:00'),
      stopReason: 'accepted',
    });
    expect(await clockOf(ticketId, 'resolve_holder')).toMatchObject({
      holderAccountId: who.handler.accountId,
      stoppedAt: null,
    });
    expect(await lastEvent(ticketId)).toMatchObject({
      type: 'ticket.accepted',
      version: 2,
      data: { agencyCode: WARD_AGENCY, accountId: who.handler.accountId },
    });

    desk.clock.set('2026-11-17 14:00');
    const submitted = await desk.submit.execute({ ...accepted, ...ANSWER }, by(who.handler));
    expect(submitted).toMatchObject({ version: 3, state: 'awaiting_approval' });
    expect(await clockOf(ticketId, 'resolve')).toMatchObject({ stoppedAt: null, holderAccountId: null });

    desk.clock.set('2026-11-17 15:00');
    const approved = await desk.approve.execute(submitted, by(who.head));
    expect(approved).toMatchObject({ version: 4, state: 'awaiting_publication' });
    expect(await desk.ticket(ticketId)).toMatchObject({ answeredAt: instant('2026-11-17 15:00') });
    expect(await clockOf(ticketId, 'resolve')).toMatchObject({ stoppedAt: null });
    expect(await clockOf(ticketId, 'resolve_holder')).toMatchObject({ stoppedAt: null });
    expect(await clockOf(ticketId, 'publish')).toMatchObject({
      startedAt: instant('2026-11-17 15:00'),
      dueAt: instant('2026-11-19 16:30'),
      holderAgencyCode: CENTRE,
      stoppedAt: null,
    });

    desk.clock.set('2026-11-18 10:00');
    const published = await desk.publish.execute(approved, by(who.coordinator));
    expect(published).toMatchObject({ version: 5, state: 'published' });
    // The answer that passed had entered the gate yesterday: there the clocks of the answer stopped.
    const stoppedAt = instant('2026-11-17 15:00');
    expect(await clockOf(ticketId, 'resolve')).toMatchObject({ stoppedAt, stopReason: 'answered' });
    expect(await clockOf(ticketId, 'resolve_holder')).toMatchObject({ stoppedAt, stopReason: 'answered' });
    expect(await clockOf(ticketId, 'publish')).toMatchObject({
      stoppedAt: instant('2026-11-18 10:00'),
      stopReason: 'published',
    });
    expect((await desk.clocks(ticketId)).filter((clock) => clock.stoppedAt === null)).toEqual([]);
    expect(await desk.ticket(ticketId)).toMatchObject({
      isOpen: false,
      publishedAt: instant('2026-11-18 10:00'),
      closedAt: null,
    });

    expect(await holders(ticketId, 'resolve')).toEqual([
      [WARD_AGENCY, null, 'assigned'],
      [WARD_AGENCY, who.handler.accountId, 'in_progress'],
      [WARD_AGENCY, null, 'awaiting_approval'],
      [CENTRE, null, 'awaiting_publication'],
    ]);
    expect(await holders(ticketId, 'accept')).toEqual([[WARD_AGENCY, null, 'assigned']]);
    expect(await answers(ticketId)).toEqual([
      expect.objectContaining({
        ...ANSWER,
        number: 1,
        status: 'published',
        submittedByAccountId: who.handler.accountId,
        approvedByAccountId: who.head.accountId,
        publishedByAccountId: who.coordinator.accountId,
        privateReason: null,
      }),
    ]);
    const story = await history(ticketId);
    expect(story.map(({ number, type }) => `${number} ${type}`)).toEqual([
      '1 opened',
      '2 routed',
      '3 accepted',
      '4 answer_submitted',
      '5 answer_approved',
      '6 published',
    ]);
    expect((await desk.ticket(ticketId)).historyLength).toBe(6);
    expect(story.slice(2).map(({ actorId }) => actorId)).toEqual(
      [who.handler, who.handler, who.head, who.coordinator].map(({ accountId }) => accountId),
    );
    const text = JSON.stringify(story.map(({ data }) => data));
    for (const free of [ANSWER.found, ANSWER.done, ANSWER.inCharge, '900000123', 'Thử Nghiệm'])
      expect(text).not.toContain(free);
  });

  it('sends the answer back from the head: no clock stands still, the next answer is a new one', async () => {
    const at = await bring(desk, who, 'awaiting_approval');
    const due = (await clockOf(at.ticketId, 'resolve_holder'))?.dueAt;
    desk.clock.set('2026-11-17 14:00');
    const back = await desk.sendBack.execute({ ...at, remarks: 'Ghi rõ vá bằng gì.' }, by(who.head));
    expect(back).toMatchObject({ state: 'in_progress' });
    expect(await clockOf(at.ticketId, 'resolve_holder')).toMatchObject({
      pauses: [],
      dueAt: due,
      holderAccountId: who.handler.accountId,
    });
    expect((await answers(at.ticketId))[0]).toMatchObject({
      status: 'returned',
      returnedBy: 'head',
      returnedRemarks: 'Ghi rõ vá bằng gì.',
      returnedByAccountId: who.head.accountId,
    });
    expect(await lastEvent(at.ticketId)).toMatchObject({
      type: 'ticket.answer_returned',
      data: { by: 'head', agencyCode: WARD_AGENCY },
    });
    // What an agency and its head settle between themselves is not the citizen's story.
    expect(await citizenReads(at.ticketId)).not.toContain('answer_returned');
    await desk.submit.execute({ ...back, ...ANSWER, done: 'Vá bằng bê tông nhựa nóng.' }, by(who.handler));
    expect((await answers(at.ticketId)).map(({ number, status, done }) => [number, status, done])).toEqual([
      [1, 'returned', ANSWER.done],
      [2, 'submitted', 'Vá bằng bê tông nhựa nóng.'],
    ]);
  });

  it('sends the answer back from the gate: end to end it ran on, for the holder the review was a pause', async () => {
    const at = await bring(desk, who, 'awaiting_publication'); // approved at 08:00 on 17/11
    const endToEnd = (await clockOf(at.ticketId, 'resolve'))?.dueAt;
    desk.clock.set('2026-11-17 10:00');
    const back = await desk.sendBack.execute({ ...at, remarks: 'Chưa nói khi nào xong.' }, by(who.coordinator));
    expect(back).toMatchObject({ state: 'in_progress' });
    expect(await desk.ticket(at.ticketId)).toMatchObject({ answeredAt: null });
    expect(await clockOf(at.ticketId, 'resolve')).toMatchObject({ stoppedAt: null, dueAt: endToEnd, pauses: [] });
    const holder = await clockOf(at.ticketId, 'resolve_holder');
    expect(holder).toMatchObject({
      stoppedAt: null,
      pauses: [{ fromAt: '2026-11-17T01:00:00.000Z', toAt: '2026-11-17T03:00:00.000Z', reason: 'centre_review' }],
      // Two working hours of review: due two working hours after Friday's close, on Monday.
      dueAt: instant('2026-11-23 09:00'),
      holderAccountId: who.handler.accountId,
    });
    expect(await clockOf(at.ticketId, 'publish')).toMatchObject({
      stoppedAt: instant('2026-11-17 10:00'),
      stopReason: 'failed_gate',
    });
    expect((await answers(at.ticketId))[0]).toMatchObject({ status: 'returned', returnedBy: 'centre' });
    // The citizen reads that, and neither who has read it nor what was wrong.
    const told = await desk.tracking.byToken(desk.links.tokenFor(at.ticketId));
    expect(told.story.at(-1)).toMatchObject({
      text: '1022 đọc câu trả lời và gửi lại UBND phường Trảng Dài để bổ sung; hạn không đổi.',
      remark: null,
    });
    expect(JSON.stringify(told)).not.toContain('Chưa nói khi nào xong');

    // The second answer passes: the clocks stop where it entered the gate, and publishing has a clock of its own.
    const again = await desk.submit.execute({ ...back, ...ANSWER }, by(who.handler));
    desk.clock.set('2026-11-18 09:00');
    const approved = await desk.approve.execute(again, by(who.head));
    desk.clock.set('2026-11-18 11:00');
    await desk.publish.execute(approved, by(who.coordinator));
    expect(await clockOf(at.ticketId, 'resolve')).toMatchObject({
      stoppedAt: instant('2026-11-18 09:00'),
      stopReason: 'answered',
    });
    const publish = (await desk.clocks(at.ticketId)).filter((clock) => clock.kind === 'publish');
    expect(publish.map(({ stopReason }) => stopReason)).toEqual(['failed_gate', 'published']);
    expect((await history(at.ticketId)).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('needs all four parts, each with its own word', async () => {
    const at = await bring(desk, who, 'in_progress');
    const empty = { found: ' ', done: '', doneOn: null, inCharge: '\n' };
    await expect(desk.submit.execute({ ...at, ...empty }, by(who.handler))).rejects.toMatchObject({
      kind: 'invalid-input',
      fields: ['found', 'done', 'doneOn', 'inCharge', 'evidence'].map((field) => ({ field })),
    });
    await expect(desk.submit.execute({ ...at, ...ANSWER, doneOn: 'sớm nhất' }, by(who.handler))).rejects.toMatchObject({
      fields: [{ field: 'doneOn', message: '“sớm nhất” chưa phải ngày. Xin ghi ngày, tháng, năm.' }],
    });
    await expect(
      desk.sendBack.execute({ ...(await bring(desk, who, 'awaiting_approval')), remarks: ' ' }, by(who.head)),
    ).rejects.toMatchObject({
      fields: [{ field: 'remarks' }],
    });
  });

  it('keeps drafts without moving the ticket, and tells the second of two writers', async () => {
    const at = await bring(desk, who, 'in_progress');
    const colleague = staff('handler', WARD_AGENCY);
    const first = await desk.saveDraft.execute({ ...at, ...ANSWER, doneOn: null, draftVersion: null }, by(who.handler));
    expect(first).toMatchObject({ version: at.version, state: 'in_progress', draftVersion: 1 });
    const second = await desk.saveDraft.execute({ ...at, ...ANSWER, draftVersion: 1 }, by(colleague));
    expect(second).toMatchObject({ draftVersion: 2, answerId: first.answerId });
    await expect(desk.saveDraft.execute({ ...at, ...ANSWER, draftVersion: 1 }, by(who.handler))).rejects.toMatchObject({
      kind: 'stale-version',
    });
    await expect(desk.submit.execute({ ...at, ...ANSWER, draftVersion: 1 }, by(who.handler))).rejects.toMatchObject({
      kind: 'stale-version',
    });
    await desk.submit.execute({ ...at, ...ANSWER, draftVersion: 2 }, by(who.handler));
    expect(await answers(at.ticketId)).toEqual([
      expect.objectContaining({ id: first.answerId, number: 1, status: 'submitted' }),
    ]);
    expect(await history(at.ticketId)).toHaveLength(4);
  });

  it('begins one draft when two begin it at once', async () => {
    const at = await bring(desk, who, 'in_progress');
    const save = () =>
      desk.saveDraft.execute({ ...at, ...ANSWER, draftVersion: null }, by(staff('handler', WARD_AGENCY)));
    const outcomes = await Promise.allSettled([save(), save()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({
      reason: { kind: 'stale-version' },
    });
    expect(await answers(at.ticketId)).toHaveLength(1);
  });

  it('answers privately only with a reason, and publishes nothing that its category keeps private', async () => {
    const at = await bring(desk, who, 'awaiting_publication');
    await expect(desk.publish.execute({ ...at, visibility: 'private' }, by(who.coordinator))).rejects.toMatchObject({
      fields: [{ field: 'privateReason' }],
    });
    const reason = 'Nêu chuyện riêng của một gia đình.';
    const done = await desk.publish.execute(
      { ...at, visibility: 'private', privateReason: reason },
      by(who.coordinator),
    );
    expect(done).toMatchObject({ state: 'resolved_private' });
    expect(await desk.ticket(at.ticketId)).toMatchObject({ visibility: 'private', isOpen: false, publishedAt: null });
    expect((await answers(at.ticketId))[0]).toMatchObject({ status: 'published', privateReason: reason });
    expect(await lastEvent(at.ticketId)).toMatchObject({ type: 'ticket.resolved_private' });

    const police = people('CATP');
    const hidden = await bring(desk, police, 'awaiting_publication', { categoryCode: 'an-lua-dao' });
    await expect(desk.publish.execute({ ...hidden, visibility: 'public' }, by(who.coordinator))).rejects.toMatchObject({
      fields: [{ field: 'visibility' }],
    });
    await expect(desk.publish.execute(hidden, by(who.coordinator))).resolves.toMatchObject({
      state: 'resolved_private',
    });
    expect((await answers(hidden.ticketId))[0]?.privateReason).toMatch(/không công khai/);
  });
});

describe('GuideElsewhere', () => {
  const text = 'Đơn tố cáo gửi Thanh tra thành phố, kèm bản sao giấy tờ.';

  it.each([
    ['a denunciation that waits', { boundary: 'denunciation' }, 'denunciation'],
    ['a complaint nobody had noticed', { categoryCode: null }, 'complaint'],
    ['a complaint that was with an agency', {}, 'complaint'],
  ] as const)('ends %s with where to go; every clock stops', async (_, ticket, kind) => {
    const at = await desk.open(ticket);
    desk.clock.set('2026-11-17 10:00');
    await expect(desk.guide.execute({ ...at, kind, text: ' ' }, by(who.coordinator))).rejects.toMatchObject({
      fields: [{ field: 'text' }],
    });
    const done = await desk.guide.execute({ ...at, kind, text }, by(who.coordinator));
    expect(done).toMatchObject({ state: 'guided_elsewhere', version: 2 });
    expect(await desk.ticket(at.ticketId)).toMatchObject({
      boundary: kind,
      visibility: 'private',
      leadAgencyCode: CENTRE,
      isOpen: false,
      closedAt: instant('2026-11-17 10:00'),
    });
    const clocks = await desk.clocks(at.ticketId);
    expect(clocks.filter((clock) => clock.stoppedAt === null)).toEqual([]);
    const remark = await desk.rows.findOneByOrFail(TicketRemarkRow, { ticketId: at.ticketId });
    expect(remark).toMatchObject({ kind: 'guidance', text });
    expect(await lastEvent(at.ticketId)).toMatchObject({
      type: 'ticket.guided_elsewhere',
      data: { kind },
      // Until now the centre had it on its lists, unless it was one from the first.
      audience: [...(kind === 'denunciation' ? [] : ['centre']), `keeper:${CENTRE}`],
    });
  });
});

describe('two at once', () => {
  it('lets one of two handlers accept', async () => {
    const at = await desk.open();
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => desk.accept.execute(at, by(staff('handler', WARD_AGENCY)))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'stale-version' });
    }
    expect(await desk.ticket(at.ticketId)).toMatchObject({ version: 2, historyLength: 3 });
    expect((await history(at.ticketId)).map(({ type }) => type)).toEqual(['opened', 'routed', 'accepted']);
  });

  it('acts once on the same key, whether the repeat comes later or at the same time', async () => {
    const at = await bring(desk, who, 'in_progress');
    const key = randomUUID();
    const submit = () => desk.submit.execute({ ...at, ...ANSWER }, by(who.handler, key));
    const [first, second] = await Promise.all([submit(), submit()]);
    const third = await submit();
    expect([second, third]).toEqual([first, first]);
    expect(await answers(at.ticketId)).toHaveLength(1);
    expect((await history(at.ticketId)).filter(({ type }) => type === 'answer_submitted')).toHaveLength(1);
    expect(await desk.rows.countBy(IdempotencyRow, { key })).toBe(1);
    // The same key is not another request.
    const ctx = by(who.handler, key);
    const other = { ...ctx, idempotency: { scope: who.handler.accountId, key, hash: 'b'.repeat(64) } };
    await expect(desk.submit.execute({ ...at, ...ANSWER, inCharge: 'Người khác' }, other)).rejects.toMatchObject({
      kind: 'idempotency-key-reused',
    });
    expect(await answers(at.ticketId)).toHaveLength(1);
  });

  it('goes on over what is noted beside the way, and tells of the rest what was decided meanwhile', async () => {
    const at = await desk.open();
    const said = { ticketId: at.ticketId, version: null };
    await desk.chase.execute(said, by(who.operator));
    await desk.enquire.execute(said, by(who.operator));
    const accepted = await desk.accept.execute(at, by(who.handler));
    expect(accepted).toMatchObject({ version: at.version + 3, state: 'in_progress' });
    await desk.enquire.execute(said, by(who.operator));
    await desk.addFacts.execute({ ...said, text: 'Thêm một ổ gà nữa.' }, by(who.operator));
    await desk.enquire.execute(said, by(who.operator));
    const late = desk.submit.execute({ ...accepted, ...ANSWER }, by(who.handler));
    await expect(late).rejects.toMatchObject({ kind: 'stale-version', since: accepted.version });
    const told = await desk.changed.since(who.handler, at.ticketId, accepted.version);
    expect(told.map(({ text }) => text)).toEqual([expect.stringContaining('bổ sung thông tin')]);
    // To whom the ticket is nothing, nothing has happened.
    expect(await desk.changed.since(who.foreignHandler, at.ticketId, accepted.version)).toEqual([]);
  });

  it('refuses a version that is not the present one, older or newer', async () => {
    const at = await bring(desk, who, 'in_progress');
    for (const version of [at.version - 1, at.version + 1]) {
      await expect(desk.submit.execute({ ...at, version, ...ANSWER }, by(who.handler))).rejects.toMatchObject({
        kind: 'stale-version',
      });
    }
  });
});
