import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { newId } from '../../src/kernel/index.js';
import { managerOf, UnitOfWork, updateLoaded, type RowChange } from '../../src/platform/database/index.js';
import { IncidentRow, TicketQuestionRow, TicketRemarkRow, ticketsEntities } from '../../src/tickets/index.js';
import { createTestDatabase, instant, type TestDatabase } from '../support/index.js';
import { sentBy } from '../support/sent-statements.js';

let database: TestDatabase;
let owners: IncidentRow[];
let questions: TicketQuestionRow[];

beforeAll(async () => {
  database = await createTestDatabase({ entities: ticketsEntities });
});
afterAll(() => database?.drop());

const at = instant('2026-11-17 08:00');

/** Two owners of which the first has two rows in one table, and each one in another. */
beforeEach(async () => {
  const { manager } = database.dataSource;
  const ids = [newId(), newId()] as const;
  for (const ticketId of ids) {
    await manager.insert(IncidentRow, {
      ticketId,
      name: 'Mất điện',
      script: 'Đang sửa.',
      edition: 1,
      wardCodes: ['25993'],
      openedAt: at,
      openedByAccountId: newId(),
      updatedAt: at,
    });
    await manager.insert(TicketRemarkRow, { id: newId(), ticketId, kind: 'transfer', text: 'Ghi chú', createdAt: at });
  }
  for (const number of [1, 2])
    await manager.insert(TicketQuestionRow, {
      id: newId(),
      ticketId: ids[0],
      number,
      status: 'asked',
      text: `Ở đâu ${String(number)}?`,
      askedAt: at,
      askedByAccountId: newId(),
      askedByAgencyCode: 'SXD',
      remindedCount: 0,
      expiresAt: at,
    });
  owners = await manager.find(IncidentRow, {
    where: ids.map((ticketId) => ({ ticketId })),
    order: { ticketId: 'ASC' },
  });
  questions = await manager.find(TicketQuestionRow, { where: { ticketId: ids[0] }, order: { number: 'ASC' } });
});

function changed<Row extends object>(
  entity: new () => Row,
  before: Row,
  set: Partial<Row>,
  guards: string[],
): RowChange {
  return { entity, before, after: { ...before, ...set }, guards };
}

async function give(owned: readonly RowChange[], rows: readonly RowChange[]): Promise<boolean> {
  return new UnitOfWork(database.dataSource).run((transaction) =>
    updateLoaded(managerOf(transaction), owned, { rows, by: 'ticketId' }),
  );
}

const [SECOND, REPLY] = [{ edition: 2, wardCodes: ['25993', '25996'] }, 'Đầu hẻm, cạnh cột điện'];

it('changes rows of several tables, each in its own way, and what differs alone', async () => {
  const { dataSource } = database;
  const { manager } = dataSource;
  const [one, two] = owners as [IncidentRow, IncidentRow];
  const [first, second] = questions as [TicketQuestionRow, TicketQuestionRow];
  const remarks = await manager.find(TicketRemarkRow, { where: [one, two].map(({ ticketId }) => ({ ticketId })) });
  // Written beside it meanwhile, and none of our business.
  await manager.update(IncidentRow, { ticketId: one.ticketId }, { script: 'Sắp xong.' });
  const rows = [
    changed(TicketQuestionRow, first, { status: 'answered', reply: REPLY, endedAt: at }, ['status', 'endedAt']),
    changed(TicketQuestionRow, second, { remindedCount: 1 }, ['status']),
    ...remarks.map((remark) => changed(TicketRemarkRow, remark, { text: `${remark.ticketId} ghi lại` }, [])),
    // Nothing differs: not written, and not missed.
    changed(TicketQuestionRow, second, { text: second.text }, ['status']),
  ];
  const sent = await sentBy([dataSource], async () => {
    const isDone = await give(
      [changed(IncidentRow, one, SECOND, ['edition']), changed(IncidentRow, two, { endedAt: at }, [])],
      rows,
    );
    expect(isDone).toBe(true);
  });
  expect(sent).toHaveLength(dataSource.options.type === 'mysql' ? 1 : 3);

  expect(await manager.findOneBy(IncidentRow, { ticketId: one.ticketId })).toEqual({
    ...one,
    ...SECOND,
    script: 'Sắp xong.',
  });
  expect(await manager.findOneBy(IncidentRow, { ticketId: two.ticketId })).toEqual({ ...two, endedAt: at });
  expect(
    await manager.find(TicketQuestionRow, { where: { ticketId: one.ticketId }, order: { number: 'ASC' } }),
  ).toEqual([
    { ...first, status: 'answered', reply: REPLY, endedAt: at },
    { ...second, remindedCount: 1 },
  ]);
  const after = await manager.find(TicketRemarkRow, { where: [one, two].map(({ ticketId }) => ({ ticketId })) });
  expect(after.map(({ ticketId, text }) => text === `${ticketId} ghi lại`)).toEqual([true, true]);
});

it('counts a row that somebody else has changed to the same', async () => {
  const { manager } = database.dataSource;
  const [one] = owners as [IncidentRow];
  const [first] = questions as [TicketQuestionRow];
  await manager.update(IncidentRow, { ticketId: one.ticketId }, { edition: 2 });
  await manager.update(TicketQuestionRow, { id: first.id }, { reply: REPLY });
  const rows = [changed(TicketQuestionRow, first, { reply: REPLY }, ['status'])];
  expect(await give([changed(IncidentRow, one, { edition: 2 }, [])], rows)).toBe(true);
});

it('says so when an owner or what belongs to it is not as it was loaded', async () => {
  const { manager } = database.dataSource;
  const [one, two] = owners as [IncidentRow, IncidentRow];
  const [first] = questions as [TicketQuestionRow];
  const answer = changed(TicketQuestionRow, first, { status: 'answered' }, ['status']);
  const next = changed(IncidentRow, one, SECOND, ['edition']);
  const other = changed(IncidentRow, two, SECOND, ['edition']);

  await manager.update(IncidentRow, { ticketId: two.ticketId }, { edition: 7 });
  expect(await give([other], [])).toBe(false);
  expect(await give([next, other], [])).toBe(false);

  await manager.update(IncidentRow, { ticketId: one.ticketId }, { edition: 7 });
  expect(await give([next], [answer])).toBe(false);
  expect(await manager.findOneBy(TicketQuestionRow, { id: first.id })).toEqual(first);

  await manager.update(IncidentRow, { ticketId: one.ticketId }, { edition: 1 });
  await manager.update(TicketQuestionRow, { id: first.id }, { status: 'expired' });
  expect(await give([next], [answer])).toBe(false);
});
