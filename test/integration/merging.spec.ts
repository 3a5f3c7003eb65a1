import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CommandContext } from '../../src/identity/index.js';
import { OutboxEventRow } from '../../src/platform/outbox/outbox.js';
import { managerOf } from '../../src/platform/database/index.js';
import { MailTransport } from '../../src/platform/mail/index.js';
import { MailComposer } from '../../src/notifications/mail-composer.js';
import { MailPlanner } from '../../src/notifications/mail-planner.js';
import { MailMessageRow } from '../../src/notifications/entities.js';
import { PublicStatusRow } from '../../src/publication/entities.js';
import { SurveyLinks, Surveys } from '../../src/surveys/index.js';
import { Projector } from '../../src/publication/projector.js';
import {
  AddFacts,
  AskCitizen,
  ChaseTicket,
  Duplicates,
  EnquireTicket,
  ExpireQuestion,
  GuideElsewhere,
  IncidentRow,
  Incidents,
  JoinIncident,
  LinkTickets,
  ManageIncident,
  MergedTickets,
  MergeTickets,
  PublishAnswer,
  RecordReply,
  RejectTicket,
  ReopenTicket,
  SplitTicket,
  SuspectedIncidents,
  Supplements,
  TicketClockRow,
  TicketHistoryRow,
  TicketQueries,
  TicketQuestionRow,
  TicketRow,
  TrackingLinks,
  TrackingQuery,
  TransferTicket,
  WithdrawTicket,
  type NewTicket,
} from '../../src/tickets/index.js';
import { GATE_CHECKS } from '../../src/tickets/domain/answer-gate.js';
import { createTestDatabase, FixedClock, instant, type TestDatabase } from '../support/index.js';
import { photo } from '../support/photo.js';
import { CHECKED, COORDINATOR, openStage, staff, WARD, WARD_AGENCY, type TicketStage } from './ticket-stage.js';

jest.setTimeout(120_000);

/** A kind of matter whose answer needs no photo. */
const NOISE = 'mt-tieng-on';
const HANDLER = staff('handler', WARD_AGENCY);
const clock = new FixedClock();
let database: TestDatabase;
let stage: TicketStage;

beforeAll(async () => {
  database = await createTestDatabase();
  stage = await openStage(database, clock);
});
afterAll(async () => {
  stage?.get(MailTransport).close();
  await stage?.close();
  await database?.drop();
});
beforeEach(() => clock.set('2026-11-23 08:00'));

const keyed = (ctx: CommandContext): CommandContext => ({
  ...ctx,
  idempotency: { scope: 'test', key: randomUUID(), hash: 'a'.repeat(64) },
});
const at = ({ ticketId, version }: { ticketId: string; version: number }) => ({ ticketId, version });
const merge = (parent: { ticketId: string; version: number }, children: { ticketId: string; version: number }[]) =>
  stage.get(MergeTickets).execute({ ...at(parent), children: children.map(at) }, keyed(COORDINATOR));
const person = (number: number): Partial<NewTicket> => ({
  reporter: {
    kind: 'citizen',
    name: `Người Báo ${String(number)}`,
    phone: `+8490000${String(1000 + number)}`,
    email: `nguoi${String(number)}@example.vn`,
    anonymous: false,
  },
});
const open = (ticket: Partial<NewTicket> = {}) => stage.open({ categoryCode: NOISE, ...ticket });
const gate = () => stage.toTheGate({ categoryCode: NOISE });
/** The last events of a ticket, in order. */
const lastEvents = async (aggregateId: string, most: number): Promise<string[]> => {
  const rows = await stage.rows.find(OutboxEventRow, { where: { aggregateId }, order: { id: 'DESC' }, take: most });
  return rows.map(({ type }) => type).reverse();
};
const clocksOf = (ticketId: string) =>
  stage.rows.find(TicketClockRow, { where: { ticketId }, order: { position: 'ASC' } });
const resolveOf = async (ticketId: string) => (await clocksOf(ticketId)).find(({ kind }) => kind === 'resolve');
const typesOf = async (ticketId: string) =>
  (await stage.rows.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'ASC' } })).map(({ type }) => type);
const now = async (ticketId: string) => {
  const { id, version } = await stage.ticket(ticketId);
  return { ticketId: id, version };
};

describe('merging', () => {
  it('leaves one ticket that stands for all, with the earliest promise that any of them was given', async () => {
    const earlier = await open(person(1));
    clock.set('2026-11-24 10:00');
    const parent = await stage.accept(await open(person(2)));
    const later = await open({ ...person(3), receivedAt: clock.now() });
    const promised = (await resolveOf(earlier.ticketId))?.dueAt;
    expect((await resolveOf(parent.ticketId))?.dueAt).not.toEqual(promised);

    clock.set('2026-11-24 11:00');
    const done = await merge(parent, [earlier, later]);
    expect(done).toMatchObject({ ticketId: parent.ticketId, version: parent.version + 1, state: 'in_progress' });
    expect(await stage.ticket(parent.ticketId)).toMatchObject({
      mergedCount: 2,
      resolveDueAt: promised,
      listDueAt: promised,
    });
    expect(await resolveOf(parent.ticketId)).toMatchObject({
      startedAt: instant('2026-11-23 08:00'),
      dueAt: promised,
      stoppedAt: null,
    });
    for (const child of [earlier, later]) {
      expect(await stage.ticket(child.ticketId)).toMatchObject({
        state: 'merged',
        isOpen: false,
        mergedIntoId: parent.ticketId,
        version: child.version + 1,
      });
      const own = (await clocksOf(child.ticketId)).filter(({ kind }) => kind !== 'classify');
      for (const stopped of own)
        expect(stopped).toMatchObject({ stoppedAt: instant('2026-11-24 11:00'), stopReason: 'merged' });
    }
    expect((await typesOf(parent.ticketId)).at(-1)).toBe('absorbed');
    expect((await typesOf(earlier.ticketId)).at(-1)).toBe('merged');
  });

  it('counts what reporters asked and chased, and lets the child’s request for more time lapse', async () => {
    const [parent, child] = [await open(person(1)), await open(person(2))];
    await stage.unitOfWork.run((transaction) =>
      managerOf(transaction).query(
        `update ticket set chase_count = 2, enquiry_count = 1 where id = '${child.ticketId}'`,
      ),
    );
    await merge(parent, [child]);
    expect(await stage.ticket(parent.ticketId)).toMatchObject({ chaseCount: 2, enquiryCount: 1, mergedCount: 1 });
  });

  it.each<[string, (parent: Ref) => Promise<Ref>, RegExp]>([
    ['itself', async (parent) => parent, /chính nó/],
    [
      'one that stands for others',
      async () => {
        const [own, of] = [await open(), await open()];
        await merge(own, [of]);
        return now(own.ticketId);
      },
      /đang đứng chung cho 2 người báo/,
    ],
    ['one whose answer waits at the gate', () => gate(), /Chờ công khai/],
    [
      'a private one into a public one',
      async () => {
        const own = await open();
        await stage.unitOfWork.run((transaction) =>
          managerOf(transaction).query(`update ticket set visibility = 'private' where id = '${own.ticketId}'`),
        );
        return own;
      },
      /công khai việc riêng của người gửi/,
    ],
    ['an urgent one into one that is not', () => open({ boundary: 'emergency' }), /là việc khẩn/],
    ['a denunciation', () => open({ boundary: 'denunciation' }), /chỉ hướng dẫn nơi nhận/],
  ])('never takes in %s, and says why', async (_, other, words) => {
    const parent = await open();
    await expect(merge(parent, [await other(parent)])).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringMatching(words),
    });
  });

  it('takes none into what has ended or was merged itself, and none of several when one is stale', async () => {
    const [a, b, c] = [await open(), await open(), await open()];
    await merge(a, [b]);
    await expect(merge(await now(b.ticketId), [c])).rejects.toMatchObject({ kind: 'conflict' });
    const stale = { ...c, version: c.version + 1 };
    const fourth = await open();
    await expect(merge(await now(a.ticketId), [fourth, stale])).rejects.toMatchObject({ kind: 'stale-version' });
    expect(await stage.ticket(fourth.ticketId)).toMatchObject({ state: 'assigned', mergedIntoId: null });
  });

  it('goes by the version that somebody saw, also when the code stands beside it', async () => {
    const [a, b] = [await open(), await open()];
    const { code } = await stage.ticket(b.ticketId);
    const seen = { ...at(b), version: b.version + 1, code };
    await expect(
      stage.get(MergeTickets).execute({ ...at(a), children: [seen] }, keyed(COORDINATOR)),
    ).rejects.toMatchObject({ kind: 'stale-version' });
    expect(await stage.ticket(b.ticketId)).toMatchObject({ state: 'assigned', mergedIntoId: null });
  });

  it('lets two private ones together only when they are one person’s', async () => {
    const bare = async (number: number) => {
      const own = await open(person(number));
      await stage.unitOfWork.run((transaction) =>
        managerOf(transaction).query(`update ticket set visibility = 'private' where id = '${own.ticketId}'`),
      );
      return own;
    };
    const [own, again, other] = [await bare(1), await bare(1), await bare(2)];
    await expect(merge(own, [other])).rejects.toMatchObject({ title: expect.stringContaining('hai người khác nhau') });
    expect(await merge(own, [again])).toMatchObject({ state: 'assigned' });
  });

  it('of two coordinators who merge the same pair in both directions one succeeds', async () => {
    const [a, b] = [await open(), await open()];
    const outcomes = await Promise.allSettled([merge(a, [b]), merge(b, [a])]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const states = await Promise.all([stage.ticket(a.ticketId), stage.ticket(b.ticketId)]);
    expect(states.map(({ state }) => state).sort()).toEqual(['assigned', 'merged']);
    expect(states.map(({ mergedCount }) => mergedCount).sort()).toEqual([0, 1]);
  });

  it('is nobody’s but a coordinator’s', async () => {
    const [a, b] = [await open(), await open()];
    await expect(
      stage.get(MergeTickets).execute({ ...at(a), children: [at(b)] }, keyed(HANDLER)),
    ).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('splitting', () => {
  it('gives the child its own promise back, the time while it was merged counted, and the parent its own', async () => {
    const child = await open(person(1));
    const promised = (await resolveOf(child.ticketId))?.dueAt;
    clock.set('2026-11-24 10:00');
    const parent = await open(person(2));
    const own = (await resolveOf(parent.ticketId))?.dueAt;
    await merge(parent, [child]);
    expect((await stage.ticket(parent.ticketId)).resolveDueAt).toEqual(promised);
    clock.set('2026-11-25 09:00');
    const done = await stage
      .get(SplitTicket)
      .execute({ ...(await now(child.ticketId)), remark: 'Đèn ở hẻm khác.' }, keyed(COORDINATOR));
    expect(done).toMatchObject({ ticketId: child.ticketId, state: 'assigned' });
    expect(await stage.ticket(child.ticketId)).toMatchObject({
      mergedIntoId: null,
      isOpen: true,
      leadAgencyCode: WARD_AGENCY,
      resolveDueAt: promised,
    });
    const clocks = await clocksOf(child.ticketId);
    expect(clocks.find(({ kind }) => kind === 'resolve')).toMatchObject({
      startedAt: instant('2026-11-23 08:00'),
      dueAt: promised,
      stoppedAt: null,
      stopReason: null,
    });
    expect(clocks.filter(({ kind, stoppedAt }) => kind === 'accept' && stoppedAt === null)).toMatchObject([
      { startedAt: instant('2026-11-25 09:00') },
    ]);
    expect(await stage.ticket(parent.ticketId)).toMatchObject({ mergedCount: 0, resolveDueAt: own });
    expect((await typesOf(parent.ticketId)).at(-1)).toBe('released');
    const accepted = await stage.accept(done);
    expect(accepted.state).toBe('in_progress');
  });

  it('leaves the earlier promise where the parent’s own is not sure any more', async () => {
    const [first, second] = [await open(person(1)), await open(person(2))];
    const promised = (await resolveOf(first.ticketId))?.dueAt;
    clock.set('2026-11-24 10:00');
    const parent = await open(person(3));
    await merge(parent, [first, second]);
    await stage.get(SplitTicket).execute({ ...(await now(first.ticketId)), remark: 'Việc khác.' }, keyed(COORDINATOR));
    expect(await stage.ticket(parent.ticketId)).toMatchObject({ mergedCount: 1, resolveDueAt: promised });
    const [last] = (
      await stage.rows.find(TicketHistoryRow, { where: { ticketId: parent.ticketId }, order: { number: 'DESC' } })
    ).slice(0, 1);
    expect(last).toMatchObject({ type: 'released', data: { kept: true } });
  });
});

describe('a ticket that stands for others', () => {
  it('does not end because of one of them: no withdrawal, no guidance, no unanswered question', async () => {
    const [opened, other] = [await open(person(1)), await open(person(2))];
    await merge(opened, [other]);
    const withdrawing = stage.get(WithdrawTicket).execute(await now(opened.ticketId), keyed(COORDINATOR));
    await expect(withdrawing).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringContaining('2 người báo'),
    });
    const offered = (ticketId: string) => stage.get(TrackingQuery).byToken(stage.get(TrackingLinks).tokenFor(ticketId));
    expect((await offered(opened.ticketId)).ending).toMatchObject({ canWithdraw: false, withdrawShared: true });
    expect((await offered(other.ticketId)).ending).toMatchObject({ canWithdraw: false, withdrawShared: false });
    const guiding = stage
      .get(GuideElsewhere)
      .execute(
        { ...(await now(opened.ticketId)), kind: 'complaint', text: 'Đến Ban Tiếp công dân.' },
        keyed(COORDINATOR),
      );
    await expect(guiding).rejects.toMatchObject({ kind: 'conflict' });
    const asked = await stage
      .get(AskCitizen)
      .execute({ ...(await stage.accept(await now(opened.ticketId))), text: 'Mấy giờ thì ồn?' }, HANDLER);
    clock.set('2027-01-20 08:00');
    await stage.get(ExpireQuestion).execute(asked, { ...COORDINATOR, principal: { kind: 'system', name: 'test' } });
    expect(await stage.ticket(opened.ticketId)).toMatchObject({ state: 'in_progress', pausedAt: null });
  });
});

interface Ref {
  readonly ticketId: string;
  readonly version: number;
}

describe('everybody who reported it', () => {
  const plan = () => stage.deliver([stage.get(MailPlanner), stage.get(Projector)]);
  const composed = async (ticketId: string) => {
    const rows = await stage.rows.find(MailMessageRow, { where: { ticketId }, order: { eventSeq: 'ASC' } });
    return Promise.all(rows.map(async (row) => [row.template, await stage.get(MailComposer).compose(row)] as const));
  };

  it('is told with a code and link of their own, and reads the answer on their own page', async () => {
    const opened = await open({ ...person(1), words: 'Lời riêng của người thứ nhất, đèn tắt.' });
    const children = [await open(person(2)), await open(person(3))];
    const [second, third] = children;
    await merge(opened, children);
    let parent: Ref = await stage.accept(await now(opened.ticketId));
    parent = await stage.get(AskCitizen).execute({ ...parent, text: 'Cột số mấy?' }, HANDLER);
    await plan();
    const templates = (await composed(second?.ticketId ?? '')).map(([template]) => template);
    expect(templates).toEqual(['ticket-merged', 'ticket-accepted']);
    const [, accepted] = await composed(second?.ticketId ?? '');
    expect(accepted?.[1]?.text).toContain(
      second?.version === undefined ? '' : (await stage.ticket(second.ticketId)).code,
    );
    expect(accepted?.[1]?.text).toContain(stage.get(TrackingLinks).urlFor(second?.ticketId ?? ''));
    expect(accepted?.[1]?.text).toContain(`Giải quyết chung với phiếu: ${opened.code}`);
    expect(accepted?.[1]?.to.address).toBe('nguoi2@example.vn');

    // One is split off before the answer: it hears of that, and of nothing more.
    await stage
      .get(SplitTicket)
      .execute({ ...(await now(third?.ticketId ?? '')), remark: 'Cột khác.' }, keyed(COORDINATOR));
    await stage
      .get(RecordReply)
      .execute({ ...parent, version: (await now(opened.ticketId)).version, text: 'Cột 12.' }, HANDLER);
    parent = await stage.approve(await stage.submit(await now(opened.ticketId)));
    const checks = Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed']));
    await stage.get(PublishAnswer).execute({ ...parent, checks }, COORDINATOR);
    await plan();
    expect((await composed(second?.ticketId ?? '')).at(-1)).toEqual([
      'ticket-answered',
      expect.objectContaining({ text: expect.stringContaining('14 bóng') }),
    ]);
    for (const ticketId of [opened.ticketId, second?.ticketId ?? ''])
      expect((await composed(ticketId)).at(-1)?.[1]?.text).toContain(stage.get(SurveyLinks).urlFor(ticketId));
    expect((await composed(third?.ticketId ?? '')).map(([template]) => template).at(-1)).toBe('ticket-split');
    await plan();
    expect(
      await stage.rows.countBy(MailMessageRow, { ticketId: second?.ticketId ?? '', template: 'ticket-answered' }),
    ).toBe(1);

    const token = stage.get(TrackingLinks).tokenFor(second?.ticketId ?? '');
    const view = await stage.get(TrackingQuery).byToken(token);
    expect(view).toMatchObject({ state: 'published', joint: { code: opened.code, reporters: 2 }, question: null });
    expect(view.answer?.done).toContain('14 bóng');
    expect(JSON.stringify(view)).not.toMatch(/người thứ nhất|Người Báo 1|Cột số mấy|Cột 12/);
    expect(await stage.rows.findOneByOrFail(PublicStatusRow, { ticketId: opened.ticketId })).toMatchObject({
      reporterCount: 2,
    });
  });

  it('adds, presses and asks from the own page: it reaches whoever has the shared ticket, and nobody else’s page', async () => {
    const opened = await open({ ...person(1), words: 'Ồn suốt đêm.' });
    const asked = await stage
      .get(AskCitizen)
      .execute({ ...(await stage.accept(await open(person(2)))), text: 'Nhà số mấy?' }, HANDLER);
    const ticketId = asked.ticketId;
    await merge(opened, [asked]);
    // From the merge on there is nothing to answer; what is written goes on as an addition.
    expect(await stage.rows.findOneByOrFail(TicketQuestionRow, { ticketId })).toMatchObject({
      status: 'cancelled',
      nextAt: null,
    });
    const reporter: CommandContext = keyed({
      principal: { kind: 'reporter', ticketId },
      requestId: 'test',
      idempotency: null,
    });
    const late = { ticketId, version: null, text: 'Nhà số 5, tôi là Người Báo 2.' };
    await expect(stage.get(RecordReply).execute(late, keyed(reporter))).rejects.toMatchObject({ kind: 'conflict' });

    const pageOf = (id: string) => stage.get(TrackingQuery).byToken(stage.get(TrackingLinks).tokenFor(id));
    const told = () => stage.rows.findOneByOrFail(TicketRow, { id: opened.ticketId });
    const page = await pageOf(ticketId);
    expect(page).toMatchObject({ joint: { code: opened.code, askedBefore: true }, question: null });
    expect(page.may).toEqual({ reply: false, addFacts: true, enquire: true, chase: true, chaseReason: null });
    await stage.get(AddFacts).execute({ ...late, photos: [photo()] }, keyed(reporter));
    await stage.get(ChaseTicket).execute({ ticketId, version: null, text: 'Mất ngủ rồi.' }, keyed(reporter));
    await stage.get(EnquireTicket).execute({ ticketId, version: null }, keyed(reporter));
    // Counted with both, so that a split takes along what is its own.
    const counts = { additionCount: 1, chaseCount: 1, enquiryCount: 1 };
    expect(await told()).toMatchObject(counts);
    expect(await stage.ticket(ticketId)).toMatchObject({ ...counts, state: 'merged' });
    expect(await lastEvents(opened.ticketId, 3)).toEqual(['ticket.facts_added', 'ticket.chased', 'ticket.enquired']);
    expect(await lastEvents(ticketId, 1)).toEqual(['ticket.merged']);

    // Whoever works on it reads it there, with the photo; one's own name is blanked.
    const { story } = await stage.get(TicketQueries).detail(HANDLER.principal, opened.ticketId);
    expect(story.filter(({ type }) => type === 'facts_added' || type === 'chased')).toMatchObject([
      { text: 'Một người cùng báo việc này bổ sung thông tin, ảnh.', remark: 'Nhà số 5, tôi là [người gửi].' },
      { text: 'Một người cùng báo việc này giục trả lời.', remark: 'Mất ngủ rồi.' },
    ]);
    const supplements = stage.get(Supplements);
    const [shown] = await supplements.photos(opened.ticketId);
    expect(await supplements.photo(opened.ticketId, shown?.id ?? '')).toMatchObject({ ticketId });
    const stranger = await open(person(3));
    await expect(supplements.photo(stranger.ticketId, shown?.id ?? '')).rejects.toMatchObject({ kind: 'not-found' });

    // On the own page stand the own words; on the other's that somebody said something.
    expect((await pageOf(ticketId)).added).toMatchObject([{ text: 'Nhà số 5, tôi là [người gửi].', photos: [{}] }]);
    expect(JSON.stringify(await pageOf(opened.ticketId))).not.toMatch(/Nhà số 5|Mất ngủ/);
    // Pressing is once a working day for all.
    await expect(stage.get(ChaseTicket).execute({ ticketId, version: null }, keyed(reporter))).rejects.toMatchObject({
      kind: 'conflict',
      title: expect.stringContaining('Đã giục lúc'),
    });

    await stage.get(SplitTicket).execute({ ...(await now(ticketId)), remark: 'Nhà khác.' }, keyed(COORDINATOR));
    expect(await told()).toMatchObject({ additionCount: 0, chaseCount: 0, enquiryCount: 0 });
    expect(await stage.ticket(ticketId)).toMatchObject(counts);
  });

  it('hears why it is not taken up, but for what is another matter: that is split off with the refusal', async () => {
    const opened = await open(person(1));
    const [same, other] = [await open(person(2)), await open(person(3))];
    await merge(opened, [same, other]);
    const stranger = await open(person(4));
    const refuse = async (apart: string[]) =>
      stage
        .get(RejectTicket)
        .execute(
          { ...(await now(opened.ticketId)), ground: 'out_of_scope', text: 'Xin gửi Tòa án nhân dân khu vực.', apart },
          keyed(COORDINATOR),
        );
    for (const wrong of [stranger.code, 'không phải mã'])
      await expect(refuse([other.code, wrong])).rejects.toMatchObject({ fields: [{ field: 'apart' }] });
    expect(await stage.ticket(other.ticketId)).toMatchObject({ state: 'merged' });

    await refuse([other.code]);
    expect(await stage.ticket(opened.ticketId)).toMatchObject({ state: 'rejected', mergedCount: 1 });
    expect(await stage.ticket(other.ticketId)).toMatchObject({ state: 'assigned', mergedIntoId: null });
    await plan();
    for (const ticketId of [opened.ticketId, same.ticketId])
      expect((await composed(ticketId)).at(-1)).toEqual([
        'ticket-rejected',
        expect.objectContaining({ text: expect.stringContaining('Xin gửi Tòa án nhân dân khu vực.') }),
      ]);
    const heard = (await composed(other.ticketId)).map(([template]) => template);
    expect(heard).not.toContain('ticket-rejected');
    expect(heard.at(-1)).toBe('ticket-split');
  });

  it('of an answered one hears how to have it looked at again', async () => {
    const [opened, child] = [await open(person(1)), await open(person(2))];
    await merge(opened, [child]);
    const parent = await stage.approve(await stage.submit(await stage.accept(await now(opened.ticketId))));
    await stage.get(PublishAnswer).execute({ ...parent, checks: CHECKED.checks }, COORDINATOR);
    const own = { principal: { kind: 'reporter', ticketId: child.ticketId }, requestId: 'test', idempotency: null };
    const add = stage.get(AddFacts).execute({ ticketId: child.ticketId, version: null, text: 'Vẫn ồn.' }, own as never);
    await expect(add).rejects.toMatchObject({ kind: 'conflict', title: expect.stringContaining('yêu cầu xem lại') });
  });

  it('rates the one answer, each for himself, and may have it looked at again for all, once', async () => {
    const [opened, child] = [await open(person(1)), await open({ ...person(2), receivedAt: clock.now() })];
    await merge(opened, [child]);
    const parent = await stage.approve(await stage.submit(await stage.accept(await now(opened.ticketId))));
    const surveys = stage.get(Surveys);
    const token = stage.get(SurveyLinks).tokenFor(child.ticketId);
    const reporter = (ticketId: string): CommandContext => ({
      principal: { kind: 'reporter', ticketId },
      requestId: 'test',
      idempotency: null,
    });
    const again = (ticketId: string, words = 'Đến tối qua cả dãy nhà vẫn còn rất ồn.') =>
      stage.get(ReopenTicket).execute({ ticketId, version: null, words }, reporter(ticketId));
    expect((await surveys.byToken(token)).obstacle).toMatch(/đang được xem lại/);
    await expect(again(child.ticketId)).rejects.toMatchObject({ kind: 'conflict' });
    clock.set('2026-11-24 09:00');
    await stage.get(PublishAnswer).execute({ ...parent, checks: CHECKED.checks }, COORDINATOR);
    const published = await stage.ticket(opened.ticketId);

    const page = () => stage.get(TrackingQuery).byToken(stage.get(TrackingLinks).tokenFor(child.ticketId));
    expect((await page()).ending).toMatchObject({ reopen: { allowed: true }, rateUntil: published.closeDueAt });
    const said = { score: 'unsatisfied', reason: 'Tôi là Người Báo 2, vẫn ồn.' };
    await surveys.rate(token, said, reporter(child.ticketId));
    await surveys.rate(
      stage.get(SurveyLinks).tokenFor(opened.ticketId),
      { score: 'satisfied', reason: '' },
      reporter(opened.ticketId),
    );
    expect(await surveys.scores(opened.ticketId, published.publishedAt ?? clock.now())).toEqual(
      new Map([
        ['satisfied', 1],
        ['unsatisfied', 1],
      ]),
    );
    const heard = (await surveys.of(opened.ticketId)).find(({ ticketId }) => ticketId === child.ticketId);
    expect(heard?.reason).toMatch(/vẫn ồn/);
    expect(heard?.reason).not.toContain('Người Báo 2');

    // Nobody opens what is another's: the secret link is for one's own ticket.
    await expect(
      stage
        .get(ReopenTicket)
        .execute({ ticketId: child.ticketId, version: null, words: 'x'.repeat(30) }, reporter(opened.ticketId)),
    ).rejects.toMatchObject({ kind: 'not-found' });
    expect(await again(child.ticketId)).toMatchObject({ ticketId: opened.ticketId });
    expect(await stage.ticket(child.ticketId)).toMatchObject({ state: 'merged', mergedIntoId: opened.ticketId });
    expect(await stage.ticket(opened.ticketId)).toMatchObject({ isOpen: true, reopenCount: 1 });
    expect(await page()).toMatchObject({ reopened: true, isOpen: true, ending: { reopen: null, rateUntil: null } });
    const told = (await stage.get(TrackingQuery).byToken(stage.get(TrackingLinks).tokenFor(opened.ticketId))).story;
    expect(told.at(-1)?.text).toMatch(/^Một người cùng báo việc này không hài lòng/);
    await plan();
    for (const ticketId of [opened.ticketId, child.ticketId])
      expect((await composed(ticketId)).at(-1)?.[0]).toBe('ticket-reopened');
    await expect(again(child.ticketId)).rejects.toMatchObject({ kind: 'conflict' });
    // Split off, it has no answer yet, and so nothing that was said of one.
    await stage.get(SplitTicket).execute({ ...(await now(child.ticketId)), remark: 'Nhà khác.' }, keyed(COORDINATOR));
    expect(await surveys.byToken(token)).toMatchObject({ obstacle: expect.any(String) });
  });

  it('of an incident joins it without holding up its agency, and hears once of what is new', async () => {
    const opened = await open(person(1));
    const incident = stage.get(ManageIncident);
    const words = { name: 'Mất điện chiếu sáng phường', script: 'Đang sửa.', wardCodes: [], expectedEndAt: null };
    const declared = await incident.declare({ ...at(opened), ...words }, keyed(COORDINATOR));
    clock.set('2026-11-23 09:00');
    const joined: string[] = [];
    for (const number of [2, 3, 4]) {
      const { ticketId } = await open(person(number));
      await stage.unitOfWork.run((transaction) =>
        stage.get(JoinIncident).inside(transaction, { incidentId: opened.ticketId, ticketId }),
      );
      joined.push(ticketId);
    }
    const parent = await stage.ticket(opened.ticketId);
    expect(parent).toMatchObject({ mergedCount: 3, version: declared.version });
    expect(await stage.get(Incidents).open()).toMatchObject([{ code: opened.code, reporters: 4, joinable: true }]);
    expect(await stage.get(Incidents).fitting({ wardCode: WARD, categoryCode: NOISE })).toHaveLength(1);
    expect(await stage.get(Incidents).fitting({ wardCode: '26005', categoryCode: null })).toHaveLength(0);

    await incident.update(
      { ...(await now(opened.ticketId)), ...words, script: 'Có điện lại lúc 18:00.', broadcast: true },
      keyed(COORDINATOR),
    );
    await plan();
    for (const ticketId of [opened.ticketId, ...joined]) {
      const mails = await composed(ticketId);
      expect(mails.filter(([template]) => template === 'incident-update')).toHaveLength(1);
      expect(mails.at(-1)?.[1]?.text).toContain('Có điện lại lúc 18:00.');
    }
    // The receipt says nothing that the mail about the incident does not.
    expect((await composed(joined[0] ?? '')).map(([template]) => template)).toEqual([
      'ticket-merged',
      'incident-update',
    ]);

    await incident.end(await now(opened.ticketId), keyed(COORDINATOR));
    expect(await stage.rows.findOneByOrFail(IncidentRow, { ticketId: opened.ticketId })).toMatchObject({ edition: 2 });
    const late = await open(person(5));
    await expect(
      stage.unitOfWork.run((transaction) =>
        stage.get(JoinIncident).inside(transaction, { incidentId: opened.ticketId, ticketId: late.ticketId }),
      ),
    ).rejects.toMatchObject({ kind: 'conflict', title: expect.stringContaining('đã kết thúc') });
  });
});

describe('what looks like an incident', () => {
  const suspected = async (categoryCode: string) =>
    (await stage.get(SuspectedIncidents).now()).filter(({ category }) => category.code === categoryCode);

  it('is reported by three within three hours in one ward, until somebody declares it', async () => {
    const categoryCode = 'ht-cay-xanh';
    clock.set('2026-11-23 04:59');
    await open({ ...person(9), categoryCode, receivedAt: clock.now() });
    clock.set('2026-11-23 08:00');
    const first = await open({ ...person(1), categoryCode, receivedAt: clock.now() });
    await open({ ...person(2), categoryCode, receivedAt: clock.now() });
    expect(await suspected(categoryCode)).toEqual([]);
    clock.set('2026-11-23 08:30');
    await open({ ...person(3), categoryCode, receivedAt: clock.now() });
    const found = await suspected(categoryCode);
    expect(found).toMatchObject([{ ward: { code: WARD }, reports: 3, ticketId: first.ticketId }]);
    expect(found[0]?.since).toEqual(instant('2026-11-23 08:00'));

    await stage
      .get(ManageIncident)
      .declare(
        { ...at(first), name: 'Cây đổ sau dông', script: 'Đang dọn.', wardCodes: [], expectedEndAt: null },
        keyed(COORDINATOR),
      );
    expect(await suspected(categoryCode)).toEqual([]);
  });

  it('is never khiếu nại or tố cáo, and is counted over an index', async () => {
    const categoryCode = 'ht-cap-nuoc';
    for (const number of [1, 2]) await open({ ...person(number), categoryCode });
    await open({ ...person(3), categoryCode, boundary: 'denunciation' });
    expect(await suspected(categoryCode)).toEqual([]);
    const [sql, values] = stage.get(SuspectedIncidents).query().getQueryAndParameters();
    const plan: unknown = await stage.rows.query(
      database.databaseUrl === null ? `explain query plan ${sql}` : `explain ${sql}`,
      values,
    );
    expect(JSON.stringify(plan)).toContain('ix_ticket_received');
  });
});

describe('links', () => {
  it('show on both, only to whoever may see the other, and go again', async () => {
    const [one, other] = [await open(person(1)), await open(person(2))];
    const link = stage.get(LinkTickets);
    const input = { ...at(one), otherCode: other.code };
    await link.execute(input, keyed(COORDINATOR));
    await expect(link.execute({ ...input, ...(await now(one.ticketId)) }, keyed(COORDINATOR))).rejects.toMatchObject({
      kind: 'conflict',
    });
    const around = stage.get(MergedTickets);
    expect((await around.around(COORDINATOR.principal, one.ticketId)).links.map(({ code }) => code)).toEqual([
      other.code,
    ]);
    expect((await around.around(COORDINATOR.principal, other.ticketId)).links.map(({ code }) => code)).toEqual([
      one.code,
    ]);
    await stage
      .get(TransferTicket)
      .execute({ ...(await now(other.ticketId)), leadAgencyCode: 'SYT', remark: 'Nhầm nơi.' }, keyed(COORDINATOR));
    expect((await around.around(HANDLER.principal, one.ticketId)).links).toEqual([]);
    await link.execute({ ...(await now(one.ticketId)), otherCode: other.code, remove: true }, keyed(COORDINATOR));
    expect((await around.around(COORDINATOR.principal, one.ticketId)).links).toEqual([]);
    await expect(link.execute({ ...at(one), otherCode: 'DN26-0000-0000' }, keyed(COORDINATOR))).rejects.toMatchObject({
      kind: 'invalid-input',
    });
  });
});

describe('likely duplicates', () => {
  const POTHOLE = 'gt-mat-duong';
  it('are found in the ward and beside it, the likeliest first, by one range of the index', async () => {
    const report = (words: string, wardCode = WARD) => open({ words, wardCode, categoryCode: POTHOLE });
    const one = await report('Ổ gà sâu ở đường Bùi Trọng Nghĩa, xe máy té.');
    const same = await report('Duong Bui Trong Nghia co o ga sau, xe te');
    const beside = await report('Ổ gà to đường Bùi Trọng Nghĩa, xe té ngã', '26005');
    await report('Mặt đường đọng nước trước trường mầm non');
    await report('Ổ gà sâu ở đường Bùi Trọng Nghĩa, xe máy té.', '25195');
    clock.set('2026-12-20 08:00');
    await report('Ổ gà sâu ở đường Bùi Trọng Nghĩa, xe máy té.');
    const found = await stage.get(Duplicates).ofTicket(COORDINATOR.principal, one.ticketId);
    expect(found.map(({ ticket }) => ticket.code)).toEqual([same.code, beside.code]);
    expect(found[0]?.why).toMatch(/^cùng đường Bùi Trọng Nghĩa, báo cách nhau/);

    const sql = `select * from ticket t where t.category_code = '${POTHOLE}' and t.ward_code in ('${WARD}','26005') and t.is_open = 1 and t.received_at >= '2026-11-10' order by t.received_at desc limit 200`;
    const plan: unknown = await stage.rows.query(
      database.databaseUrl === null ? `explain query plan ${sql}` : `explain ${sql}`,
    );
    expect(JSON.stringify(plan)).toContain('ix_ticket_alike');
  });
});
