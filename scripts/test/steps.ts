import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from './processes.js';

export interface StepResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** What went wrong besides failing tests. */
  readonly faults: readonly string[];
}

const BIN = 'node_modules/.bin';

export interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const inBin = (name: string, command: string, ...args: string[]): Check => ({
  name,
  command: join(BIN, command),
  args,
});

/** Makes dist/ from scratch. */
export const BUILD: Check = { name: 'build', command: 'npm', args: ['run', '-s', 'build'] };

/** What is checked without running the product; each counts as one test. */
export const CHECKS: readonly Check[] = [
  inBin('lint: eslint', 'eslint', '--max-warnings=0', '.'),
  inBin('type-check', 'tsc', '--noEmit'),
  inBin('type-check: client', 'tsc', '--noEmit', '-p', 'client'),
  inBin(
    'lint: import table',
    'depcruise',
    '--config',
    '.dependency-cruiser.cjs',
    'src',
    'client',
    'test',
    'bench',
    'scripts',
  ),
  inBin('lint: unused (knip)', 'knip'),
  inBin('lint: format (prettier)', 'prettier', '--check', '--log-level=warn', '.'),
];

/** Runs the checks side by side; their output is shown only when one fails. */
export async function runChecks(checks: readonly Check[]): Promise<StepResult[]> {
  const waiting = [...checks];
  const results: StepResult[] = [];
  const worker = async (): Promise<void> => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const from = Date.now();
      const { ok, output } = await run({ ...check, show: false });
      const seconds = (Date.now() - from) / 1000;
      console.log(
        `${ok ? 'ok    ' : 'FAILED'} ${check.name} (${seconds.toFixed(0)} s)${ok ? '' : `\n${output.trimEnd()}`}`,
      );
      results.push({ name: check.name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, seconds, faults: [] });
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), checks.length) }, worker));
  return results;
}

export interface Suite {
  readonly name: string;
  /** Jest projects. */
  readonly projects: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workers: number;
  /** Only these files; left out: all of the projects. */
  readonly files?: readonly string[];
  /** Not these. */
  readonly without?: readonly string[];
}

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly success: boolean;
}

/** Runs jest; a suite that cannot be read, a skipped test and a step without tests are failures. */
export async function runSuite(suite: Suite, temporary: string): Promise<StepResult> {
  console.log(`\n── ${suite.name}`);
  const from = Date.now();
  const file = join(temporary, `${suite.name.replace(/\W+/g, '-')}.json`);
  const args = [
    '--selectProjects',
    ...suite.projects,
    `--maxWorkers=${suite.workers}`,
    '--forceExit',
    '--cacheDirectory=node_modules/.cache/jest',
    '--testSequencer=./scripts/test/longest-first.js',
    '--json',
    `--outputFile=${file}`,
    ...(suite.without?.length ? ['--testPathIgnorePatterns', ...suite.without] : []),
    ...(suite.files ? ['--runTestsByPath', ...suite.files] : []),
  ];
  // With --json jest writes the report to standard output as well, and everything for people to the other.
  const { ok } = await run({
    command: 'sh',
    args: ['-c', 'exec node node_modules/jest/bin/jest.js "$@" >/dev/null', 'sh', ...args],
    // What a killed test leaves behind goes with the run.
    env: { ...suite.env, TMPDIR: temporary },
    show: true,
  });
  const seconds = (Date.now() - from) / 1000;
  const report = read(file);
  if (report === null) return { name: suite.name, passed: 0, failed: 1, seconds, faults: ['jest gave no report'] };
  const skipped = report.numPendingTests + report.numTodoTests;
  const total = report.numPassedTests + report.numFailedTests;
  const faults = [
    ...(report.numRuntimeErrorTestSuites > 0 ? [`${report.numRuntimeErrorTestSuites} files could not run`] : []),
    ...(skipped > 0 ? [`${skipped} tests skipped`] : []),
    ...(total === 0 ? ['no tests ran'] : []),
  ];
  if (!ok && faults.length === 0 && report.numFailedTests === 0) faults.push('jest failed outside the tests');
  return {
    name: suite.name,
    passed: report.numPassedTests,
    failed:
      report.numFailedTests +
      report.numRuntimeErrorTestSuites +
      skipped +
      (faults.length > 0 && total === 0 ? 1 : 0) +
      (faults.includes('jest failed outside the tests') ? 1 : 0),
    seconds,
    faults,
  };
}

function read(file: string): JestReport | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  } catch {
    return null;
  }
}
