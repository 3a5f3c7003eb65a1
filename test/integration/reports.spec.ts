import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Directory } from '../../src/agencies/index.js';
import type { Accounts } from '../../src/identity/index.js';
import { ContactRow, intakeEntities, type ContactKind } from '../../src/intake/index.js';
import { newId } from '../../src/kernel/index.js';
import { HistoryQuery } from '../../src/reports/history-query.js';
import { ContactsQuery } from '../../src/reports/contacts-query.js';
import { OverviewQuery } from '../../src/reports/overview-query.js';
import { TicketHistoryRow, TicketRow, ticketsEntities } from '../../src/tickets/index.js';
import { createTestDatabase, FixedClock, instant, type TestDatabase } from '../support/index.js';

let database: TestDatabase;
const clock = new FixedClock('2026-11-23 08:00');

interface Sample {
  readonly agency: string | null;
  readonly state: TicketRow['state'];
  readonly due?: string;
  readonly answered?: string;
}

let serial = 0;

function ticket({ agency, state, due, answered }: Sample): Partial<TicketRow> {
  const at = instant('2026-10-01 08:00');
  serial += 1;
  return {
    id: newId(),
    code: `DN26${String(serial).padStart(8, '0')}`,
    version: 1,
    state,
    isOpen: !['published', 'resolved_private', 'closed', 'guided_elsewhere'].includes(state),
    channel: 'web',
    contactId: newId(),
    words: 'Ổ gà',
    boundary: 'ordinary',
    urgent: false,
    visibility: 'public',
    leadAgencyCode: agency,
    routeReason: '',
    receivedAt: at,
    resolveDueAt: due === undefined ? null : instant(due),
    listDueAt: at,
    answeredAt: answered === undefined ? null : instant(answered),
    historyLength: 1,
    priority: 'normal',
    deadlineRevision: 0,
    extensionAsked: false,
    returnCount: 0,
    leadLocked: false,
    appealed: false,
    reopenCount: 0,
    answerReturnCount: 0,
    openParts: 0,
    enquiryCount: 0,
    chaseCount: 0,
    additionCount: 0,
    mergedCount: 0,
    historyHash: '',
    createdAt: at,
    updatedAt: at,
  };
}

beforeAll(async () => {
  database = await createTestDatabase({ entities: [...ticketsEntities, ...intakeEntities] });
});
afterAll(() => database.drop());

describe('the overview', () => {
  it('counts open, late and answered of the month, each ticket once', async () => {
    const samples: Sample[] = [
      { agency: null, state: 'received' },
      { agency: 'SXD', state: 'in_progress', due: '2026-11-23 08:00' }, // due this very instant: not late
      { agency: 'SXD', state: 'in_progress', due: '2026-11-23 07:59:59.999' },
      { agency: 'SXD', state: 'assigned', due: '2026-12-01 16:30' },
      { agency: 'SXD', state: 'awaiting_publication', due: '2026-11-20 16:30', answered: '2026-11-20 10:00' }, // its clock stands
      { agency: 'SXD', state: 'published', due: '2026-11-05 16:30', answered: '2026-11-05 16:30' },
      { agency: 'SXD', state: 'published', due: '2026-11-05 16:30', answered: '2026-11-05 16:30:00.001' },
      { agency: 'SXD', state: 'published', due: '2026-10-20 16:30', answered: '2026-10-31 23:59:59.999' }, // last month
      { agency: 'SYT', state: 'resolved_private', due: '2026-11-05 16:30', answered: '2026-11-01 00:00' },
      { agency: 'SYT', state: 'closed', due: '2026-11-05 16:30', answered: '2026-11-02 08:00' }, // its days for rating are over
      { agency: 'TD1022', state: 'guided_elsewhere' }, // told where to go, not answered
    ];
    await database.dataSource.manager.insert(TicketRow, samples.map(ticket));

    const { agencies, total, states, since } = await new OverviewQuery(database.reader, clock).read();
    expect(agencies).toEqual([
      { agencyCode: 'SXD', open: 4, late: 1, answered: 2, answeredLate: 1 },
      { agencyCode: null, open: 1, late: 0, answered: 0, answeredLate: 0 },
      { agencyCode: 'SYT', open: 0, late: 0, answered: 2, answeredLate: 0 },
    ]);
    expect(total).toEqual({ open: 5, late: 1, answered: 4, answeredLate: 1 });
    expect(states.filter(({ tickets }) => tickets > 0)).toEqual([
      { state: 'received', tickets: 1 },
      { state: 'assigned', tickets: 1 },
      { state: 'in_progress', tickets: 2 },
      { state: 'awaiting_publication', tickets: 1 },
    ]);
    expect(since).toEqual(instant('2026-11-01 00:00'));
  });
});

describe('contacts', () => {
  const contact = (kind: ContactKind, startedAt: string, more: Partial<ContactRow> = {}): Partial<ContactRow> => ({
    id: newId(),
    channel: 'phone',
    kind,
    startedAt: instant(startedAt),
    recordedAt: instant(startedAt),
    receipt: { tickets: [] },
    ...more,
  });

  it('are counted beside tickets, by what became of them', async () => {
    const manager = database.dataSource.manager;
    await manager.insert(ContactRow, [
      contact('ticket', '2026-12-01 00:00'),
      contact('answered', '2026-12-02 08:00', { knowledgeArticleId: newId() }),
      contact('answered', '2026-12-02 08:05'),
      contact('silent', '2026-12-02 08:10'),
      contact('answered', '2026-11-30 23:59', { knowledgeArticleId: newId() }), // last month
    ]);
    const received = { receivedAt: instant('2026-12-01 00:00') };
    const sample = () => ({ ...ticket({ agency: 'SXD', state: 'in_progress' }), ...received });
    const denounced = newId();
    await manager.insert(ContactRow, contact('ticket', '2026-12-02 09:00', { id: denounced }));
    await manager.insert(TicketRow, [
      sample(),
      sample(),
      { ...sample(), contactId: denounced, boundary: 'denunciation' },
    ]);
    expect(await new ContactsQuery(database.reader).read(instant('2026-12-01 00:00'))).toEqual({
      contacts: 4,
      tickets: 2,
      fromKnowledge: 1,
      kinds: [
        { kind: 'answered', contacts: 2 },
        { kind: 'ticket', contacts: 1 },
        { kind: 'silent', contacts: 1 },
      ],
    });
  });
});

describe('the history', () => {
  it('is read newest first, page by page, without a gap and without a repeat', async () => {
    const about = ticket({ agency: 'SXD', state: 'in_progress' });
    await database.dataSource.manager.insert(TicketRow, about);
    const account = newId();
    const entries = Array.from({ length: 120 }, (_, index) => ({
      id: newId(),
      ticketId: about.id ?? '',
      number: index + 1,
      type: 'accepted' as const,
      actorKind: (['staff', 'public', 'system'] as const)[index % 3] ?? 'system',
      actorId: index % 3 === 0 ? account : null,
      actorAgencyCode: index % 3 === 0 ? 'SXD' : null,
      at: instant('2026-11-02 08:00'),
      data: index % 6 === 0 ? { forAccountId: account } : {},
      version: index + 1,
      hash: '',
    }));
    await database.dataSource.manager.insert(TicketHistoryRow, entries);

    const accounts = { names: async () => new Map([[account, 'Đỗ Tiến Dũng']]) } as unknown as Accounts;
    const directory = { agency: () => ({ shortName: 'Sở Xây dựng' }) } as unknown as Directory;
    const query = new HistoryQuery(database.reader, accounts, directory);
    const seen = [];
    let before: string | null = null;
    do {
      const page: Awaited<ReturnType<HistoryQuery['page']>> = await query.page(before);
      expect(page.lines.length).toBeLessThanOrEqual(50);
      seen.push(...page.lines);
      before = page.before;
    } while (before !== null);
    expect(seen.map(({ id }) => id)).toEqual(entries.map(({ id }) => id).reverse());
    expect(seen.at(-1)).toMatchObject({
      ticketCode: about.code,
      step: 1,
      action: 'Nhận xử lý',
      actor: 'Đỗ Tiến Dũng',
      agency: 'Sở Xây dựng',
      inPlaceOf: 'Đỗ Tiến Dũng',
    });
    expect(seen.at(-4)).toMatchObject({ actor: 'Đỗ Tiến Dũng', inPlaceOf: null });
    expect(seen.at(-2)).toMatchObject({ actor: 'Người gửi', agency: null });
    expect(seen.at(-3)).toMatchObject({ actor: 'Hệ thống', agency: null });
  });
});
