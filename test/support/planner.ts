import { readSlaFiles, rulesOf, type SlaPolicies } from '../../src/sla/index.js';
import { SlaClockPlanner } from '../../src/tickets/index.js';
import { PACKAGE_ROOT } from '../../src/platform/config/index.js';

/** The policies and calendars of the province's files, as a ticket's decisions ask them; without a database. */
export function provincePlanner(): SlaClockPlanner {
  const rules = rulesOf(readSlaFiles(`${PACKAGE_ROOT}provinces/dong-nai`));
  // The rules answer what the service's copy of them answers.
  return new SlaClockPlanner(rules as unknown as SlaPolicies);
}
