import { createRequire, register } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mapOf } from './compile.js';
import { setGlobals, TIMEOUT } from './globals.js';

const require = createRequire(import.meta.url);
register('./loader.js', import.meta.url);

/** Of circus, which is made for one spec file per realm. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');
const STATE = 'JEST_STATE_SYMBOL';

/** Jest asks while it prints a stack, so nothing is read for specs that pass. */
const sourceMaps = {
  /** @param {string} name */
  get(name) {
    if (!name.endsWith('.ts')) return undefined;
    return mapOf(name.startsWith('file:') ? fileURLToPath(name) : name);
  },
  *[Symbol.iterator]() {},
};

/**
 * How jest loads a spec file (`runtime` in jest.config.js): as Node loads any module, in the process of the worker.
 * Jest's own gives each spec file a realm with modules of its own; there, reading the framework, the drivers and the
 * product again, and running them before they are compiled well, took more than most specs did. Here modules are
 * loaded once for all spec files of a worker, as in the service, and are the same objects: what a spec opens it
 * closes, and what it changes in a module it puts back. Coverage, `--watch`, fake timers and replaced modules are not
 * there.
 */
export default class InProcessRuntime {
  getSourceMaps() {
    return sourceMaps;
  }

  /**
   * What runs the tests of one file: anew for each.
   *
   * @param {string} path
   */
  requireInternalModule(path) {
    delete globalThis[HANDLERS];
    delete require.cache[path];
    return require(path);
  }

  /** @param {string} path */
  requireModule(path) {
    return require(path);
  }

  /** @param {Record<string, any>} globals */
  setGlobalsForRuntime(globals) {
    setGlobals(globals);
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  /** @param {string} path */
  unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  getAllCoverageInfoCopy() {
    return undefined;
  }

  enterTestCode() {}

  leaveTestCode() {}

  teardown() {
    delete globalThis[TIMEOUT];
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
      if (symbol.description === STATE) delete globalThis[symbol];
    }
  }
}
