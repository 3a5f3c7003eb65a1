import fc from 'fast-check';
import { instant } from '../support/clock.js';
import type { Principal } from '../../src/identity/index.js';
import { can } from '../../src/tickets/domain/policy.js';
import {
  INITIAL_STATES,
  STATE_TABLE,
  stateRow,
  type TicketCommand,
  type TicketState,
} from '../../src/tickets/domain/state-table.js';
import { openQuestion } from '../../src/tickets/domain/supplement.js';
import { attempt } from './life-commands.js';
import { AGENCIES, born, breached, CATEGORIES, CENTRE, staff, type Life } from './life-model.js';

/** Something to be done, in a state or wherever it can be; a breach is nobody's deed. */
interface Aim {
  readonly command: TicketCommand | 'breach';
  readonly from?: TicketState;
}

/** One step of the table: what a walk wants to have done at its end. */
interface Goal {
  readonly from: TicketState;
  readonly command: TicketCommand;
  readonly to: TicketState;
  /** What has to have happened before. */
  readonly first?: readonly Aim[];
  /** What the ticket is about, by its place among the categories; left out: as it happens. */
  readonly about?: number;
}

/** Every step that the table knows. */
export const GOALS: readonly Goal[] = STATE_TABLE.flatMap(({ state: from, on }) =>
  Object.entries(on).flatMap(([command, states]) =>
    states.map((to) => ({ from, command: command as TicketCommand, to })),
  ),
);

/** Complex, so that it may be extended; and urgent, so that somebody has to act. */
const [COMPLEX, URGENT] = [1, 2];

/** What leaves something open behind it. */
const OPENERS: readonly Omit<Goal, 'from' | 'command' | 'to'>[] = [
  { first: [{ command: 'request_extension' }], about: COMPLEX },
  { first: [{ command: 'ask_support' }] },
  { first: [{ command: 'breach' }], about: 0 },
  { first: [], about: URGENT },
];

/** What takes a ticket from whoever has it, tried with something left open: nothing may stay behind that nobody ends. */
export const LEAVING: readonly Goal[] = GOALS.filter(({ from, command, to }) => {
  const away = ['withdraw', 'guide_elsewhere', 'merge', 'reject', 'transfer', 'return_ticket', 'expire_question'];
  return away.includes(command) && to !== 'in_progress' && from !== 'received';
}).flatMap((goal) => OPENERS.map((opener) => ({ ...goal, ...opener })));

/** In the table for what is noted there of another ticket: the one that is split from it, an incident's news. */
export const NOT_BY_ITSELF: readonly string[] = ['awaiting_info --absorb--> awaiting_info'];

export function nameOf({ from, command, to, first, about }: Goal): string {
  const after =
    first === undefined ? '' : ` after ${first.map((aim) => aim.command).join() || `opening ${String(about)}`}`;
  return `${from} --${command}--> ${to}${after}`;
}

/** Everybody who has to do with tickets, by what they are called in a report. */
const PEOPLE: Readonly<Record<string, readonly Principal[]>> = {
  handler: [...AGENCIES, CENTRE].map((code) => staff('handler', code, `H-${code}`)),
  head: AGENCIES.map((code) => staff('agency_head', code, `T-${code}`)),
  deputy: AGENCIES.map((code) => ({ ...staff('handler', code, `P-${code}`), deputyFor: [`T-${code}`] })),
  operator: [staff('operator', CENTRE, 'O')],
  coordinator: [staff('coordinator', CENTRE, 'C')],
  director: [staff('director', CENTRE, 'D')],
  overseer: [staff('overseer', 'VPUBND', 'V')],
  reporter: [{ kind: 'reporter', ticketId: 'T' }],
  service: [{ kind: 'system', name: 'job' }],
};
export const ROLES = Object.keys(PEOPLE);

/** What happens at one turn of a walk, if it may: all that chance decides. */
interface Step {
  /** Below 70 the walk goes on towards its goal, else it strays. */
  readonly aim: number;
  readonly choice: number;
  readonly pick: number;
  readonly minutes: number;
}

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    aim: fc.nat(99),
    choice: fc.nat(9_999),
    pick: fc.nat(9_999),
    // Now and then back: a machine's clock may be set back.
    minutes: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: -30, max: 60 }) }, fc.integer({ min: 60, max: 900 })),
  }),
  { minLength: 30, maxLength: 45, size: 'max' },
);

/** What has to have happened before. */
function before({ from, command, to, first }: Goal): readonly Aim[] {
  if (first !== undefined) return first;
  switch (command) {
    case 'decide_extension':
      return [{ command: 'request_extension' }];
    case 'deliver_support':
    case 'remind_support':
    case 'withdraw_support':
      return [{ command: 'ask_support' }];
    case 'rule_lead':
      return [{ command: 'return_ticket' }];
    case 'appeal_lead':
      return [{ command: 'return_ticket' }, { command: 'rule_lead' }];
    case 'send_apology':
      return [{ command: 'breach' }];
    case 'moderate':
      // Of what is open, or stands behind another, there is a copy only when it was answered before.
      return from === 'published' || from === 'closed' ? [] : [{ command: 'publish' }, { command: 'reopen' }];
    case 'move_agency':
      // Where no agency works on it any more, only a letter that is owed lies with one.
      return from === 'received' || stateRow(from).terminal ? [{ command: 'breach' }] : [];
    case 'expire_question':
      return to === 'in_progress' ? [{ command: 'absorb', from: 'in_progress' }] : [];
    case 'split':
      return to === 'received' ? [{ command: 'merge', from: 'received' }] : [];
    default:
      return [];
  }
}

/** What is done first where a command does not go through, because it stands in its way. */
const UNBLOCKS: Readonly<Partial<Record<TicketCommand, readonly TicketCommand[]>>> = {
  close: ['report_done'],
  submit_answer: ['report_action', 'withdraw_support'],
  approve_answer: ['report_action'],
  return_ticket: ['transfer'],
};

/** What the ticket is to be about, so that its class knows the command; a letter while there is time to ask is owed early. */
const ABOUT: Readonly<Partial<Record<TicketCommand, number>>> = {
  request_extension: COMPLEX,
  decide_extension: COMPLEX,
  report_action: URGENT,
  send_apology: 0,
};

/** What is seldom done by itself, because it ends a ticket or takes it far away. */
const STRAYING = 12;

export interface Taken {
  readonly before: Life;
  readonly after: Life;
  readonly command: TicketCommand;
  readonly role: string;
}

/**
 * A ticket's life on the way to a goal: from its opening, by people who may do what they do, straying now and then.
 * @param seen called after every step.
 * @returns whether the goal was reached.
 */
export function walk(goal: Goal, about: number, taken: readonly Step[], seen: (step: Taken) => void): boolean {
  let at = instant('2026-11-17 08:00').getTime();
  let life = opened(goal, about, new Date(at));
  const aims: Aim[] = [...before(goal), goal];
  const owes = aims.some(({ command }) => command === 'breach');
  for (const step of taken) {
    at += step.minutes * 60_000;
    const aim = aims[0] ?? goal;
    if (aim.command === 'breach') at = Math.max(at, breachAt(life));
    life = breached(life, new Date(at));
    if (aim.command === 'breach' && isOwed(life, goal)) aims.shift();
    const { state } = life.loaded.ticket;
    const aimed = step.aim < 70;
    const astray = straying(state, step).filter((command) => !(owes && command === 'send_apology'));
    for (const command of aimed ? [...towards(state, aim), ...astray] : astray) {
      if (aimed) at = Math.max(at, timeFor(life, command));
      const wanted = aim === goal && command === goal.command && state === goal.from ? goal.to : null;
      // Only an answer that promises something leaves something to be reported done.
      const pick = goal.command === 'report_done' && command === 'submit_answer' ? 2 : step.pick;
      const found = turn(life, command, new Date(at), pick, wanted);
      if (found === null) continue;
      seen({ before: life, after: found.life, command, role: found.role });
      life = found.life;
      if (command === aim.command && (aim.from ?? state) === state) aims.shift();
      if (aims.length > 0) break;
      if (life.loaded.ticket.state === goal.to) return true;
      aims.push(goal);
      break;
    }
  }
  return false;
}

/** Every second one is routed at once; now and then nobody knows what it is about. */
function opened({ command, about: own }: Goal, about: number, at: Date): Life {
  const fixed = own ?? ABOUT[command];
  const category = CATEGORIES[(fixed ?? about) % CATEGORIES.length] ?? null;
  if (fixed === undefined && about % 5 === 4) return born(null, at, { lead: null });
  // What a walk has to be about it stays about: a coordinator who classifies it would make it something else.
  if (own !== undefined) return born(category, at, { lead: 'SXD' });
  return born(category, at, { lead: INITIAL_STATES[about % 2] === 'assigned' ? 'SXD' : null });
}

/**
 * One of those who may does it; null where nobody may, or something stands in everybody's way.
 * @param wanted where it should lead, if it can lead there.
 */
function turn(
  life: Life,
  command: TicketCommand,
  at: Date,
  pick: number,
  wanted: TicketState | null,
): { life: Life; role: string } | null {
  const { ticket, apology, supports } = life.loaded;
  const may = Object.entries(PEOPLE).flatMap(([role, people]) =>
    people.flatMap((by) => (can(by, command, { ...ticket, apology, supports }).allowed ? [{ role, by }] : [])),
  );
  let otherwise: { life: Life; role: string } | null = null;
  for (let nth = 0; nth < may.length * (wanted === null ? 1 : 4); nth += 1) {
    const one = may[(pick + nth) % may.length];
    const next = one && attempt(life, command, { at, pick: pick + Math.floor(nth / may.length), by: one.by });
    if (!one || !next) continue;
    const found = { life: next, role: one.role };
    if (wanted === null || next.loaded.ticket.state === wanted) return found;
    otherwise ??= found;
  }
  return otherwise;
}

/** A letter is owed; an agency's, where it is to be moved with the agency. */
function isOwed({ loaded: { apology } }: Life, { command }: Goal): boolean {
  return apology?.status === 'owed' && (command !== 'move_agency' || apology.agencyCode !== CENTRE);
}

/** When the promise will have been missed; what has none, or stands still, goes on first. */
function breachAt({ loaded: { running } }: Life): number {
  const resolve = running.find(({ kind }) => kind === 'resolve');
  return resolve === undefined ? 0 : resolve.dueAt.getTime() + 1;
}

/** When a command's time has come; what has no time of its own can be done at once. */
function timeFor({ loaded }: Life, command: TicketCommand): number {
  const question = openQuestion(loaded);
  const times: Partial<Record<TicketCommand, Date | null>> = {
    close: loaded.ticket.closeDueAt,
    remind_question: question?.remindAt ?? null,
    expire_question: question?.expiresAt ?? null,
  };
  return (times[command]?.getTime() ?? -1) + 1;
}

/** What leads nearer to an aim: the command itself where it can be done, else the steps of the table towards it. */
function towards(state: TicketState, aim: Aim): TicketCommand[] {
  const { on } = stateRow(state);
  // Whoever waits for a breach waits where somebody has promised something.
  if (aim.command === 'breach' && state !== 'received') return [];
  const wanted: Aim = aim.command === 'breach' ? { command: 'accept', from: 'assigned' } : aim;
  const there = wanted.from === undefined ? wanted.command in on : state === wanted.from;
  const distance = distances(wanted);
  const near = (command: TicketCommand): number => Math.min(...(on[command] ?? []).map((to) => distance.get(to) ?? 99));
  const present = distance.get(state) ?? 99;
  const next = there
    ? [wanted.command as TicketCommand]
    : (Object.keys(on) as TicketCommand[]).filter((command) => near(command) < present);
  return next.flatMap((command) => [command, ...(UNBLOCKS[command] ?? []).filter((other) => other in on)]);
}

/** The commands of a state as chance orders them. What ends open work comes seldom, or no walk would get far. */
function straying(state: TicketState, { choice }: Step): TicketCommand[] {
  const { on } = stateRow(state);
  const possible = Object.keys(on) as TicketCommand[];
  const first = choice % possible.length;
  const turned = [...possible.slice(first), ...possible.slice(0, first)];
  const staying = turned.filter((command) => on[command]?.every((to) => !stateRow(to).terminal) === true);
  return choice % STRAYING === 0 || staying.length === 0 ? turned : staying;
}

const KNOWN = new Map<string, ReadonlyMap<TicketState, number>>();

/** How many steps of the table a state is away from the target. */
function distances(target: Aim): ReadonlyMap<TicketState, number> {
  const key = `${target.command} ${target.from ?? ''}`;
  const known = KNOWN.get(key);
  if (known) return known;
  const ends = STATE_TABLE.filter(({ state, on }) =>
    target.from === undefined ? target.command in on : state === target.from,
  );
  const distance = new Map<TicketState, number>(ends.map(({ state }) => [state, 0]));
  for (let steps = 1; steps <= STATE_TABLE.length; steps += 1)
    for (const { state, on } of STATE_TABLE) {
      const leads = Object.values(on).some((states) => states.some((to) => distance.get(to) === steps - 1));
      if (leads && !distance.has(state)) distance.set(state, steps);
    }
  KNOWN.set(key, distance);
  return distance;
}
