import { Injectable } from '@nestjs/common';
import { allows, type Principal } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';
import {
  CallBacks,
  CallQueries,
  OPERATOR_STATE_LABELS,
  OperatorStates,
  type CallView,
  type OperatorNow,
  type OperatorState,
} from '../../telephony/index.js';
import { elapsedText, phoneLine, type PhoneLine } from './phone-line.js';

/** What somebody may set; that she talks, the calls say. */
export const CHOSEN_STATES = ['ready', 'wrapup', 'break', 'offline'] as const satisfies readonly OperatorState[];

const ICONS: Readonly<Record<OperatorState, string>> = {
  ready: 'headset',
  talking: 'phone-call',
  wrapup: 'pen-line',
  break: 'coffee',
  offline: 'phone-off',
};
const KEYS: Partial<Record<OperatorState, string>> = { ready: 'S', break: 'P', wrapup: 'L' };

/** The bar of the telephone. */
export interface PhoneBar {
  readonly state: OperatorState;
  readonly label: string;
  readonly icon: string;
  /** null: never said. */
  readonly since: string | null;
  readonly elapsed: string;
  readonly choices: readonly {
    readonly state: string;
    readonly label: string;
    readonly icon: string;
    readonly keys: string | null;
    /** As the script knows it: "alt+s". */
    readonly key: string | null;
    readonly current: boolean;
  }[];
  readonly waiting: number;
  /** Of whoever waits longest. */
  readonly waitingSince: string | null;
  readonly waitingElapsed: string;
  /** What is talked in, or to be written down. */
  readonly call: PhoneLine | null;
  /** What rings at this person's phone. */
  readonly ringing: readonly PhoneLine[];
  /** By the server's clock; the page counts on from it. */
  readonly now: string;
}

/** What every page of somebody who takes calls shows of the telephone. */
export interface PhoneNow {
  readonly callBacks: { readonly open: number; readonly late: boolean };
  /** null: there is no telephone system. */
  readonly bar: PhoneBar | null;
}

/** What the page on which calls are written shows beside. */
export interface PhoneDesk extends PhoneBar {
  /** The call that the form is for; null: none. */
  readonly active: PhoneLine | null;
  /** No call is to be written down, but one that was is talked in still: what else the caller says comes from this number. */
  readonly written: PhoneLine | null;
  /** Of the active one: it was answered and is over. */
  readonly over: boolean;
  /** What rings at this person's phone beside the active one. */
  readonly others: readonly PhoneLine[];
  /** Answered calls that nobody has written down yet, without the active one. */
  readonly unwritten: readonly PhoneLine[];
  /** More of them: behind a word, because the form must stay in sight. */
  readonly older: readonly PhoneLine[];
  /** Every call that may be written down now. */
  readonly mine: string;
  readonly queue: readonly PhoneLine[];
  readonly crew: readonly { readonly icon: string; readonly label: string; readonly count: number }[];
}

const SHOWN = 8;
const UNWRITTEN_SHOWN = 2;

@Injectable()
export class PhoneModel {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly calls: CallQueries,
    private readonly states: OperatorStates,
    private readonly callBacks: CallBacks,
  ) {}

  get isOn(): boolean {
    return this.config.ctiTokens.length > 0;
  }

  /** null: this person takes no calls. Two statements; with a telephone system six. */
  async of(principal: Principal): Promise<PhoneNow | null> {
    if (principal.kind !== 'staff' || !allows(principal, 'contact.record')) return null;
    const [{ open, late }, bar] = await Promise.all([this.callBacks.counts(), this.bar(principal)]);
    return { callBacks: { open, late: late > 0 }, bar };
  }

  private async bar(principal: Principal & { kind: 'staff' }): Promise<PhoneBar | null> {
    if (!this.isOn) return null;
    const [open, states] = await Promise.all([this.calls.open(principal), this.states.now()]);
    return this.barOf(principal.accountId, open.filter(isPutThrough), states);
  }

  /** null: there is no telephone system. Six statements, and two more while a call is wrapped up that is over or handed on, or one goes on that is written down. */
  async desk(principal: Principal): Promise<PhoneDesk | null> {
    if (!this.isOn || principal.kind !== 'staff') return null;
    const { accountId } = principal;
    // One after the other: a call that ends in between is in both, and never in neither.
    const all = await this.calls.open(principal);
    const [states, ended] = await Promise.all([this.states.now(), this.calls.unwritten(principal)]);
    const open = all.filter(isPutThrough);
    const bar = this.barOf(accountId, open, states);
    const mine = open.filter((call) => isAt(call, accountId) && call.contactId === null);
    const own = states.find((one) => one.accountId === accountId);
    // Her state follows the call a moment later: what is over, and what she talks in by her state, is wrapped up already.
    const wrapping = own?.state === 'wrapup' || own?.state === 'talking' ? own.callId : null;
    const known = [...mine, ...ended].map(({ id }) => id);
    const wrapped = wrapping === null || known.includes(wrapping) ? null : await this.calls.find(principal, wrapping);
    const active =
      mine.find(({ state }) => state === 'talking') ??
      ended.find(({ id }) => id === wrapping) ??
      mine.find(({ state }) => state === 'ringing') ??
      null;
    const written = open.find(
      (call) => call.state === 'talking' && call.holderAccountId === accountId && call.contactId !== null,
    );
    const now = this.clock.now();
    const unwritten = ended.filter(({ id }) => id !== active?.id).map((call) => phoneLine(call, now));
    return {
      ...bar,
      active: active === null ? null : phoneLine(active, now),
      written: active !== null || written === undefined ? null : phoneLine(written, now),
      others: bar.ringing.filter(({ id }) => id !== active?.id),
      over: active?.state === 'ended',
      unwritten: unwritten.slice(0, UNWRITTEN_SHOWN),
      older: unwritten.slice(UNWRITTEN_SHOWN),
      // What she dialled herself need not be written down, but may be.
      mine: [...new Set([...known, ...(wrapped?.contactId === null ? [wrapped.id] : [])])].join(' '),
      queue: waitingOf(open)
        .slice(0, SHOWN)
        .map((call) => phoneLine(call, now)),
      crew: (['ready', 'talking', 'wrapup', 'break'] as const).map((state) => ({
        icon: ICONS[state],
        label: OPERATOR_STATE_LABELS[state],
        count: states.filter((one) => one.state === state).length,
      })),
    };
  }

  private barOf(accountId: string, open: readonly CallView[], states: readonly OperatorNow[]): PhoneBar {
    const now = this.clock.now();
    const own = states.find((one) => one.accountId === accountId);
    const state = own?.state ?? 'offline';
    const waiting = waitingOf(open);
    const talking = open.find((call) => call.state === 'talking' && call.holderAccountId === accountId);
    return {
      state,
      label: OPERATOR_STATE_LABELS[state],
      icon: ICONS[state],
      since: own?.since.toISOString() ?? null,
      // Off duty lasts for days, and nobody minds how long.
      elapsed: own === undefined || state === 'offline' ? '' : elapsedText(own.since, now),
      choices: CHOSEN_STATES.map((choice) => ({
        state: choice,
        label: OPERATOR_STATE_LABELS[choice],
        icon: ICONS[choice],
        keys: KEYS[choice] ?? null,
        key: KEYS[choice] === undefined ? null : `alt+${KEYS[choice].toLowerCase()}`,
        current: choice === state,
      })),
      waiting: waiting.length,
      waitingSince: waiting[0]?.startedAt.toISOString() ?? null,
      waitingElapsed: waiting[0] === undefined ? '' : elapsedText(waiting[0].startedAt, now),
      call: talking === undefined ? null : phoneLine(talking, now),
      ringing: open
        .filter((call) => call.state === 'ringing' && isAt(call, accountId))
        .map((call) => phoneLine(call, now)),
      now: now.toISOString(),
    };
  }
}

/** Whoever is held back rings nobody's phone, and waits for nobody. */
function isPutThrough({ blocked }: CallView): boolean {
  return !blocked;
}

function waitingOf(open: readonly CallView[]): CallView[] {
  return open.filter(({ state, direction }) => state === 'ringing' && direction !== 'out');
}

function isAt({ state, ringing, holderAccountId }: CallView, accountId: string): boolean {
  return state === 'ringing' ? ringing.includes(accountId) : holderAccountId === accountId;
}
