/**
 * Spec files are loaded by Node itself and share the modules of their worker: see scripts/test/in-process/runtime.js.
 *
 * @type {import('jest').Config}
 */
const base = {
  testEnvironment: '<rootDir>/scripts/test/in-process/environment.js',
  runtime: '<rootDir>/scripts/test/in-process/runtime.js',
  transform: {},
};

/** @type {import('jest').Config} */
const config = {
  // Starting the whole service on a busy machine takes seconds; what hangs still ends.
  testTimeout: 60_000,
  // What specs leave behind in a worker goes with it.
  workerIdleMemoryLimit: '1400MB',
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/unit/**/*.spec.ts'] },
    { ...base, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.spec.ts'] },
    { ...base, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'] },
    { ...base, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.spec.ts'] },
  ],
};

export default config;
