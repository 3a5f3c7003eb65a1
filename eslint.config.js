import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// What may import what is checked by dependency-cruiser (.dependency-cruiser.cjs): it sees the whole graph.
const PURE = 'A domain decision is pure: take the instant, the setting or the random value as an argument.';

/** Every way to ask what time it is. */
const presentTime = (message) =>
  [
    'NewExpression[callee.name="Date"][arguments.length=0]',
    'CallExpression[callee.name="Date"]',
    'MemberExpression[object.name="Date"][property.name="now"]',
    'CallExpression[callee.object.name="DateTime"][callee.property.name=/^(now|local|utc)$/][arguments.length=0]',
  ].map((selector) => ({ selector, message }));

export default defineConfig(
  { ignores: ['dist/', 'data/', 'coverage/', 'node_modules/', 'assets/', '**/*.cjs'] },
  js.configs.recommended,
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'scripts/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { requireDefaultForNonUnion: true, considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Nest modules are classes with nothing in them; interfaces are implemented by promises that need no await.
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/require-await': 'off',
      // Needs types: an injected class must be imported as a value, and tsc's verbatimModuleSyntax already
      // refuses the opposite mistake.
      '@typescript-eslint/consistent-type-imports': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-imports': ['error', { paths: [{ name: 'moment', message: 'luxon' }] }],
    },
  },
  {
    // A command reads the time from the injected Clock, so that every rule can be tried on any day.
    files: ['src/**/*.ts'],
    ignores: ['src/kernel/clock.ts', '**/*.spec.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...presentTime('Inject Clock: what depends on the time must be tried on any day.'),
      ],
    },
  },
  {
    files: ['src/**/domain/**/*.ts', 'src/kernel/**/*.ts'],
    ignores: ['**/*.spec.ts', 'src/kernel/clock.ts', 'src/kernel/id.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'setTimeout', 'setInterval', 'fetch'].map((name) => ({ name, message: PURE })),
      ],
      'no-restricted-syntax': [
        'error',
        ...presentTime(PURE),
        { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: PURE },
      ],
    },
  },
  {
    // Commands for people print; so does the runner of the tests.
    files: ['src/main.ts', 'src/cli/**/*.ts', 'bench/**/*.ts', 'scripts/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // Test suites read untyped answers (JSON bodies, rows); expect() is what checks them.
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['*.js', 'scripts/**/*.{js,mjs}'],
    languageOptions: {
      globals: {
        Buffer: 'readonly',
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  prettier,
);
