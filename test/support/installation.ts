import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { AssetStore } from '../../src/platform/assets/index.js';
import { PACKAGE_ROOT } from '../../src/platform/config/index.js';

const SWC = {
  swcrc: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
} as const;

/** A folder as it lies on a server: `dist`, and what it needs beside it. */
export interface Installation {
  readonly root: string;
  remove(): void;
}

/**
 * An installation of its own beside this one, as the build makes it: what runs is today's source, whoever
 * builds or changes `dist` meanwhile.
 */
export function install(): Installation {
  const root = mkdtempSync(join(tmpdir(), 'pakn-installed-'));
  const source = join(PACKAGE_ROOT, 'src');
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.endsWith('.spec.ts')) continue;
    const target = join(root, 'dist', name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transformFileSync(join(source, name), SWC).code);
  }
  for (const name of ['node_modules', 'provinces', 'templates', 'package.json']) {
    symlinkSync(join(PACKAGE_ROOT, name), join(root, name));
  }
  // Reading them builds them when that was not done yet.
  AssetStore.load(PACKAGE_ROOT, true);
  cpSync(join(PACKAGE_ROOT, 'dist', 'public'), join(root, 'dist', 'public'), { recursive: true });
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}
