import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Clock, dayInVietnam, newId, Problem, type FieldError } from '../kernel/index.js';
import { Idempotency, managerOf, Reader } from '../platform/database/index.js';
import type { CommandContext } from './command-context.js';
import { allows } from './domain/permissions.js';
import type { Principal } from './domain/principal.js';
import { standIn, type Away } from './domain/stand-ins.js';
import { AbsenceRow, AccountRow, DeputationRow, rolesOf } from './entities.js';

/** A stretch of days of one person, with whoever stands in. */
export interface StandInView {
  readonly id: string;
  /** Who is away, or whose signature it is. */
  readonly accountId: string;
  readonly accountName: string;
  readonly deputyAccountId: string | null;
  readonly deputyName: string | null;
  readonly fromOn: string;
  readonly toOn: string;
}

/** As typed: names chosen from a list, days as 'YYYY-MM-DD'. */
export interface NewStandIn {
  readonly accountId: string;
  /** '' : nobody. */
  readonly deputyAccountId: string;
  readonly fromOn: string;
  readonly toOn: string;
}

/** Nobody is deputed for longer at once: what lasts longer is another head. */
const MOST_DAYS = 366;
const DAY_MS = 24 * 3_600_000;
const HIDDEN = 'Không tìm thấy mục này.';

/**
 * Who is away and who does the work meanwhile; and who approves in a head's place. Kept with the accounts,
 * because a session has to know whom somebody approves for, and the ladders whom to tell.
 */
@Injectable()
export class Deputies {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /** The absences that hold today, of one agency or of all: for whoever gives out work or reminds of it. */
  async awayToday(agencyCode?: string): Promise<Away[]> {
    const today = this.today();
    return this.reader.manager
      .createQueryBuilder(AbsenceRow, 'a')
      .where('a.cancelled_at is null and a.from_on <= :today and a.to_on >= :today', { today })
      .andWhere(agencyCode === undefined ? '1 = 1' : 'a.agency_code = :agencyCode', { agencyCode })
      .orderBy('a.created_at', 'DESC')
      .getMany();
  }

  /** Who works in this person's place today; null: nobody. See `standIn`. */
  standIn(accountId: string, absences: readonly Away[]): string | null {
    return standIn(accountId, absences, this.today());
  }

  /** What holds or comes, the nearest first. @throws Problem `not-found` for another agency. */
  absences(principal: Principal, agencyCode: string): Promise<StandInView[]> {
    this.require(principal, agencyCode);
    return this.listed(AbsenceRow, agencyCode, (row) => row.accountId);
  }

  /** @throws Problem `not-found` for another agency. */
  deputations(principal: Principal, agencyCode: string): Promise<StandInView[]> {
    this.require(principal, agencyCode);
    return this.listed(DeputationRow, agencyCode, (row) => row.headAccountId);
  }

  /**
   * Somebody is away: the person says so, or the head for anybody of the agency.
   * @throws Problem `invalid-input`, `not-found`.
   */
  async addAbsence(agencyCode: string, input: NewStandIn, ctx: CommandContext): Promise<{ id: string }> {
    const by = this.require(ctx.principal, agencyCode);
    if (input.accountId !== by && !allows(ctx.principal, 'deputy.edit')) throw Problem.notFound(HIDDEN);
    const people = await this.people(agencyCode);
    const errors = [...faultsOf(input, people, this.today())];
    if (errors.length > 0) throw Problem.invalid(errors);
    const { accountId, fromOn, toOn } = input;
    const deputyAccountId = input.deputyAccountId === '' ? null : input.deputyAccountId;
    const row = { id: newId(), accountId, agencyCode, fromOn, toOn, deputyAccountId, ...this.made(by) };
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      const overlap = await managerOf(tx)
        .createQueryBuilder(AbsenceRow, 'a')
        .where('a.agency_code = :agencyCode and a.to_on >= :fromOn and a.from_on <= :toOn', {
          agencyCode,
          fromOn,
          toOn,
        })
        .andWhere('a.account_id = :accountId and a.cancelled_at is null', { accountId })
        .getExists();
      if (overlap)
        throw Problem.invalid([{ field: 'fromOn', message: 'Người này đã có một đợt vắng mặt trong những ngày ấy.' }]);
      await managerOf(tx).insert(AbsenceRow, row);
      return { id: row.id };
    });
  }

  /**
   * A head lets somebody of the agency approve for some days.
   * @throws Problem `invalid-input`, `not-found`.
   */
  async addDeputation(
    agencyCode: string,
    input: Omit<NewStandIn, 'accountId'>,
    ctx: CommandContext,
  ): Promise<{ id: string }> {
    const by = this.require(ctx.principal, agencyCode);
    if (!allows(ctx.principal, 'deputy.edit')) throw Problem.notFound(HIDDEN);
    const people = await this.people(agencyCode);
    const errors = [...faultsOf({ ...input, accountId: by }, new Set([...people, by]), this.today())];
    if (input.deputyAccountId === '')
      errors.push({ field: 'deputyAccountId', message: 'Xin chọn người được ký thay.' });
    if (errors.length > 0) throw Problem.invalid(errors);
    const { deputyAccountId, fromOn, toOn } = input;
    // One's own right alone is lent, never a colleague's.
    const row = { id: newId(), agencyCode, headAccountId: by, deputyAccountId, fromOn, toOn, ...this.made(by) };
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      await managerOf(tx).insert(DeputationRow, row);
      return { id: row.id };
    });
  }

  /** Ends at once. Twice does no harm. @throws Problem `not-found`. */
  async cancelAbsence(id: string, ctx: CommandContext): Promise<void> {
    await this.cancel(AbsenceRow, id, ctx, (row, by) => row.accountId === by || allows(ctx.principal, 'deputy.edit'));
  }

  /** Ends at once, also in windows that are open. Twice does no harm. @throws Problem `not-found`. */
  async cancelDeputation(id: string, ctx: CommandContext): Promise<void> {
    await this.cancel(DeputationRow, id, ctx, () => allows(ctx.principal, 'deputy.edit'));
  }

  private async cancel<Row extends AbsenceRow | DeputationRow>(
    entity: new () => Row,
    id: string,
    ctx: CommandContext,
    mayEnd: (row: Row, by: string) => boolean,
  ): Promise<void> {
    await this.idempotency.once(ctx.idempotency, async (tx) => {
      const row = /^[0-9A-Z]{26}$/.test(id)
        ? await managerOf(tx).createQueryBuilder(entity, 's').where('s.id = :id', { id }).getOne()
        : null;
      if (row === null) throw Problem.notFound(HIDDEN);
      const by = this.require(ctx.principal, row.agencyCode);
      if (!mayEnd(row, by)) throw Problem.notFound(HIDDEN);
      await managerOf(tx)
        .createQueryBuilder()
        .update(entity)
        .set({ cancelledAt: this.clock.now(), cancelledBy: by } as object)
        .where('id = :id and cancelled_at is null', { id })
        .execute();
      return {};
    });
  }

  private async listed<Row extends AbsenceRow | DeputationRow>(
    entity: new () => Row,
    agencyCode: string,
    whoOf: (row: Row) => string,
  ): Promise<StandInView[]> {
    const rows = await this.reader.manager
      .createQueryBuilder(entity, 's')
      .where('s.agency_code = :agencyCode and s.cancelled_at is null and s.to_on >= :today', {
        agencyCode,
        today: this.today(),
      })
      .orderBy('s.from_on', 'ASC')
      .addOrderBy('s.id', 'ASC')
      .getMany();
    const ids = rows.flatMap((row) => [whoOf(row), row.deputyAccountId ?? []].flat());
    const accounts = ids.length === 0 ? [] : await this.reader.manager.findBy(AccountRow, { id: In(ids) });
    const nameOf = (id: string): string =>
      accounts.find((account) => account.id === id)?.displayName ?? 'Tài khoản đã xoá';
    return rows.map((row) => ({
      id: row.id,
      accountId: whoOf(row),
      accountName: nameOf(whoOf(row)),
      deputyAccountId: row.deputyAccountId,
      deputyName: row.deputyAccountId === null ? null : nameOf(row.deputyAccountId),
      fromOn: row.fromOn,
      toOn: row.toOn,
    }));
  }

  /** Those of an agency who may sign in and can do its work. */
  private async people(agencyCode: string): Promise<ReadonlySet<string>> {
    const rows = await this.reader.manager.findBy(AccountRow, { agencyCode, active: true });
    return new Set(
      rows
        .filter((row) =>
          allows(
            { kind: 'staff', accountId: row.id, displayName: '', roles: rolesOf(row), agencyCode },
            'ticket.accept',
          ),
        )
        .map(({ id }) => id),
    );
  }

  /** @returns who asks. @throws Problem `not-found`: another agency's people look like nobody. */
  private require(principal: Principal, agencyCode: string): string {
    if (principal.kind !== 'staff' || principal.agencyCode !== agencyCode) throw Problem.notFound(HIDDEN);
    return principal.accountId;
  }

  private made(by: string): Pick<AbsenceRow, 'createdBy' | 'createdAt' | 'cancelledAt' | 'cancelledBy'> {
    return { createdBy: by, createdAt: this.clock.now(), cancelledAt: null, cancelledBy: null };
  }

  private today(): string {
    return dayInVietnam(this.clock.now());
  }
}

/** What is wrong with a stretch of days and its people. */
function faultsOf(input: NewStandIn, people: ReadonlySet<string>, today: string): FieldError[] {
  const { accountId, deputyAccountId, fromOn, toOn } = input;
  const errors: FieldError[] = [];
  const fault = (field: string, message: string): void => {
    errors.push({ field, message });
  };
  const unknown = 'Xin chọn một người của đơn vị này.';
  if (!people.has(accountId)) fault('accountId', unknown);
  if (deputyAccountId !== '' && !people.has(deputyAccountId)) fault('deputyAccountId', unknown);
  else if (deputyAccountId !== '' && deputyAccountId === accountId)
    fault('deputyAccountId', 'Không ai làm thay chính mình; xin chọn người khác.');
  const from = dayOf(fromOn);
  const to = dayOf(toOn);
  if (from === null) fault('fromOn', 'Xin ghi từ ngày nào.');
  if (to === null) fault('toOn', 'Xin ghi đến hết ngày nào.');
  if (from === null || to === null) return errors;
  if (toOn < fromOn) fault('toOn', 'Ngày cuối phải từ ngày đầu trở đi.');
  else if (toOn < today) fault('toOn', 'Những ngày này đã qua.');
  else if ((to - from) / DAY_MS >= MOST_DAYS) fault('toOn', 'Mỗi lần nhiều nhất một năm.');
  return errors;
}

function dayOf(text: string): number | null {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text ? null : at;
}
