import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const require = createRequire(import.meta.url);

interface Rule {
  readonly name: string;
  readonly from: { readonly path?: string | string[]; readonly pathNot?: string | string[] };
}

const config = require(CONFIG) as { forbidden: Rule[]; MAY_IMPORT: Record<string, string[]> };
const rules = config.forbidden;
const table = config.MAY_IMPORT;
const modules = Object.keys(table);

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: { readonly violations: readonly { from: string; to: string; rule: { name: string } }[] };
}

function cruise(directory: string, ...parts: string[]): Cruise {
  const cli = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const args = [cli, '--config', CONFIG, '--output-type', 'json', ...parts];
  const env = { ...process.env, NODE_OPTIONS: '' };
  return JSON.parse(
    execFileSync(process.execPath, args, { cwd: directory, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }),
  ) as Cruise;
}

/** One file that breaks one rule: rule, path, content. */
const BREACHES: readonly (readonly [rule: string, path: string, content: string])[] = [
  ['module-in-table', 'src/helpers/index.ts', `import '../kernel/index.js';`],
  ['only-through-index', 'src/tickets/deep.ts', `import '../sla/inside.js';`],
  ['only-through-index', 'src/app.module.ts', `import './sla/inside.js';`],
  ['parts-of-platform-through-index', 'src/platform/http/deep.ts', `import '../log/inside.js';`],
  ['domain-is-pure', 'src/tickets/domain/uses-own-io.ts', `import '../inside.js';`],
  ['domain-is-pure', 'src/tickets/domain/uses-platform.ts', `import '../../platform/log/index.js';`],
  ['domain-without-frameworks', 'src/tickets/domain/uses-nest.ts', `import '@nestjs/common';`],
  ['domain-without-frameworks', 'src/tickets/domain/uses-typeorm.ts', `import 'typeorm';`],
  ['domain-without-frameworks', 'src/tickets/domain/reads-files.ts', `import 'node:fs';`],
  ['domain-without-frameworks', 'src/kernel/uses-nest.ts', `import '@nestjs/common';`],
  ['leaves-only-in-app-module', 'src/main.ts', `import './console/index.js';`],
  ['leaves-only-in-app-module', 'src/tickets/tells.ts', `import '../notifications/index.js';`],
  ['open311-reads-what-is-public', 'src/open311/reading/more.ts', `import '../../tickets/index.js';`],
  ['no-cycle', 'src/sla/egg.ts', `import './hen.js';`],
  ['client-alone', 'client/uses-server.ts', `import '../src/kernel/index.js';`],
  ['client-without-node', 'client/uses-node.ts', `import 'node:path';`],
  ['product-without-tests', 'src/tickets/uses-test.ts', `import '../../test/support/index.js';`],
  ['product-without-dev-dependencies', 'src/tickets/uses-jest.ts', `import 'supertest';`],
  ['resolvable', 'src/tickets/lost.ts', `import './nowhere.js';`],
];

/** Files that break nothing. */
const CLEAN: readonly (readonly [path: string, content: string])[] = [
  ['src/cli/check.ts', `import '../sla/index.js'; import '../intake/index.js'; import '../platform/log/index.js';`],
  ['src/cli/starts-at-once.ts', `import '../sla/offline.js';`],
  [
    'src/tickets/domain/decides.ts',
    `import '../../kernel/index.js'; import '../../sla/domain/rule.js'; import './other.js';`,
  ],
  ['src/tickets/domain/other.ts', `export const other = 1;`],
  [
    'src/tickets/command.ts',
    `import './domain/decides.js'; import '../sla/index.js'; import '../platform/log/index.js';`,
  ],
  ['src/platform/http/uses-log.ts', `import '../log/index.js'; import 'typeorm';`],
  ['client/page.ts', `import './live.js';`],
  ['client/live.ts', `export const live = 1;`],
];

const SCENERY: readonly (readonly [path: string, content: string])[] = [
  ...modules.map((name) => [`src/${name}/index.ts`, 'export {};'] as const),
  ['src/platform/log/index.ts', 'export {};'],
  ['src/platform/log/inside.ts', 'export {};'],
  ['src/sla/inside.ts', 'export {};'],
  ['src/sla/offline.ts', 'export {};'],
  ['src/sla/hen.ts', `import './egg.js';`],
  ['src/sla/domain/rule.ts', 'export {};'],
  ['src/tickets/inside.ts', 'export {};'],
  ['test/support/index.ts', 'export {};'],
];

const pairs = modules.flatMap((from) => modules.filter((to) => to !== from).map((to) => [from, to] as const));

describe('dependency rules', () => {
  let directory: string;
  let found: Cruise['summary']['violations'];
  const breaches = (path: string): string[] => found.filter(({ from }) => from === path).map(({ rule }) => rule.name);

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'pakn-rules-'));
    const write = (path: string, content: string): void => {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content);
    };
    for (const [path, content] of [...SCENERY, ...CLEAN]) write(path, content);
    for (const [, path, content] of BREACHES) write(path, content);
    for (const [from, to] of pairs) write(`src/${from}/uses-${to}.ts`, `import '../${to}/index.js';`);
    symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
    writeFileSync(join(directory, 'package.json'), execFileSync('cat', [join(ROOT, 'package.json')]));
    found = cruise(directory, 'src', 'client', 'test').summary.violations;
  }, 60_000);

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it.each(BREACHES)('%s stops %s', (rule, path) => {
    expect(breaches(path)).toContain(rule);
  });

  it.each(CLEAN)('%s is clean', (path) => {
    expect(breaches(path)).toEqual([]);
  });

  it.each(modules)('%s imports what its line of the table says, and nothing else', (from) => {
    const refused = pairs
      .filter(([importer, to]) => importer === from && breaches(`src/${from}/uses-${to}.ts`).length > 0)
      .map(([, to]) => to);
    const allowed = table[from] ?? [];
    expect(refused).toEqual(modules.filter((to) => to !== from && !allowed.includes(to)));
  });

  it('tries every rule', () => {
    const tried = new Set([
      ...BREACHES.map(([rule]) => rule),
      ...rules.filter(({ name }) => name.startsWith('imports-of-')).map(({ name }) => name),
    ]);
    expect(rules.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
    for (const { name } of rules.filter((rule) => rule.name.startsWith('imports-of-'))) {
      expect(found.map(({ rule }) => rule.name)).toContain(name);
    }
  });
});

describe('the source', () => {
  const product = cruise(ROOT, 'src', 'client', 'test');

  it('is there for every rule', () => {
    const sources = product.modules.map(({ source }) => source);
    const matches = (pattern: string | string[] | undefined, path: string): boolean =>
      [pattern ?? ''].flat().some((one) => new RegExp(one).test(path));
    const vacuous = rules.filter(
      ({ name, from }) =>
        name !== 'module-in-table' &&
        !sources.some((path) => matches(from.path, path) && !(from.pathNot && matches(from.pathNot, path))),
    );
    expect(vacuous.map(({ name }) => name)).toEqual([]);
  });
});
