import type { StateRow } from './state-table.js';

/** The table as it is checked: loosely typed, because a wrong table is what the check is for. */
export interface CheckedTable {
  readonly rows: readonly {
    readonly state: string;
    readonly label: string;
    readonly terminal: boolean;
    readonly on: Readonly<Record<string, readonly string[] | undefined>>;
  }[];
  readonly states: readonly string[];
  readonly commands: readonly string[];
  readonly initial: readonly string[];
  /** The commands that may lead away from an end. */
  readonly back: readonly string[];
}

/**
 * Start-up check of the state table: a mistake in it must stop the service at its start, not strand a
 * citizen's ticket at night.
 *
 * @returns one line for each mistake: a state without a row or a row too many, a transition to an unknown
 * state or by an unknown command, a state that cannot be reached, a state that has no way to an end, an end
 * that can be left, a command that moves nothing, a state without a name for people.
 */
export function checkStateTable(table: CheckedTable): string[] {
  const problems: string[] = [];
  const rows = new Map(table.rows.map((row) => [row.state, row]));
  const known = (state: string): boolean => rows.has(state);

  if (rows.size !== table.rows.length) problems.push('a state has two rows');
  for (const state of table.states) if (!known(state)) problems.push(`state ${state} has no row`);
  for (const state of table.initial) if (!known(state)) problems.push(`unknown initial state ${state}`);
  for (const row of table.rows) {
    if (!table.states.includes(row.state)) problems.push(`unknown state ${row.state}`);
    if (row.label.trim() === '') problems.push(`state ${row.state} has no label`);
    const transitions = Object.entries(row.on);
    const left = transitions.some(
      ([command, targets = []]) => !table.back.includes(command) && targets.some((target) => target !== row.state),
    );
    if (row.terminal && left) problems.push(`state ${row.state} is an end but can be left`);
    for (const [command, targets = []] of transitions) {
      if (!table.commands.includes(command)) problems.push(`unknown command ${command} in state ${row.state}`);
      if (targets.length === 0) problems.push(`command ${command} in state ${row.state} leads nowhere`);
      for (const target of targets)
        if (!known(target)) problems.push(`command ${command} leads to the unknown state ${target}`);
    }
  }

  const nextOf = (state: string): string[] =>
    Object.values(rows.get(state)?.on ?? {}).flatMap((targets) => targets ?? []);
  const reached = closure(table.initial.filter(known), nextOf);
  for (const state of rows.keys()) if (!reached.has(state)) problems.push(`state ${state} cannot be reached`);

  const ends = [...rows.values()].filter((row) => row.terminal).map((row) => row.state);
  const before = (state: string): string[] => [...rows.keys()].filter((from) => nextOf(from).includes(state));
  const finishing = closure(ends, before);
  for (const state of rows.keys()) if (!finishing.has(state)) problems.push(`state ${state} is a dead end`);

  for (const command of table.commands) {
    if (!table.rows.some((row) => (row.on[command]?.length ?? 0) > 0))
      problems.push(`command ${command} has no transition`);
  }
  return problems;
}

function closure(start: readonly string[], next: (state: string) => readonly string[]): Set<string> {
  const seen = new Set(start);
  const open = [...start];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    for (const target of next(state)) {
      if (seen.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  return seen;
}

/** The table as a Mermaid state diagram and a Markdown table, for the documentation. */
export function describeStateTable(
  rows: readonly StateRow[],
  initial: readonly string[],
  commandLabels: Readonly<Record<string, string>>,
): string {
  const arrows = rows.flatMap((row) =>
    Object.entries(row.on).flatMap(([command, targets]) =>
      targets.map((target) => `  ${row.state} --> ${target}: ${command}`),
    ),
  );
  const diagram = [
    '```mermaid',
    'stateDiagram-v2',
    ...rows.map((row) => `  ${row.state}: ${row.label}`),
    ...initial.map((state) => `  [*] --> ${state}: open`),
    ...arrows,
    ...rows.filter((row) => row.terminal).map((row) => `  ${row.state} --> [*]`),
    '```',
  ];
  const table = [
    '| state | label | command | leads to |',
    '|---|---|---|---|',
    ...rows.flatMap((row) => {
      const transitions = Object.entries(row.on);
      if (transitions.length === 0) return [`| \`${row.state}\` | ${row.label} | (end) | |`];
      return transitions.map(
        ([command, targets]) =>
          `| \`${row.state}\` | ${row.label} | \`${command}\` ${commandLabels[command] ?? ''} | ${targets.map((target) => `\`${target}\``).join(', ')} |`,
      );
    }),
  ];
  return [...diagram, '', ...table, ''].join('\n');
}
