import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { AttachmentRow } from '../../src/attachments/entities.js';
import { Attachments, PhotoUploads } from '../../src/attachments/index.js';
import type { Principal } from '../../src/identity/index.js';
import { managerOf } from '../../src/platform/database/index.js';
import { LeaseRow, Leases } from '../../src/platform/jobs/index.js';
import { createLog } from '../../src/platform/log/index.js';
import { OutboxEventRow } from '../../src/platform/outbox/outbox.js';
import { AbandonedPhotos } from '../../src/tickets/abandoned-photos.js';
import { TicketHistoryRow, TicketQuestionRow, TicketRemarkRow } from '../../src/tickets/index.js';
import { QuestionFollower } from '../../src/tickets/question-follower.js';
import { instant } from '../support/index.js';
import { photo } from '../support/photo.js';
import { bring, by, ITSELF, openDesk, people, staff, type Desk, type People } from './tickets-desk.js';

jest.setTimeout(120_000);

let desk: Desk;
let who: People;
beforeAll(async () => {
  desk = await openDesk({ entities: [LeaseRow] });
  who = people();
});
afterAll(() => desk?.drop());
beforeEach(() => desk.clock.set('2026-11-17 08:00'));

const own = (ticketId: string): Principal => ({ kind: 'reporter', ticketId });
const questionOf = (ticketId: string) =>
  desk.rows.findOneOrFail(TicketQuestionRow, { where: { ticketId }, order: { number: 'DESC' } });
const notes = async (ticketId: string) =>
  (await desk.rows.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'ASC' } })).map(({ type }) => type);
const lastEvent = async (aggregateId: string) =>
  (await desk.rows.find(OutboxEventRow, { where: { aggregateId }, order: { id: 'DESC' }, take: 1 }))[0];

describe('a question to the citizen', () => {
  it('is reminded of twice, and ends the ticket without making it late', async () => {
    const { ticketId } = await bring(desk, who, 'awaiting_info');
    const asked = await questionOf(ticketId);
    // From Tuesday 17/11 08:00; the 24th is a day off: three working days end on Friday, ten on Wednesday 02/12.
    expect(asked).toMatchObject({
      number: 1,
      status: 'asked',
      remindAt: instant('2026-11-20 16:30'),
      expiresAt: instant('2026-12-02 16:30'),
      nextAt: instant('2026-11-20 16:30'),
    });
    const at = async () => ({ ticketId, version: (await desk.ticket(ticketId)).version });
    await expect(desk.remindQuestion.execute(await at(), ITSELF)).rejects.toMatchObject({ kind: 'conflict' });
    desk.clock.set('2026-11-20 16:31');
    await desk.remindQuestion.execute(await at(), ITSELF);
    expect(await questionOf(ticketId)).toMatchObject({ remindedCount: 1, nextAt: instant('2026-11-30 16:30') });
    desk.clock.set('2026-11-30 17:00');
    await desk.remindQuestion.execute(await at(), ITSELF);
    expect(await questionOf(ticketId)).toMatchObject({ remindedCount: 2, remindAt: null, nextAt: asked.expiresAt });
    await expect(desk.expireQuestion.execute(await at(), ITSELF)).rejects.toMatchObject({ kind: 'conflict' });
    desk.clock.set('2026-12-02 16:31');
    const ended = await desk.expireQuestion.execute(await at(), ITSELF);
    expect(ended.state).toBe('withdrawn');
    expect(await questionOf(ticketId)).toMatchObject({ status: 'expired', nextAt: null });
    const clocks = await desk.clocks(ticketId);
    expect(clocks.filter(({ stoppedAt }) => stoppedAt === null)).toEqual([]);
    const resolve = clocks.find(({ kind }) => kind === 'resolve');
    expect(resolve?.stopReason).toBe('withdrawn');
    expect(resolve?.pauses.every(({ toAt }) => toAt !== null)).toBe(true);
    expect((await desk.queries.items(who.coordinator, [ticketId])).get(ticketId)?.late).toBe(false);
    expect((await notes(ticketId)).slice(-3)).toEqual(['question_reminded', 'question_reminded', 'question_expired']);
    // Nobody but the service does it.
    await expect(desk.expireQuestion.execute(await at(), by(who.head))).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('forgets the photos of a reply that did not come, and of one sent twice', async () => {
    const { ticketId } = await bring(desk, who, 'awaiting_info');
    const sent = () => ({ ticketId, version: null, text: 'Đầu hẻm.', channel: 'link', photos: [photo()] }) as const;
    const ctx = by(own(ticketId), 'the-same-key');
    const first = await desk.reply.execute(sent(), ctx);
    expect(await desk.reply.execute(sent(), ctx)).toEqual(first);
    await expect(desk.reply.execute(sent(), by(own(ticketId)))).rejects.toMatchObject({ kind: 'conflict' });
    // Nor those of a report on what was never promised.
    const { version } = await desk.ticket(ticketId);
    const report = { ticketId, version, text: 'Đã vá xong bằng nhựa nóng.', files: [photo()] };
    await expect(desk.reportDone.execute(report, by(who.handler))).rejects.toMatchObject({ kind: 'conflict' });
    const { replyId } = await questionOf(ticketId);
    const page = () => desk.tracking.byToken(desk.links.tokenFor(ticketId));
    expect((await page()).added).toMatchObject([{ photos: [{ name: 'cho.jpg' }] }]);
    const kept = () => desk.rows.findBy(AttachmentRow, { ticketId });
    expect(await kept()).toHaveLength(4);

    const leases = new Leases(desk.unitOfWork, desk.reader, desk.clock);
    const attachments = new Attachments(desk.reader, desk.clock);
    const job = new AbandonedPhotos(
      desk.reader,
      desk.unitOfWork,
      attachments,
      new PhotoUploads(desk.reader, desk.unitOfWork, attachments, desk.clock),
      desk.clock,
      createLog('silent'),
      leases,
    );
    // Ids are made by the machine's clock.
    desk.clock.set(new Date(Date.now() + 3_600_000));
    await job.run();
    expect(await kept()).toHaveLength(4);
    desk.clock.set(new Date(Date.now() + 2 * 86_400_000));
    await job.run();
    expect(await kept()).toMatchObject([{ ownerId: replyId }]);
    expect((await page()).added).toMatchObject([{ photos: [{ name: 'cho.jpg' }] }]);
    await job.beforeApplicationShutdown();
  });

  it('is answered by the link with a photo; the time runs again', async () => {
    const { ticketId } = await bring(desk, who, 'awaiting_info');
    const due = (await desk.ticket(ticketId)).resolveDueAt;
    desk.clock.set('2026-11-18 08:00');
    const answer = {
      ticketId,
      version: null,
      text: 'Trước cổng chợ, tôi là Nguyễn Thị Thử Nghiệm.',
      channel: 'link',
    } as const;
    const done = await desk.reply.execute({ ...answer, photos: [photo()] }, by(own(ticketId)));
    expect(done.state).toBe('in_progress');
    const question = await questionOf(ticketId);
    expect(question).toMatchObject({ status: 'answered', replyChannel: 'link', nextAt: null });
    expect(question.reply).toBe('Trước cổng chợ, tôi là [người gửi].');
    const photos = await desk.rows.findBy(AttachmentRow, { ticketId });
    expect(photos).toMatchObject([{ ownerKind: 'reply', ownerId: question.replyId, uploadedByAccountId: null }]);
    expect((await desk.ticket(ticketId)).resolveDueAt?.getTime()).toBeGreaterThan(due?.getTime() ?? Infinity);
    const { story } = await desk.queries.detail(who.handler, ticketId);
    expect(story.at(-1)).toMatchObject({
      text: expect.stringContaining('Người gửi trả lời câu hỏi; thời hạn tính tiếp'),
      remark: question.reply,
    });
    const page = await desk.tracking.byToken(desk.links.tokenFor(ticketId));
    expect(page.question).toBeNull();
    expect(page.added).toMatchObject([{ text: question.reply, photos: [{ name: 'cho.jpg' }] }]);
    // Somebody else's link is no key to it.
    const other = await bring(desk, who, 'awaiting_info');
    await expect(desk.reply.execute({ ...answer, ticketId: other.ticketId }, by(own(ticketId)))).rejects.toMatchObject({
      kind: 'not-found',
    });
  });

  it('is asked twice at most', async () => {
    const first = await bring(desk, who, 'awaiting_info');
    const answered = await desk.reply.execute({ ...first, text: 'Đầu hẻm.' }, by(who.operator));
    const second = await desk.ask.execute({ ...answered, text: 'Còn gì nữa?' }, by(who.handler));
    const again = await desk.reply.execute({ ...second, text: 'Hết rồi.' }, by(who.operator));
    await expect(desk.ask.execute({ ...again, text: 'Thật không?' }, by(who.handler))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringContaining('tối đa 2 lần'),
    });
    const { actions } = await desk.queries.detail(who.handler, first.ticketId);
    expect(actions.find(({ command }) => command === 'ask_citizen')?.allowed).toBe(false);
  });

  it('is dropped when the ticket has moved on without an answer', async () => {
    const { ticketId } = await bring(desk, who, 'awaiting_info');
    const { id } = await questionOf(ticketId);
    const event = await lastEvent(ticketId);
    const follower = new QuestionFollower({ register: () => undefined } as never);
    const follow = () =>
      desk.unitOfWork.run((transaction) =>
        follower.handle({ ...event, aggregateId: ticketId, occurredAt: desk.clock.now() } as never, transaction),
      );
    await follow();
    expect(await questionOf(ticketId)).toMatchObject({ status: 'asked' });
    await desk.unitOfWork.run((transaction) =>
      managerOf(transaction).update('ticket', { id: ticketId }, { state: 'in_progress', pausedAt: null }),
    );
    await follow();
    expect(await desk.rows.findOneBy(TicketQuestionRow, { id })).toMatchObject({ status: 'cancelled', nextAt: null });
  });

  it('leaves the class to be corrected while the clocks stand still', async () => {
    const at = await bring(desk, who, 'awaiting_info');
    const done = await desk.reclassify.execute({ ...at, priority: 'high' }, by(who.coordinator));
    expect(done.state).toBe('awaiting_info');
    const resolve = (await desk.clocks(at.ticketId)).find(({ kind }) => kind === 'resolve');
    expect(resolve).toMatchObject({ stoppedAt: null, timerMark: null });
    expect(resolve?.pauses.at(-1)?.toAt).toBeNull();
  });
});

describe('what the reporter says unasked', () => {
  it('adds facts without the reporter’s own name, so many a day, not after the end', async () => {
    const { ticketId } = await bring(desk, who, 'in_progress');
    const add = (text: string) => desk.addFacts.execute({ ticketId, version: null, text }, by(own(ticketId)));
    await add('Gọi tôi 0900 000 123.');
    const remark = await desk.rows.findOneByOrFail(TicketRemarkRow, { ticketId, kind: 'facts' });
    expect(remark).toMatchObject({ text: 'Gọi tôi [người gửi].', authorAccountId: null });
    expect(await lastEvent(ticketId)).toMatchObject({
      type: 'ticket.facts_added',
      data: { by: 'reporter', photos: 0 },
    });
    await expect(add('  ')).rejects.toMatchObject({ kind: 'invalid-input' });
    for (let count = 2; count <= 10; count += 1) await add(`Ý ${count}.`);
    await expect(add('Ý 11.')).rejects.toMatchObject({ kind: 'conflict', title: expect.stringContaining('10 lần') });
    expect((await desk.ticket(ticketId)).additionCount).toBe(10);
    desk.clock.set('2026-11-18 08:00');
    await add('Hôm sau.');
    const ended = await bring(desk, who, 'awaiting_publication');
    await desk.publish.execute({ ...ended, visibility: 'private', privateReason: 'Riêng.' }, by(who.coordinator));
    await expect(
      desk.addFacts.execute({ ticketId: ended.ticketId, version: null, text: 'Thêm.' }, by(own(ended.ticketId))),
    ).rejects.toMatchObject({ kind: 'conflict', title: expect.stringContaining('yêu cầu xem lại') });
  });

  it('presses once a working day, asks as often as it likes; both are counted and in the story', async () => {
    const { ticketId } = await bring(desk, who, 'in_progress');
    const chase = (principal: Principal = own(ticketId)) =>
      desk.chase.execute({ ticketId, version: null, text: 'Lâu quá.' }, by(principal));
    desk.clock.set('2026-11-17 10:00');
    await chase();
    expect(await lastEvent(ticketId)).toMatchObject({ type: 'ticket.chased', data: { times: 1, by: 'reporter' } });
    await expect(chase(who.operator)).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringContaining('Đã giục'),
    });
    // In the evening it is said for the next working day, and counts for that.
    desk.clock.set('2026-11-17 19:00');
    await chase(who.operator);
    desk.clock.set('2026-11-18 09:00');
    await expect(chase()).rejects.toMatchObject({ kind: 'conflict' });
    desk.clock.set('2026-11-19 09:00');
    await chase();
    await desk.enquire.execute({ ticketId, version: null }, by(own(ticketId)));
    await desk.enquire.execute({ ticketId, version: null }, by(who.operator));
    const detail = await desk.queries.detail(who.head, ticketId);
    expect(detail).toMatchObject({ chaseCount: 3, enquiryCount: 2, lastChasedAt: instant('2026-11-19 09:00') });
    expect(detail.story.slice(-2).map(({ text }) => text)).toEqual([
      'Người gửi hỏi kết quả.',
      expect.stringMatching(/hỏi kết quả lần 2/),
    ]);
    // Reading the page counts nothing.
    await desk.tracking.byToken(desk.links.tokenFor(ticketId));
    expect((await desk.ticket(ticketId)).enquiryCount).toBe(2);
    await expect(chase(who.handler)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('lets those who watch press the holder, in words', async () => {
    const at = await bring(desk, who, 'in_progress');
    const overseer = staff('overseer', 'VPUBND');
    await expect(desk.remindHolder.execute({ ...at, text: ' ' }, by(overseer))).rejects.toMatchObject({
      kind: 'invalid-input',
    });
    await desk.remindHolder.execute({ ...at, text: 'Xin trả lời sớm.' }, by(overseer));
    expect((await notes(at.ticketId)).at(-1)).toBe('holder_reminded');
    await expect(
      desk.remindHolder.execute({ ...at, version: at.version + 1, text: 'Nhắc.' }, by(who.handler)),
    ).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('a correction', () => {
  it('keeps what stood there, and says where the rules would send it now', async () => {
    const at = await bring(desk, who, 'in_progress');
    const fields = {
      title: 'Ổ gà trước chợ',
      wardCode: '26041',
      placeText: 'Cổng sau chợ',
      point: { lat: 10.9574, lng: 106.8427 },
    };
    const done = await desk.correct.execute({ ...at, ...fields, remark: 'Người dân nói lại.' }, by(who.coordinator));
    expect(done).toMatchObject({ state: 'in_progress', version: at.version + 1 });
    const trace = await desk.supplements.corrections(at.ticketId);
    expect(trace.map(({ field }) => field).sort()).toEqual(['place', 'point', 'title', 'ward']);
    expect(trace.find(({ field }) => field === 'place')).toMatchObject({
      before: 'Đường Bùi Trọng Nghĩa, gần chợ',
      after: 'Cổng sau chợ',
      why: 'Người dân nói lại.',
    });
    expect((await desk.queries.detail(who.coordinator, at.ticketId)).story.at(-1)?.text).toMatch(
      /sửa tiêu đề; chỗ xảy ra; phường, xã và điểm trên bản đồ\./,
    );
    // It stays where it is; the rules say another ward's committee.
    expect(await desk.ticket(at.ticketId)).toMatchObject({ leadAgencyCode: 'UBND-25993', wardCode: '26041' });
    expect(await desk.supplements.routedElsewhere(at.ticketId)).toMatchObject({ code: 'UBND-26041' });
    await expect(
      desk.correct.execute(
        { ticketId: at.ticketId, version: done.version, ...fields, remark: 'Nữa.' },
        by(who.coordinator),
      ),
    ).rejects.toMatchObject({ kind: 'invalid-input' });
  });

  it('does not leave a ticket with the agency it is about, where that may not be', async () => {
    const open = await desk.open({ categoryCode: 'cbcc-thai-do', subjectAgencyCode: 'UBND-25993' });
    const { leadAgencyCode } = await desk.ticket(open.ticketId);
    await expect(
      desk.correct.execute(
        { ticketId: open.ticketId, version: 1, subjectAgencyCode: leadAgencyCode, remark: 'Nhầm.' },
        by(who.coordinator),
      ),
    ).rejects.toMatchObject({
      fields: [{ field: 'subjectAgencyCode', message: expect.stringContaining('chuyển đơn vị khác trước') }],
    });
  });
});
