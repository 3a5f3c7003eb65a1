import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId, Problem } from '../../src/kernel/index.js';
import { managerOf, Reader } from '../../src/platform/database/index.js';
import { PublicStatusRow, PublishedItemRow } from '../../src/publication/entities.js';
import {
  PublicFigures,
  PublicStatuses,
  PublishedItems,
  type PublishedLine,
  type PublishedPage,
  PublishedSearch,
  type PublishedSearchFilter,
  PublishTicket,
  RedactionSheets,
  RebuildProjections,
} from '../../src/publication/index.js';
import { PublicChangeRow } from '../../src/publication/public-changes.js';
import { Projector } from '../../src/publication/projector.js';
import { SheetKeeper } from '../../src/publication/sheet-keeper.js';
import {
  AcceptTicket,
  ApproveAnswer,
  ClassifyTicket,
  GuideElsewhere,
  type CommandResult,
  ReclassifyTicket,
  ReopenTicket,
  ReturnAnswer,
  SubmitAnswer,
  TicketRow,
} from '../../src/tickets/index.js';
import { meeting } from '../support/gate.js';
import { createTestDatabase, FixedClock, type TestDatabase } from '../support/index.js';
import {
  ANSWER,
  CHECKED,
  COORDINATOR,
  LIGHTING,
  openStage,
  staff,
  WARD,
  WARD_AGENCY,
  type TicketStage,
} from './ticket-stage.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let stage: TicketStage;
const clock = new FixedClock();

beforeAll(async () => {
  database = await createTestDatabase();
  stage = await openStage(database, clock);
});

afterAll(async () => {
  await stage.close();
  await database.drop();
});

beforeEach(() => clock.set('2026-11-23 08:00'));

const deliver = () => stage.deliver([stage.get(Projector)]);
const statusOf = (code: string) => stage.get(PublicStatuses).byCode(code);
const itemOf = (code: string) => stage.get(PublishedItems).byCode(code);
/** Through the gate, and to the public by the event of it. */
const publish = async (ticket: { ticketId: string; version: number }, more: object = {}) => {
  const result = await stage
    .get(PublishTicket)
    .execute({ ticketId: ticket.ticketId, version: ticket.version, ...CHECKED, ...more }, COORDINATOR);
  await deliver();
  return result;
};

describe('the public status', () => {
  it('shows where a ticket is, without a word of it and without an answer before the gate', async () => {
    const opened = await stage.open();
    await deliver();
    expect(await statusOf(opened.code)).toEqual({
      ticketId: opened.ticketId,
      code: opened.code,
      ticketVersion: 1,
      state: 'assigned',
      categoryCode: LIGHTING,
      wardCode: WARD,
      agencyCode: WARD_AGENCY,
      receivedAt: new Date('2026-11-23T01:00:00Z'),
      dueAt: new Date(opened.resolveDueAt ?? ''),
      answeredAt: null,
      publishedAt: null,
      reporterCount: 1,
      verySatisfied: 0,
      satisfied: 0,
      unsatisfied: 0,
    });
    const approved = await stage.approve(await stage.submit(await stage.accept(opened)));
    await deliver();
    expect(await statusOf(opened.code)).toMatchObject({
      state: 'awaiting_publication',
      ticketVersion: approved.version,
      answeredAt: null,
    });
    expect(await itemOf(opened.code)).toBeNull();
  });

  it.each([
    ['a complaint', { boundary: 'complaint' }],
    ['a denunciation', { boundary: 'denunciation' }],
    ['a private category', { categoryCode: 'khac-kntc' }],
    ['a ticket without category', { categoryCode: null }],
  ] as const)('does not know of %s', async (_, input) => {
    const opened = await stage.open(input);
    await deliver();
    expect(await statusOf(opened.code)).toBeNull();
  });

  it('is taken away when the ticket turns out to be a denunciation', async () => {
    const opened = await stage.open();
    await deliver();
    expect(await statusOf(opened.code)).not.toBeNull();
    const text = 'Gửi đơn tố cáo đến Thanh tra thành phố.';
    await stage
      .get(GuideElsewhere)
      .execute({ ticketId: opened.ticketId, version: opened.version, kind: 'denunciation', text }, COORDINATOR);
    await deliver();
    expect(await statusOf(opened.code)).toBeNull();
  });

  it('is taken away when a coordinator classifies the ticket as a complaint', async () => {
    const opened = await stage.open({ wardCode: null, placeText: null });
    await deliver();
    expect(await statusOf(opened.code)).toMatchObject({ state: 'received' });
    await stage
      .get(ClassifyTicket)
      .execute({ ticketId: opened.ticketId, version: opened.version, categoryCode: 'khac-kntc' }, COORDINATOR);
    await deliver();
    expect(await statusOf(opened.code)).toBeNull();
  });

  it('is taken away when the answer is private', async () => {
    const gate = await stage.toTheGate();
    await deliver();
    await publish(gate, { visibility: 'private', privateReason: 'Có thông tin gia đình.' });
    await deliver();
    expect(await statusOf(gate.code)).toBeNull();
    expect(await itemOf(gate.code)).toBeNull();
  });

  it('does not go back when an old event is handled late or twice', async () => {
    const gate = await stage.toTheGate();
    const events = await stage.events();
    await publish(gate);
    const fresh = await stage.events();
    const projector = stage.get(Projector);
    for (const event of [...fresh, ...events, ...events])
      await stage.unitOfWork.run((tx) => projector.handle(event, tx));
    expect(await statusOf(gate.code)).toMatchObject({ state: 'published' });
    expect(await itemOf(gate.code)).not.toBeNull();
    expect(await stage.rows.countBy(PublicStatusRow, { code: gate.code })).toBe(1);
  });

  it('is not replaced by an older version of the ticket', async () => {
    const opened = await stage.open();
    await deliver();
    await stage.unitOfWork.run((tx) =>
      managerOf(tx).update(PublicStatusRow, { ticketId: opened.ticketId }, { ticketVersion: 9, state: 'published' }),
    );
    const [event] = await stage.events();
    expect(event).toBeUndefined();
    await stage.unitOfWork.run((tx) => stage.get(Projector).handle({ aggregateId: opened.ticketId } as never, tx));
    expect(await statusOf(opened.code)).toMatchObject({ ticketVersion: 9, state: 'published' });
    await stage.unitOfWork.run((tx) => managerOf(tx).delete(PublicStatusRow, { ticketId: opened.ticketId }));
    await stage.get(RebuildProjections).execute();
  });
});

describe('the published copy', () => {
  it('holds the four parts, the names, the holders and why the deadline was so; personal data is hidden', async () => {
    const opened = await stage.open();
    clock.set('2026-11-25 08:00');
    const submitted = await stage.submit(await stage.accept(opened));
    clock.set('2026-11-25 09:30');
    const approved = await stage.approve(submitted);
    clock.set('2026-11-25 10:15');
    await publish(approved);
    const item = await itemOf(opened.code);
    expect(item).toMatchObject({
      code: opened.code,
      channel: 'web',
      categoryCode: LIGHTING,
      categoryName: 'Chiếu sáng công cộng',
      field: 5,
      fieldName: 'Xây dựng, hạ tầng',
      wardName: 'Phường Trảng Dài',
      agencyCode: WARD_AGENCY,
      late: false,
      answeredAt: new Date('2026-11-25T02:30:00Z'),
      publishedAt: new Date('2026-11-25T03:15:00Z'),
      question: [
        { text: 'Đèn đường hẻm ' },
        { hidden: 'house_number' },
        { text: ' cạnh chợ tắt hơn một tuần. Gọi chị ' },
        { hidden: 'name' },
        { text: ' ' },
        { hidden: 'phone' },
        { text: ' để biết thêm.' },
      ],
      answer: {
        found: [{ text: ANSWER.found }],
        done: [{ text: 'Đã thay 14 bóng và tủ điều khiển, đã gọi ' }, { hidden: 'phone' }, { text: ' báo người dân.' }],
        doneOn: '2026-11-25',
        inCharge: [{ text: ANSWER.inCharge }],
      },
    });
    expect(item?.deadline.sentences.length).toBeGreaterThan(1);
    // Monday 08:00 → Wednesday 09:30 with the ward, Tuesday 24/11 being a day off; then the gate.
    expect(item?.holders).toEqual([
      expect.objectContaining({
        agencyCode: WARD_AGENCY,
        fromAt: '2026-11-23T01:00:00.000Z',
        untilAt: '2026-11-25T02:30:00.000Z',
        workingSeconds: 9.5 * 3600,
        late: false,
      }),
      expect.objectContaining({
        agencyCode: 'TD1022',
        untilAt: '2026-11-25T03:15:00.000Z',
        workingSeconds: 45 * 60,
        late: false,
      }),
    ]);
    const all = JSON.stringify(item);
    for (const secret of ['Nguyễn Văn A', '0900000027', '+84900000027', 'a@example.vn', '0900000031', 'Hoa'])
      expect(all).not.toContain(secret);
  });

  it('says so when the answer was late, also when the first one failed the gate', async () => {
    const opened = await stage.open();
    const gate = await stage.approve(await stage.submit(await stage.accept(opened)));
    clock.set('2026-11-24 08:00');
    const back = await stage
      .get(ReturnAnswer)
      .execute({ ticketId: gate.ticketId, version: gate.version, remarks: 'Chưa rõ ngày xong.' }, COORDINATOR);
    clock.set('2026-12-07 08:00');
    await publish(await stage.approve(await stage.submit(back)));
    const item = await itemOf(opened.code);
    expect(item).toMatchObject({ late: true, answeredAt: new Date('2026-12-07T01:00:00Z') });
    expect(item?.holders.map((holder) => [holder.agencyCode, holder.late])).toEqual([
      ['TD1022', false],
      [WARD_AGENCY, true],
    ]);
  });

  it('shows what the coordinator confirmed, not what the automatic pass would', async () => {
    const gate = await stage.toTheGate();
    const sheet = await stage.get(RedactionSheets).of(COORDINATOR.principal, gate.ticketId);
    expect(sheet.fields.find(({ name }) => name === 'question')?.marked).toBe(
      'Đèn đường hẻm [đã ẩn: số nhà] cạnh chợ tắt hơn một tuần. Gọi chị [đã ẩn: tên người] [đã ẩn: số điện thoại] để biết thêm.',
    );
    await publish(gate, {
      publicText: { title: 'Đèn hẻm tắt', question: 'Đèn hẻm cạnh [đã ẩn: tên trường] tắt hơn một tuần.' },
    });
    const item = await itemOf(gate.code);
    expect(item?.title).toEqual([{ text: 'Đèn hẻm tắt' }]);
    expect(item?.question).toEqual([{ text: 'Đèn hẻm cạnh ' }, { hidden: 'name' }, { text: ' tắt hơn một tuần.' }]);
  });

  it('is refused with empty text, and nothing is published then', async () => {
    const gate = await stage.toTheGate();
    await expect(publish(gate, { publicText: { title: ' ', question: '' } })).rejects.toMatchObject({
      kind: 'invalid-input',
      fields: [expect.objectContaining({ field: 'publicTitle' }), expect.objectContaining({ field: 'publicQuestion' })],
    });
    expect((await stage.ticket(gate.ticketId)).state).toBe('awaiting_publication');
  });

  it('two coordinators who keep one sheet at the same instant: the later is told, and what the earlier hid stays hidden', async () => {
    const gate = await stage.toTheGate();
    const [sheets, keeper] = [stage.get(RedactionSheets), stage.get(SheetKeeper)];
    const { seal, version, fields } = await sheets.of(COORDINATOR.principal, gate.ticketId);
    const both = meeting(2);
    const prepare = keeper.prepare.bind(keeper);
    // Both have read the sheet as it was before either writes.
    keeper.prepare = (photos) => both().then(() => prepare(photos));
    const save = (hide: string) =>
      sheets.save(
        gate.ticketId,
        { seal, version: String(version), 'sheet.question': 'yes', 'add.question': hide },
        COORDINATOR,
      );
    const words = ['hẻm', 'cạnh chợ'];
    const [first, second] = await Promise.allSettled(words.map(save)).finally(() =>
      Reflect.deleteProperty(keeper, 'prepare'),
    );
    expect([first?.status, second?.status].sort()).toEqual(['fulfilled', 'rejected']);
    const late = [first, second].find((one) => one?.status === 'rejected');
    expect(late?.reason).toMatchObject({ kind: 'stale-version' });
    const kept = first === late ? 1 : 0;
    const after = await sheets.of(COORDINATOR.principal, gate.ticketId);
    expect(after.revision).toBe(1);
    const marked = after.fields.find(({ name }) => name === 'question')?.marked ?? '';
    expect([marked.includes(words[kept] ?? ''), marked.includes(words[1 - kept] ?? '')]).toEqual([false, true]);
    expect(marked).not.toBe(fields.find(({ name }) => name === 'question')?.marked);
  });

  it('the proposed text is for those who may publish', async () => {
    const gate = await stage.toTheGate();
    await expect(
      stage.get(RedactionSheets).of(staff('handler', WARD_AGENCY).principal, gate.ticketId),
    ).rejects.toBeInstanceOf(Problem);
  });
});

describe('a ticket that is opened again', () => {
  it('stays public as it was answered, and keeps that answer beside the next one; a rebuild gives the same', async () => {
    const gate = await stage.toTheGate();
    await publish(gate);
    const first = await itemOf(gate.code);
    expect(first?.commitment).toEqual({ on: ANSWER.doneOn, dueAt: '2026-11-25T09:30:00.000Z', doneAt: null });
    clock.advance(3_600);
    const { version } = await stage.ticket(gate.ticketId);
    const order = { ticketId: gate.ticketId, version, ground: 'order', words: 'Theo phản ánh mới.' };
    const again = await stage.get(ReopenTicket).execute(order, COORDINATOR);
    await deliver();
    // What it promised is asked of the next answer.
    expect(await itemOf(gate.code)).toEqual({
      ...first,
      commitment: { ...first?.commitment, reopenedAt: expect.any(String) },
    });
    expect((await statusOf(gate.code))?.state).toBe('assigned');
    // Also when the copy was lost meanwhile.
    const lost = async (): Promise<void> => {
      await stage.unitOfWork.run((tx) => managerOf(tx).delete(PublishedItemRow, { ticketId: gate.ticketId }));
      await stage.get(RebuildProjections).execute();
    };
    await lost();
    expect(await itemOf(gate.code)).toMatchObject({
      agencyCode: WARD_AGENCY,
      answer: first?.answer,
      answeredAt: first?.answeredAt,
      publishedAt: first?.publishedAt,
      dueAt: first?.dueAt,
      holders: first?.holders,
      deadline: first?.deadline,
    });

    const above = (role: 'handler' | 'agency_head') => staff(role, 'UBND');
    const accepted = await stage.get(AcceptTicket).execute(again, above('handler'));
    clock.advance(3_600);
    const answer = { ...accepted, ...ANSWER, done: 'Đã kéo lại cả đường dây.' };
    const submitted = await stage.get(SubmitAnswer).execute(answer, above('handler'));
    await publish(await stage.get(ApproveAnswer).execute(submitted, above('agency_head')));
    const second = await itemOf(gate.code);
    expect(second).toMatchObject({
      agencyCode: 'UBND',
      answer: { done: [{ text: 'Đã kéo lại cả đường dây.' }] },
      earlier: [{ answer: first?.answer, publishedAt: first?.publishedAt.toISOString() }],
    });
    // The line is that of this round: nobody held it while it rested.
    expect(second?.holders.map(({ agencyCode }) => agencyCode)).not.toContain(WARD_AGENCY);
    await lost();
    expect(await itemOf(gate.code)).toEqual(second);
  });
});

describe('a ticket that everybody could read, and that must not be known of any more', () => {
  const hide: Readonly<Record<string, (ticket: CommandResult) => Promise<CommandResult>>> = {
    'is a denunciation': (ticket) =>
      stage
        .get(GuideElsewhere)
        .execute({ ...ticket, kind: 'denunciation', text: 'Gửi Thanh tra thành phố.' }, COORDINATOR),
    'is of a kind that is never public': (ticket) =>
      stage.get(ReclassifyTicket).execute({ ...ticket, categoryCode: 'an-lua-dao' }, COORDINATOR),
  };
  it.each(Object.keys(hide))('%s: it is gone with the decision, before any event comes round', async (what) => {
    const gate = await stage.toTheGate();
    await publish(gate);
    const { version: published } = await stage.ticket(gate.ticketId);
    const order = { ticketId: gate.ticketId, version: published, ground: 'order', words: 'Theo phản ánh mới.' };
    await stage.get(ReopenTicket).execute(order, COORDINATOR);
    await deliver();
    expect(await itemOf(gate.code)).not.toBeNull();
    const { version } = await stage.ticket(gate.ticketId);
    await hide[what]?.({ ticketId: gate.ticketId, version } as CommandResult);
    expect([await itemOf(gate.code), await statusOf(gate.code)]).toEqual([null, null]);
    expect(await stage.rows.countBy(PublicChangeRow, { ticketId: gate.ticketId })).toBe(0);
    await deliver();
    expect([await itemOf(gate.code), await statusOf(gate.code)]).toEqual([null, null]);
  });
});

describe('rebuilding', () => {
  it('gives the same rows, also from nothing, and takes away what has no ticket', async () => {
    await stage.open();
    await publish(await stage.toTheGate(), { publicText: { title: 'Đèn tắt', question: 'Đèn tắt đã lâu.' } });
    await publish(await stage.toTheGate({ title: 'Đèn tắt trước nhà 12B' }));
    await deliver();
    const before = await snapshot();
    expect(before.items.length).toBeGreaterThan(1);

    await stage.get(RebuildProjections).execute();
    expect(await snapshot()).toEqual(before);

    await stage.unitOfWork.run(async (tx) => {
      const manager = managerOf(tx);
      await manager.createQueryBuilder().delete().from(PublicStatusRow).execute();
      await manager.createQueryBuilder().delete().from(PublishedItemRow).execute();
      await manager.insert(PublicStatusRow, {
        ...(before.statuses[0] as PublicStatusRow),
        ticketId: newId(),
        code: 'DN26-0000-0000',
      });
    });
    const { tickets, removed } = await stage.get(RebuildProjections).execute();
    expect(tickets).toBe(await stage.rows.count(TicketRow));
    expect(removed).toBe(1);
    expect(await snapshot()).toEqual(before);
  });

  async function snapshot() {
    return {
      statuses: await stage.rows.find(PublicStatusRow, { order: { ticketId: 'ASC' } }),
      items: await stage.rows.find(PublishedItemRow, { order: { ticketId: 'ASC' } }),
    };
  }
});

describe('the list', () => {
  it('goes through all items by key, newest first, equal instants too', async () => {
    clock.set('2026-11-25 09:00');
    for (let i = 0; i < 3; i += 1) await publish(await stage.toTheGate());
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: PublishedPage<PublishedLine> = await stage.get(PublishedItems).lines.list({}, cursor, 2);
      seen.push(...page.items.map((item) => item.code));
      cursor = page.next;
    } while (cursor !== null);
    const all = await stage.rows.find(PublishedItemRow, { order: { publishedAt: 'DESC', ticketId: 'DESC' } });
    expect(seen).toEqual(all.map((item) => item.code));
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('is narrowed by ward, field, agency and words without accents', async () => {
    const gate = await stage.toTheGate({
      title: 'Cột đèn nghiêng ngã ba Thành Thái',
      words: 'Cột đèn nghiêng. Gọi chị Hoa 0900000031.',
    });
    await publish(gate);
    const codes = async (filter: PublishedSearchFilter) =>
      (await stage.get(PublishedSearch).find(filter, { limit: 100 })).items.map((item) => item.code);
    expect(await codes({ words: 'cot den NGHIENG' })).toEqual([gate.code]);
    expect(await codes({ words: 'nghiêng cột', wardCode: WARD, field: 5, agencyCode: WARD_AGENCY })).toEqual([
      gate.code,
    ]);
    expect(await codes({ words: 'nghiêng', wardCode: '00000' })).toEqual([]);
    expect(await codes({ words: 'nghiêng', field: 1 })).toEqual([]);
    expect(await codes({ words: 'nghieng 0900000031' })).toEqual([]);
    expect(await codes({ words: "%' or 1=1 --" })).toEqual([]);
    // Also from an index made again.
    await stage.get(RebuildProjections).execute();
    expect(await codes({ words: 'cot den nghieng' })).toEqual([gate.code]);
  });

  it('refuses a cursor that is none of ours', async () => {
    await expect(stage.get(PublishedItems).lines.list({}, 'abc')).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});

describe('the figures of a month', () => {
  it('count the same tickets, by the month in Viet Nam in which they were sent', async () => {
    const figures = () => new PublicFigures(stage.get(Reader), clock);
    // 00:30 on 1 October in Viet Nam is still September in UTC.
    clock.set('2026-10-01 00:30');
    await stage.open();
    clock.set('2026-10-05 08:00');
    await publish(await stage.toTheGate());
    const slow = await stage.open();
    await stage.open({ boundary: 'denunciation' });
    clock.set('2026-10-30 08:00');
    await publish(await stage.approve(await stage.submit(await stage.accept(slow))));
    await deliver();
    expect(await figures().month('2026-10')).toMatchObject({
      month: '2026-10',
      received: 3,
      answered: 2,
      onTime: 1,
      late: 1,
      published: 2,
    });
    expect(await figures().month('2026-09')).toMatchObject({
      received: 0,
      answered: 0,
      onTime: 0,
      late: 0,
      published: 0,
    });
    await expect(figures().month('2026-13')).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});
