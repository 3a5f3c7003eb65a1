import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { SelectQueryBuilder } from 'typeorm';
import { newId } from '../../src/kernel/index.js';
import type { Principal } from '../../src/identity/index.js';
import { ReporterReveals, TicketRow, type NewTicket, type TicketPage } from '../../src/tickets/index.js';
import { inherited, ofTab, owingPart, withinScope } from '../../src/tickets/queries/scope-condition.js';
import { LIST_TABS, type ListTab } from '../../src/tickets/queries/list-tabs.js';
import { ticketScope } from '../../src/tickets/domain/policy.js';
import { ENGINE, instant } from '../support/index.js';
import {
  ANSWER,
  bring,
  by,
  CENTRE,
  openDesk,
  people,
  staff,
  WARD_AGENCY,
  type Desk,
  type People,
} from './tickets-desk.js';

jest.setTimeout(180_000);

const REPORTER = {
  kind: 'citizen' as const,
  name: 'Lê Thị Bịa Đặt',
  phone: '+84900000456',
  email: 'bia.dat@example.vn',
  anonymous: false,
};

describe('what staff read', () => {
  let desk: Desk;
  let who: People;
  beforeAll(async () => {
    desk = await openDesk();
    who = people();
  });
  afterAll(() => desk?.drop());

  const codes = (page: TicketPage) => page.items.map(({ code }) => code);

  it('lists by urgency, page by page, each ticket once', async () => {
    const agency = people('SCT');
    const opened: { code: string; dueAt: string }[] = [];
    for (const day of ['16', '12', '13', '13', '17', '11', '16']) {
      desk.clock.set(`2026-11-${day} 09:00`);
      const { code, resolveDueAt } = await desk.open({ categoryCode: 'kt-gia-ca' });
      opened.push({ code, dueAt: resolveDueAt ?? '' });
    }
    desk.clock.set('2026-11-17 10:00');
    const pages: TicketPage[] = [];
    let cursor: string | null = null;
    do {
      const page: TicketPage = await desk.queries.list(agency.handler, { tab: 'to_accept', limit: 3 }, cursor);
      pages.push(page);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(pages.map(({ items }) => items.length)).toEqual([3, 3, 1]);
    const seen = pages.flatMap(({ items }) => items);
    expect(new Set(seen.map(({ code }) => code)).size).toBe(7);
    expect(seen.map(({ code }) => opened.find((ticket) => ticket.code === code)?.dueAt)).toEqual(
      opened.map(({ dueAt }) => dueAt).sort(),
    );
    expect(seen[0]).toMatchObject({
      stateLabel: 'Đã chuyển đơn vị',
      category: { code: 'kt-gia-ca', name: 'Giá cả, hàng hóa' },
      lead: { code: 'SCT', name: 'Sở Công Thương' },
      channelLabel: 'Gọi 1022',
    });
    expect(seen[0]?.clocks.map(({ kind }) => kind)).toEqual(['resolve', 'resolve_holder', 'accept']);
    expect(seen[0]?.clocks[0]?.remaining).toMatch(/còn|trễ/);
  });

  it('gives each side its own lists, and the counts that stand on them', async () => {
    desk.clock.set('2026-11-17 08:00');
    const triage = await desk.open({ categoryCode: null });
    const waiting = await bring(desk, who, 'assigned');
    const mine = await bring(desk, who, 'in_progress');
    const toApprove = await bring(desk, who, 'awaiting_approval');
    const toPublish = await bring(desk, who, 'awaiting_publication');
    const done = await desk.publish.execute(await bring(desk, who, 'awaiting_publication'), by(who.coordinator));
    const ids = async (principal: Principal, tab: string) =>
      (await desk.queries.list(principal, { tab })).items.map(({ id }) => id);

    expect(await ids(who.handler, 'mine')).toEqual([mine.ticketId]);
    expect(await ids(who.handler, 'to_accept')).toEqual([waiting.ticketId]);
    expect(await ids(who.head, 'to_approve')).toEqual([toApprove.ticketId]);
    expect(await ids(who.handler, 'done')).toEqual([done.ticketId]);
    expect((await ids(who.handler, 'open')).sort()).toEqual(
      [waiting, mine, toApprove, toPublish].map(({ ticketId }) => ticketId).sort(),
    );
    expect(await ids(who.coordinator, 'triage')).toEqual([triage.ticketId]);
    expect(await ids(who.coordinator, 'to_publish')).toEqual([toPublish.ticketId]);
    expect(await ids(who.foreignHandler, 'open')).toEqual([]);
    expect(Object.fromEntries(await desk.counts.of(who.handler))).toEqual({
      mine: 1,
      to_accept: 1,
      in_progress: 1,
      waiting: 0,
      to_approve: 1,
      to_extend: 0,
      supporting: 0,
      open: 4,
      late: 0,
      promised: 0,
    });
    expect(Object.fromEntries(await desk.counts.of(who.coordinator))).toMatchObject({ triage: 1, to_publish: 1 });
    expect((await desk.counts.of(staff('admin', CENTRE))).size).toBe(0);

    // On Saturday all that was due on Friday is late, but what had come to the gate in time.
    desk.clock.set('2026-11-21 08:00');
    expect((await ids(who.handler, 'late')).sort()).toEqual(
      [waiting, mine, toApprove].map(({ ticketId }) => ticketId).sort(),
    );
    expect((await desk.counts.of(who.handler)).get('late')).toBe(3);
    expect((await desk.queries.list(who.handler, { tab: 'late' })).items.every(({ late }) => late)).toBe(true);
  });

  it.each([
    ['triage', () => who.handler],
    ['to_accept', () => who.coordinator],
    ['open', () => staff('leader', 'UBND')],
    ['open', (): Principal => ({ kind: 'public' })],
    ['no-such-list', () => who.coordinator],
  ])('has no list %s for whoever it is not meant for', async (tab, principal) => {
    await expect(desk.queries.list(principal(), { tab })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('says a broken cursor is one', async () => {
    for (const cursor of [
      'x',
      '',
      Buffer.from('2026-13-45T99:99:99.999Z 01ARZ3NDEKTSV4RRFFQ69G5FAV').toString('base64url'),
    ]) {
      await expect(desk.queries.list(who.coordinator, { tab: 'open' }, cursor)).rejects.toMatchObject({
        fields: [{ field: 'cursor' }],
      });
    }
  });

  it('tells the whole of a ticket to whoever may see it', async () => {
    desk.clock.set('2026-11-17 08:00');
    const at = await bring(desk, who, 'awaiting_publication');
    desk.clock.set('2026-11-17 10:00');
    await desk.sendBack.execute({ ...at, remarks: 'Chưa nói khi nào xong.' }, by(who.coordinator));
    const detail = await desk.queries.detail(who.handler, at.ticketId);
    expect(detail).toMatchObject({ state: 'in_progress', version: 5, lead: { code: WARD_AGENCY }, late: false });
    expect(
      detail.hops.map(({ agency, stage, workingSeconds, toAt }) => [agency.code, stage, workingSeconds, toAt === null]),
    ).toEqual([
      [CENTRE, 'awaiting_publication', 7_200, false],
      [WARD_AGENCY, 'in_progress', 0, true],
    ]);
    expect(detail.story.map(({ text }) => text)).toEqual([
      'Gọi 1022, 1022 đã nhận và cấp mã.',
      'Theo quy định phân công, phiếu được chuyển đến UBND phường Trảng Dài.',
      'UBND phường Trảng Dài nhận xử lý.',
      'UBND phường Trảng Dài trình lãnh đạo câu trả lời.',
      'UBND phường Trảng Dài duyệt câu trả lời và gửi Tổng đài 1022.',
      'Tổng đài 1022 chưa công khai câu trả lời, gửi lại UBND phường Trảng Dài để sửa.',
    ]);
    expect(detail.story.at(-1)?.remark).toBe('Chưa nói khi nào xong.');
    expect(detail.answers).toEqual([expect.objectContaining({ number: 1, status: 'returned', ...ANSWER })]);
    const holder = detail.clocks.find(({ kind }) => kind === 'resolve_holder');
    expect(holder?.why.length).toBeGreaterThan(1);
    expect(holder?.pauses).toEqual([
      { fromAt: instant('2026-11-17 08:00'), toAt: instant('2026-11-17 10:00'), reason: 'centre_review' },
    ]);
    expect(detail.actions.filter(({ allowed }) => allowed).map(({ command }) => command)).toEqual([
      'save_draft',
      'submit_answer',
      'return_ticket',
      'assign',
      'ask_support',
      'ask_citizen',
    ]);
    expect(detail.actions.find(({ command }) => command === 'accept')?.reason).toBe(
      'Phiếu đang ở bước “Đang xử lý” nên lúc này không làm được việc “Nhận xử lý”.',
    );
    for (const stranger of [
      who.foreignHandler,
      who.foreignHead,
      staff('leader', 'UBND'),
      { kind: 'public' } as const,
    ]) {
      await expect(desk.queries.detail(stranger, at.ticketId)).rejects.toMatchObject({
        kind: 'not-found',
        title: 'Không tìm thấy phiếu này.',
      });
    }
    for (const id of [newId(), 'x', '', 'không có', "' or 1=1 --"]) {
      await expect(desk.queries.detail(who.coordinator, id)).rejects.toMatchObject({
        kind: 'not-found',
        title: 'Không tìm thấy phiếu này.',
      });
    }
  });

  it('shows a draft to the agency that writes it, and to nobody else', async () => {
    const at = await bring(desk, who, 'in_progress');
    await desk.saveDraft.execute({ ...at, ...ANSWER, draftVersion: null }, by(who.handler));
    expect((await desk.queries.detail(who.head, at.ticketId)).draft).toMatchObject({ ...ANSWER, draftVersion: 1 });
    const centre = await desk.queries.detail(who.coordinator, at.ticketId);
    expect(centre.draft).toBeNull();
    expect(JSON.stringify(centre)).not.toContain(ANSWER.found);
  });

  it('never shows the reporter to an agency, in no answer it gets', async () => {
    desk.clock.set('2026-11-17 08:00');
    const words = `Tôi tên ${REPORTER.name}, số 0900.000.456, ${REPORTER.email}: ống nước vỡ.`;
    const ticket: Partial<NewTicket> = { reporter: REPORTER, words, title: `Ống vỡ (${REPORTER.name})` };
    const at = await bring(desk, who, 'awaiting_approval', ticket);
    const seen = JSON.stringify([
      await desk.queries.detail(who.handler, at.ticketId),
      await desk.queries.detail(who.head, at.ticketId),
      await desk.queries.list(who.head, { tab: 'open' }),
      await desk.queries.list(who.head, { tab: 'to_approve' }),
    ]);
    expect(seen).toContain(at.ticketId);
    for (const secret of ['Bịa Đặt', '900000456', '0900.000.456', '900.000.456', 'bia.dat', REPORTER.email])
      expect(seen).not.toContain(secret);
    for (const agency of [
      who.handler,
      who.head,
      staff('overseer', 'VPUBND'),
      staff('admin', CENTRE),
      staff('auditor', 'VPUBND'),
    ]) {
      await expect(desk.queries.reporter(agency, at.ticketId)).rejects.toMatchObject({ kind: 'not-found' });
    }
    expect(await desk.queries.reporter(who.operator, at.ticketId)).toMatchObject({
      hidden: false,
      ...REPORTER,
      wordsAsSent: `Ống vỡ (${REPORTER.name})\n\n${words}\n\nĐường Bùi Trọng Nghĩa, gần chợ`,
    });
  });

  it('tells the reporter when the centre looked at name and number: once a day each, nobody by name', async () => {
    desk.clock.set('2026-11-17 08:00');
    const reveals = new ReporterReveals(desk.queries, desk.unitOfWork, desk.reader, desk.clock);
    const [at, hidden] = [await desk.open({ reporter: REPORTER }), await desk.open({ boundary: 'denunciation' })];
    const seen = async (ticketId: string) => (await desk.tracking.byToken(desk.links.tokenFor(ticketId))).seen;
    await expect(reveals.show(who.handler, at.ticketId)).rejects.toMatchObject({ kind: 'not-found' });
    expect(await seen(at.ticketId)).toEqual([]);
    await Promise.all([reveals.show(who.operator, at.ticketId), reveals.show(who.operator, at.ticketId)]);
    desk.clock.set('2026-11-17 15:00');
    await reveals.show(who.operator, at.ticketId);
    await reveals.show(who.coordinator, at.ticketId);
    // In Viet Nam the next day has begun, wherever the machine is.
    desk.clock.set('2026-11-18 00:10');
    expect(await reveals.show(who.operator, at.ticketId)).toMatchObject({ hidden: false, name: REPORTER.name });
    expect(await seen(at.ticketId)).toEqual([
      { as: 'operator', at: instant('2026-11-18 00:10') },
      { as: 'coordinator', at: instant('2026-11-17 15:00') },
      { as: 'operator', at: instant('2026-11-17 08:00') },
    ]);
    // Nothing was shown, and so nothing is said.
    await reveals.show(who.coordinator, hidden.ticketId);
    expect(await seen(hidden.ticketId)).toEqual([]);
  });

  it('never shows a complaint or denunciation to any agency, at any level, in no list and under no address', async () => {
    desk.clock.set('2026-11-17 08:00');
    for (const boundary of ['complaint', 'denunciation'] as const) {
      const subject = { boundary, subjectAgencyCode: WARD_AGENCY };
      const at = await desk.open(subject);
      const agencies = [
        who.handler,
        who.head,
        staff('handler', CENTRE),
        staff('agency_head', CENTRE),
        staff('overseer', 'VPUBND'),
        staff('auditor', 'TTRA'),
        staff('leader', 'UBND'),
      ];
      for (const agency of agencies) {
        await expect(desk.queries.detail(agency, at.ticketId)).rejects.toMatchObject({ kind: 'not-found' });
        await expect(desk.queries.idByCode(agency, at.code)).rejects.toMatchObject({ kind: 'not-found' });
        for (const tab of desk.queries.tabs(agency)) {
          const page = await desk.queries.list(agency, { tab: tab.name, limit: 200 });
          expect(codes(page)).not.toContain(at.code);
        }
      }
      expect(await desk.queries.idByCode(who.coordinator, at.code.toLowerCase())).toBe(at.ticketId);
      expect(codes(await desk.queries.list(who.coordinator, { tab: 'triage', limit: 200 }))).toContain(at.code);
    }
  });

  it('hides a denouncer even inside the centre', async () => {
    const at = await desk.open({ boundary: 'denunciation', reporter: REPORTER });
    expect(await desk.queries.reporter(who.coordinator, at.ticketId)).toEqual({
      hidden: true,
      reason: 'Danh tính người tố cáo được giữ kín, kể cả trong Tổng đài 1022.',
    });
    expect(JSON.stringify(await desk.queries.detail(who.coordinator, at.ticketId))).not.toContain('Bịa Đặt');
  });
});

describe('the reporter’s own page', () => {
  let desk: Desk;
  let who: People;
  beforeAll(async () => {
    desk = await openDesk();
    who = people();
  });
  afterAll(() => desk?.drop());

  it('follows the ticket to its answer, with agencies and without people', async () => {
    desk.clock.set('2026-11-17 08:00');
    const opened = await desk.open({ reporter: REPORTER });
    const token = desk.links.tokenFor(opened.ticketId);
    const accepted = await desk.accept.execute(opened, by(who.handler));
    const submitted = await desk.submit.execute({ ...accepted, ...ANSWER }, by(who.handler));
    const returned = await desk.sendBack.execute({ ...submitted, remarks: 'Nội bộ: sửa lại.' }, by(who.head));
    const waiting = await desk.tracking.byToken(token);
    expect(waiting).toMatchObject({
      code: opened.code,
      state: 'in_progress',
      stateLabel: 'Đang xử lý',
      answer: null,
      isOpen: true,
    });
    expect(waiting.dueAt).toEqual(instant('2026-11-20 16:30'));
    expect(waiting.remaining).toContain('16:30');
    expect(waiting.why.length).toBeGreaterThan(1);
    expect(waiting.hops.map(({ agency, accountName }) => [agency.code, accountName])).toEqual([[WARD_AGENCY, null]]);
    for (const internal of ['Nội bộ', ANSWER.found, who.handler.accountId])
      expect(JSON.stringify(waiting)).not.toContain(internal);

    const again = await desk.submit.execute({ ...returned, ...ANSWER }, by(who.handler));
    const approved = await desk.approve.execute(again, by(who.head));
    expect((await desk.tracking.byToken(token)).answer).toBeNull();
    await desk.publish.execute(
      { ...approved, visibility: 'private', privateReason: 'Chuyện riêng.' },
      by(who.coordinator),
    );
    const answered = await desk.tracking.byToken(token);
    expect(answered).toMatchObject({ state: 'resolved_private', isOpen: false, remaining: null, late: false });
    expect(answered.answer).toMatchObject({ ...ANSWER, number: 2, authorName: null, returnedRemarks: null });
  });

  it('says where a complaint goes', async () => {
    const at = await desk.open({ boundary: 'complaint' });
    await desk.guide.execute({ ...at, kind: 'complaint', text: 'Gửi đơn đến UBND phường.' }, by(who.coordinator));
    expect(await desk.tracking.byToken(desk.links.tokenFor(at.ticketId))).toMatchObject({
      guidance: 'Gửi đơn đến UBND phường.',
      answer: null,
    });
  });

  it('is found by code and the end of the phone number; every wrong pair looks the same', async () => {
    const opened = await desk.open({ reporter: REPORTER });
    const silent = await desk.open({ reporter: { ...REPORTER, phone: null, anonymous: true } });
    const token = await desk.tracking.byCodeAndPhone(opened.code.toLowerCase().replaceAll('-', ' '), ' 04 56 ');
    expect(desk.links.ticketIdOf(token)).toBe(opened.ticketId);
    const unknown = await (async () => {
      for (;;) {
        const code = desk.codes.draw(desk.clock.now());
        if ((await desk.rows.countBy(TicketRow, { code })) === 0) return code;
      }
    })();
    const wrong = await Promise.all(
      [
        [opened.code, '0457'],
        [unknown, '0456'],
        [silent.code, '0456'],
      ].map(([code = '', ending = '']) => desk.tracking.byCodeAndPhone(code, ending).catch((error: unknown) => error)),
    );
    for (const error of wrong) {
      expect(error).toMatchObject({
        kind: 'not-found',
        title: 'Mã phiếu và số điện thoại không khớp. Xin xem lại mã trong tin nhắn của 1022.',
      });
    }
    await expect(desk.tracking.byCodeAndPhone('DN26', '12')).rejects.toMatchObject({
      fields: [{ field: 'code' }, { field: 'ending' }],
    });
    await expect(desk.tracking.byCodeAndPhone(opened.code, '%%%%')).rejects.toMatchObject({
      fields: [{ field: 'ending' }],
    });
    await expect(desk.tracking.byToken('x')).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('the plan of every list', () => {
  const ROWS = 6_000;
  let desk: Desk;
  const handler = staff('handler', WARD_AGENCY);
  const coordinator = staff('coordinator', CENTRE);
  const INDEX: Readonly<Record<string, string>> = {
    'agency mine': 'ix_ticket_handler',
    'agency to_accept': 'ix_ticket_agency_state',
    'agency in_progress': 'ix_ticket_agency_state',
    'agency waiting': 'ix_ticket_agency_state',
    'agency to_approve': 'ix_ticket_agency_state',
    'agency to_extend': 'ix_ticket_agency_open',
    'agency supporting': 'ix_ticket_support_agency',
    'agency open': 'ix_ticket_agency_open',
    'agency late': 'ix_ticket_agency_open',
    'agency promised': 'ix_ticket_agency_commitment',
    'agency done': 'ix_ticket_agency_open',
    'centre triage': 'ix_ticket_state',
    'centre returned': 'ix_ticket_state',
    'centre appealed': 'ix_ticket_appealed',
    'centre to_publish': 'ix_ticket_state',
    'centre open': 'ix_ticket_open',
    'centre late': 'ix_ticket_open',
    'centre promised': 'ix_ticket_commitment',
    'centre done': 'ix_ticket_open',
  };

  beforeAll(async () => {
    desk = await openDesk();
    desk.clock.set('2026-11-17 08:00');
    const { ticketId } = await desk.open();
    const model = await desk.ticket(ticketId);
    const states = [
      'received',
      'assigned',
      'in_progress',
      'awaiting_info',
      'awaiting_approval',
      'awaiting_publication',
      'published',
      'published',
      'published',
    ] as const;
    const agencies = [WARD_AGENCY, 'SXD', 'SYT', 'SCT', 'CATP'];
    const base = instant('2026-01-01').getTime();
    for (let from = 0; from < ROWS; from += 500) {
      const rows = Array.from({ length: 500 }, (_, at) => {
        const n = from + at;
        const state = states[n % states.length] ?? 'received';
        const listDueAt = new Date(base + ((n * 7919) % 400) * 86_400_000);
        return {
          ...model,
          id: newId(),
          code: `T${n}`,
          state,
          isOpen: state !== 'published',
          leadAgencyCode: agencies[n % agencies.length] ?? null,
          handlerAccountId: n % 13 === 0 ? handler.accountId : newId(),
          contactId: newId(),
          listDueAt,
          resolveDueAt: listDueAt,
          // Of the answered ones every tenth has promised something.
          commitmentDueAt: n % 90 === 6 ? listDueAt : null,
        };
      });
      await desk.unitOfWork.run(async () => {
        await desk.dataSource.createQueryBuilder().insert().into(TicketRow).values(rows).updateEntity(false).execute();
      });
    }
    await desk.dataSource.query(ENGINE === 'sqlite' ? 'ANALYZE' : 'ANALYZE TABLE ticket');
  });
  afterAll(() => desk?.drop());

  const explain = (tab: ListTab): ReturnType<typeof planOf> => {
    const principal = tab.side === 'agency' ? handler : coordinator;
    const base = desk.reader.manager.createQueryBuilder(TicketRow, 't');
    const scope = ticketScope(principal);
    const list =
      tab.supporting === true
        ? owingPart(base, scope, null)
        : ofTab(withinScope(base, scope), tab, principal, desk.clock.now());
    return planOf(list);
  };
  const planOf = async (
    list: SelectQueryBuilder<TicketRow>,
  ): Promise<{ index: string; sorts: boolean; text: string }> => {
    const [sql, parameters] = list.limit(51).getQueryAndParameters();
    if (ENGINE === 'sqlite') {
      const rows = await desk.rows.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, parameters);
      const text = rows.map(({ detail }) => detail).join('; ');
      return { index: /USING INDEX (\w+)/.exec(text)?.[1] ?? '', sorts: text.includes('TEMP B-TREE'), text };
    }
    const rows = await desk.rows.query<{ key: string | null; Extra: string }[]>(`EXPLAIN ${sql}`, parameters);
    const text = JSON.stringify(rows);
    return { index: rows[0]?.key ?? '', sorts: text.includes('filesort') || text.includes('rowid'), text };
  };

  it.each(LIST_TABS.map((tab) => [`${tab.side} ${tab.name}`, tab] as const))(
    '%s reads one range of one index in its order',
    async (name, tab) => {
      const plan = await explain(tab);
      expect(plan).toMatchObject({ index: INDEX[name], sorts: false });
    },
  );

  it('agency done of an agency that came to it, the same', async () => {
    const scope = ticketScope({ ...handler, line: { before: ['SXD'], kin: ['SXD', 'SYT'] } });
    const tab = LIST_TABS.find(({ side, name }) => side === 'agency' && name === 'done');
    if (scope.kind !== 'agency' || tab === undefined) throw new Error('A handler has the list of an agency.');
    const all = desk.reader.manager.createQueryBuilder(TicketRow, 't');
    const list = ofTab(inherited(all, scope, 'SXD'), tab, handler, desk.clock.now());
    expect(await planOf(list)).toMatchObject({ index: INDEX['agency done'], sorts: false });
  });

  it('pages through thousands without losing or doubling one', async () => {
    const seen = new Set<string>();
    let cursor: string | null = null;
    let before = '';
    do {
      const page: TicketPage = await desk.queries.list(coordinator, { tab: 'open', limit: 200 }, cursor);
      for (const item of page.items) {
        const key = `${item.dueAt.toISOString()} ${item.id}`;
        expect(key > before).toBe(true);
        before = key;
        seen.add(item.id);
      }
      cursor = page.nextCursor;
    } while (cursor !== null);
    // Every state but the last three of the nine is open, and so is the model.
    expect(seen.size).toBe(Math.floor(ROWS / 9) * 6 + Math.min(ROWS % 9, 6) + 1);
  });
});
