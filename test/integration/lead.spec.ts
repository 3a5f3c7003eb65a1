import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandContext } from '../../src/identity/index.js';
import { Surveys, surveysEntities, SurveyLinks } from '../../src/surveys/index.js';
import { Closing } from '../../src/surveys/closing.js';
import { ReporterWords, TicketRow } from '../../src/tickets/index.js';
import { Outbox } from '../../src/platform/outbox/index.js';
import { Idempotency, managerOf } from '../../src/platform/database/index.js';
import type { Config } from '../../src/platform/config/index.js';
import { createLog } from '../../src/platform/log/index.js';
import { instant } from '../support/index.js';
import { photo } from '../support/photo.js';
import { ANSWER, bring, by, CENTRE, openDesk, people, staff, WARD_AGENCY, type Desk } from './tickets-desk.js';

const START = instant('2026-11-17 08:00');
const CONFIG = { publicUrl: 'http://localhost', secret: 'only-for-tests-0123456789-abcdefghijklmnop' } as Config;

let desk: Desk;
let surveys: Surveys;
let surveyLinks: SurveyLinks;
let closing: Closing;

beforeAll(async () => {
  desk = await openDesk({ entities: surveysEntities });
  surveyLinks = new SurveyLinks(CONFIG);
  const idempotency = new Idempotency(desk.unitOfWork, desk.reader, desk.clock);
  const words = new ReporterWords(desk.reader);
  surveys = new Surveys(idempotency, desk.reader, desk.clock, surveyLinks, words, new Outbox(desk.clock));
  closing = new Closing(desk.reader, desk.clock, desk.closeTicket, createLog('silent'));
});

afterAll(() => desk.drop());

beforeEach(() => {
  desk.clock.set(START);
});

const who = people();
const so = people('SXD');
const overseer = staff('overseer', 'VPUBND');
const director = staff('director', CENTRE);
const citizen = (ticketId: string): CommandContext => by({ kind: 'reporter', ticketId });

const NOT_OURS = {
  ground: 'not_competent',
  words: 'Đoạn đường này do Sở quản lý.',
  proposedAgencyCode: 'SXD',
} as const;

type At = { ticketId: string; version: number };

describe('an agency that gives a ticket back', () => {
  it('names ground and competent agency; its clocks end and end to end the time runs on', async () => {
    const at = await bring(desk, who, 'in_progress');
    const due = (await desk.ticket(at.ticketId)).resolveDueAt;
    desk.clock.set(instant('2026-11-17 09:30'));
    await desk.giveBack.execute({ ...at, ...NOT_OURS }, by(who.handler));
    const ticket = await desk.ticket(at.ticketId);
    expect(ticket).toMatchObject({
      state: 'received',
      leadAgencyCode: null,
      handlerAccountId: null,
      routeMissing: 'returned',
      returnCount: 1,
      resolveDueAt: due,
    });
    expect(ticket.routeReason).toMatch(/trả lại: không thuộc thẩm quyền\. Đề nghị chuyển Sở Xây dựng/);
    const clocks = await desk.clocks(at.ticketId);
    expect(clocks.filter(({ stopReason }) => stopReason === 'returned').map(({ kind }) => kind)).toEqual([
      'resolve_holder',
    ]);
    expect(
      clocks
        .filter(({ stoppedAt }) => stoppedAt === null)
        .map(({ kind, holderAgencyCode }) => [kind, holderAgencyCode]),
    ).toEqual([
      ['resolve', CENTRE],
      ['classify', CENTRE],
    ]);
    // Whoever gave it back has it on no list any more, and the centre finds it on one of its own.
    await expect(desk.queries.detail(who.handler, at.ticketId)).rejects.toMatchObject({ kind: 'not-found' });
    expect((await desk.queries.detail(who.coordinator, at.ticketId)).dispute.proposed?.code).toBe('SXD');
    const list = await desk.queries.list(who.coordinator, { tab: 'returned' });
    expect(list.items.map(({ id }) => id)).toContain(at.ticketId);
    const tracked = await desk.tracking.byToken(desk.links.tokenFor(at.ticketId));
    expect(tracked.returns).toBe(1);
    expect(tracked.hops.map(({ agency, moved }) => [agency.code, moved])).toContainEqual([
      WARD_AGENCY,
      'trả lại: không thuộc thẩm quyền',
    ]);
    expect(JSON.stringify(tracked)).not.toContain(NOT_OURS.words);
  });

  it('needs words, a ground of the list, and whoever is competent', async () => {
    const at = await bring(desk, who, 'assigned');
    const fields = async (input: object): Promise<unknown> =>
      desk.giveBack.execute({ ...at, ...NOT_OURS, ...input }, by(who.handler)).then(
        () => 'taken',
        (error: { fields: { field: string }[] }) => error.fields.map(({ field }) => field),
      );
    expect(await fields({ ground: 'lazy' })).toEqual(['ground']);
    expect(await fields({ words: ' ' })).toEqual(['words']);
    expect(await fields({ proposedAgencyCode: null })).toEqual(['proposedAgencyCode']);
    expect(await fields({ proposedAgencyCode: WARD_AGENCY })).toEqual(['proposedAgencyCode']);
    expect(await fields({ proposedAgencyCode: 'KHONG-CO' })).toEqual(['proposedAgencyCode']);
    expect(await fields({ ground: 'place_unknown', proposedAgencyCode: '' })).toBe('taken');
  });

  it('cannot after two working days with it, and is told until when it could', async () => {
    const at = await bring(desk, who, 'in_progress');
    desk.clock.set(instant('2026-11-19 16:31'));
    await expect(desk.giveBack.execute({ ...at, ...NOT_OURS }, by(who.handler))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringMatching(/đến 16:30 .*19\/11.*điều phối viên 1022/),
    });
    const { actions } = await desk.queries.detail(who.handler, at.ticketId);
    expect(actions.find(({ command }) => command === 'return_ticket')).toMatchObject({ allowed: false });
  });
});

/** Returned by the ward and by the department. */
async function disputed(): Promise<At> {
  let at: At = await bring(desk, who, 'assigned');
  at = await desk.giveBack.execute({ ...at, ...NOT_OURS }, by(who.handler));
  const again = { ...at, categoryCode: 'gt-mat-duong' };
  await expect(
    desk.classify.execute({ ...again, leadAgencyCode: WARD_AGENCY }, by(who.coordinator)),
  ).rejects.toMatchObject({ fields: [{ field: 'leadAgencyCode', message: expect.stringMatching(/vừa trả lại/) }] });
  at = await desk.classify.execute({ ...again, leadAgencyCode: 'SXD' }, by(who.coordinator));
  return desk.giveBack.execute(
    { ...at, ground: 'wrong_area', words: 'Đường hẻm do phường quản lý.', proposedAgencyCode: WARD_AGENCY },
    by(so.handler),
  );
}

describe('a part asked for in the middle of the morning', () => {
  it('may be due at a whole or half hour of the day, as people say it', async () => {
    const at = await bring(desk, who, 'in_progress');
    desk.clock.set(instant('2026-11-17 09:37'));
    const { choices } = (await desk.queries.detail(who.handler, at.ticketId)).support;
    expect(choices.length).toBeGreaterThan(1);
    expect(choices[0]).toEqual(instant('2026-11-17 16:00'));
    expect(choices.filter((due) => due.getMinutes() % 30 !== 0)).toEqual([]);
  });
});

describe('a ticket given back twice', () => {
  it('is ruled on, locked, appealed once and upheld, and never simply passed on', async () => {
    let at = await disputed();
    await expect(
      desk.classify.execute({ ...at, categoryCode: 'gt-mat-duong', leadAgencyCode: 'SXD' }, by(who.coordinator)),
    ).rejects.toMatchObject({ kind: 'conflict', title: expect.stringMatching(/trả lại 2 lần.*cần quyết định/) });
    await expect(
      desk.rule.execute({ ...at, leadAgencyCode: WARD_AGENCY, words: 'x' }, by(overseer)),
    ).rejects.toMatchObject({ kind: 'conflict' });
    at = await desk.rule.execute(
      { ...at, leadAgencyCode: WARD_AGENCY, words: 'Hẻm do phường quản lý theo phân cấp.' },
      by(who.coordinator),
    );
    expect(await desk.ticket(at.ticketId)).toMatchObject({ state: 'assigned', leadLocked: true, routeMissing: null });
    await expect(desk.giveBack.execute({ ...at, ...NOT_OURS }, by(who.handler))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringMatching(/không trả lại được.*Văn phòng UBND xem lại/),
    });
    await expect(
      desk.transfer.execute({ ...at, leadAgencyCode: 'SXD', remark: 'x' }, by(who.coordinator)),
    ).rejects.toMatchObject({ kind: 'conflict', title: expect.stringMatching(/chỉ Văn phòng UBND/) });

    at = await desk.appeal.execute({ ...at, words: 'Phường không có thiết bị.' }, by(who.head));
    expect((await desk.counts.of(overseer)).get('appealed')).toBe(1);
    const list = await desk.queries.list(overseer, { tab: 'appealed' });
    expect(list.items.map(({ id }) => id)).toEqual([at.ticketId]);
    await expect(desk.appeal.execute({ ...at, words: 'Lại.' }, by(who.head))).rejects.toMatchObject({
      kind: 'conflict',
    });
    const clocks = await desk.clocks(at.ticketId);
    at = await desk.rule.execute({ ...at, leadAgencyCode: WARD_AGENCY, words: 'Giữ nguyên.' }, by(overseer));
    expect(await desk.ticket(at.ticketId)).toMatchObject({ state: 'assigned', leadLocked: true, appealed: false });
    // Upheld, it stays where it is: no clock is touched.
    expect(await desk.clocks(at.ticketId)).toEqual(clocks);
    await expect(desk.appeal.execute({ ...at, words: 'Lại nữa.' }, by(who.head))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringMatching(/Văn phòng UBND đã quyết định/),
    });
    const { story, returns } = await desk.queries.detail(who.coordinator, at.ticketId);
    expect(returns).toBe(2);
    expect(story.at(-1)).toMatchObject({ type: 'lead_ruled', remark: 'Giữ nguyên.' });
  });
});

describe('a report that is not taken up', () => {
  const WAY = { ground: 'out_of_scope', text: 'Xin gửi Tòa án nhân dân khu vực, số 1 đường Thử.' };

  it('ends with ground and way forward, private, and the citizen reads it', async () => {
    const at = await bring(desk, who, 'assigned');
    await expect(
      desk.reject.execute({ ...at, ...WAY, text: 'Xin gửi [cơ quan có thẩm quyền].' }, by(who.coordinator)),
    ).rejects.toMatchObject({ fields: [{ field: 'text' }] });
    await desk.reject.execute({ ...at, ...WAY }, by(who.coordinator));
    expect(await desk.ticket(at.ticketId)).toMatchObject({ state: 'rejected', visibility: 'private', isOpen: false });
    const clocks = await desk.clocks(at.ticketId);
    expect(clocks.filter(({ stoppedAt }) => stoppedAt === null)).toEqual([]);
    const tracked = await desk.tracking.byToken(desk.links.tokenFor(at.ticketId));
    expect(tracked.rejection).toBe(WAY.text);
  });

  it('after two working days only by the director', async () => {
    const at = await bring(desk, who, 'assigned');
    desk.clock.set(instant('2026-11-20 07:00'));
    await expect(desk.reject.execute({ ...at, ...WAY }, by(who.coordinator))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringMatching(/16:30 .*19\/11.*giám đốc/),
    });
    await desk.reject.execute({ ...at, ...WAY }, by(director));
    const { story } = await desk.queries.detail(director, at.ticketId);
    expect(story.at(-1)?.text).toMatch(/quyết định từ chối tiếp nhận: không thuộc phạm vi của 1022/);
  });
});

describe('a report taken back', () => {
  it('rests, and comes back once to whoever had it, with clocks of its own', async () => {
    let at: At = await bring(desk, who, 'awaiting_info');
    at = await desk.withdraw.execute({ ticketId: at.ticketId, version: null }, citizen(at.ticketId));
    expect(await desk.ticket(at.ticketId)).toMatchObject({ state: 'withdrawn', isOpen: false, pausedAt: null });
    desk.clock.set(instant('2026-11-25 10:00'));
    at = await desk.reopen.execute(
      { ticketId: at.ticketId, version: null, words: 'Vẫn còn ngập.' },
      citizen(at.ticketId),
    );
    const ticket = await desk.ticket(at.ticketId);
    expect(ticket).toMatchObject({ state: 'assigned', leadAgencyCode: WARD_AGENCY, reopenCount: 0, closedAt: null });
    const running = (await desk.clocks(at.ticketId)).filter(({ stoppedAt }) => stoppedAt === null);
    expect(running.map(({ kind }) => kind)).toEqual(['resolve', 'accept', 'resolve_holder']);
    expect(running.every(({ startedAt }) => startedAt.getTime() === desk.clock.now().getTime())).toBe(true);
    at = await desk.withdraw.execute({ ticketId: at.ticketId, version: null }, citizen(at.ticketId));
    await expect(
      desk.reopen.execute({ ticketId: at.ticketId, version: null, words: 'Lại.' }, citizen(at.ticketId)),
    ).rejects.toMatchObject({ kind: 'conflict', title: expect.stringMatching(/mở lại một lần/) });
  });

  it('cannot be once an answer is approved', async () => {
    const at = await bring(desk, who, 'awaiting_publication');
    await expect(
      desk.withdraw.execute({ ticketId: at.ticketId, version: null }, citizen(at.ticketId)),
    ).rejects.toMatchObject({ kind: 'conflict' });
  });
});

async function published(): Promise<At> {
  const at = await bring(desk, who, 'awaiting_publication');
  return desk.publish.execute(at, by(who.coordinator));
}

describe('an answer', () => {
  it('is rated by its own link, and the rating may change', async () => {
    const { ticketId } = await published();
    const token = surveyLinks.tokenFor(ticketId);
    expect(surveyLinks.ticketIdOf(desk.links.tokenFor(ticketId))).toBeNull();
    expect(desk.links.ticketIdOf(token)).toBeNull();
    await expect(surveys.rate(token, { score: 'great', reason: '' }, citizen(ticketId))).rejects.toMatchObject({
      fields: [{ field: 'score' }],
    });
    await surveys.rate(token, { score: 'satisfied', reason: '' }, citizen(ticketId));
    await surveys.rate(token, { score: 'unsatisfied', reason: 'Vá rồi lại hỏng.' }, citizen(ticketId));
    expect((await surveys.byToken(token)).given).toEqual({ score: 'unsatisfied', reason: 'Vá rồi lại hỏng.' });
    expect(await surveys.of(ticketId)).toHaveLength(1);
  });

  it('is rated once, whoever of several first ratings at one instant comes last', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { ticketId } = await published();
      const token = surveyLinks.tokenFor(ticketId);
      const first = (['satisfied', 'unsatisfied', 'satisfied'] as const).map((score) =>
        surveys.rate(token, { score, reason: 'Cùng lúc.' }, citizen(ticketId)),
      );
      expect(await Promise.all(first)).toEqual(['satisfied', 'unsatisfied', 'satisfied']);
      expect(await surveys.of(ticketId)).toHaveLength(1);
    }
  });

  it('goes one level up when the citizen is not satisfied: once, with clocks of its own, the first answer visible', async () => {
    let at = await published();
    const { ticketId } = at;
    const token = surveyLinks.tokenFor(ticketId);
    await surveys.rate(token, { score: 'unsatisfied', reason: '' }, citizen(ticketId));
    desk.clock.set(instant('2026-11-25 10:00'));
    const again = (words: string) => desk.reopen.execute({ ticketId, version: null, words }, citizen(ticketId));
    await expect(again('Chưa được.')).rejects.toMatchObject({ fields: [{ field: 'words' }] });
    at = await again('Chỗ vá đã bong ra, xe vẫn té như trước.');
    expect(await desk.ticket(ticketId)).toMatchObject({
      state: 'assigned',
      leadAgencyCode: 'UBND',
      reopenCount: 1,
      answeredAt: null,
      closeDueAt: null,
    });
    const tracked = await desk.tracking.byToken(desk.links.tokenFor(ticketId));
    expect(tracked.answer?.found).toBe(ANSWER.found);
    expect(tracked.clock?.late).toBe(false);
    expect((await surveys.byToken(token)).obstacle).toMatch(/đang được xem lại/);
    const committee = people('UBND');
    at = await desk.accept.execute(at, by(committee.handler));
    at = await desk.submit.execute({ ...at, ...ANSWER, done: 'Đã thảm lại cả đoạn.' }, by(committee.handler));
    at = await desk.approve.execute(at, by(committee.head));
    at = await desk.publish.execute(at, by(who.coordinator));
    const after = await desk.tracking.byToken(desk.links.tokenFor(ticketId));
    expect([after.answer?.agency.code, after.earlierAnswers.map(({ agency }) => agency.code)]).toEqual([
      'UBND',
      [WARD_AGENCY],
    ]);
    // What was said of the first answer does not rate the second.
    expect((await surveys.byToken(token)).given).toBeNull();
    await expect(again('Lại bong ra rồi, vẫn té như trước.')).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringMatching(/gọi 1022/),
    });
    await desk.reopen.execute({ ...at, ground: 'new_evidence', words: 'Có ảnh mới.' }, by(who.coordinator));
    expect((await desk.ticket(ticketId)).leadAgencyCode).toBe('TTRA');
  });

  it('does not close before what it promised is reported done, and the days for rating begin then', async () => {
    let at: At = await bring(desk, who, 'in_progress');
    const { ticketId } = at;
    at = await desk.submit.execute({ ...at, ...ANSWER, doneOn: '2026-11-28' }, by(who.handler));
    at = await desk.approve.execute(at, by(who.head));
    at = await desk.publish.execute(at, by(who.coordinator));
    // Nobody works on that Saturday.
    const due = instant('2026-11-30 16:30');
    expect(await desk.ticket(ticketId)).toMatchObject({ state: 'published', commitmentDueAt: due });
    const promise = async () => (await desk.clocks(ticketId)).find(({ kind }) => kind === 'commitment');
    expect(await promise()).toMatchObject({ holderAgencyCode: WARD_AGENCY, timerMark: '50%', stoppedAt: null });
    for (const somebody of [who.handler, who.coordinator]) {
      const { items } = await desk.queries.list(somebody, { tab: 'promised' });
      expect(items.map(({ id, clocks }) => [id, clocks.map(({ kind }) => kind)])).toEqual([[ticketId, ['commitment']]]);
    }

    desk.clock.set(instant('2026-12-20 08:00'));
    await closing.run();
    expect((await desk.ticket(ticketId)).state).toBe('published');
    const { commitment, ending } = await desk.tracking.byToken(desk.links.tokenFor(ticketId));
    const open = { on: '2026-11-28', dueAt: due, doneAt: null, late: true, words: null, reportId: null };
    expect(commitment).toEqual(open);
    // Whoever waits for it need not wait any longer.
    expect(ending.reopen).toEqual({ allowed: true, reason: null });

    const report = (text: string, ctx = by(who.handler)) => desk.reportDone.execute({ ...at, text }, ctx);
    await expect(report('Đã xong.')).rejects.toMatchObject({ kind: 'invalid-input', fields: [{ field: 'text' }] });
    await expect(report('Đã thảm lại cả đoạn đường.', by(so.handler))).rejects.toMatchObject({ kind: 'not-found' });
    await expect(report('Đã thảm lại cả đoạn đường.', by(who.coordinator))).rejects.toMatchObject({
      kind: 'not-found',
    });
    at = await desk.reportDone.execute(
      { ...at, text: 'Đã thảm lại cả đoạn đường.', files: [photo()] },
      by(who.handler),
    );
    await expect(report('Đã thảm lại cả đoạn đường.')).rejects.toMatchObject({ kind: 'conflict' });
    expect(await promise()).toMatchObject({ stopReason: 'done_reported', stoppedAt: instant('2026-12-20 08:00') });
    const told = await desk.tracking.byToken(desk.links.tokenFor(ticketId));
    expect(told.commitment).toMatchObject({ late: true, words: 'Đã thảm lại cả đoạn đường.' });
    // The photo stands with the report, for those inside.
    const reportId = told.commitment?.reportId ?? '';
    const [file] = await desk.attachments.of(desk.rows, 'done', [reportId]);
    expect(file).toMatchObject({
      ticketId,
      name: 'cho.jpg',
      isPublic: false,
      uploadedByAccountId: who.handler.accountId,
    });
    await expect(desk.tracking.ownPhoto(desk.links.tokenFor(ticketId), file?.id ?? '')).rejects.toMatchObject({
      kind: 'not-found',
    });
    // Who held it, and for how long, goes on to the end of the promise.
    expect(told.hops.at(-1)).toMatchObject({
      agency: { code: WARD_AGENCY },
      stageLabel: 'Làm việc đã hẹn',
      promise: true,
      toAt: instant('2026-12-20 08:00'),
    });
    expect(told.hops.filter(({ promise }) => promise)).toHaveLength(1);
    expect(told.story.at(-1)?.text).toMatch(/báo việc hẹn xong ngày 28\/11\/2026 nay đã xong, trễ hẹn\.$/);
    expect((await desk.queries.list(who.handler, { tab: 'promised' })).items).toEqual([]);

    desk.clock.set(instant('2027-01-04 08:01'));
    await closing.run();
    expect((await desk.ticket(ticketId)).state).toBe('closed');
  });

  it('a promise ends when the ticket is opened again, and nobody promises a day beyond all calendars', async () => {
    let at: At = await bring(desk, who, 'in_progress');
    const beyond = desk.submit.execute({ ...at, ...ANSWER, doneOn: '2099-01-05' }, by(who.handler));
    await expect(beyond).rejects.toMatchObject({ kind: 'invalid-input', fields: [{ field: 'doneOn' }] });
    at = await desk.submit.execute({ ...at, ...ANSWER, doneOn: '2026-11-27' }, by(who.handler));
    at = await desk.approve.execute(at, by(who.head));
    at = await desk.publish.execute(
      { ...at, visibility: 'private', privateReason: 'Chuyện riêng.' },
      by(who.coordinator),
    );
    await desk.reopen.execute({ ...at, ground: 'order', words: 'Hẹn lâu quá.' }, by(who.coordinator));
    expect(await desk.ticket(at.ticketId)).toMatchObject({ state: 'assigned', commitmentDueAt: null });
    const kinds = (await desk.clocks(at.ticketId)).map(({ kind, stopReason }) => `${kind} ${stopReason ?? 'runs'}`);
    expect(kinds.filter((one) => one.startsWith('commitment'))).toEqual(['commitment reopened']);
    // Whoever was promised it hears what became of it.
    const { commitment } = await desk.tracking.byToken(desk.links.tokenFor(at.ticketId));
    expect(commitment).toMatchObject({ on: '2026-11-27', doneAt: null, reopenedAt: desk.clock.now() });
  });

  it('closes by itself after fifteen days, and then only the centre opens it again', async () => {
    const at = await published();
    const { ticketId } = at;
    desk.clock.set(instant('2026-12-02 07:59'));
    await closing.run();
    expect((await desk.ticket(ticketId)).state).toBe('published');
    desk.clock.set(instant('2026-12-02 08:01'));
    await closing.run();
    const closed = await desk.ticket(ticketId);
    expect(closed).toMatchObject({ state: 'closed', closeDueAt: null });
    await closing.run();
    expect((await desk.ticket(ticketId)).version).toBe(closed.version);
    await expect(
      desk.reopen.execute({ ticketId, version: null, words: 'Chỗ vá đã bong ra, xe vẫn té.' }, citizen(ticketId)),
    ).rejects.toMatchObject({ kind: 'conflict' });
    const order = { ticketId, version: closed.version, ground: 'order', words: 'Theo phản ánh mới.' };
    expect((await desk.reopen.execute(order, by(who.coordinator))).state).toBe('assigned');
  });

  it('one that cannot be closed holds back none of those after it', async () => {
    let stuck: At = await bring(desk, who, 'in_progress');
    stuck = await desk.submit.execute({ ...stuck, ...ANSWER, doneOn: '2026-11-27' }, by(who.handler));
    stuck = await desk.approve.execute(stuck, by(who.head));
    await desk.publish.execute(
      { ...stuck, visibility: 'private', privateReason: 'Chuyện riêng.' },
      by(who.coordinator),
    );
    // As no command leaves it: the list says that nothing is promised, the clock of the promise runs.
    await desk.unitOfWork.run((tx) =>
      managerOf(tx).update(TicketRow, { id: stuck.ticketId }, { commitmentDueAt: null }),
    );
    desk.clock.set(instant('2026-11-18 08:00'));
    const next = await published();

    desk.clock.set(instant('2026-12-20 08:00'));
    closing.batch = 1;
    for (let round = 0; round < 20 && (await closing.run()); round += 1);
    expect((await desk.ticket(stuck.ticketId)).state).toBe('resolved_private');
    expect((await desk.ticket(next.ticketId)).state).toBe('closed');
  });
});
