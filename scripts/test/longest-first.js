import { statSync } from 'node:fs';

/** Those that wait for processes or ask thousands of requests: begun last, one of them would run alone at the end. */
const LONG =
  /hostile-input|stop-and-start|escalation-killed|tickets-table|e2e\.spec|sla-admin-walk|importer|migrations/;

/** The order of a clean machine, where jest remembers no times: long ones first, then the largest file. */
export default class LongestFirst {
  sort(tests) {
    const weight = ({ path }) => (LONG.test(path) ? 1_000_000 : 0) + statSync(path).size;
    return [...tests].sort((a, b) => weight(b) - weight(a));
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
