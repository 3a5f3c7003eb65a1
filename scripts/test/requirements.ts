import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './processes.js';

/** Something tests need is not on this machine; the message is one line that says what to do. */
export class Missing extends Error {
  override readonly name = 'Missing';
}

const MARIADB = {
  names: ['mariadbd'],
  folders: ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/usr/libexec'],
  package: 'mariadb-server',
};
const CHROMIUM = {
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  folders: ['/usr/bin'],
  package: 'chromium',
};

export interface Programs {
  /** null: `TEST_MYSQL_URL` names a server. */
  readonly mariadbd: string | null;
  readonly chromium: string | null;
}

/**
 * Finds what the tests need; on Debian and Ubuntu, as root, installs what is not there and says so.
 * @throws Missing
 */
export async function findPrograms(need: { readonly mariadb: boolean; readonly chromium: boolean }): Promise<Programs> {
  const wanted = [...(need.mariadb ? [MARIADB] : []), ...(need.chromium ? [CHROMIUM] : [])];
  const absent = wanted.filter((program) => find(program) === null);
  if (absent.length > 0) await install(absent.map((program) => program.package));
  for (const program of wanted) {
    if (find(program) === null) {
      throw new Missing(
        `Not found: ${program.names[0]}. Install the package ${program.package}, or set ${program === MARIADB ? 'TEST_MYSQL_URL' : 'TEST_CHROMIUM'} (see CONTRIBUTING.md).`,
      );
    }
  }
  return { mariadbd: need.mariadb ? find(MARIADB) : null, chromium: need.chromium ? find(CHROMIUM) : null };
}

function find(program: typeof MARIADB): string | null {
  const given = program === CHROMIUM ? process.env['TEST_CHROMIUM'] : undefined;
  if (given !== undefined) return given;
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...program.folders];
  return (
    folders.flatMap((folder) => program.names.map((name) => join(folder, name))).find((path) => existsSync(path)) ??
    null
  );
}

const POLICY = '/usr/sbin/policy-rc.d';

async function install(packages: readonly string[]): Promise<void> {
  const what = packages.join(' and ');
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    throw new Missing(
      `Missing: ${what}. Install with: sudo apt-get install ${packages.join(' ')} (or set TEST_MYSQL_URL and TEST_CHROMIUM, see CONTRIBUTING.md).`,
    );
  }
  console.log(`Installing ${what} with apt-get, because the tests need them and they are not here.`);
  // The packaged service is not wanted: the tests start a server of their own.
  const forbid = !existsSync(POLICY);
  if (forbid) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', ...packages);
  } finally {
    if (forbid && readFileSync(POLICY, 'utf8') === '#!/bin/sh\nexit 101\n') rmSync(POLICY);
  }
}

async function apt(...args: string[]): Promise<void> {
  const ended = await run({
    command: 'apt-get',
    args: ['-q', ...args],
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    show: false,
  });
  if (!ended.ok)
    throw new Missing(`apt-get ${args.join(' ')} failed: ${ended.output.trim().split('\n').slice(-3).join(' | ')}`);
}

/** What the browser calls itself, as "Chromium 138.0.7204.49". */
export async function browserVersion(path: string): Promise<string> {
  const { ok, output } = await run({ command: path, args: ['--version', '--no-sandbox'], show: false, minutes: 1 });
  const version = /[A-Z][A-Za-z ]+ \d+[.\d]+/.exec(output)?.[0];
  if (!ok || version === undefined) throw new Missing(`${path} does not start: ${output.trim().split('\n')[0] ?? ''}`);
  return version;
}
