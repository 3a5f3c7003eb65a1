import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import { Accounts, allows, type CommandContext, type Principal } from '../../identity/index.js';
import { Clock, formatInstant, newId, normalizePhone, Problem, type FieldError } from '../../kernel/index.js';
import { Idempotency, managerOf, Reader, type Transaction } from '../../platform/database/index.js';
import { SlaPolicies } from '../../sla/index.js';
import { outOfHours, uncovered, type Span } from './domain/coverage.js';
import { LONGEST_SHIFT_MS, shiftTimeFaults } from './domain/shift-times.js';
import { OnCallShiftRow } from './entities.js';

const DAY_MS = 24 * 3_600_000;
/** So far ahead gaps are looked for: long enough to ask somebody, short enough to be certain. */
export const GAPS_AHEAD_MS = 7 * DAY_MS;
const LONGEST_SPAN_MS = 62 * DAY_MS;

export interface NewShift {
  readonly agencyCode: string;
  readonly accountId: string;
  /** As typed. */
  readonly phone: string;
  /** null: what was typed is no instant. */
  readonly fromAt: Date | null;
  readonly toAt: Date | null;
}

export interface ShiftView {
  readonly id: string;
  readonly agencyCode: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly phone: string | null;
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly createdAt: Date;
  readonly createdByName: string;
  /** null: it holds. */
  readonly cancelledAt: Date | null;
  readonly cancelledByName: string | null;
}

/** The roster of the people on call: read and changed by those who answer for the agency, and by the centre. */
@Injectable()
export class Roster {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly directory: Directory,
    private readonly policies: SlaPolicies,
  ) {}

  /** Whether somebody keeps the rosters of all agencies: the centre and the administrator; a head keeps the own one. */
  keepsAll(principal: Principal): boolean {
    if (principal.kind !== 'staff') return principal.kind === 'system';
    return (
      allows(principal, 'roster.edit') &&
      principal.roles.some((role) => role === 'coordinator' || role === 'director' || role === 'admin')
    );
  }

  /**
   * The shifts that touch a stretch of time, also cancelled ones, the first standing first.
   * @throws Problem `not-found` for an agency that is not this person's, or is none.
   */
  async shifts(principal: Principal, agencyCode: string, span: Span): Promise<ShiftView[]> {
    this.require(principal, agencyCode);
    if (span.to.getTime() - span.from.getTime() > LONGEST_SPAN_MS) {
      throw Problem.invalid([{ field: 'to', message: 'Xem mỗi lần nhiều nhất 62 ngày.' }]);
    }
    const rows = await this.touching(agencyCode, span);
    const names = await this.accounts.names(
      rows.flatMap(({ accountId, createdBy, cancelledBy }) => [accountId, createdBy, cancelledBy ?? accountId]),
    );
    const name = (id: string): string => names.get(id) ?? 'Tài khoản đã xoá';
    return rows.map(({ createdBy, cancelledBy, ...row }) => ({
      ...row,
      accountName: name(row.accountId),
      createdByName: name(createdBy),
      cancelledByName: cancelledBy === null ? null : name(cancelledBy),
    }));
  }

  /** Out of office hours in the coming seven days without anybody on call. @throws Problem `not-found`. */
  async gaps(principal: Principal, agencyCode: string): Promise<Span[]> {
    this.require(principal, agencyCode);
    const from = this.clock.now();
    const to = new Date(from.getTime() + GAPS_AHEAD_MS);
    const shifts = await this.touching(agencyCode, { from, to });
    const holding = shifts.filter(({ cancelledAt }) => cancelledAt === null);
    // The centre is there as long as its telephone is answered.
    const isCentre = agencyCode === this.directory.province.centreAgency;
    const hours = isCentre ? this.policies.hotlineCalendar() : this.policies.agencyCalendar(agencyCode);
    return uncovered(
      outOfHours(hours, from, to),
      holding.map(({ fromAt, toAt }) => ({ from: fromAt, to: toAt })),
    );
  }

  /** Two people may be on call at once; one person twice is a slip. @throws Problem `not-found`, `invalid-input`. */
  async add(input: NewShift, ctx: CommandContext): Promise<{ id: string }> {
    this.require(ctx.principal, input.agencyCode);
    const now = this.clock.now();
    const { agencyCode, accountId, fromAt, toAt } = input;
    const phone = normalizePhone(input.phone);
    const people = await this.people(agencyCode);
    const errors: FieldError[] = [];
    if (!people.some(({ id }) => id === accountId)) {
      errors.push({ field: 'accountId', message: 'Xin chọn một người của đơn vị này.' });
    }
    if (phone === null) {
      const missing = input.phone.trim() === '';
      errors.push({
        field: 'phone',
        message: missing ? 'Xin ghi số điện thoại gọi được trong ca.' : 'Số này chưa gọi được. Xin xem lại từng số.',
      });
    }
    if (fromAt === null)
      errors.push({ field: 'fromAt', message: 'Chưa rõ ngày giờ bắt đầu. Xin ghi ngày, rồi giờ như 16:30.' });
    if (toAt === null)
      errors.push({ field: 'toAt', message: 'Chưa rõ ngày giờ hết ca. Xin ghi ngày, rồi giờ như 07:00.' });
    if (fromAt !== null && toAt !== null) errors.push(...shiftTimeFaults({ fromAt, toAt }, now));
    if (errors.length > 0 || fromAt === null || toAt === null) throw Problem.invalid(errors);
    const createdBy = ctx.principal.kind === 'staff' ? ctx.principal.accountId : accountId;
    const row = { id: newId(), agencyCode, accountId, phone, fromAt, toAt, createdBy, createdAt: now };
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      await this.refuseTwice(tx, row);
      await managerOf(tx).insert(OnCallShiftRow, { ...row, cancelledAt: null, cancelledBy: null });
      return { id: row.id };
    });
  }

  /** Takes a shift off the roster; it stays to be seen. Twice does no harm. @throws Problem `not-found`, `conflict`. */
  async cancel(id: string, ctx: CommandContext): Promise<{ agencyCode: string }> {
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      const manager = managerOf(tx);
      const shift = /^[0-9A-Z]{26}$/.test(id) ? await manager.findOneBy(OnCallShiftRow, { id }) : null;
      // Another agency's shift looks like one that does not exist.
      if (shift === null || !this.keeps(ctx.principal, shift.agencyCode))
        throw Problem.notFound('Không tìm thấy ca trực này.');
      const now = this.clock.now();
      if (shift.cancelledAt !== null) return { agencyCode: shift.agencyCode };
      if (shift.toAt <= now) throw Problem.conflict('Ca này đã qua nên không bỏ được nữa.');
      const cancelledBy = ctx.principal.kind === 'staff' ? ctx.principal.accountId : null;
      await manager
        .createQueryBuilder()
        .update(OnCallShiftRow)
        .set({ cancelledAt: now, cancelledBy })
        .where('id = :id and cancelled_at is null', { id })
        .execute();
      return { agencyCode: shift.agencyCode };
    });
  }

  /** Who can be on call for an agency: its people who may sign in. */
  async people(agencyCode: string): Promise<{ id: string; name: string }[]> {
    const accounts = await this.accounts.ofAgency(agencyCode);
    return accounts.map(({ id, displayName }) => ({ id, name: displayName }));
  }

  private touching(agencyCode: string, { from, to }: Span): Promise<OnCallShiftRow[]> {
    return this.reader.manager
      .createQueryBuilder(OnCallShiftRow, 's')
      .where('s.agencyCode = :agencyCode and s.fromAt >= :earliest and s.fromAt < :to', {
        agencyCode,
        earliest: new Date(from.getTime() - LONGEST_SHIFT_MS),
        to,
      })
      .andWhere('s.toAt > :from', { from })
      .orderBy('s.fromAt', 'ASC')
      .addOrderBy('s.id', 'ASC')
      .getMany();
  }

  private async refuseTwice(tx: Transaction, { agencyCode, accountId, fromAt, toAt }: OnCallTimes): Promise<void> {
    const earlier = await managerOf(tx)
      .createQueryBuilder(OnCallShiftRow, 's')
      .where('s.agencyCode = :agencyCode and s.fromAt >= :earliest and s.fromAt < :toAt', {
        agencyCode,
        earliest: new Date(fromAt.getTime() - LONGEST_SHIFT_MS),
        toAt,
      })
      .andWhere('s.toAt > :fromAt and s.accountId = :accountId and s.cancelledAt is null', { fromAt, accountId })
      .getOne();
    if (earlier === null) return;
    const when = `từ ${formatInstant(earlier.fromAt)} đến ${formatInstant(earlier.toAt)}`;
    throw Problem.invalid([{ field: 'accountId', message: `Người này đã có ca ${when}.` }]);
  }

  /** Another agency's roster looks like one that does not exist. */
  private require(principal: Principal, agencyCode: string): void {
    if (this.keeps(principal, agencyCode) && this.directory.agency(agencyCode) !== null) return;
    throw Problem.notFound('Không tìm thấy lịch trực này.');
  }

  private keeps(principal: Principal, agencyCode: string): boolean {
    const own = principal.kind === 'staff' && allows(principal, 'roster.edit') && principal.agencyCode === agencyCode;
    return own || this.keepsAll(principal);
  }
}

type OnCallTimes = Pick<OnCallShiftRow, 'agencyCode' | 'accountId' | 'fromAt' | 'toAt'>;
