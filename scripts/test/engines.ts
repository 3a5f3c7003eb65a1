/** Which engine a spec or a walk runs on when there are two: both would take twice the time and find little more. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What asks the engine nothing that other specs do not ask on both runs on one of them: the edge, the pages over HTTP,
 * who may what, and what is decided from the province's files, which are loaded on both for every spec. Being killed is
 * tried on each.
 */
const ON_ONE_ENGINE: Readonly<Record<string, string>> = {
  'access.e2e.spec.ts': 'sqlite',
  'agencies.spec.ts': 'sqlite',
  'ami-bridge.spec.ts': 'mariadb',
  'bulk.e2e.spec.ts': 'mariadb',
  'calendars.e2e.spec.ts': 'sqlite',
  'corpus.spec.ts': 'sqlite',
  'citizen-portal.e2e.spec.ts': 'mariadb',
  'cti.e2e.spec.ts': 'mariadb',
  'hostile-input.e2e.spec.ts': 'sqlite',
  'importer.spec.ts': 'sqlite',
  'inbound-mail.e2e.spec.ts': 'sqlite',
  'intake.e2e.spec.ts': 'sqlite',
  'knowledge.e2e.spec.ts': 'sqlite',
  'live.e2e.spec.ts': 'mariadb',
  // Its statements and their plans are looked at on both by open311.spec.
  'open311.e2e.spec.ts': 'mariadb',
  'moderation.e2e.spec.ts': 'mariadb',
  'openapi.e2e.spec.ts': 'sqlite',
  'operator-phone.e2e.spec.ts': 'sqlite',
  'pbx-sim.e2e.spec.ts': 'sqlite',
  'pbx-sim.spec.ts': 'sqlite',
  'portal.e2e.spec.ts': 'mariadb',
  'protection.spec.ts': 'sqlite',
  // What it compares is asked of both by search, public-figures, publication and open311.
  'public-outlets.e2e.spec.ts': 'sqlite',
  'reading.e2e.spec.ts': 'sqlite',
  'sign-in.e2e.spec.ts': 'mariadb',
  'sla-admin-api.spec.ts': 'sqlite',
  'sla-admin-notice.spec.ts': 'sqlite',
  // Its rules are tried on both by sla-admin.spec.
  'sla-admin-walk.spec.ts': 'sqlite',
  'stop-and-start.e2e.spec.ts': 'mariadb',
  'suggestions.e2e.spec.ts': 'sqlite',
  'suggestions.spec.ts': 'sqlite',
  // Figures of a shift are counted on SQLite by pbx-sim.e2e.
  'supervision.spec.ts': 'mariadb',
  'tickets-table.spec.ts': 'sqlite',
  'tickets.e2e.spec.ts': 'mariadb',
};

/** File names of the specs that run on another engine than the given one. */
export function specsOfOtherEngines(engine: string): string[] {
  return Object.keys(ON_ONE_ENGINE).filter((file) => ON_ONE_ENGINE[file] !== engine);
}

/**
 * The walks for one of several engines. What differs between the engines is tried on both by the other suites;
 * a walk is about pages and people, takes long, and so has one engine, by turns. The whole flow is walked on each.
 */
export function walksOn(index: number, engines: number): string[] {
  const all = readdirSync('test/browser')
    .filter((file) => file.endsWith('.spec.ts'))
    .sort();
  return all
    .filter((file, turn) => turn % engines === index || file.startsWith('whole-flow'))
    .map((file) => join('test/browser', file));
}
