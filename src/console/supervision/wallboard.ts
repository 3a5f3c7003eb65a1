import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { Clock, dayInVietnam, formatDay, isoInVietnam } from '../../kernel/index.js';
import { Pages, type PageContext } from '../../platform/templates/index.js';
import { formatNearVi } from '../../sla/index.js';
import { midnight, SupervisionSettings } from '../../supervision/index.js';
import {
  CallBacks,
  FiguresOfCalls,
  OPERATOR_STATE_LABELS,
  OperatorLines,
  OperatorStates,
  type Operator,
  type OperatorNow,
} from '../../telephony/index.js';
import { Incidents } from '../../tickets/index.js';
import { barsOf } from './domain/bars.js';
import { clockOf, minutesOf, percentOf, shortNames } from './domain/words.js';
import { WallboardTickets } from './wallboard-tickets.js';

/** Several screens and every change ask for the same; one answer serves them all for so long. */
const FRESH_MS = 900;
const OPENS = '07:00';
/** Whoever waits longer than this makes the tile change its colour. */
const LONG_WAIT_S = 60;
const MOST_PEOPLE = 12;
const MOST_AGENCIES = 5;

const STATES = [
  { state: 'talking', tone: 'talk', icon: 'phone-call', word: 'đang gọi' },
  { state: 'ready', tone: 'free', icon: 'headset', word: 'sẵn sàng' },
  { state: 'wrapup', tone: 'wrapup', icon: 'pen-line', word: 'đang ghi' },
  { state: 'break', tone: 'rest', icon: 'coffee', word: 'nghỉ' },
] as const;

/** `/bang-tin`: figures for the room. No caller, no number, no ticket: whoever passes by may read it. */
@Injectable()
export class Wallboard {
  private made: { readonly at: number; readonly model: Promise<object> } | null = null;

  constructor(
    private readonly figures: FiguresOfCalls,
    private readonly lines: OperatorLines,
    private readonly states: OperatorStates,
    private readonly callBacks: CallBacks,
    private readonly incidents: Incidents,
    private readonly tickets: WallboardTickets,
    private readonly directory: Directory,
    private readonly settings: SupervisionSettings,
    private readonly clock: Clock,
    private readonly pages: Pages,
  ) {}

  /** @param live whether the page hears of changes; else it asks by itself. */
  async render(live: boolean, page: PageContext): Promise<string> {
    return this.pages.render('console/supervision/wallboard', { ...(await this.model()), live }, page);
  }

  private model(): Promise<object> {
    const now = performance.now();
    if (this.made !== null && now - this.made.at < FRESH_MS) return this.made.model;
    const model = this.make();
    this.made = { at: now, model };
    // What failed is not kept.
    model.catch(() => {
      if (this.made?.model === model) this.made = null;
    });
    return model;
  }

  private async make(): Promise<object> {
    const now = this.clock.now();
    const today = dayInVietnam(now);
    const since = midnight(today);
    const [figures, waiting, operators, states, callBacks, incidents, tickets] = await Promise.all([
      this.figures.between(since, new Date(now.getTime() + 1)),
      this.figures.waitingNow(),
      this.lines.all(),
      this.states.now(),
      this.callBacks.counts(),
      this.incidents.open(),
      this.tickets.read(now),
    ]);
    const { incoming, serviceLevel, serviceLevelRule: rule } = figures;
    const seconds = (from: Date): number => (now.getTime() - from.getTime()) / 1000;
    const opens = new Date(`${today}T${OPENS}:00+07:00`);
    const bars = barsOf(figures.halfHours, opens, now);
    return {
      at: now.toISOString(),
      iso: isoInVietnam(now),
      dayText: formatDay(today).replace(/\/\d{4}$/, ''),
      clockText: isoInVietnam(now).slice(11, 16),
      waiting: {
        callers: waiting.callers,
        long: waiting.longestSince !== null && seconds(waiting.longestSince) >= LONG_WAIT_S,
        since: waiting.longestSince?.toISOString() ?? null,
        clock: waiting.longestSince === null ? null : clockOf(seconds(waiting.longestSince)),
        longestToday: clockOf(incoming.longestWaitSeconds),
      },
      level: {
        seconds: rule.seconds,
        goal: percentOf(rule.percent),
        percent: serviceLevel === null ? null : percentOf(serviceLevel),
        met: serviceLevel !== null && serviceLevel >= rule.percent,
      },
      calls: {
        offered: incoming.offered.toLocaleString('vi-VN'),
        answered: incoming.answered.toLocaleString('vi-VN'),
        abandoned: incoming.abandoned.toLocaleString('vi-VN'),
        abandonedShare: figures.abandonedShare === null ? null : percentOf(figures.abandonedShare),
        voicemail: incoming.voicemail.toLocaleString('vi-VN'),
        others: incoming.offered - incoming.answered - incoming.abandoned - incoming.voicemail - incoming.waiting,
        averageTalk: figures.averageTalkSeconds === null ? null : clockOf(figures.averageTalkSeconds),
      },
      team: this.team(operators, states, now),
      bars,
      totalAbandoned: incoming.abandoned,
      due: {
        left: tickets.leftToday,
        of: tickets.dueToday,
        late: tickets.late,
        triage: tickets.triage,
        triageOldest: tickets.triageOldest === null ? null : minutesOf(seconds(tickets.triageOldest)),
      },
      callBacks: {
        ...callBacks,
        oldest: tickets.callBackOldest === null ? null : minutesOf(seconds(tickets.callBackOldest)),
      },
      agencies: tickets.agencies.slice(0, MOST_AGENCIES).map(({ agencyCode, late, soon }) => ({
        name: agencyCode === null ? '1022' : (this.directory.agency(agencyCode)?.shortName ?? agencyCode),
        late,
        soon,
      })),
      moreAgencies: Math.max(0, tickets.agencies.length - MOST_AGENCIES),
      incident: incidents.slice(0, 1).map(({ name, reporters, expectedEndAt }) => ({
        name,
        reporters,
        expected: expectedEndAt === null ? null : formatNearVi(expectedEndAt, now),
        overdue: expectedEndAt !== null && expectedEndAt < now,
        others: incidents.length - 1,
      }))[0],
    };
  }

  private team(operators: readonly Operator[], states: readonly OperatorNow[], now: Date): object {
    const here = STATES.flatMap((shown) =>
      states
        .filter(({ state }) => state === shown.state)
        .sort((a, b) => a.since.getTime() - b.since.getTime())
        .flatMap((one) => {
          const operator = operators.find(({ accountId }) => accountId === one.accountId);
          return operator === undefined ? [] : [{ ...shown, operator, since: one.since }];
        }),
    );
    const names = shortNames(here.map(({ operator }) => ({ id: operator.accountId, name: operator.name })));
    const named = (operator: Operator): string =>
      this.settings.wallboard.operatorNames
        ? (names.get(operator.accountId) ?? operator.name)
        : `Máy ${operator.extension ?? '?'}`;
    return {
      count: here.length,
      people: here.slice(0, MOST_PEOPLE).map(({ tone, icon, state, operator, since }) => ({
        tone,
        icon,
        word: OPERATOR_STATE_LABELS[state].toLowerCase(),
        name: named(operator),
        since: since.toISOString(),
        clock: clockOf((now.getTime() - since.getTime()) / 1000),
      })),
      more: Math.max(0, here.length - MOST_PEOPLE),
      states: STATES.map(({ state, icon, word }) => ({
        icon,
        word,
        count: here.filter((one) => one.state === state).length,
      })),
    };
  }
}
