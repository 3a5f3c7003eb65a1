import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/index.js';
import { rowAsJson, rowFromJson } from '../../src/platform/database/index.js';
import {
  TicketAnswerRow,
  TicketClockRow,
  TicketReporterRow,
  TicketRow,
  ticketsEntities,
} from '../../src/tickets/index.js';
import { createTestDatabase, instant, type TestDatabase } from '../support/index.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ entities: ticketsEntities });
});
afterAll(() => database?.drop());

const WORDS = '\u0000 Ổ gà "sâu" ở \\ đường\n\tC:\\tạm \u2028 dòng hai 😀 \u0001 {"a":[1,2]} \' ; --';

/** The rows of a ticket, once as they are read by TypeORM and once as JSON. */
async function bothWays<E extends object>(entity: new () => E, ticketId: string, column = 'ticket_id') {
  const { dataSource } = database;
  const { manager } = dataSource;
  const { tableName } = dataSource.getMetadata(entity);
  const rows: { readonly content: unknown }[] = await manager.query(
    `select ${rowAsJson(dataSource, entity, 'x')} as content from ${tableName} x where x.${column} = '${ticketId}'`,
  );
  const plain = await manager.createQueryBuilder(entity, 'e').where(`e.${column} = :ticketId`, { ticketId }).getMany();
  return { asJson: rows.map(({ content }) => rowFromJson(dataSource, entity, content)), plain };
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
    sheetRevision: 0,
    authorAccountId: id,
    authorAgencyCode: 'SXD',
    updatedAt: at,
    gateHints: null,
  });
  for (const entity of [TicketClockRow, TicketReporterRow, TicketAnswerRow] as const) {
    const { asJson, plain } = await bothWays<{ ticketId: string; id?: string }>(entity, ticketId);
    const byId = (rows: { id?: string }[]) => rows.sort((a, b) => ((a.id ?? '') < (b.id ?? '') ? -1 : 1));
    expect(byId(asJson)).toEqual(byId(plain));
    expect(plain.length).toBeGreaterThan(0);
    expect(asJson[0]).toBeInstanceOf(entity);
  }
});

const TICKET = {
  version: 1,
  state: 'received',
  isOpen: true,
  channel: 'web',
  contactId: newId(),
  words: WORDS,
  boundary: 'ordinary',
  urgent: false,
  priority: 'normal',
  visibility: 'public',
  routeReason: 'Ổ gà.',
  receivedAt: instant('2026-11-17 08:00'),
  listDueAt: instant('2026-11-18 08:00'),
  extensionAsked: false,
  returnCount: 0,
  leadLocked: false,
  appealed: true,
  reopenCount: 0,
  answerReturnCount: 0,
  openParts: 0,
  enquiryCount: 0,
  chaseCount: 0,
  additionCount: 0,
  mergedCount: 0,
  historyHash: '',
  historyLength: 0,
  deadlineRevision: 0,
  createdAt: instant('2026-11-17 08:00'),
  updatedAt: instant('2026-11-17 08:00'),
} as const;

it('gives a number to its last digit', async () => {
  const { manager } = database.dataSource;
  const ids = [newId(), newId(), newId()];
  const points = [
    [10.957401234567891, 106.84269999999999],
    [-0.1 - 0.2, 1e-7],
    [null, null],
  ] as const;
  for (const [index, [lat, lng]] of points.entries())
    await manager.insert(TicketRow, { ...TICKET, id: ids[index] as string, code: `DN-${String(index)}`, lat, lng });
  for (const [index, [lat, lng]] of points.entries()) {
    const { asJson, plain } = await bothWays(TicketRow, ids[index] as string, 'id');
    expect(asJson).toEqual(plain);
    expect(plain).toMatchObject([{ lat, lng }]);
  }
});
