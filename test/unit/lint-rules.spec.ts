import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Only the rules that keep decisions pure: they need no types, so the code under test needs no file. */
const eslint = new ESLint({
  cwd: ROOT,
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false, program: null } } },
  ruleFilter: ({ ruleId }) =>
    ruleId === 'no-restricted-syntax' || ruleId === 'no-restricted-globals' || ruleId === 'no-console',
});

async function complaints(path: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: path });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
}

const DECISION = 'src/tickets/domain/decision.ts';
const COMMAND = 'src/tickets/commands/command.ts';

describe('lint rules of our own', () => {
  it.each([
    [DECISION, 'export const now = new Date();', 'no-restricted-syntax'],
    [DECISION, 'export const now = Date();', 'no-restricted-syntax'],
    [DECISION, 'export const now = Date.now();', 'no-restricted-syntax'],
    [DECISION, 'export const now = DateTime.now();', 'no-restricted-syntax'],
    [DECISION, 'export const now = DateTime.local();', 'no-restricted-syntax'],
    [DECISION, 'export const dice = Math.random();', 'no-restricted-syntax'],
    [DECISION, `export const zone = process.env['TZ'];`, 'no-restricted-globals'],
    [DECISION, 'setTimeout(() => 1, 1);', 'no-restricted-globals'],
    [COMMAND, 'export const now = new Date();', 'no-restricted-syntax'],
    [COMMAND, 'export const now = Date.now();', 'no-restricted-syntax'],
    [COMMAND, `console.log('x');`, 'no-console'],
  ])('%s must not say %j', async (path, code, rule) => {
    expect(await complaints(path, code)).toEqual([rule]);
  });

  it.each([
    [DECISION, 'export const then = new Date(0);'],
    [DECISION, 'export const day = DateTime.local(2026, 11, 24);'],
    [COMMAND, 'export const dice = Math.random();'],
    [COMMAND, `export const zone = process.env['TZ'];`],
  ])('%s may say %j', async (path, code) => {
    expect(await complaints(path, code)).toEqual([]);
  });
});
