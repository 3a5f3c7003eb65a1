/**
 * A process of the service that fires the steps which have come, until it is ended: started by
 * escalation-killed.spec.ts, and by the bench.
 */
import 'reflect-metadata';
import { SystemClock } from '../../src/kernel/index.js';
import { openDatabase } from './database.js';
import { ESCALATION_TABLES, openEscalation } from './escalation.js';
import type { DatabasePlace } from './server-database.js';

const { place, lease } = JSON.parse(process.argv[2] ?? '') as {
  place: DatabasePlace;
  /** false: scans whether or not another process does. */
  lease: boolean;
};
const database = await openDatabase(place, ESCALATION_TABLES);
const escalation = await openEscalation(database, new SystemClock());
process.stdout.write('ready\n');

let ended = false;
const resting = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const end = async (): Promise<void> => {
  ended = true;
  await escalation.runner.beforeApplicationShutdown();
  await database.close();
  process.exit(0);
};
process.once('SIGTERM', () => void end());

if (lease) escalation.runner.onApplicationBootstrap();
while (!lease && !ended) {
  if (!(await escalation.scan.run())) await resting(20);
}
