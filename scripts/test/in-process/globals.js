import { ModuleMocker } from 'jest-mock';

/** @type {Record<string, any> | null} */
let current = null;

/**
 * What specs call from now on: jest makes `describe`, `it` and the rest anew for each spec file.
 *
 * @param {Record<string, any>} globals
 */
export function setGlobals(globals) {
  current = globals;
}

/** Where jest looks for what `jest.setTimeout` says. */
export const TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');

/**
 * Modules outlive the spec file that loaded them first, so what they hold asks for today's at every call.
 *
 * @param {string} name
 */
const todays = (name) =>
  new Proxy(() => undefined, {
    apply: (_target, _self, args) => current?.[name](...args),
    get: (_target, key) => current?.[name][key],
  });

export const describe = todays('describe');
export const it = todays('it');
export const test = todays('test');
export const beforeAll = todays('beforeAll');
export const beforeEach = todays('beforeEach');
export const afterAll = todays('afterAll');
export const afterEach = todays('afterEach');
export const expect = todays('expect');

const mocker = new ModuleMocker(globalThis);

/** What of jest's object the specs use. */
export const jest = {
  spyOn: mocker.spyOn.bind(mocker),
  /** @param {number} milliseconds for each test of the spec file. */
  setTimeout: (milliseconds) => Object.assign(globalThis, { [TIMEOUT]: milliseconds }),
};
