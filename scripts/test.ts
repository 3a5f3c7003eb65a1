/**
 * Everything that is checked, in one command: `npm test`. See CONTRIBUTING.md.
 *
 * `npm test -- checks unit sqlite mariadb browser` runs only what is named; the summary says what was left out.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropDatabases, serverVersion, startMariadb, type Server } from './test/mariadb.js';
import { specsOfOtherEngines, walksOn } from './test/engines.js';
import { endAll, run } from './test/processes.js';
import { browserVersion, findPrograms, Missing } from './test/requirements.js';
import { BUILD, CHECKS, runChecks, runSuite, type StepResult, type Suite } from './test/steps.js';

const PARTS = ['checks', 'unit', 'sqlite', 'mariadb', 'browser'] as const;
type Part = (typeof PARTS)[number];

const from = Date.now();
const temporary = mkdtempSync(join(tmpdir(), 'pakn-npm-test-'));
const runId = randomBytes(3).toString('hex');
let cleanUp: (() => Promise<void>)[] = [() => Promise.resolve(rmSync(temporary, { recursive: true, force: true }))];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    console.log(`\nStopped by ${signal}.`);
    endAll();
    void tidy().finally(() => process.exit(1));
  });
}

try {
  const results = await testAll(asked());
  process.exitCode = results.some((result) => result.failed > 0) ? 1 : 0;
  await tidy();
  conclude(results);
} catch (error) {
  endAll();
  await tidy();
  if (!(error instanceof Missing)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function testAll(parts: ReadonlySet<Part>): Promise<StepResult[]> {
  // Looked for first: nobody waits ten minutes to hear that something is missing.
  const wantsMariadb = parts.has('mariadb');
  const given = process.env['TEST_MYSQL_URL'] ?? null;
  const programs = await findPrograms({ mariadb: wantsMariadb && given === null, chromium: parts.has('browser') });
  const browser = programs.chromium === null ? null : await browserVersion(programs.chromium);
  const server = wantsMariadb ? await serverFor(given, programs.mariadbd) : null;
  const sqlite = await sqliteVersion();
  const engines = [
    ...(parts.has('sqlite') ? [{ engine: 'sqlite', name: sqlite }] : []),
    ...(server ? [{ engine: 'mariadb', name: server.version }] : []),
  ];
  console.log(`Databases: ${engines.map(({ name }) => name).join(', ') || 'none'}. Browser: ${browser ?? 'none'}.\n`);

  const common = {
    TEST_RUN_ID: runId,
    TEST_TEMPLATE_DIR: join(temporary, 'templates'),
    // Not UTC, not Vietnam, half an hour off, with summer time: whoever relies on the machine's zone is found.
    TZ: 'America/St_Johns',
    ...(server ? { TEST_MYSQL_URL: server.url } : {}),
    ...(programs.chromium ? { TEST_CHROMIUM: programs.chromium } : {}),
  };
  const workers = Math.max(2, availableParallelism() - 1);
  const suites: Suite[] = [
    ...(parts.has('unit') ? [{ name: 'unit', projects: ['unit'], env: common, workers }] : []),
    ...engines.map(({ engine, name }) => ({
      name: `integration and e2e on ${name}`,
      projects: ['integration', 'e2e'],
      env: { ...common, TEST_ENGINE: engine },
      workers,
      without: engines.length === 1 ? [] : specsOfOtherEngines(engine),
    })),
  ];
  const walks: Suite[] = [
    ...(browser === null ? [] : engines).map(({ engine, name }, index) => ({
      name: `${browser} on ${name}`,
      projects: ['browser'],
      env: { ...common, TEST_ENGINE: engine },
      // A browser is several processes by itself.
      workers: 1,
      files: walksOn(index, engines.length),
    })),
  ];
  // Pages need their scripts and styles, and the rest of the checks what the build leaves behind.
  const results = await runChecks([BUILD]);
  if (parts.has('checks')) results.push(...(await runChecks(CHECKS)));
  for (const suite of suites) results.push(await runSuite(suite, temporary));
  // A walk mostly waits for a page: both engines at once.
  results.push(...(await Promise.all(walks.map((suite) => runSuite(suite, temporary)))));
  return results;
}

async function serverFor(given: string | null, mariadbd: string | null): Promise<Server> {
  if (given !== null) {
    const version = await serverVersion(given).catch((error: unknown) => {
      throw new Missing(`TEST_MYSQL_URL cannot be reached: ${error instanceof Error ? error.message : ''}`);
    });
    cleanUp.push(() => dropDatabases(given, `test_${runId}_`));
    return { url: given, version, stop: () => Promise.resolve() };
  }
  if (mariadbd === null) throw new Missing('No MariaDB.');
  const server = await startMariadb(mariadbd);
  cleanUp.push(() => server.stop());
  return server;
}

async function sqliteVersion(): Promise<string> {
  const script = `require('better-sqlite3')(':memory:').prepare('select sqlite_version()').pluck().get()`;
  const { ok, output } = await run({ command: process.execPath, args: ['-p', script], show: false });
  if (!ok)
    throw new Missing(
      `better-sqlite3 does not work here: ${output.trim().split('\n').at(-1) ?? ''} (npm rebuild better-sqlite3 needs python3, make and g++)`,
    );
  return `SQLite ${output.trim()}`;
}

function asked(): ReadonlySet<Part> {
  const words = process.argv.slice(2);
  const unknown = words.find((word) => !(PARTS as readonly string[]).includes(word));
  if (unknown !== undefined) throw new Missing(`There is no part "${unknown}": ${PARTS.join(', ')}.`);
  const parts = new Set(words.length === 0 ? PARTS : (words as Part[]));
  if (parts.has('browser') && !parts.has('sqlite') && !parts.has('mariadb')) {
    throw new Missing('browser needs an engine beside it: sqlite, mariadb or both.');
  }
  return parts;
}

async function tidy(): Promise<void> {
  const work = cleanUp;
  cleanUp = [];
  for (const step of work.reverse()) {
    await step().catch((error: unknown) => console.error('Not tidied up:', error));
  }
}

function conclude(results: readonly StepResult[]): void {
  const sum = (pick: (result: StepResult) => number): number =>
    results.reduce((total, result) => total + pick(result), 0);
  const width = Math.max(...results.map(({ name }) => name.length));
  console.log(`\n${'Step'.padEnd(width)}  passed  failed     time`);
  for (const { name, passed, failed, seconds, faults } of results) {
    const note = faults.length > 0 ? `  ← ${faults.join(', ')}` : '';
    console.log(
      `${name.padEnd(width)}  ${String(passed).padStart(6)}  ${String(failed).padStart(6)}  ${clock(seconds)}${note}`,
    );
  }
  const left = PARTS.filter((part) => !asked().has(part));
  if (left.length > 0) console.log(`Not asked for, so not run: ${left.join(', ')}.`);
  console.log(`Took ${clock((Date.now() - from) / 1000).trim()}.`);
  console.log(`${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`);
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`.padStart(7);
}
