/** Writes instants and prints what it reads back: run in other time zones by platform-unit-of-work.spec.ts. */
import 'reflect-metadata';
import { managerOf } from '../../src/platform/database/index.js';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import { openDatabase } from './database.js';
import type { DatabasePlace } from './server-database.js';

const { place, prefix, instants } = JSON.parse(process.argv[2] ?? '') as {
  place: DatabasePlace;
  prefix: string;
  instants: string[];
};
const database = await openDatabase(place, [LeaseRow]);
await database.unitOfWork.run(async (transaction) => {
  const rows = instants.map((at, position) => ({
    name: `${prefix}-${position}`,
    token: '',
    heldUntil: new Date(at),
    position,
  }));
  await managerOf(transaction).insert(LeaseRow, rows);
});
const read = await database.rows.find(LeaseRow, { order: { position: 'ASC' } });
for (const row of read.filter(({ name }) => name.startsWith(prefix)))
  process.stdout.write(`${row.heldUntil.toISOString()}\n`);
await database.close();
