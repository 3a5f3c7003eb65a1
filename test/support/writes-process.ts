/** A command run beside the service: reads, then writes, many times over. Started by platform-unit-of-work.spec.ts. */
import 'reflect-metadata';
import { managerOf } from '../../src/platform/database/index.js';
import { LeaseRow } from '../../src/platform/jobs/index.js';
import { openDatabase } from './database.js';
import type { DatabasePlace } from './server-database.js';

const { place, times } = JSON.parse(process.argv[2] ?? '') as { place: DatabasePlace; times: number };
const database = await openDatabase(place, [LeaseRow]);
process.stdout.write('ready\n');
for (let time = 0; time < times; time += 1) {
  await database.unitOfWork.run(async (transaction) => {
    const { position } = await managerOf(transaction).findOneByOrFail(LeaseRow, { name: 'counter' });
    const change = await managerOf(transaction).update(
      LeaseRow,
      { name: 'counter', position },
      { position: position + 1 },
    );
    if (change.affected !== 1) time -= 1;
  });
  await new Promise((resolve) => setTimeout(resolve, 3));
}
await database.close();
