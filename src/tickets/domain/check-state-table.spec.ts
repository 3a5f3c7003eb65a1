import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { checkStateTable, describeStateTable, type CheckedTable } from './check-state-table.js';
import { BACK, COMMAND_LABELS, INITIAL_STATES, STATE_TABLE, TICKET_COMMANDS, TICKET_STATES } from './state-table.js';

const OURS: CheckedTable = {
  rows: STATE_TABLE,
  states: TICKET_STATES,
  commands: TICKET_COMMANDS,
  initial: INITIAL_STATES,
  back: BACK,
};

const row = (state: string, on: Record<string, string[]>, terminal = false) => ({
  state,
  label: `Bước ${state}`,
  terminal,
  on,
});

const GOOD: CheckedTable = {
  rows: [row('new', { work: ['busy'] }), row('busy', { end: ['over'], rest: ['new'] }), row('over', {}, true)],
  states: ['new', 'busy', 'over'],
  commands: ['work', 'end', 'rest'],
  initial: ['new'],
  back: [],
};

describe('checkStateTable', () => {
  it('finds nothing wrong with ours', () => {
    expect(checkStateTable(OURS)).toEqual([]);
  });

  it('finds nothing wrong with a small one that has a circle', () => {
    expect(checkStateTable(GOOD)).toEqual([]);
  });

  it.each<[string, Partial<CheckedTable>, string[]]>([
    ['a state without a row', { states: ['new', 'busy', 'over', 'lost'] }, ['state lost has no row']],
    [
      'a row too many',
      { rows: [...GOOD.rows, row('odd', { end: ['over'] })] },
      ['unknown state odd', 'state odd cannot be reached'],
    ],
    ['a row twice', { rows: [...GOOD.rows, row('over', {}, true)] }, ['a state has two rows']],
    [
      'a way to nowhere',
      { rows: [row('new', { work: ['gone'] }), ...GOOD.rows.slice(1)] },
      [
        'command work leads to the unknown state gone',
        'state busy cannot be reached',
        'state over cannot be reached',
        'state new is a dead end',
      ],
    ],
    [
      'an unknown command',
      { rows: [row('new', { work: ['busy'], fly: ['over'] }), ...GOOD.rows.slice(1)] },
      ['unknown command fly in state new'],
    ],
    [
      'a command without transition',
      { commands: ['work', 'end', 'rest', 'dream'] },
      ['command dream has no transition'],
    ],
    [
      'a command that leads nowhere',
      { rows: [row('new', { work: ['busy'], rest: [] }), ...GOOD.rows.slice(1)] },
      ['command rest in state new leads nowhere'],
    ],
    [
      'an unreachable state',
      { rows: [...GOOD.rows, row('far', { end: ['over'] })], states: ['new', 'busy', 'over', 'far'] },
      ['state far cannot be reached'],
    ],
    [
      'a dead end',
      {
        rows: [row('new', { work: ['busy', 'pit'] }), ...GOOD.rows.slice(1), row('pit', {})],
        states: ['new', 'busy', 'over', 'pit'],
      },
      ['state pit is a dead end'],
    ],
    [
      'an end that can be left',
      { rows: [...GOOD.rows.slice(0, 2), row('over', { work: ['busy'] }, true)] },
      ['state over is an end but can be left'],
    ],
    ['an unknown beginning', { initial: ['new', 'old'] }, ['unknown initial state old']],
    [
      'a state without a name for people',
      { rows: [{ ...row('new', { work: ['busy'] }), label: ' ' }, ...GOOD.rows.slice(1)] },
      ['state new has no label'],
    ],
  ])('finds %s', (_, wrong, problems) => {
    expect(checkStateTable({ ...GOOD, ...wrong })).toEqual(problems);
  });
});

describe('docs/ticket-life.md', () => {
  const file = fileURLToPath(new URL('../../../docs/ticket-life.md', import.meta.url));
  const BEGIN =
    '<!-- state table: written by UPDATE_DOCS=1 npm run jest -- src/tickets/domain/check-state-table.spec.ts -->\n';
  const END = '<!-- /state table -->';

  it('shows the state table as it is', () => {
    const text = readFileSync(file, 'utf8');
    const from = text.indexOf(BEGIN);
    const to = text.indexOf(END);
    expect([from >= 0, to > from]).toEqual([true, true]);
    const wanted = describeStateTable(STATE_TABLE, INITIAL_STATES, COMMAND_LABELS);
    const fresh = `${text.slice(0, from + BEGIN.length)}\n${wanted}\n${text.slice(to)}`;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, fresh);
    expect(readFileSync(file, 'utf8')).toBe(fresh);
  });
});
