import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { OutboxEventRow } from '../../src/platform/outbox/outbox.js';
import { managerOf } from '../../src/platform/database/index.js';
import {
  TicketApologyRow,
  TicketClockRow,
  TicketExtensionRow,
  TicketHistoryRow,
  TicketQuestionRow,
  TicketRemarkRow,
} from '../../src/tickets/index.js';
import { approve } from '../../src/tickets/domain/answer-moves.js';
import { instant } from '../support/index.js';
import {
  acted,
  ANSWER,
  breach,
  bring,
  by,
  CENTRE,
  LETTER,
  openDesk,
  people,
  staff,
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

const URGENT = { categoryCode: 'ht-nguy-hiem' };
/** Ten working days, five more once. */
const COMPLEX = { categoryCode: 'dat-lan-chiem' };

const clockOf = async (ticketId: string, kind: string) =>
  (await desk.clocks(ticketId)).filter((clock) => clock.kind === kind).at(-1);
const lastNote = async (ticketId: string) =>
  (await desk.rows.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'DESC' }, take: 1 }))[0];
const lastEvent = async (aggregateId: string) =>
  (await desk.rows.find(OutboxEventRow, { where: { aggregateId }, order: { id: 'DESC' }, take: 1 }))[0];
const remarkOf = (ticketId: string, kind: TicketRemarkRow['kind']) =>
  desk.rows.findOneByOrFail(TicketRemarkRow, { ticketId, kind });
const offered = async (ticketId: string, person = who.handler) => (await desk.queries.detail(person, ticketId)).actions;

describe('ReportAction', () => {
  it('stops the act clock at the report, and lets the answer through', async () => {
    const at = await bring(desk, who, 'in_progress', URGENT);
    await expect(desk.submit.execute({ ...at, ...ANSWER }, by(who.handler))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringContaining('Xin báo việc đã xử lý tại chỗ trước'),
    });
    expect((await offered(at.ticketId)).find(({ command }) => command === 'submit_answer')).toMatchObject({
      allowed: false,
      reason: expect.stringContaining('Xin báo việc đã xử lý tại chỗ trước'),
    });
    desk.clock.set('2026-11-17 10:30');
    const report = { ...at, text: 'Đã rào chắn, đậy nắp cống.', actedAt: '2026-11-17T09:50' };
    const done = await desk.reportAction.execute(report, by(who.handler));
    expect(done).toMatchObject({ state: 'in_progress', version: at.version + 1 });
    expect(await clockOf(at.ticketId, 'act')).toMatchObject({
      stoppedAt: instant('2026-11-17 10:30'),
      stopReason: 'action_reported',
    });
    const remark = await remarkOf(at.ticketId, 'on_site_action');
    expect(remark).toMatchObject({ text: 'Đã rào chắn, đậy nắp cống.', authorAccountId: who.handler.accountId });
    const actedAt = instant('2026-11-17 09:50').toISOString();
    expect(await lastNote(at.ticketId)).toMatchObject({
      type: 'action_reported',
      data: { actedAt, remarkId: remark.id },
    });
    expect(await lastEvent(at.ticketId)).toMatchObject({ type: 'ticket.action_reported', data: { actedAt } });
    await expect(desk.reportAction.execute({ ...report, ...done }, by(who.handler))).rejects.toMatchObject({
      title: 'Việc này đã được báo xử lý tại chỗ rồi.',
    });
    await expect(desk.submit.execute({ ...done, ...ANSWER }, by(who.handler))).resolves.toMatchObject({
      state: 'awaiting_approval',
    });
  });

  it.each([
    ['nothing', { text: ' ' }, 'text'],
    ['no time', { actedAt: '' }, 'actedAt'],
    ['a time to come', { actedAt: '2026-11-17T08:01' }, 'actedAt'],
    ['a time before the report came in', { actedAt: '2026-11-17T07:59' }, 'actedAt'],
  ])('refuses %s, beside the field', async (_, wrong, field) => {
    const at = await bring(desk, who, 'in_progress', URGENT);
    await expect(desk.reportAction.execute({ ...at, ...acted(desk), ...wrong }, by(who.handler))).rejects.toMatchObject(
      {
        fields: [{ field, message: expect.stringMatching(/\p{L}/u) }],
      },
    );
  });

  it('is not asked for where nothing is urgent', async () => {
    const at = await bring(desk, who, 'in_progress');
    await expect(desk.reportAction.execute({ ...at, ...acted(desk) }, by(who.handler))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringContaining('Chỉ việc khẩn'),
    });
  });

  it('is in time at the deadline itself', async () => {
    const at = await bring(desk, who, 'in_progress', URGENT);
    desk.clock.set('2026-11-17 12:00');
    await desk.reportAction.execute({ ...at, ...acted(desk) }, by(who.handler));
    const detail = await desk.queries.detail(who.handler, at.ticketId);
    expect(detail.clocks.find(({ kind }) => kind === 'act')).toMatchObject({
      dueAt: instant('2026-11-17 12:00'),
      late: false,
    });
    // Read late it is still in time.
    desk.clock.set('2026-11-18 12:00');
    const later = await desk.queries.detail(who.handler, at.ticketId);
    expect(later.clocks.find(({ kind }) => kind === 'act')).toMatchObject({ late: false });
  });
});

describe('ReclassifyTicket', () => {
  it('keeps every start, takes the new limits, and keeps old and new for the record', async () => {
    const at = await bring(desk, who, 'in_progress');
    desk.clock.set('2026-11-18 09:00');
    const input = { ...at, ...COMPLEX, remark: 'Lấn chiếm, không phải ổ gà.' };
    const done = await desk.reclassify.execute(input, by(who.coordinator));
    expect(done).toMatchObject({ state: 'in_progress' });
    const dueAt = instant('2026-12-02 16:30');
    expect(await desk.ticket(at.ticketId)).toMatchObject({
      categoryCode: 'dat-lan-chiem',
      slaClass: 'K4',
      leadAgencyCode: WARD_AGENCY,
      handlerAccountId: who.handler.accountId,
      resolveDueAt: dueAt,
      listDueAt: dueAt,
    });
    for (const kind of ['resolve', 'resolve_holder']) {
      expect(await clockOf(at.ticketId, kind)).toMatchObject({
        limit: '10wd',
        startedAt: instant('2026-11-17 08:00'),
        dueAt,
      });
    }
    expect((await lastNote(at.ticketId))?.data).toMatchObject({
      fromSlaClass: 'K2',
      slaClass: 'K4',
      fromDueAt: instant('2026-11-20 16:30').toISOString(),
      dueAt: dueAt.toISOString(),
      remarkId: (await remarkOf(at.ticketId, 'reclassification')).id,
    });
    expect(await lastEvent(at.ticketId)).toMatchObject({
      type: 'ticket.reclassified',
      data: { slaClass: 'K4', dueBefore: instant('2026-11-20 16:30').toISOString() },
    });
  });

  it('makes an emergency of it: acting is timed from the recording', async () => {
    const at = await bring(desk, who, 'awaiting_approval');
    desk.clock.set('2026-11-17 09:00');
    const done = await desk.reclassify.execute({ ...at, boundary: 'emergency' }, by(who.coordinator));
    expect(await desk.ticket(at.ticketId)).toMatchObject({ urgent: true, slaClass: 'K1', boundary: 'emergency' });
    expect(await clockOf(at.ticketId, 'act')).toMatchObject({
      startedAt: instant('2026-11-17 08:00'),
      dueAt: instant('2026-11-17 12:00'),
      holderAgencyCode: WARD_AGENCY,
    });
    await expect(desk.approve.execute(done, by(who.head))).rejects.toMatchObject({ kind: 'conflict' });
    const reported = await desk.reportAction.execute({ ...done, ...acted(desk) }, by(who.head));
    await expect(desk.approve.execute(reported, by(who.head))).resolves.toMatchObject({
      state: 'awaiting_publication',
    });
  });

  it.each([
    ['an unknown category', { categoryCode: 'khong-co' }],
    ['a complaint', { categoryCode: 'khac-kntc' }],
    ['no change at all', {}],
    ['a category whose subject would judge itself', { categoryCode: 'cbcc-thai-do' }],
  ])('refuses %s', async (_, wrong) => {
    const at = await bring(desk, who, 'in_progress', { subjectAgencyCode: WARD_AGENCY });
    await expect(desk.reclassify.execute({ ...at, ...wrong }, by(who.coordinator))).rejects.toMatchObject({
      fields: [{ field: 'categoryCode', message: expect.stringMatching(/\p{L}/u) }],
    });
    expect((await desk.ticket(at.ticketId)).version).toBe(at.version);
  });
});

describe('TransferTicket', () => {
  it('gives the new agency its own clocks, and end to end the time runs on', async () => {
    const at = await bring(desk, who, 'in_progress');
    await desk.saveDraft.execute({ ...at, ...ANSWER, draftVersion: null }, by(who.handler));
    desk.clock.set('2026-11-18 09:00');
    const input = { ...at, leadAgencyCode: 'SXD', remark: 'Đường tỉnh, Sở quản lý.' };
    const done = await desk.transfer.execute(input, by(who.coordinator));
    expect(done).toMatchObject({ state: 'assigned' });
    expect(await desk.ticket(at.ticketId)).toMatchObject({
      leadAgencyCode: 'SXD',
      handlerAccountId: null,
      assignedAt: instant('2026-11-18 09:00'),
      resolveDueAt: instant('2026-11-20 16:30'),
    });
    const clocks = await desk.clocks(at.ticketId);
    expect(clocks.map(({ kind, stopReason, holderAgencyCode }) => [kind, stopReason, holderAgencyCode])).toEqual([
      ['classify', 'assigned', CENTRE],
      ['resolve', null, 'SXD'],
      ['accept', 'accepted', WARD_AGENCY],
      ['resolve_holder', 'handed_over', WARD_AGENCY],
      ['accept', null, 'SXD'],
      ['resolve_holder', null, 'SXD'],
    ]);
    expect(clocks[1]).toMatchObject({ startedAt: instant('2026-11-17 08:00'), dueAt: instant('2026-11-20 16:30') });
    expect(clocks[5]).toMatchObject({ startedAt: instant('2026-11-18 09:00'), dueAt: instant('2026-11-23 16:30') });
    expect(await lastEvent(at.ticketId)).toMatchObject({
      type: 'ticket.transferred',
      audience: ['centre', `agency:${WARD_AGENCY}`, 'agency:SXD'],
    });

    // What the ward was writing stays with the ward.
    await expect(desk.queries.detail(who.handler, at.ticketId)).rejects.toMatchObject({ kind: 'not-found' });
    const builder = staff('handler', 'SXD');
    const accepted = await desk.accept.execute(done, by(builder));
    expect((await desk.queries.detail(builder, at.ticketId)).draft).toBeNull();
    const draft = await desk.saveDraft.execute({ ...accepted, ...ANSWER, draftVersion: null }, by(builder));
    expect(draft.draftVersion).toBe(1);
    const submitted = await desk.submit.execute({ ...accepted, ...ANSWER, draftVersion: 1 }, by(builder));
    expect(submitted).toMatchObject({ state: 'awaiting_approval' });
  });

  it.each([
    ['no agency', { leadAgencyCode: '' }, 'leadAgencyCode'],
    ['an unknown one', { leadAgencyCode: 'XYZ' }, 'leadAgencyCode'],
    ['the one that has it', { leadAgencyCode: 'VPUBND' }, 'leadAgencyCode'],
    ['the one complained about', { leadAgencyCode: 'SYT' }, 'leadAgencyCode'],
    ['no ground', { leadAgencyCode: 'STC', remark: ' ' }, 'remark'],
  ])('refuses %s, beside the field', async (_, wrong, field) => {
    const opened = await desk.open({ categoryCode: null, wardCode: null });
    const classified = await desk.classify.execute(
      { ...opened, categoryCode: 'cbcc-thai-do', subjectAgencyCode: 'SYT', leadAgencyCode: 'VPUBND' },
      by(who.coordinator),
    );
    await expect(
      desk.transfer.execute({ ...classified, remark: 'Vì thế.', ...wrong }, by(who.coordinator)),
    ).rejects.toMatchObject({ fields: [{ field, message: expect.stringMatching(/\p{L}/u) }] });
  });
});

describe('a question to the citizen', () => {
  it('stops the time until the reply, on both clocks and in the lists', async () => {
    const at = await bring(desk, who, 'in_progress');
    desk.clock.set('2026-11-18 09:00');
    const asked = await desk.ask.execute({ ...at, text: 'Ổ gà trước cổng nào?' }, by(who.handler));
    expect(asked).toMatchObject({ state: 'awaiting_info' });
    for (const kind of ['resolve', 'resolve_holder']) {
      expect(await clockOf(at.ticketId, kind)).toMatchObject({
        stoppedAt: null,
        timerAt: null,
        timerMark: null,
        pauses: [{ fromAt: instant('2026-11-18 09:00').toISOString(), toAt: null, reason: 'awaiting_citizen' }],
      });
    }
    expect(await desk.queries.detail(who.handler, at.ticketId)).toMatchObject({ question: 'Ổ gà trước cổng nào?' });
    const seen = await desk.tracking.byToken(desk.links.tokenFor(at.ticketId));
    expect(seen).toMatchObject({ state: 'awaiting_info', question: 'Ổ gà trước cổng nào?' });

    // The old deadline goes by, and nobody is late.
    desk.clock.set('2026-11-24 09:00');
    const late = await desk.queries.list(who.head, { tab: 'late', limit: 200 });
    expect(late.items.map(({ id }) => id)).not.toContain(at.ticketId);
    expect(await desk.queries.detail(who.handler, at.ticketId)).toMatchObject({ late: false });

    desk.clock.set('2026-11-25 09:00');
    const text = 'Tôi là Nguyễn Thị Thử Nghiệm, 0900 000 123: cổng phía đông.';
    const done = await desk.reply.execute({ ...asked, text }, by(who.operator));
    expect(done).toMatchObject({ state: 'in_progress' });
    // Three working days and the half of one that was left: 18, 19, 20, 23 stood still, 24 was a day off.
    const dueAt = instant('2026-11-27 16:30');
    expect(await desk.ticket(at.ticketId)).toMatchObject({ pausedAt: null, resolveDueAt: dueAt, listDueAt: dueAt });
    const holder = await clockOf(at.ticketId, 'resolve_holder');
    expect(holder).toMatchObject({ dueAt, timerMark: '50%' });
    expect(holder?.pauses).toEqual([
      {
        fromAt: instant('2026-11-18 09:00').toISOString(),
        toAt: instant('2026-11-25 09:00').toISOString(),
        reason: 'awaiting_citizen',
      },
    ]);
    // The agency reads the answer, not the person.
    expect(await desk.rows.findOneByOrFail(TicketQuestionRow, { ticketId: at.ticketId })).toMatchObject({
      status: 'answered',
      reply: 'Tôi là [người gửi], [người gửi]: cổng phía đông.',
      replyChannel: 'phone',
    });
    const detail = await desk.queries.detail(who.handler, at.ticketId);
    expect(detail.question).toBeNull();
    expect(detail.story.slice(-2).map(({ type, remark }) => [type, remark])).toEqual([
      ['question_asked', 'Ổ gà trước cổng nào?'],
      ['reply_recorded', 'Tôi là [người gửi], [người gửi]: cổng phía đông.'],
    ]);
  });

  it('comes within five working days of the receipt, the last minute included', async () => {
    const at = await bring(desk, who, 'in_progress', COMPLEX);
    desk.clock.set('2026-11-25 16:31');
    await expect(desk.ask.execute({ ...at, text: 'Ở đâu?' }, by(who.handler))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringContaining('5 ngày làm việc'),
    });
    desk.clock.set('2026-11-25 16:30');
    await expect(desk.ask.execute({ ...at, text: ' ' }, by(who.handler))).rejects.toMatchObject({
      fields: [{ field: 'text' }],
    });
    await expect(desk.ask.execute({ ...at, text: 'Ở đâu?' }, by(who.handler))).resolves.toMatchObject({
      state: 'awaiting_info',
    });
  });
});

describe('an extension', () => {
  const reason = 'Cần đo đạc lại cùng hai hộ giáp ranh.';

  it('moves both clocks when the head grants it, once', async () => {
    const at = await bring(desk, who, 'in_progress', COMPLEX);
    expect((await desk.queries.detail(who.handler, at.ticketId)).extension).toEqual({
      choices: ['2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08', '2026-12-09'].map((day) =>
        instant(`${day} 16:30`),
      ),
      pending: null,
    });
    const asked = await desk.requestExtension.execute({ ...at, reason, newDay: '2026-12-07' }, by(who.handler));
    expect((await desk.ticket(at.ticketId)).resolveDueAt).toEqual(instant('2026-12-02 16:30'));
    expect((await desk.queries.detail(who.head, at.ticketId)).extension).toMatchObject({
      choices: [],
      pending: { reason, dueAfter: instant('2026-12-07 16:30') },
    });
    await expect(
      desk.requestExtension.execute({ ...asked, reason, newDay: '2026-12-08' }, by(who.handler)),
    ).rejects.toMatchObject({ title: expect.stringContaining('đang chờ') });

    // At the very deadline it is in time.
    desk.clock.set('2026-12-02 16:30');
    const granted = await desk.decideExtension.execute({ ...asked, approve: true }, by(who.head));
    const dueAt = instant('2026-12-07 16:30');
    expect(await desk.ticket(at.ticketId)).toMatchObject({ resolveDueAt: dueAt, listDueAt: dueAt });
    for (const kind of ['resolve', 'resolve_holder'])
      expect(await clockOf(at.ticketId, kind)).toMatchObject({ limit: '13wd', extendedBy: '3wd', dueAt });
    const row = await desk.rows.findOneByOrFail(TicketExtensionRow, { ticketId: at.ticketId });
    expect(row).toMatchObject({
      status: 'approved',
      number: 1,
      decidedByAccountId: who.head.accountId,
      dueAfter: dueAt,
    });
    expect(await lastEvent(at.ticketId)).toMatchObject({
      type: 'ticket.extension_approved',
      data: { extensionId: row.id },
    });
    await expect(
      desk.requestExtension.execute({ ...granted, reason, newDay: '2026-12-09' }, by(who.handler)),
    ).rejects.toMatchObject({ kind: 'conflict', title: expect.stringContaining('chỉ gia hạn một lần') });
  });

  it('lies on a list of its own until it is decided, and a question to the citizen too', async () => {
    const listed = async (tab: string) => (await desk.queries.list(who.head, { tab })).items.map(({ id }) => id);
    const at = await bring(desk, who, 'in_progress', COMPLEX);
    const asked = await desk.requestExtension.execute({ ...at, reason, newDay: '2026-12-09' }, by(who.handler));
    expect(await listed('to_extend')).toContain(at.ticketId);
    expect((await desk.counts.of(who.head)).get('to_extend')).toBe((await listed('to_extend')).length);
    const granted = await desk.decideExtension.execute({ ...asked, approve: true }, by(who.head));
    expect(await listed('to_extend')).not.toContain(at.ticketId);
    await desk.ask.execute({ ...granted, text: 'Nhà ở số mấy?' }, by(who.handler));
    expect(await listed('waiting')).toContain(at.ticketId);
    expect((await desk.counts.of(who.handler)).get('waiting')).toBe((await listed('waiting')).length);
  });

  it('that nobody has decided lapses when the ticket goes to another agency', async () => {
    const at = await bring(desk, who, 'in_progress', COMPLEX);
    const asked = await desk.requestExtension.execute({ ...at, reason, newDay: '2026-12-09' }, by(who.handler));
    await desk.transfer.execute(
      { ...asked, leadAgencyCode: 'SYT', remark: 'Việc của ngành y tế.' },
      by(who.coordinator),
    );
    expect(await desk.rows.findBy(TicketExtensionRow, { ticketId: at.ticketId })).toMatchObject([
      { status: 'refused', decisionWords: 'Phiếu được chuyển sang đơn vị khác.' },
    ]);
    expect((await desk.ticket(at.ticketId)).extensionAsked).toBe(false);
  });

  it('is refused with words, moves nothing, and may be asked for again', async () => {
    const at = await bring(desk, who, 'in_progress', COMPLEX);
    const asked = await desk.requestExtension.execute({ ...at, reason, newDay: '2026-12-09' }, by(who.handler));
    await expect(desk.decideExtension.execute({ ...asked, approve: false }, by(who.head))).rejects.toMatchObject({
      fields: [{ field: 'words' }],
    });
    const words = 'Đủ người, đủ máy đo.';
    const refused = await desk.decideExtension.execute({ ...asked, approve: false, words }, by(who.head));
    expect((await desk.ticket(at.ticketId)).resolveDueAt).toEqual(instant('2026-12-02 16:30'));
    const { story } = await desk.queries.detail(who.handler, at.ticketId);
    expect(story.slice(-2).map(({ remark }) => remark)).toEqual([reason, words]);
    await expect(desk.decideExtension.execute({ ...refused, approve: true }, by(who.head))).rejects.toMatchObject({
      title: 'Chưa có ai xin gia hạn phiếu này.',
    });
    await desk.requestExtension.execute({ ...refused, reason, newDay: '2026-12-03' }, by(who.handler));
    const rows = await desk.rows.find(TicketExtensionRow, {
      where: { ticketId: at.ticketId },
      order: { number: 'ASC' },
    });
    expect(rows.map(({ number, status }) => [number, status])).toEqual([
      [1, 'refused'],
      [2, 'asked'],
    ]);
  });

  it.each([
    ['no reason', { reason: '' }, 'reason'],
    ['no day', { newDay: '' }, 'newDay'],
    ['a day before the deadline', { newDay: '2026-12-02' }, 'newDay'],
    ['a day off', { newDay: '2026-12-05' }, 'newDay'],
    ['a day beyond fifteen working days', { newDay: '2026-12-10' }, 'newDay'],
  ])('refuses %s, beside the field', async (_, wrong, field) => {
    const at = await bring(desk, who, 'in_progress', COMPLEX);
    const input = { ...at, reason, newDay: '2026-12-09', ...wrong };
    await expect(desk.requestExtension.execute(input, by(who.handler))).rejects.toMatchObject({
      fields: [{ field, message: expect.stringMatching(/\p{L}/u) }],
    });
  });

  it('is not for other classes, and not after the deadline', async () => {
    const ordinary = await bring(desk, who, 'in_progress');
    const newDay = '2026-12-09';
    await expect(desk.requestExtension.execute({ ...ordinary, reason, newDay }, by(who.handler))).rejects.toMatchObject(
      { kind: 'conflict', title: expect.stringContaining('không được gia hạn') },
    );
    const at = await bring(desk, who, 'in_progress', COMPLEX);
    const asked = await desk.requestExtension.execute({ ...at, reason, newDay }, by(who.handler));
    desk.clock.set('2026-12-02 16:30:00.001');
    await expect(desk.decideExtension.execute({ ...asked, approve: true }, by(who.head))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringContaining('phải được duyệt trước hạn'),
    });
    const refused = await desk.decideExtension.execute({ ...asked, approve: false, words: 'Trễ.' }, by(who.head));
    await expect(desk.requestExtension.execute({ ...refused, reason, newDay }, by(who.handler))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringContaining('phải được xin trước hạn'),
    });
  });
});

describe('SendApology', () => {
  it('goes out once, after the answer too, and the citizen sees it', async () => {
    const at = await bring(desk, who, 'awaiting_publication');
    desk.clock.set('2026-11-23 09:00');
    const published = await desk.publish.execute(at, by(who.coordinator));
    await breach(desk, at.ticketId, WARD_AGENCY);
    expect(await desk.apologies.of(who.head)).toMatchObject({ owed: 1, sent: 0, letters: [{ ticketId: at.ticketId }] });
    const sent = await desk.sendApology.execute({ ...published, ...LETTER }, by(who.head));
    expect(sent).toMatchObject({ state: 'published' });
    expect(await clockOf(at.ticketId, 'apology')).toMatchObject({
      startedAt: instant('2026-11-20 16:30'),
      stopReason: 'apology_sent',
      stoppedAt: instant('2026-11-23 09:00'),
    });
    expect(await desk.rows.findOneByOrFail(TicketApologyRow, { ticketId: at.ticketId })).toMatchObject({
      status: 'sent',
      committedOn: LETTER.committedOn,
      text: expect.stringContaining(`Lý do chậm: ${LETTER.reason}`),
      signedByAccountId: who.head.accountId,
    });
    expect(await desk.ticket(at.ticketId)).toMatchObject({ isOpen: false });
    const seen = await desk.tracking.byToken(desk.links.tokenFor(at.ticketId));
    expect(seen.apology).toMatchObject({
      text: expect.stringContaining(LETTER.remedy),
      agency: { code: WARD_AGENCY },
      signedByName: null,
    });
    await expect(desk.sendApology.execute({ ...sent, ...LETTER }, by(who.head))).rejects.toMatchObject({
      title: 'Thư xin lỗi của phiếu này đã gửi rồi.',
    });
    expect(await desk.apologies.of(who.head)).toMatchObject({ owed: 0, sent: 1, letters: [] });
  });

  it('is owed by whoever held the ticket then, wherever it has gone since', async () => {
    const at = await bring(desk, who, 'in_progress');
    desk.clock.set('2026-11-23 09:00');
    await breach(desk, at.ticketId);
    const gone = await desk.transfer.execute({ ...at, leadAgencyCode: 'SYT', remark: 'x' }, by(who.coordinator));
    await expect(desk.sendApology.execute({ ...gone, ...LETTER }, by(who.foreignHead))).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(await offered(at.ticketId, who.head)).toEqual([
      expect.objectContaining({ command: 'send_apology', allowed: true }),
    ]);
    expect(await desk.queries.idByCode(who.head, (await desk.ticket(at.ticketId)).code)).toBe(at.ticketId);
    await expect(desk.sendApology.execute({ ...gone, ...LETTER }, by(who.head))).resolves.toMatchObject({
      state: 'assigned',
    });
  });

  it('is the director’s, of what lay with the centre', async () => {
    const at = await desk.open({ categoryCode: 'tthc-hoi-dap' });
    await breach(desk, at.ticketId);
    const director = staff('director', CENTRE);
    await expect(desk.sendApology.execute({ ...at, ...LETTER }, by(director))).resolves.toMatchObject({
      state: 'assigned',
    });
  });

  it('is not owed where nothing was late', async () => {
    const at = await bring(desk, who, 'in_progress');
    await expect(desk.sendApology.execute({ ...at, ...LETTER }, by(who.head))).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});

describe('two at once', () => {
  it.each<[string, () => Promise<() => Promise<unknown>>]>([
    [
      'reports',
      async () => {
        const at = await bring(desk, who, 'in_progress', URGENT);
        return () => desk.reportAction.execute({ ...at, ...acted(desk) }, by(who.handler));
      },
    ],
    [
      'transfers',
      async () => {
        const at = await bring(desk, who, 'in_progress');
        return () => desk.transfer.execute({ ...at, leadAgencyCode: 'SXD', remark: 'x' }, by(who.coordinator));
      },
    ],
    [
      'questions',
      async () => {
        const at = await bring(desk, who, 'in_progress');
        return () => desk.ask.execute({ ...at, text: 'Ở đâu?' }, by(who.handler));
      },
    ],
    [
      'requests for more time',
      async () => {
        const at = await bring(desk, who, 'in_progress', COMPLEX);
        return () => desk.requestExtension.execute({ ...at, reason: 'x', newDay: '2026-12-09' }, by(who.handler));
      },
    ],
    [
      'letters',
      async () => {
        const at = await bring(desk, who, 'in_progress');
        await breach(desk, at.ticketId);
        return () => desk.sendApology.execute({ ...at, ...LETTER }, by(who.head));
      },
    ],
  ])('of two %s one goes through', async (_, prepare) => {
    const run = await prepare();
    const outcomes = await Promise.allSettled([run(), run(), run()]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ kind: 'stale-version' });
    }
  });

  it('transfers once on the same key', async () => {
    const at = await bring(desk, who, 'in_progress');
    const key = randomUUID();
    const run = () => desk.transfer.execute({ ...at, leadAgencyCode: 'SXD', remark: 'x' }, by(who.coordinator, key));
    const [first, second] = await Promise.all([run(), run()]);
    expect([second, await run()]).toEqual([first, first]);
    expect(await desk.clocks(at.ticketId)).toHaveLength(6);
  });

  it('a clock that the service adds meanwhile is not written over, and the person hears nothing of it', async () => {
    const at = await bring(desk, who, 'awaiting_approval');
    // The escalation and the head at the same time, many times over.
    const outcomes = await Promise.allSettled([breach(desk, at.ticketId), desk.approve.execute(at, by(who.head))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    const clocks = await desk.clocks(at.ticketId);
    expect(clocks.map(({ kind }) => kind).sort()).toEqual([
      'accept',
      'apology',
      'classify',
      'publish',
      'resolve',
      'resolve_holder',
    ]);
  });

  it('two clocks at one position are two clocks, whoever wrote them without looking', async () => {
    const at = await bring(desk, who, 'awaiting_approval');
    const before = await desk.clocks(at.ticketId);
    const [accept, ...rest] = before.filter(({ kind }) => kind === 'accept');
    expect([accept?.kind, rest]).toEqual(['accept', []]);
    const stray = { ...accept, id: '0'.repeat(26), position: before.length + 1 } as TicketClockRow;
    await desk.unitOfWork.run(async (transaction) => {
      const manager = managerOf(transaction);
      const loaded = await desk.store.load(manager, at.ticketId);
      if (!loaded?.answer) throw new Error('There is nothing to approve.');
      // Somebody adds a clock without moving the revision, and the command has not seen it.
      await manager.insert(TicketClockRow, stray);
      const context = { actor: who.head, at: desk.clock.now(), centreAgencyCode: CENTRE, planner: desk.planner };
      const change = approve(loaded, loaded.answer, context);
      expect(change.clocks.map(({ position }) => position)).toContain(stray.position);
      await desk.store.write(transaction, loaded, {
        change,
        command: 'approve_answer',
        principal: who.head,
        at: desk.clock.now(),
      });
    });
    const after = await desk.clocks(at.ticketId);
    expect(after.map(({ kind }) => kind).sort()).toEqual(
      [...before.map(({ kind }) => kind), 'accept', 'publish'].sort(),
    );
    expect(after.find(({ id }) => id === stray.id)).toMatchObject({ kind: 'accept', dueAt: accept?.dueAt });
  });
});
