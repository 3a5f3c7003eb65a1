import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '../../src/kernel/index.js';
import { LetterRow, letterPdf, letterReference } from '../../src/letters/index.js';
import type { Reader } from '../../src/platform/database/index.js';
import { AgencyRecordQuery } from '../../src/reports/agency-record-query.js';
import { monthOf, type Month } from '../../src/reports/domain/late-list.js';
import {
  TicketAnswerRow,
  TicketApologyRow,
  TicketClockRow,
  TicketHistoryRow,
  TicketRow,
  TicketSupportRow,
} from '../../src/tickets/entities.js';
import { ENGINE } from '../support/index.js';
import {
  breach,
  bring,
  by,
  CENTRE,
  LETTER,
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
beforeEach(() => desk.clock.set('2026-11-23 09:00'));

/** A ticket of an agency for which it owes a letter. */
async function late(agencyCode = WARD_AGENCY): Promise<{ ticketId: string; version: number }> {
  const at = agencyCode === WARD_AGENCY ? await bring(desk, who, 'in_progress') : await desk.open();
  await breach(desk, at.ticketId, agencyCode);
  return at;
}

const letterOf = (ticketId: string) => desk.rows.findOneByOrFail(LetterRow, { ticketId });
const numberOf = async (ticketId: string) => letterReference(await letterOf(ticketId));
const send = (at: { ticketId: string; version: number }, change: object = {}, principal = who.head, key?: string) =>
  desk.sendApology.execute({ ticketId: at.ticketId, version: at.version, ...LETTER, ...change }, by(principal, key));

describe('a letter of apology', () => {
  it('is drafted with what is known, looked at, and names all that is still open', async () => {
    const at = await late();
    const draft = await desk.apologyLetters.draft(who.head, at.ticketId);
    expect(draft.opening.replaceAll('\u00a0', ' ')).toMatch(
      /^Lúc 09:00 thứ Hai 23\/11\/2026, Tổng đài 1022 nhận phản ánh mã \S+ của ông\/bà về .+ tại phường Trảng Dài\. Hạn trả lời là .+ Đến nay ông\/bà chưa nhận được câu trả lời\. Ủy ban nhân dân phường Trảng Dài xin lỗi/u,
    );
    expect(Object.values(draft).join(' ')).not.toMatch(/\d+\/2018|Nguyễn Thị Thử Nghiệm/);
    expect(draft).toMatchObject({ symbol: 'UBND-PAKN', reason: expect.stringMatching(/^\[ghi/) });
    expect(draft.signatures.map(({ lines }) => lines.join(' / '))).toEqual([
      'TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH',
      'TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH',
      'TL. CHỦ TỊCH / [CHỨC VỤ]',
    ]);
    await expect(desk.apologyLetters.draft(who.handler, at.ticketId)).rejects.toMatchObject({ kind: 'not-found' });
    await expect(desk.apologyLetters.preview(who.foreignHead, at.ticketId, LETTER)).rejects.toMatchObject({
      kind: 'not-found',
    });

    const unfinished = { ...LETTER, reason: draft.reason, remedy: draft.remedy };
    const letter = await desk.apologyLetters.preview(who.head, at.ticketId, unfinished);
    expect(letter).toMatchObject({ reference: null, datedOn: '2026-11-23', signed: false, place: 'Trảng Dài' });
    expect((await letterPdf(letter)).subarray(0, 5).toString()).toBe('%PDF-');
    await expect(send(at, { reason: draft.reason, remedy: draft.remedy })).rejects.toMatchObject({
      fields: [
        { field: 'reason', message: expect.stringContaining('“[ghi lý do chậm]”') },
        { field: 'remedy', message: expect.stringContaining('“[ghi đã làm gì, sẽ làm gì để khắc phục]”') },
      ],
    });
    await expect(desk.apologyLetters.sent(who.head, at.ticketId)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('gets number, day and signature as it goes out, and keeps them', async () => {
    const at = await late();
    const key = randomUUID();
    const [first, second] = await Promise.all([send(at, {}, who.head, key), send(at, {}, who.head, key)]);
    expect(second).toEqual(first);
    const letter = await desk.apologyLetters.sent(who.coordinator, at.ticketId);
    expect(letter).toMatchObject({
      reference: '01/UBND-PAKN',
      agency: ['ỦY BAN NHÂN DÂN', 'PHƯỜNG TRẢNG DÀI'],
      datedOn: '2026-11-23',
      authority: ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH'],
      signer: who.head.displayName,
      signed: true,
      recipients: ['Như trên', 'Tổng đài Dịch vụ công 1022 (để theo dõi)', 'Lưu: VT, PAKN'],
    });
    expect(letter.paragraphs).toEqual([
      LETTER.opening,
      `Lý do chậm: ${LETTER.reason}`,
      `Cách khắc phục: ${LETTER.remedy}`,
      expect.stringMatching(/cam kết xong chậm nhất thứ.Tư.25\/11\/2026.*0251 3123 456\.$/u),
      expect.stringMatching(/\.\/\.$/),
    ]);
    // Whoever signs does not know the citizen; only the citizen's own copy has the name.
    expect(JSON.stringify(await letterOf(at.ticketId))).not.toContain('Thử Nghiệm');
    expect(await desk.apologyLetters.copy(at.ticketId, 'Nguyễn Thị Thử Nghiệm')).toMatchObject({
      to: 'Ông/Bà Nguyễn Thị Thử Nghiệm',
    });
    await expect(desk.apologyLetters.sent(who.foreignHead, at.ticketId)).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('numbers run on without gaps, each agency and year for itself', async () => {
    const before = (await desk.rows.findBy(LetterRow, { agencyCode: WARD_AGENCY })).length;
    const tickets = [await late(), await late(), await late(), await late(), await late(), await late()];
    await Promise.all(tickets.map((at) => send(at)));
    const numbers = await Promise.all(tickets.map(({ ticketId }) => letterOf(ticketId).then(({ number }) => number)));
    expect(numbers.sort()).toEqual([1, 2, 3, 4, 5, 6].map((number) => number + before));

    // One that fails takes no number with it.
    const failing = await late();
    await expect(send({ ...failing, version: 99 })).rejects.toMatchObject({ kind: 'stale-version' });
    await send(failing);
    expect(await numberOf(failing.ticketId)).toBe(`0${7 + before}/UBND-PAKN`);

    const other = await late('SXD');
    await send(other, {}, staff('agency_head', 'SXD'));
    expect(await numberOf(other.ticketId)).toBe('01/SXD-PAKN');
    expect((await letterOf(other.ticketId)).form).toMatchObject({
      parent: ['ỦY BAN NHÂN DÂN', 'THÀNH PHỐ ĐỒNG NAI'],
      place: 'Đồng Nai',
      authority: ['GIÁM ĐỐC'],
    });

    const next = await late();
    desk.clock.set('2027-01-04 09:00');
    await send(next, { committedOn: '2027-01-08' });
    expect(await numberOf(next.ticketId)).toBe('01/UBND-PAKN');
  });

  it('keeps the number that the agency’s own system gave, once a year', async () => {
    const [first, second] = [await late(), await late()];
    await send(first, { number: '812/UBND-VX' });
    expect(await numberOf(first.ticketId)).toBe('812/UBND-VX');
    await expect(send(second, { number: '812/UBND-VX' })).rejects.toMatchObject({
      fields: [{ field: 'number', message: expect.stringContaining('812/UBND-VX') }],
    });
    await expect(send(second, { number: '3/UBND-PAKN' })).rejects.toMatchObject({ fields: [{ field: 'number' }] });
    await send(second, { number: '813/UBND-VX' });
  });

  it('signed by a deputy says so; whoever was lent the right never signs as the head', async () => {
    const at = await late();
    const deputy = { ...staff('handler', WARD_AGENCY), deputyFor: [who.head.accountId] };
    const draft = await desk.apologyLetters.draft(deputy, at.ticketId);
    expect(draft.signatures.map(({ signedAs }) => signedAs)).toEqual(['deputy', 'by_order']);
    await send(at, { signedAs: 'head' }, deputy);
    expect(await letterOf(at.ticketId)).toMatchObject({
      signedAs: 'deputy',
      signedForAccountId: who.head.accountId,
      form: { authority: ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'], signer: deputy.displayName },
    });
    const { story } = await desk.queries.detail(who.head, at.ticketId);
    expect(story.at(-1)?.text).toMatch(/ký thay .+ gửi thư xin lỗi/u);
  });

  it('of a complaint is the director’s, in the centre’s name', async () => {
    const at = await desk.open({ boundary: 'complaint', wardCode: WARD });
    await breach(desk, at.ticketId, WARD_AGENCY);
    await expect(send(at)).rejects.toMatchObject({ kind: 'not-found' });
    await send(at, {}, staff('director', CENTRE));
    expect(await letterOf(at.ticketId)).toMatchObject({ agencyCode: CENTRE, form: { symbol: 'TD1022-PAKN' } });
  });
});

describe('the agencies’ record', () => {
  const month = monthOf('2026-11') as Month;

  it('counts letters owed and sent, and what was held; each figure opens its tickets, page by page', async () => {
    const record = new AgencyRecordQuery(desk.reader, desk.clock);
    const figures = async () =>
      (await record.records(month)).find(({ agencyCode }) => agencyCode === WARD_AGENCY)?.figures;
    const before = await figures();
    const [sent, overdue, owed] = [await late(), await late(), await late()];
    desk.clock.set('2026-11-26 09:00');
    await send(sent, { committedOn: '2026-11-30' });
    desk.clock.set('2026-12-03 09:00');
    await send(overdue, { committedOn: '2026-12-08' });
    const after = await figures();
    const more = (name: keyof NonNullable<typeof after>) => (after?.[name] ?? 0) - (before?.[name] ?? 0);
    expect([more('held'), more('apology_owed'), more('apology_sent'), more('apology_in_time')]).toEqual([3, 3, 2, 1]);

    const listed: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof record.tickets>> = await record.tickets(
        'apology_owed',
        WARD_AGENCY,
        month,
        {
          cursor,
          size: 2,
        },
      );
      listed.push(...page.tickets.map(({ ticketId }) => ticketId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(listed).toHaveLength(after?.apology_owed ?? 0);
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed).toEqual(expect.arrayContaining([sent, overdue, owed].map(({ ticketId }) => ticketId)));
  });

  it('reads each figure of a month as one range of an index, whatever the years before hold', async () => {
    await twoYears();
    const asked: [string, unknown[]][] = [];
    const listening = {
      manager: { query: (...query: [string, unknown[]]) => (asked.push(query), Promise.resolve([])) },
    };
    const record = new AgencyRecordQuery(listening as unknown as Reader, desk.clock);
    await record.records(month);
    await record.tickets('returned', WARD_AGENCY, month, { cursor: null, size: 100 });
    expect(asked).toHaveLength(2);
    const [all = [], list = []] = await Promise.all(asked.map((query) => stepsOf(...query)));
    expect(all.filter(({ index }) => index === null)).toEqual([]);
    expect(new Set(all.map(({ index }) => index))).toEqual(
      new Set([
        'ix_ticket_clock_started',
        'ix_ticket_history_type',
        'ix_ticket_answer_returned',
        'ix_ticket_apology_owed',
        'ix_ticket_apology_status',
        'ix_ticket_support_due',
        'ix_escalation_firing_breach',
        'uq_ticket_answer_number',
        'primary',
      ]),
    );
    expect(list.map(({ index }) => index)).toEqual(['ix_ticket_history_type', 'primary']);
  });

  /** Which index each step of a query reads; null: the whole table. */
  async function stepsOf(sql: string, values: unknown[]): Promise<{ step: string; index: string | null }[]> {
    if (ENGINE === 'sqlite') {
      const rows = await desk.rows.query<{ detail: string }[]>(`EXPLAIN QUERY PLAN ${sql}`, values);
      return rows
        .map(({ detail }) => detail)
        .filter((step) => /^(SEARCH|SCAN) /.test(step))
        .map((step) => ({
          step,
          index: step.startsWith('SCAN')
            ? null
            : /autoindex/.test(step)
              ? 'primary'
              : (/INDEX (\w+)/.exec(step)?.[1] ?? null),
        }));
    }
    const rows = await desk.rows.query<{ table: string | null; type: string | null; key: string | null }[]>(
      `EXPLAIN ${sql}`,
      values,
    );
    return rows
      .filter(({ table }) => table !== null && !table.startsWith('<'))
      .map(({ table, type, key }) => ({
        step: `${table} ${type}`,
        index: type === 'ALL' || type === 'index' || key === null ? null : key.toLowerCase(),
      }));
  }

  /** Tickets of two years, each with its story, clocks, answer, letter and part. */
  async function twoYears(): Promise<void> {
    const { ticketId } = await bring(desk, who, 'awaiting_approval');
    const owed = await late();
    const model = await desk.ticket(ticketId);
    const clock = (await desk.clocks(ticketId))[0];
    const [answer, entry, apology] = await Promise.all([
      desk.rows.findOneByOrFail(TicketAnswerRow, { ticketId }),
      desk.rows.findOneByOrFail(TicketHistoryRow, { ticketId, number: 1 }),
      desk.rows.findOneByOrFail(TicketApologyRow, { ticketId: owed.ticketId }),
    ]);
    const part: Omit<TicketSupportRow, 'id' | 'ticketId' | 'dueAt'> = {
      number: 1,
      agencyCode: WARD_AGENCY,
      status: 'delivered',
      ask: 'Xin số liệu.',
      clockId: null,
      askedByAccountId: newId(),
      askedByAgencyCode: 'SXD',
      askedAt: desk.clock.now(),
      reminderCount: 0,
      remindedAt: null,
      part: 'Đây.',
      endedByAccountId: null,
      endedAt: desk.clock.now(),
      withdrawnBecause: null,
    };
    const KINDS = ['accept', 'resolve', 'resolve_holder', 'act'] as const;
    const TYPES = ['returned', 'extension_approved', 'reopened', 'accepted'] as const;
    for (let from = 0; from < 750; from += 250) {
      const tickets = Array.from({ length: 250 }, (_, at) => {
        const n = from + at;
        return { n, id: newId(), at: new Date(Date.UTC(2025, 0, 1) + ((n * 7919) % 730) * 86_400_000) };
      });
      const each = <T>(row: (ticket: (typeof tickets)[number]) => T): T[] => tickets.map(row);
      const rows = [
        [TicketRow, each(({ n, id, at }) => ({ ...model, id, code: `T${String(n)}`, receivedAt: at }))],
        [
          TicketClockRow,
          KINDS.flatMap((kind, position) =>
            each(({ id, at }) => ({ ...clock, id: newId(), ticketId: id, kind, position, startedAt: at })),
          ),
        ],
        [
          TicketHistoryRow,
          TYPES.flatMap((type, number) =>
            each(({ id, at }) => ({ ...entry, id: newId(), ticketId: id, number, type, at })),
          ),
        ],
        [TicketAnswerRow, each(({ id, at }) => ({ ...answer, id: newId(), ticketId: id, returnedAt: at }))],
        [TicketApologyRow, each(({ id, at }) => ({ ...apology, ticketId: id, owedAt: at }))],
        [TicketSupportRow, each(({ id, at }) => ({ ...part, id: newId(), ticketId: id, dueAt: at }))],
      ] as const;
      await desk.unitOfWork.run(async () => {
        for (const [table, values] of rows)
          await desk.dataSource
            .createQueryBuilder()
            .insert()
            .into(table)
            .values(values as never)
            .updateEntity(false)
            .execute();
      });
    }
    const tables = 'ticket, ticket_clock, ticket_history, ticket_answer, ticket_apology, ticket_support';
    await desk.dataSource.query(ENGINE === 'sqlite' ? 'ANALYZE' : `ANALYZE TABLE ${tables}`);
  }
});
