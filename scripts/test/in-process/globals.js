import { ModuleMocker } from 'jest-mock';

// Modules outlive the spec file that loaded them first. What they have imported from here are bindings, and so
// always those of the spec file that runs.
export let describe, it, test, beforeAll, beforeEach, afterAll, afterEach, expect;

/**
 * What specs call from now on: jest makes it anew for each spec file.
 *
 * @param {Record<string, any>} globals
 */
export function setGlobals(globals) {
  ({ describe, it, test, beforeAll, beforeEach, afterAll, afterEach, expect } = globals);
}

/** Where jest looks for what `jest.setTimeout` says. */
export const TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');

const mocker = new ModuleMocker(globalThis);

/** What of jest's object the specs use. */
export const jest = {
  spyOn: mocker.spyOn.bind(mocker),
  /** @param {number} milliseconds for each test of the spec file. */
  setTimeout: (milliseconds) => Object.assign(globalThis, { [TIMEOUT]: milliseconds }),
};
