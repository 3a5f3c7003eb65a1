/**
 * Which part may import which. One table, from the ground up; test/unit/dependency-rules.spec.ts tries every cell
 * and every other rule below.
 *
 * @type {Record<string, string[]>} module → the modules it may import, besides itself
 */
const MAY_IMPORT = {};
const define = (names, below) => {
  for (const name of names) MAY_IMPORT[name] = below;
};
define(['kernel'], []);
define(['platform'], ['kernel']);
// Processes of their own beside the service: they know it by its HTTP endpoint alone.
define(['cti-client'], ['kernel']);
define(['pbx-sim', 'ami-bridge'], ['cti-client', 'kernel']);
define(['identity', 'agencies', 'attachments', 'letters'], ['platform', 'kernel']);
define(['sla', 'routing'], ['agencies', 'platform', 'kernel']);
define(['tickets'], ['sla', 'routing', 'identity', 'agencies', 'attachments', 'letters', 'platform', 'kernel']);
const TICKETS_AND_BELOW = ['tickets', ...MAY_IMPORT.tickets];
const ON_TICKETS = [
  'intake',
  'suggestions',
  'knowledge',
  'escalation',
  'followers',
  'sla-admin',
  'agency-changes',
  'teamwork',
  'audit',
  'publication',
  'surveys',
  'telephony',
];
define(ON_TICKETS, TICKETS_AND_BELOW);
// Danger, khiếu nại and tố cáo that intake hears speak for a category.
define(['suggestions'], ['intake', ...TICKETS_AND_BELOW]);
// Who watches over the operators stands on their calls.
define(['supervision'], ['telephony', ...TICKETS_AND_BELOW]);
// Other software reports through the intake, and reads what is published and how many a matter concerns.
define(['open311'], ['intake', 'followers', 'publication', ...TICKETS_AND_BELOW]);
// How an answer was rated, and how many have the same trouble, stand with what the public reads of it.
define(['publication'], ['followers', 'surveys', ...TICKETS_AND_BELOW]);
// Nobody but the application itself imports these.
const LEAVES = ['notifications', 'portal', 'console', 'reports'];
define(LEAVES, ['supervision', ...ON_TICKETS, ...TICKETS_AND_BELOW]);

const any = (names) => `^src/(${names.join('|')})/`;

/** One rule for each group of modules with the same rights. */
function tableRules() {
  const groups = new Map();
  for (const [name, below] of Object.entries(MAY_IMPORT)) {
    const key = below.join(',');
    groups.set(key, { names: [...(groups.get(key)?.names ?? []), name], below });
  }
  return [...groups.values()].map(({ names, below }) => ({
    name: `imports-of-${names.join('-')}`,
    comment: `${names.join(', ')}: may import only ${below.join(', ') || 'npm packages'}.`,
    severity: 'error',
    from: { path: any(names) },
    // $1 is the importing module itself; two modules of one group are strangers to each other.
    to: { path: '^(src|client|test|bench|scripts)/', pathNot: ['^src/$1/', ...(below.length > 0 ? [any(below)] : [])] },
  }));
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...tableRules(),
    {
      name: 'module-in-table',
      comment: 'A folder of src/ has a line in the table above; files of their own only start the service.',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: any([...Object.keys(MAY_IMPORT), 'cli']) },
      to: {},
    },
    {
      name: 'only-through-index',
      comment:
        "A module's index.ts is its only public face (each part of platform has one of its own), and offline.ts what of it works without a service.",
      severity: 'error',
      from: { path: '^src/([^/]+)(/|\\.ts$)', pathNot: '/domain/' },
      to: {
        path: '^src/[^/]+/',
        pathNot: [
          '^src/$1/',
          '^src/[^/]+/(index|offline)\\.ts$',
          '^src/platform/(platform\\.module|[^/]+/index)\\.ts$',
        ],
      },
    },
    {
      name: 'parts-of-platform-through-index',
      comment: 'The parts of platform use each other through their index.ts, too.',
      severity: 'error',
      from: { path: '^src/platform/([^/]+)/' },
      to: { path: '^src/platform/', pathNot: ['^src/platform/$1/', '^src/platform/[^/]+/index\\.ts$'] },
    },
    {
      name: 'domain-is-pure',
      comment: 'A decision imports only the kernel and other decisions.',
      severity: 'error',
      from: { path: '^src/.+/domain/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^(src|client|test|bench|scripts)/', pathNot: ['^src/kernel/index\\.ts$', '^src/.+/domain/'] },
    },
    {
      name: 'domain-without-frameworks',
      comment: 'No Nest, no TypeORM, no files, no network in a decision.',
      severity: 'error',
      from: { path: ['^src/.+/domain/', '^src/kernel/'], pathNot: '\\.spec\\.ts$' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core'],
        pathNot: ['(^|node_modules/)(luxon|ulid|libphonenumber-js|zod|@types/luxon)(/|$)', '^(node:)?crypto$'],
      },
    },
    {
      name: 'leaves-only-in-app-module',
      comment: 'What stands at the end of the table is put in by the application alone.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(app\\.module|start-up)\\.ts$', any(LEAVES)] },
      to: { path: any(LEAVES) },
    },
    {
      name: 'open311-reads-what-is-public',
      comment: 'What other software reads comes from the public projections; only what it sends meets a ticket.',
      severity: 'error',
      from: { path: '^src/open311/reading/' },
      to: { path: '^src/(intake|tickets)/' },
    },
    {
      name: 'no-cycle',
      comment: 'Two files that need each other are one file, or one of them knows too much.',
      severity: 'error',
      from: { path: '^(src|client|bench|scripts|test)/' },
      to: { circular: true },
    },
    {
      name: 'client-alone',
      comment: 'Scripts of the pages run in a browser: nothing from the server, no Node.',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: ['^(src|test|bench|scripts)/'] },
    },
    {
      name: 'client-without-node',
      comment: 'Scripts of the pages run in a browser: no Node.',
      severity: 'error',
      from: { path: '^client/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'product-without-tests',
      comment: 'What is delivered does not import what is not.',
      severity: 'error',
      from: { path: '^(src|client)/', pathNot: '\\.spec\\.ts$' },
      to: { path: ['^(test|bench|scripts)/', '\\.spec\\.ts$'] },
    },
    {
      name: 'product-without-dev-dependencies',
      comment: 'A package that the product needs is a dependency.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: '@types/',
      },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
// For the test that tries the table.
Object.defineProperty(module.exports, 'MAY_IMPORT', { value: MAY_IMPORT, enumerable: false });
