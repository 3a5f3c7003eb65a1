import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Accounts, Deputies, Sessions, type Principal, type Role } from '../../src/identity/index.js';
import { AccountRow } from '../../src/identity/entities.js';
import { dayInVietnam, newId, NO_LINE } from '../../src/kernel/index.js';
import { Idempotency, managerOf } from '../../src/platform/database/index.js';
import { Outbox, SubscriberRegistry, type StoredEvent } from '../../src/platform/outbox/index.js';
import { Catalog } from '../../src/routing/index.js';
import { AssignmentRules, Presence, RuleFollower, teamworkEntities } from '../../src/teamwork/index.js';
import {
  AskSupport,
  AssignTicket,
  DeliverSupport,
  MergeTickets,
  MoveAgency,
  RemindSupport,
  SplitTicket,
  TicketHistoryRow,
  WithdrawSupport,
  Workloads,
} from '../../src/tickets/index.js';
import { TicketSupportRow } from '../../src/tickets/entities.js';
import { TicketCategories } from '../../src/tickets/ticket-categories.js';
import { photo } from '../support/photo.js';
import { ANSWER, bring, by, openDesk, people, staff, WARD_AGENCY, type Desk, type People } from './tickets-desk.js';

type Staff = Extract<Principal, { kind: 'staff' }>;

let desk: Desk;
let ask: AskSupport;
let deliver: DeliverSupport;
let remind: RemindSupport;
let withdraw: WithdrawSupport;
let assign: AssignTicket;
let accounts: Accounts;
let deputies: Deputies;
let sessions: Sessions;
let rules: AssignmentRules;
let follower: RuleFollower;
let presence: Presence;
let who: People;

beforeAll(async () => {
  desk = await openDesk({ entities: teamworkEntities });
  const { unitOfWork, reader, clock, store, planner, directory } = desk;
  const idempotency = new Idempotency(unitOfWork, reader, clock);
  const catalog = new Catalog(reader, directory);
  await catalog.reload();
  accounts = new Accounts(unitOfWork, reader, clock, null as never, null as never);
  deputies = new Deputies(idempotency, reader, clock);
  const config = { secret: 'x'.repeat(32), env: 'test' } as never;
  sessions = new Sessions(unitOfWork, reader, clock, config, { of: () => NO_LINE }, new Outbox(clock));
  ask = new AskSupport(idempotency, store, clock, new TicketCategories(catalog), planner, directory);
  deliver = new DeliverSupport(idempotency, store, clock, desk.attachments);
  remind = new RemindSupport(idempotency, store, clock, planner);
  withdraw = new WithdrawSupport(idempotency, store, clock);
  assign = new AssignTicket(idempotency, store, clock);
  rules = new AssignmentRules(
    idempotency,
    reader,
    clock,
    accounts,
    deputies,
    new Workloads(reader),
    directory,
    catalog,
  );
  follower = new RuleFollower(new SubscriberRegistry(), rules, assign);
  presence = new Presence(unitOfWork, reader, clock, accounts, desk.queries);
  who = people();
}, 120_000);

afterAll(() => desk.drop());

/** Somebody with an account, so that names and rules find them. */
async function hire(name: string, role: Role, agencyCode = WARD_AGENCY): Promise<Staff> {
  const id = newId();
  await desk.unitOfWork.run((tx) =>
    managerOf(tx).insert(AccountRow, {
      id,
      login: `t${id.toLowerCase()}`,
      displayName: name,
      passwordHash: 'x',
      agencyCode,
      roles: [role],
      active: true,
      createdAt: desk.clock.now(),
      email: null,
    }),
  );
  return { kind: 'staff', accountId: id, displayName: name, roles: [role], agencyCode };
}

const lead = async () => bring(desk, who, 'in_progress');
const water = { agencyCode: 'SXD', ask: 'Xin cho biết đường ống nào chạy dưới chỗ sụt.', dueOn: '2026-11-18' };
const partsOf = (ticketId: string) =>
  desk.rows.find(TicketSupportRow, { where: { ticketId }, order: { number: 'ASC' } });
const storyOf = async (ticketId: string) =>
  (await desk.rows.find(TicketHistoryRow, { where: { ticketId }, order: { number: 'ASC' } })).map(({ type }) => type);

describe('parts of other agencies', () => {
  it('are asked for by a day of one’s own time, with a clock the agency asked holds', async () => {
    const at = await lead();
    const asked = await ask.execute({ ...at, ...water }, by(who.handler));
    expect(asked).toMatchObject({ state: 'in_progress', version: at.version + 1 });
    const [part] = await partsOf(at.ticketId);
    const clock = (await desk.clocks(at.ticketId)).find(({ kind }) => kind === 'support');
    expect(clock).toMatchObject({ id: part?.clockId, holderAgencyCode: 'SXD', limit: '1wd', timerMark: '80%' });
    expect(clock?.dueAt).toEqual(part?.dueAt);
    expect((await desk.ticket(at.ticketId)).openParts).toBe(1);
  });

  it.each([
    ['no agency', { agencyCode: '' }, ['agencyCode']],
    ['itself', { agencyCode: WARD_AGENCY }, ['agencyCode']],
    ['none there is', { agencyCode: 'KHONG-CO' }, ['agencyCode']],
    ['no words, a day off', { ask: '  ', dueOn: '2026-11-22' }, ['ask', 'dueOn']],
    ['after the lead’s own deadline', { dueOn: '2026-12-31' }, ['dueOn']],
  ])('are not asked of %s', async (_, wrong, fields) => {
    const at = await lead();
    const failed = ask.execute({ ...at, ...water, ...wrong }, by(who.handler));
    await expect(failed).rejects.toMatchObject({
      kind: 'invalid-input',
      fields: fields.map((field) => expect.objectContaining({ field })),
    });
  });

  it('let the agency asked see this ticket and give its part, once; nobody else', async () => {
    const water1 = await hire('Lê Văn Nước', 'handler', 'SXD');
    const at = await lead();
    await expect(desk.queries.detail(water1, at.ticketId)).rejects.toMatchObject({ kind: 'not-found' });
    const asked = await ask.execute({ ...at, ...water }, by(who.handler));
    await expect(ask.execute({ ...asked, ...water }, by(who.handler))).rejects.toMatchObject({ kind: 'invalid-input' });

    const seen = await desk.queries.detail(water1, at.ticketId);
    expect(seen.support.parts).toMatchObject([{ agency: { code: 'SXD' }, ask: water.ask, status: 'asked' }]);
    expect(seen.actions.filter(({ allowed }) => allowed).map(({ command }) => command)).toEqual(['deliver_support']);
    expect((await desk.counts.of(water1)).get('supporting')).toBeGreaterThan(0);
    const page = await desk.queries.list(water1, { tab: 'supporting', limit: 1 });
    expect(page.items).toHaveLength(1);
    const rest =
      page.nextCursor === null ? [] : (await desk.queries.list(water1, { tab: 'supporting' }, page.nextCursor)).items;
    expect([...page.items, ...rest].map(({ id }) => id)).toContain(at.ticketId);
    expect(new Set([...page.items, ...rest].map(({ id }) => id)).size).toBe(1 + rest.length);

    await expect(deliver.execute({ ...asked, part: 'Ống D300.' }, by(who.foreignHandler))).rejects.toMatchObject({
      kind: 'not-found',
    });
    const file = photo();
    const given = await deliver.execute({ ...asked, part: 'Ống D300, không vỡ.', files: [file] }, by(water1));
    const [part] = await partsOf(at.ticketId);
    expect(await desk.attachments.of(desk.rows, 'support', [part?.id ?? ''])).toMatchObject([
      { id: file.id, isPublic: false, uploadedByAccountId: water1.accountId },
    ]);
    expect(await desk.ticket(at.ticketId)).toMatchObject({ openParts: 0, state: 'in_progress' });
    expect((await desk.clocks(at.ticketId)).find(({ kind }) => kind === 'support')).toMatchObject({
      stopReason: 'part_delivered',
    });
    await expect(deliver.execute({ ...given, part: 'Lần nữa.' }, by(water1))).rejects.toMatchObject({
      kind: 'conflict',
    });
    // What it gave stays its own to see.
    await expect(desk.queries.detail(water1, at.ticketId)).resolves.toMatchObject({ id: at.ticketId });
  });

  it('hold up the answer until they are there, withdrawn, or the head says why not', async () => {
    let at = await ask.execute({ ...(await lead()), ...water }, by(who.handler));
    at = await ask.execute({ ...at, ...water, agencyCode: 'SYT' }, by(who.handler));
    const blocked = desk.submit.execute({ ...at, ...ANSWER }, by(who.handler));
    await expect(blocked).rejects.toMatchObject({ kind: 'conflict', title: expect.stringContaining('Sở Xây dựng') });
    const [first] = await partsOf(at.ticketId);
    await expect(
      withdraw.execute({ ...at, supportId: first?.id ?? '', because: ' ' }, by(who.handler)),
    ).rejects.toMatchObject({ kind: 'invalid-input' });
    at = await withdraw.execute({ ...at, supportId: first?.id ?? '', because: 'Đã tự xem.' }, by(who.handler));
    await expect(desk.submit.execute({ ...at, ...ANSWER }, by(who.handler))).rejects.toMatchObject({
      kind: 'conflict',
    });
    await expect(desk.submit.execute({ ...at, ...ANSWER }, by(who.head))).rejects.toMatchObject({
      fields: [expect.objectContaining({ field: 'openPartsReason' })],
    });
    at = await desk.submit.execute({ ...at, ...ANSWER, openPartsReason: 'Không chờ được.' }, by(who.head));
    expect(at.state).toBe('awaiting_approval');
    at = await desk.approve.execute(at, by(who.head));
    const seen = await desk.queries.detail(who.head, at.ticketId);
    expect(seen.story.find(({ type }) => type === 'answer_submitted')?.remark).toBe('Không chờ được.');
    await desk.publish.execute(at, by(who.coordinator));
    expect((await partsOf(at.ticketId)).map(({ status }) => status)).toEqual(['withdrawn', 'withdrawn']);
    expect((await desk.clocks(at.ticketId)).every(({ stoppedAt }) => stoppedAt !== null)).toBe(true);
  });

  it('are reminded of once a working hour, and counted', async () => {
    let at = await ask.execute({ ...(await lead()), ...water }, by(who.handler));
    const [part] = await partsOf(at.ticketId);
    const supportId = part?.id ?? '';
    at = await remind.execute({ ...at, supportId }, by(who.handler));
    await expect(remind.execute({ ...at, supportId }, by(who.handler))).rejects.toMatchObject({ kind: 'conflict' });
    desk.clock.set('2026-11-17 09:00');
    await remind.execute({ ...at, supportId }, by(who.handler));
    desk.clock.set('2026-11-17 08:00');
    expect((await partsOf(at.ticketId))[0]).toMatchObject({ reminderCount: 2, status: 'asked' });
  });
});

describe('who handles it inside the agency', () => {
  it('is said by the head, changed by a takeover, and moves the clocks', async () => {
    const [an, binh] = [await hire('Nguyễn Thị An', 'handler'), await hire('Trần Văn Bình', 'handler')];
    let at: { ticketId: string; version: number; state?: string } = await bring(desk, who, 'assigned');
    await expect(assign.execute({ ...at, accountId: an.accountId }, by(binh))).rejects.toMatchObject({
      kind: 'conflict',
    });
    await expect(
      assign.execute({ ...at, accountId: who.foreignHandler.accountId }, by(who.head)),
    ).rejects.toMatchObject({ kind: 'invalid-input' });
    at = await assign.execute({ ...at, accountId: an.accountId, words: 'Làm trước trưa.' }, by(who.head));
    expect(at.state).toBe('assigned');
    at = await desk.accept.execute(at, by(an));
    at = await assign.execute({ ...at, accountId: binh.accountId }, by(binh));
    const held = (await desk.clocks(at.ticketId)).filter(({ stoppedAt }) => stoppedAt === null);
    expect(new Set(held.map(({ holderAccountId }) => holderAccountId))).toEqual(new Set([binh.accountId]));
    const { story } = await desk.queries.detail(who.head, at.ticketId);
    expect(story.filter(({ type }) => type === 'handler_assigned').map(({ text, remark }) => [text, remark])).toEqual([
      [expect.stringContaining('giao phiếu cho Nguyễn Thị An'), 'Làm trước trưa.'],
      [expect.stringContaining('nhận thay phiếu'), null],
    ]);
  });

  it('is found by the agency’s rules, by the deputy of who is away, once', async () => {
    const head = await hire('Võ Thị Trưởng', 'agency_head', 'STP');
    const [an, binh] = [await hire('An STP', 'handler', 'STP'), await hire('Bình STP', 'handler', 'STP')];
    const stp = { ...people('STP'), head };
    const given = async () => {
      const at = await bring(desk, who, 'in_progress');
      const moved = await desk.transfer.execute(
        { ...at, leadAgencyCode: 'STP', remark: 'Việc tư pháp.' },
        by(stp.coordinator),
      );
      const event = { type: 'ticket.transferred', aggregateId: moved.ticketId, data: {} } as unknown as StoredEvent;
      for (let time = 0; time < 2; time += 1) await desk.unitOfWork.run((tx) => follower.handle(event, tx));
      const { handlerAccountId, state } = await desk.ticket(moved.ticketId);
      expect(state).toBe('assigned');
      return { ticketId: moved.ticketId, handlerAccountId };
    };
    expect((await given()).handlerAccountId).toBeNull();
    await rules.add('STP', { wardCode: '', categoryCode: '', accountId: an.accountId }, by(head));
    const first = await given();
    expect(first.handlerAccountId).toBe(an.accountId);
    expect((await storyOf(first.ticketId)).filter((type) => type === 'handler_assigned')).toHaveLength(1);
    await deputies.addAbsence(
      'STP',
      { accountId: an.accountId, deputyAccountId: binh.accountId, fromOn: '2026-11-17', toOn: '2026-11-18' },
      by(an),
    );
    expect((await given()).handlerAccountId).toBe(binh.accountId);
    const [colleague] = (await rules.colleagues(head, 'STP')).filter(({ id }) => id === an.accountId);
    expect(colleague).toMatchObject({ openTickets: 1, away: { toOn: '2026-11-18', deputyName: 'Bình STP' } });
    await expect(rules.list(an, 'STP')).rejects.toMatchObject({ kind: 'not-found' });
    // Whoever has chosen nobody yet has not chosen the same person twice.
    const nobody = { accountId: '', deputyAccountId: '', fromOn: '2026-11-17', toOn: '2026-11-18' };
    await expect(deputies.addAbsence('STP', nobody, by(head))).rejects.toMatchObject({
      fields: [{ field: 'accountId' }],
    });
  });
});

describe('an agency that turns out to be the one complained about', () => {
  /** A kind of matter that never goes to the agency it is about. */
  const CONDUCT = 'cbcc-thai-do';

  it.each(['asked', 'delivered'])('loses its part, %s, and its sight: the other parts stay', async (status) => {
    const [builders, industry] = [staff('handler', 'SXD'), staff('handler', 'SCT')];
    let at = await ask.execute({ ...(await lead()), ...water }, by(who.handler));
    at = await ask.execute({ ...at, ...water, agencyCode: 'SCT' }, by(who.handler));
    if (status === 'delivered') at = await deliver.execute({ ...at, part: 'Không có ống nào.' }, by(builders));
    at = await desk.correct.execute({ ...at, subjectAgencyCode: 'SXD', remark: 'Nói lại.' }, by(who.coordinator));
    // What is no complaint about conduct may be shown to whom it is about.
    expect(await desk.queries.sees(builders, at.ticketId)).toBe(true);
    await desk.reclassify.execute({ ...at, categoryCode: CONDUCT }, by(who.coordinator));
    expect(await desk.queries.sees(builders, at.ticketId)).toBe(false);
    expect(await desk.queries.sees(industry, at.ticketId)).toBe(true);
    expect((await partsOf(at.ticketId)).map(({ agencyCode, status: now }) => [agencyCode, now])).toEqual([
      ['SXD', 'withdrawn'],
      ['SCT', 'asked'],
    ]);
    expect((await desk.ticket(at.ticketId)).openParts).toBe(1);
    const running = (await desk.clocks(at.ticketId)).filter(
      ({ kind, stoppedAt }) => kind === 'support' && stoppedAt === null,
    );
    expect(running.map(({ holderAgencyCode }) => holderAgencyCode)).toEqual(['SCT']);
  });

  it('loses it as well when the ticket is corrected to be about it', async () => {
    let at = await desk.reclassify.execute({ ...(await lead()), categoryCode: CONDUCT }, by(who.coordinator));
    at = await ask.execute({ ...at, ...water }, by(who.handler));
    at = await desk.correct.execute({ ...at, subjectAgencyCode: 'SCT', remark: 'Nói lại.' }, by(who.coordinator));
    expect((await partsOf(at.ticketId)).map(({ status }) => status)).toEqual(['asked']);
    await desk.correct.execute({ ...at, subjectAgencyCode: 'SXD', remark: 'Nói lại lần nữa.' }, by(who.coordinator));
    expect(await partsOf(at.ticketId)).toMatchObject([
      { status: 'withdrawn', withdrawnBecause: 'Phiếu đã được sửa; không cần phần phối hợp này nữa.' },
    ]);
    expect(await desk.queries.sees(staff('handler', 'SXD'), at.ticketId)).toBe(false);
  });
});

describe('a ticket that comes to an agency anew', () => {
  it('is found by its rules after a split, and where an order took it from whoever had it', async () => {
    const head = await hire('Đỗ Thị Trưởng', 'agency_head', 'SNNMT');
    const an = await hire('An SNNMT', 'handler', 'SNNMT');
    await rules.add('SNNMT', { wardCode: '', categoryCode: '', accountId: an.accountId }, by(head));
    const { unitOfWork, store, clock, planner, directory, reader } = desk;
    const idempotency = new Idempotency(unitOfWork, reader, clock);
    const catalog = new Catalog(reader, directory);
    await catalog.reload();
    const moved = await bring(desk, who, 'in_progress');
    await unitOfWork.run((tx) =>
      new MoveAgency(store, clock, new TicketCategories(catalog), directory).inside(
        tx,
        {
          ...moved,
          orderId: newId(),
          takesOver: (code) => (code === WARD_AGENCY ? 'SNNMT' : code),
          agencyOf: () => WARD_AGENCY,
        },
        { principal: { kind: 'system', name: 'agency-change' }, requestId: 'test', idempotency: null },
      ),
    );
    const given = { leadAgencyCode: 'SNNMT', remark: 'Việc môi trường.' };
    const [parent, child] = [
      await desk.transfer.execute({ ...(await bring(desk, who, 'in_progress')), ...given }, by(who.coordinator)),
      await desk.transfer.execute({ ...(await bring(desk, who, 'in_progress')), ...given }, by(who.coordinator)),
    ];
    const merge = new MergeTickets(idempotency, store, clock, planner, desk.codes);
    await merge.execute({ ...parent, children: [child] }, by(who.coordinator));
    const split = await new SplitTicket(idempotency, store, clock, planner, directory).execute(
      { ticketId: child.ticketId, version: child.version + 1, remark: 'Chỗ khác.' },
      by(who.coordinator),
    );
    const events: [string, string][] = [
      ['ticket.agency_changed', moved.ticketId],
      ['ticket.split', split.ticketId],
    ];
    for (const [type, aggregateId] of events) {
      expect(await desk.ticket(aggregateId)).toMatchObject({ leadAgencyCode: 'SNNMT', handlerAccountId: null });
      expect(follower.events).toContain(type);
      await unitOfWork.run((tx) => follower.handle({ type, aggregateId, data: {} } as unknown as StoredEvent, tx));
      expect(await desk.ticket(aggregateId)).toMatchObject({ handlerAccountId: an.accountId });
    }
    expect(await desk.ticket(moved.ticketId)).toMatchObject({ state: 'in_progress' });
  });
});

describe('a head’s signature lent', () => {
  it('begins and ends in a window that is open, and is shown with the answer', async () => {
    const [head, deputy] = [await hire('Trần Thị Trưởng', 'agency_head'), await hire('Nguyễn Văn Phó', 'handler')];
    const cookie = await desk.unitOfWork.run(async (tx) => {
      const row = await managerOf(tx).findOneByOrFail(AccountRow, { id: deputy.accountId });
      return (await sessions.start(tx, row, undefined)).setCookie.split(';')[0];
    });
    const now = async () => (await sessions.authenticate(cookie)) ?? deputy;
    expect((await now()).deputyFor).toBeUndefined();
    const days = {
      deputyAccountId: deputy.accountId,
      fromOn: '2026-11-17',
      toOn: '2026-11-17',
    };
    await expect(deputies.addDeputation(WARD_AGENCY, days, by(deputy))).rejects.toMatchObject({ kind: 'not-found' });
    const { id } = await deputies.addDeputation(WARD_AGENCY, days, by(head));
    expect((await now()).deputyFor).toEqual([head.accountId]);
    const at = await bring(desk, who, 'awaiting_approval');
    await desk.approve.execute(at, by(await now()));
    const { answers, story } = await desk.queries.detail(head, at.ticketId);
    expect(answers[0]).toMatchObject({ approvedByName: 'Nguyễn Văn Phó', approvedForName: 'Trần Thị Trưởng' });
    expect(story.find(({ type }) => type === 'answer_approved')?.text).toContain('ký thay Trần Thị Trưởng');
    await deputies.cancelDeputation(id, by(head));
    expect((await now()).deputyFor).toBeUndefined();
    const next = await bring(desk, who, 'awaiting_approval');
    await expect(desk.approve.execute(next, by(await now()))).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('whoever decides in a head’s place', () => {
  it('does not decide on her own answer; it waits on the page with the reason, and another deputy may', async () => {
    const [head, writer] = [await hire('Trần Thị Trưởng', 'agency_head'), await hire('Nguyễn Thị Viết', 'handler')];
    const other = { ...(await hire('Lê Văn Khác', 'handler')), deputyFor: [head.accountId] };
    const lent = { ...writer, deputyFor: [head.accountId] };
    const submitted = await desk.submit.execute({ ...(await lead()), ...ANSWER }, by(writer));
    const refused = { kind: 'conflict', title: expect.stringContaining('Xin đợi thủ trưởng đơn vị') };
    await expect(desk.approve.execute(submitted, by(lent))).rejects.toMatchObject(refused);
    const back = { ...submitted, remarks: 'Thiếu ngày.' };
    await expect(desk.sendBack.execute(back, by(lent))).rejects.toMatchObject(refused);
    const offered = async (person: Staff) =>
      (await desk.queries.detail(person, submitted.ticketId)).actions
        .filter(({ command }) => command === 'approve_answer' || command === 'return_answer')
        .map(({ allowed, reason }) => [allowed, reason]);
    expect(await offered(lent)).toEqual([
      [false, expect.stringContaining('do chính bạn trình')],
      [false, expect.stringContaining('do chính bạn trình')],
    ]);
    expect(await offered(other)).toEqual([
      [true, null],
      [true, null],
    ]);
    await desk.sendBack.execute(back, by(other));
    const { story } = await desk.queries.detail(head, submitted.ticketId);
    expect(story.at(-1)?.text).toMatch(/^Lê Văn Khác \(.+\) thay ông\/bà Trần Thị Trưởng chưa duyệt câu trả lời/);
    // A head who works alone stands for both.
    const { version } = await desk.ticket(submitted.ticketId);
    const again = await desk.submit.execute({ ...submitted, ...ANSWER, version }, by(head));
    expect((await desk.approve.execute(again, by(head))).state).toBe('awaiting_publication');
  });

  it('does not decide on her own request for more time', async () => {
    const [head, writer] = [await hire('Trần Thị Trưởng', 'agency_head'), await hire('Nguyễn Thị Viết', 'handler')];
    const lent = { ...writer, deputyFor: [head.accountId] };
    const at = await bring(desk, who, 'in_progress', { categoryCode: 'dat-lan-chiem' });
    const choices = (await desk.queries.detail(writer, at.ticketId)).extension.choices;
    const newDay = dayInVietnam(choices[0] ?? desk.clock.now());
    const asked = await desk.requestExtension.execute({ ...at, reason: 'Chờ vật tư.', newDay }, by(writer));
    const decide = (person: Staff, approve: boolean) =>
      desk.decideExtension.execute({ ...asked, approve, words: 'Đủ thời gian.' }, by(person));
    for (const approve of [true, false])
      await expect(decide(lent, approve)).rejects.toMatchObject({
        kind: 'conflict',
        title: expect.stringContaining('do chính bạn xin'),
      });
    await decide({ ...(await hire('Lê Văn Khác', 'handler')), deputyFor: [head.accountId] }, false);
    const { story } = await desk.queries.detail(head, at.ticketId);
    expect(story.at(-1)?.text).toMatch(/thay ông\/bà Trần Thị Trưởng không đồng ý gia hạn\.$/);
  });
});

describe('two people on one ticket', () => {
  it('see each other while they are there; nobody else does', async () => {
    const [an, binh] = [await hire('An cùng xem', 'handler'), await hire('Bình cùng xem', 'handler')];
    const { ticketId } = await lead();
    const [one, other] = [presence.newWindow(), presence.newWindow()];
    expect(await presence.look(an, one, ticketId, 'viewing')).toEqual([]);
    expect(await presence.look(binh, other, ticketId, 'writing')).toMatchObject([
      { name: 'An cùng xem', doing: 'viewing' },
    ]);
    expect(await presence.look(an, one, ticketId, 'viewing')).toMatchObject([
      { name: 'Bình cùng xem', doing: 'writing' },
    ]);
    expect(await presence.look(who.foreignHandler, presence.newWindow(), ticketId, 'viewing')).toBeNull();
    await presence.leave(other);
    expect(await presence.look(an, one, ticketId, 'viewing')).toEqual([]);
    desk.clock.set('2026-11-17 08:01');
    expect(await presence.look(binh, other, ticketId, 'viewing')).toEqual([]);
    desk.clock.set('2026-11-17 08:00');
  });
});
