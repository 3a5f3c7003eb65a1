import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync, version } from '@swc/core';

const FOLDER = fileURLToPath(new URL('../../../node_modules/.cache/in-process/', import.meta.url));

/** As the build compiles it: Nest reads the types of constructors at run time. */
const OPTIONS = {
  swcrc: false,
  jsc: {
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: true,
};
const SETTINGS = JSON.stringify([version, OPTIONS]);

/**
 * The JavaScript of a TypeScript file; compiled once, and kept for every worker and run until it changes.
 *
 * @param {string} file
 */
export function compile(file) {
  const source = readFileSync(file, 'utf8');
  const compiled = placeOf(file, source);
  if (existsSync(compiled)) return readFileSync(compiled, 'utf8');
  const { code, map } = transformSync(source, { ...OPTIONS, filename: file });
  mkdirSync(FOLDER, { recursive: true });
  // The map first: whoever finds the code finds its map.
  keep(mapBeside(compiled), map ?? '');
  keep(compiled, code);
  return code;
}

/**
 * Where the source map of a compiled file lies.
 *
 * @param {string} file
 */
export function mapOf(file) {
  return existsSync(file) ? mapBeside(placeOf(file, readFileSync(file, 'utf8'))) : undefined;
}

/** @param {string} compiled */
function mapBeside(compiled) {
  return `${compiled}.map`;
}

/**
 * @param {string} file
 * @param {string} source
 */
function placeOf(file, source) {
  const hash = createHash('sha256').update(SETTINGS).update('\0').update(file).update('\0').update(source);
  return join(FOLDER, `${hash.digest('hex').slice(0, 32)}.js`);
}

/**
 * Another worker may be writing the same: a file is there whole or not at all.
 *
 * @param {string} path
 * @param {string} content
 */
function keep(path, content) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, content);
  renameSync(own, path);
}
