import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Accounts, allows, type CommandContext, type Principal } from '../../identity/index.js';
import { cleanText, Clock, dayInVietnam, newId, Problem } from '../../kernel/index.js';
import { Idempotency, insertMany, isUniqueViolation, managerOf, Reader } from '../../platform/database/index.js';
import { PhoneCallRow } from '../../telephony/index.js';
import { drawn, type Candidate } from '../domain/draw.js';
import { scored, type CriterionPoints } from '../domain/score.js';
import { isDay, mondayOf, weekBounds } from '../domain/week.js';
import { QualityDrawRow, QualitySampleRow } from '../entities.js';
import { SupervisionSettings } from '../settings.js';

export interface DrawView {
  readonly weekOn: string;
  readonly seed: string;
  readonly perOperator: number;
  readonly byName: string;
  readonly drawnAt: Date;
}

export interface SampleView {
  readonly id: string;
  readonly weekOn: string;
  readonly accountId: string;
  readonly operatorName: string;
  readonly place: number;
  readonly call: {
    readonly id: string;
    readonly startedAt: Date;
    readonly talkingSeconds: number | null;
    readonly recordingUrl: string | null;
  } | null;
  /** null: not scored yet. */
  readonly score: {
    readonly points: readonly CriterionPoints[];
    readonly total: number;
    readonly most: number;
    readonly remark: string | null;
    readonly byName: string;
    readonly at: Date;
  } | null;
  readonly reply: { readonly text: string; readonly at: Date } | null;
  readonly version: number;
}

export interface MonthAverage {
  readonly accountId: string;
  readonly name: string;
  readonly month: string;
  readonly calls: number;
  /** Percent of the points there were, one decimal. */
  readonly percent: number;
}

const MOST_CALLS = 20_000;
const MOST_SAMPLES = 500;
const MOST_OWN = 60;
const MOST_TEXT = 2000;
const HIDDEN = 'Không tìm thấy phiếu chấm này.';

/** Calls drawn by lot, how they are judged, and what the person judged says to it. */
@Injectable()
export class QualitySamples {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly settings: SupervisionSettings,
  ) {}

  /** The draw of a week; null: none yet. @param weekOn its Monday. */
  async draw(weekOn: string): Promise<DrawView | null> {
    const row = await this.reader.manager.findOneBy(QualityDrawRow, { weekOn });
    if (row === null) return null;
    const { seed, perOperator, drawnBy, drawnAt } = row;
    const names = await this.accounts.names([drawnBy]);
    return { weekOn, seed, perOperator, byName: names.get(drawnBy) ?? 'Tài khoản đã xoá', drawnAt };
  }

  /** Whether a week is over, so that its calls can be drawn. */
  isOver(weekOn: string): boolean {
    return weekBounds(weekOn).to <= this.clock.now();
  }

  /**
   * Draws the calls of a week that is over: finished incoming calls an operator talked in alone and long enough.
   * Once; nobody can draw again until it suits. @throws Problem `invalid-input`, `conflict`, `not-found`.
   */
  async drawWeek(weekOn: string, ctx: CommandContext): Promise<{ samples: number }> {
    const by = supervisor(ctx.principal);
    if (!isDay(weekOn) || mondayOf(weekOn) !== weekOn)
      throw Problem.invalid([{ field: 'week', message: 'Xin chọn một tuần, tính từ thứ Hai.' }]);
    if (!this.isOver(weekOn)) throw Problem.conflict('Tuần này chưa hết. Hết Chủ nhật mới rút thăm được.');
    const { perOperator, minSeconds } = this.settings.quality;
    const seed = randomBytes(16).toString('hex');
    const calls = await this.candidates(weekOn, minSeconds);
    const months = new Map(calls.map(({ callId, month }) => [callId, month]));
    const samples = drawn(calls, perOperator, seed).map(({ accountId, callId, place }) => ({
      ...NOT_SCORED,
      id: newId(),
      weekOn,
      month: months.get(callId) ?? weekOn.slice(0, 7),
      accountId,
      callId,
      place,
    }));
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      const row = { weekOn, seed, perOperator, minSeconds, drawnBy: by, drawnAt: this.clock.now() };
      try {
        await managerOf(tx).insert(QualityDrawRow, row);
      } catch (error) {
        if (isUniqueViolation(error)) throw Problem.conflict('Tuần này đã rút thăm; mỗi tuần chỉ rút một lần.');
        throw error;
      }
      await insertMany(managerOf(tx), QualitySampleRow, samples);
      return { samples: samples.length };
    });
  }

  /** The calls drawn of a week, by operator. Three statements. @throws Problem `not-found`. */
  async ofWeek(principal: Principal, weekOn: string): Promise<SampleView[]> {
    supervisor(principal);
    const rows = await this.reader.manager.find(QualitySampleRow, {
      where: { weekOn },
      order: { accountId: 'ASC', place: 'ASC' },
      take: MOST_SAMPLES,
    });
    return this.views(rows);
  }

  /** Somebody's own that were scored, the newest first. */
  async own(principal: Principal): Promise<SampleView[]> {
    if (principal.kind !== 'staff') return [];
    const rows = await this.reader.manager
      .createQueryBuilder(QualitySampleRow, 's')
      .where('s.account_id = :me and s.scored_at is not null', { me: principal.accountId })
      .orderBy('s.month', 'DESC')
      .addOrderBy('s.id', 'DESC')
      .limit(MOST_OWN)
      .getMany();
    return this.views(rows);
  }

  /** One: for who scores, and once it is scored for the person it is about. @throws Problem `not-found`. */
  async one(principal: Principal, id: string): Promise<SampleView> {
    const row = /^[0-9A-Z]{26}$/.test(id) ? await this.reader.manager.findOneBy(QualitySampleRow, { id }) : null;
    const [view] = row !== null && seen(principal, row) ? await this.views([row]) : [];
    if (view === undefined) throw Problem.notFound(HIDDEN);
    return view;
  }

  /** Nobody scores the own calls. */
  mayScore(principal: Principal, { accountId }: Pick<SampleView, 'accountId'>): boolean {
    return principal.kind === 'staff' && allows(principal, 'call.supervise') && principal.accountId !== accountId;
  }

  /**
   * Scores a call, or scores it anew while its operator has said nothing to it.
   * @param given points by criterion, as typed. @throws Problem `invalid-input`, `conflict`, `not-found`.
   */
  async score(
    id: string,
    given: Readonly<Record<string, string | undefined>>,
    remark: string,
    ctx: CommandContext,
  ): Promise<{ id: string }> {
    const by = supervisor(ctx.principal);
    const sheet = scored(this.settings.quality.criteria, given);
    if ('length' in sheet) throw Problem.invalid(sheet);
    const text = checkedText(remark, 'remark');
    return this.change(id, ctx, (row) => {
      if (!this.mayScore(ctx.principal, row)) throw Problem.notFound(HIDDEN);
      if (row.repliedAt !== null) throw Problem.conflict('Tổng đài viên đã trả lời phiếu này nên không sửa điểm nữa.');
      return { ...sheet, remark: text, scoredBy: by, scoredAt: this.clock.now() };
    });
  }

  /** What the person says to the score. @throws Problem `invalid-input`, `conflict`, `not-found`. */
  async reply(id: string, text: string, ctx: CommandContext): Promise<{ id: string }> {
    const said = checkedText(text, 'reply');
    if (said === null) throw Problem.invalid([{ field: 'reply', message: 'Xin ghi điều muốn nói về điểm này.' }]);
    return this.change(id, ctx, (row) => {
      const { principal } = ctx;
      if (principal.kind !== 'staff' || principal.accountId !== row.accountId || row.scoredAt === null)
        throw Problem.notFound(HIDDEN);
      return { reply: said, repliedAt: this.clock.now() };
    });
  }

  /** Averages by person and month, the latest month first. One statement, and the names. */
  async averages(fromMonth: string, accountId: string | null = null): Promise<MonthAverage[]> {
    const query = this.reader.manager
      .createQueryBuilder(QualitySampleRow, 's')
      .select('s.account_id', 'accountId')
      .addSelect('s.month', 'month')
      .addSelect('count(*)', 'calls')
      .addSelect('sum(s.total)', 'total')
      .addSelect('sum(s.most)', 'most')
      .where('s.month >= :fromMonth and s.scored_at is not null', { fromMonth })
      .groupBy('s.account_id')
      .addGroupBy('s.month');
    if (accountId !== null) query.andWhere('s.account_id = :accountId', { accountId });
    const rows = await query.getRawMany<Record<'accountId' | 'month' | 'calls' | 'total' | 'most', string>>();
    const names = await this.accounts.names(rows.map((row) => row.accountId));
    return rows
      .map((row) => ({
        accountId: row.accountId,
        name: names.get(row.accountId) ?? 'Tài khoản đã xoá',
        month: row.month,
        calls: Number(row.calls),
        percent: Math.round((Number(row.total) * 1000) / Number(row.most)) / 10,
      }))
      .sort((a, b) => b.month.localeCompare(a.month) || a.name.localeCompare(b.name, 'vi'));
  }

  private async change(
    id: string,
    ctx: CommandContext,
    decide: (row: QualitySampleRow) => Partial<QualitySampleRow>,
  ): Promise<{ id: string }> {
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      const manager = managerOf(tx);
      const row = /^[0-9A-Z]{26}$/.test(id) ? await manager.findOneBy(QualitySampleRow, { id }) : null;
      if (row === null) throw Problem.notFound(HIDDEN);
      const change = { ...decide(row), version: row.version + 1 };
      const { affected } = await manager.update(QualitySampleRow, { id, version: row.version }, change);
      if (affected !== 1) throw Problem.conflict('Phiếu chấm vừa được người khác sửa. Xin xem lại rồi lưu.');
      return { id };
    });
  }

  /** Read in full, so that what is left out does not depend on anybody; a week of more calls than that is no centre's. */
  private async candidates(weekOn: string, minSeconds: number): Promise<(Candidate & { readonly month: string })[]> {
    const { from, to } = weekBounds(weekOn);
    const rows = await this.reader.manager
      .createQueryBuilder(PhoneCallRow, 'c')
      .select(['c.id', 'c.operatorAccountId', 'c.startedAt'])
      .where('c.started_at >= :from and c.started_at < :to', { from, to })
      .andWhere(`c.direction = 'in' and c.state = 'ended' and c.operator_account_id is not null`)
      .andWhere('c.answered_at is not null and c.transfers = 0 and c.talking_seconds >= :minSeconds', { minSeconds })
      .orderBy('c.started_at', 'ASC')
      .addOrderBy('c.id', 'ASC')
      .limit(MOST_CALLS)
      .getMany();
    return rows.flatMap(({ id, operatorAccountId, startedAt }) =>
      operatorAccountId === null
        ? []
        : [{ callId: id, accountId: operatorAccountId, month: dayInVietnam(startedAt).slice(0, 7) }],
    );
  }

  private async views(rows: readonly QualitySampleRow[]): Promise<SampleView[]> {
    if (rows.length === 0) return [];
    const [calls, names] = await Promise.all([
      this.reader.manager.find(PhoneCallRow, {
        select: { id: true, startedAt: true, talkingSeconds: true, recordingUrl: true },
        where: { id: In(rows.map(({ callId }) => callId)) },
      }),
      this.accounts.names(
        rows.flatMap(({ accountId, scoredBy }) => [accountId, ...(scoredBy === null ? [] : [scoredBy])]),
      ),
    ]);
    const name = (id: string): string => names.get(id) ?? 'Tài khoản đã xoá';
    return rows.map((row) => {
      const call = calls.find(({ id }) => id === row.callId) ?? null;
      const {
        id,
        weekOn,
        accountId,
        place,
        version,
        points,
        total,
        most,
        remark,
        scoredBy,
        scoredAt,
        reply,
        repliedAt,
      } = row;
      return {
        id,
        weekOn,
        accountId,
        operatorName: name(accountId),
        place,
        call,
        score:
          points === null || total === null || most === null || scoredBy === null || scoredAt === null
            ? null
            : { points, total, most, remark, byName: name(scoredBy), at: scoredAt },
        reply: reply === null || repliedAt === null ? null : { text: reply, at: repliedAt },
        version,
      };
    });
  }
}

const NOT_SCORED = {
  points: null,
  total: null,
  most: null,
  remark: null,
  scoredBy: null,
  scoredAt: null,
  reply: null,
  repliedAt: null,
  version: 1,
};

function seen(principal: Principal, row: QualitySampleRow): boolean {
  if (principal.kind !== 'staff') return false;
  return allows(principal, 'call.supervise') || (row.accountId === principal.accountId && row.scoredAt !== null);
}

function checkedText(text: string, field: string): string | null {
  const clean = cleanText(text);
  if (clean.length > MOST_TEXT) throw Problem.invalid([{ field, message: 'Dài quá 2.000 ký tự. Xin viết gọn lại.' }]);
  return clean === '' ? null : clean;
}

function supervisor(principal: Principal): string {
  if (principal.kind !== 'staff' || !allows(principal, 'call.supervise')) throw Problem.notFound(HIDDEN);
  return principal.accountId;
}
