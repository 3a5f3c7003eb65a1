import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/index.js';
import { nestedRows, readNested } from '../../src/platform/database/index.js';
import { TicketAnswerRow, TicketClockRow, TicketReporterRow, ticketsEntities } from '../../src/tickets/index.js';
import { createTestDatabase, instant, type TestDatabase } from '../support/index.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ entities: ticketsEntities });
});
afterAll(() => database?.drop());

const WORDS = 'Ổ gà "sâu" ở \\ đường\n\tC:\\tạm \u2028 dòng hai 😀 \u0001 {"a":[1,2]} \' ; --';

/** The rows of a ticket, once as they are read one by one and once beside it. */
async function bothWays<E extends { ticketId: string }>(entity: new () => E, ticketId: string) {
  const { manager } = database.dataSource;
  const nested = nestedRows(database.dataSource, entity, 'x', 'x.ticket_id = o.id');
  const rows: { readonly given: unknown }[] = await manager.query(
    `select ${nested} as given from (select '${ticketId}' as id) o`,
  );
  const plain = await manager.createQueryBuilder(entity, 'e').where('e.ticket_id = :ticketId', { ticketId }).getMany();
  return { beside: readNested(database.dataSource, entity, rows[0]?.given), plain };
}

it('gives instants, days, flags, JSON, nothing and any text as they are read by themselves', async () => {
  const { manager } = database.dataSource;
  const ticketId = newId();
  const [id, other] = [newId(), newId()];
  const at = new Date('2026-11-23T01:02:03.045Z');
  const clock = {
    id,
    ticketId,
    kind: 'resolve' as const,
    position: 1,
    holderAgencyCode: 'SXD',
    calendarCode: 'office',
    limit: '3wd',
    startedAt: at,
    dueAt: instant('2026-11-26 16:30'),
    pauses: [{ from: WORDS, to: null }] as never,
    policyVersion: 2,
    explanation: { why: [WORDS], deep: { n: 1.5 } },
    firedMarks: '',
  };
  await manager.insert(TicketClockRow, [clock, { ...clock, id: other, position: 2, pauses: [], stoppedAt: at }]);
  await manager.insert(TicketReporterRow, { ticketId, kind: 'citizen', name: WORDS.slice(0, 60), anonymous: true });
  await manager.insert(TicketAnswerRow, {
    id,
    ticketId,
    number: 1,
    status: 'draft',
    found: WORDS.repeat(800),
    done: '',
    doneOn: '2026-11-26',
    inCharge: 'Nguyễn Văn An',
    evidenceCount: 0,
    draftVersion: 0,
    authorAccountId: id,
    authorAgencyCode: 'SXD',
    updatedAt: at,
    gateHints: null,
  });
  for (const entity of [TicketClockRow, TicketReporterRow, TicketAnswerRow] as const) {
    const { beside, plain } = await bothWays(entity as new () => { ticketId: string; id?: string }, ticketId);
    const key = ({ id: own = '' }: { id?: string }): string => own;
    expect(beside.sort((a, b) => (key(a) < key(b) ? -1 : 1))).toEqual(plain.sort((a, b) => (key(a) < key(b) ? -1 : 1)));
    expect(plain.length).toBeGreaterThan(0);
    expect(beside[0]).toBeInstanceOf(entity);
  }
});

it('gives nothing where there is nothing', async () => {
  expect(await bothWays(TicketClockRow, newId())).toEqual({ beside: [], plain: [] });
});
