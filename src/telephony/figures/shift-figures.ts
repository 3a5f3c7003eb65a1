import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Accounts } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { talksOf } from '../domain/call-changes.js';
import { callOf } from '../domain/call.js';
import { PhoneCallRow } from '../entities.js';
import { OperatorStates } from '../operators/operator-states.js';
import { TelephonySettings } from '../settings.js';
import {
  average,
  FigureSums,
  serviceLevel,
  share,
  type CallFigures,
  type CountedCall,
  type OperatorFigures,
  type ServiceLevelRule,
} from './domain/call-figures.js';

/** Averages in whole seconds, shares in percent; null: of nothing. */
export interface ShiftFigures extends Omit<CallFigures, 'operators'> {
  readonly from: Date;
  readonly to: Date;
  readonly serviceLevel: number | null;
  readonly serviceLevelRule: ServiceLevelRule;
  readonly abandonedShare: number | null;
  readonly averageWaitSeconds: number | null;
  readonly averageTalkSeconds: number | null;
  /** Talking and wrapping up, of both directions, for each part of a call somebody talked in. */
  readonly averageHandlingSeconds: number | null;
  readonly wrapUpSeconds: number;
  readonly operators: readonly (OperatorFigures & {
    readonly name: string;
    readonly wrapUpSeconds: number;
    readonly averageHandlingSeconds: number | null;
  })[];
}

/** Who waits at this moment. */
export interface WaitingNow {
  readonly callers: number;
  readonly longestSince: Date | null;
}

const MOST_DAYS = 31;
const DAY_MS = 24 * 3_600_000;
const PAGE = 5000;
/** Four thousand calls a day for a month; more is asked for in parts. */
const MOST_CALLS = 125_000;
const TRAILS_AT_ONCE = 500;

const COLUMNS = [
  'id',
  'direction',
  'queue',
  'operatorAccountId',
  'state',
  'startedAt',
  'answeredAt',
  'waitingSeconds',
  'talkingSeconds',
  'cause',
  'voicemail',
  'blocked',
  'endedUnheard',
  'transfers',
] as const;
type NarrowRow = Pick<PhoneCallRow, (typeof COLUMNS)[number]>;

/** What the calls of a time add up to. A call belongs to the time in which it began. */
@Injectable()
export class FiguresOfCalls {
  constructor(
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly settings: TelephonySettings,
    private readonly states: OperatorStates,
    private readonly accounts: Accounts,
  ) {}

  /**
   * One statement for each five thousand calls, one for each five hundred that were handed over, three more.
   * @throws Problem `invalid-input` for a time that is none, longer than 31 days, or of too many calls.
   */
  async between(from: Date, to: Date): Promise<ShiftFigures> {
    const days = (to.getTime() - from.getTime()) / DAY_MS;
    if (!(days > 0)) throw Problem.invalid([{ field: 'to', message: 'Giờ cuối phải sau giờ đầu.' }]);
    if (days > MOST_DAYS)
      throw Problem.invalid([{ field: 'to', message: `Xem được nhiều nhất ${String(MOST_DAYS)} ngày một lần.` }]);
    const rule = this.settings.serviceLevel;
    const [figures, times] = await Promise.all([this.sums(from, to, rule), this.states.between(from, to)]);
    const wrapUpOf = (accountId: string): number => times.get(accountId)?.wrapup ?? 0;
    const ids = [...new Set([...figures.operators.map(({ accountId }) => accountId), ...times.keys()])].sort();
    const names = await this.accounts.names(ids);
    const known = new Map(figures.operators.map((one) => [one.accountId, one]));
    const operators = ids.map((accountId) => {
      const calls = known.get(accountId) ?? { ...NO_CALLS, accountId };
      const wrapUpSeconds = wrapUpOf(accountId);
      return {
        ...calls,
        name: names.get(accountId) ?? 'Tài khoản đã xoá',
        wrapUpSeconds,
        averageHandlingSeconds: average(calls.talkSeconds + wrapUpSeconds, calls.spoken),
      };
    });
    const { incoming } = figures;
    const sum = (of: (one: (typeof operators)[number]) => number): number =>
      operators.reduce((total, one) => total + of(one), 0);
    const wrapUpSeconds = sum((one) => one.wrapUpSeconds);
    return {
      ...figures,
      from,
      to,
      operators,
      serviceLevel: serviceLevel(incoming),
      serviceLevelRule: rule,
      abandonedShare: share(incoming.abandoned, incoming.offered - incoming.rejected),
      averageWaitSeconds: average(incoming.waitSeconds, incoming.answered),
      averageTalkSeconds: average(incoming.talkSeconds, incoming.answered),
      averageHandlingSeconds: average(
        sum((one) => one.talkSeconds) + wrapUpSeconds,
        sum((one) => one.spoken),
      ),
      wrapUpSeconds,
    };
  }

  /** One statement. */
  async waitingNow(): Promise<WaitingNow> {
    const row = await this.reader.manager
      .createQueryBuilder(PhoneCallRow, 'c')
      .select(['c.id', 'c.startedAt'])
      .where(`c.state = 'ringing' and c.direction = 'in' and c.blocked = 0`)
      .orderBy('c.started_at', 'ASC')
      .limit(MOST_WAITING)
      .getMany();
    return { callers: row.length, longestSince: row[0]?.startedAt ?? null };
  }

  private async sums(from: Date, to: Date, rule: ServiceLevelRule): Promise<CallFigures> {
    const sums = new FigureSums(rule);
    let last: NarrowRow | null = null;
    for (let read = 0; ;) {
      const rows: NarrowRow[] = await this.page(from, to, last);
      read += rows.length;
      if (read > MOST_CALLS)
        throw Problem.invalid([{ field: 'to', message: 'Khoảng này có quá nhiều cuộc gọi. Xin chọn ngắn hơn.' }]);
      const trails = await this.trails(rows.filter(({ transfers }) => transfers > 0).map(({ id }) => id));
      for (const row of rows) sums.add(countedOf(row, trails.get(row.id)));
      last = rows.at(-1) ?? null;
      if (rows.length < PAGE) return sums.result();
    }
  }

  private page(from: Date, to: Date, after: NarrowRow | null): Promise<NarrowRow[]> {
    const query = this.reader.manager
      .createQueryBuilder(PhoneCallRow, 'c')
      .select(COLUMNS.map((name) => `c.${name}`))
      .where('c.started_at >= :from and c.started_at < :to', { from: after?.startedAt ?? from, to })
      .orderBy('c.started_at', 'ASC')
      .addOrderBy('c.id', 'ASC')
      .limit(PAGE);
    if (after !== null) query.andWhere('(c.started_at > :from or c.id > :id)', { id: after.id });
    return query.getMany();
  }

  /** Who talked when is worked out from what was heard, for calls that more than one talked in. */
  private async trails(ids: readonly string[]): Promise<ReadonlyMap<string, CountedCall['talks']>> {
    const found = new Map<string, CountedCall['talks']>();
    for (let start = 0; start < ids.length; start += TRAILS_AT_ONCE) {
      const rows = await this.reader.manager.find(PhoneCallRow, {
        select: { id: true, trail: true },
        where: { id: In(ids.slice(start, start + TRAILS_AT_ONCE)) },
      });
      for (const { id, trail } of rows) found.set(id, talksIn(callOf(trail)));
    }
    return found;
  }
}

/** More callers at one time than any centre here has lines. */
const MOST_WAITING = 1000;

const NO_CALLS = { answered: 0, takenOver: 0, calledOut: 0, spoken: 0, talkSeconds: 0 };

function talksIn(call: ReturnType<typeof callOf>): CountedCall['talks'] {
  return talksOf(call).map(({ accountId, from, to }) => ({
    accountId,
    seconds: to === null || call.endedUnheard ? null : Math.floor((to.getTime() - from.getTime()) / 1000),
  }));
}

function countedOf(row: NarrowRow, talks: CountedCall['talks'] | undefined): CountedCall {
  const answered = row.answeredAt !== null && !row.voicemail;
  const alone = answered ? [{ accountId: row.operatorAccountId, seconds: row.talkingSeconds }] : [];
  const callerAccountId = row.direction === 'out' ? row.operatorAccountId : null;
  return { ...row, answered, talks: talks ?? alone, callerAccountId };
}
