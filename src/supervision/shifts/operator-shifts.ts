import { Injectable } from '@nestjs/common';
import { LessThan, MoreThan } from 'typeorm';
import { Accounts, allows, type CommandContext, type Principal } from '../../identity/index.js';
import { cleanLine, Clock, newId, Problem, type FieldError } from '../../kernel/index.js';
import {
  ConcurrentChange,
  Idempotency,
  isUniqueViolation,
  managerOf,
  Reader,
  type Transaction,
} from '../../platform/database/index.js';
import { OperatorLines } from '../../telephony/index.js';
import { OperatorShiftPlanRow, OperatorShiftRow } from '../entities.js';

export interface ShiftPerson {
  readonly accountId: string;
  readonly name: string;
}

export interface OperatorShiftView {
  readonly id: string;
  readonly name: string;
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly leader: ShiftPerson | null;
  readonly people: readonly ShiftPerson[];
  readonly cancelled: { readonly byName: string; readonly at: Date } | null;
}

export interface NewOperatorShift {
  readonly name: string;
  /** null: not readable as typed. */
  readonly fromAt: Date | null;
  readonly toAt: Date | null;
  readonly people: readonly string[];
  /** One of them; null: nobody leads. */
  readonly leaderAccountId: string | null;
}

const HOUR_MS = 3_600_000;
const LONGEST_MS = 16 * HOUR_MS;
const MOST_PEOPLE = 100;
const MOST_SHIFTS = 300;
const HIDDEN = 'Không tìm thấy ca này.';
/** Of the one row of the plan. */
const PLAN_ID = 1;

/**
 * When which operators sit at their telephones. The roster of people on call (escalation) is another thing: one
 * person of an agency who can be reached out of hours.
 */
@Injectable()
export class OperatorShifts {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly lines: OperatorLines,
  ) {}

  /** Those that touch a stretch of time, also cancelled ones, the first standing first. Two statements. */
  async between(from: Date, to: Date): Promise<OperatorShiftView[]> {
    const rows = await this.reader.manager.find(OperatorShiftRow, {
      where: { toAt: MoreThan(from), fromAt: LessThan(to) },
      order: { fromAt: 'ASC', id: 'ASC' },
      take: MOST_SHIFTS,
    });
    const names = await this.accounts.names(rows.flatMap(({ people, cancelledBy }) => [...people, cancelledBy ?? '']));
    const person = (accountId: string): ShiftPerson => ({
      accountId,
      name: names.get(accountId) ?? 'Tài khoản đã xoá',
    });
    return rows.map(({ id, name, fromAt, toAt, leaderAccountId, people, cancelledBy, cancelledAt }) => ({
      id,
      name,
      fromAt,
      toAt,
      leader: leaderAccountId === null ? null : person(leaderAccountId),
      people: people.map(person),
      cancelled:
        cancelledBy === null || cancelledAt === null ? null : { byName: person(cancelledBy).name, at: cancelledAt },
    }));
  }

  /** Who can be put on a shift. */
  people(): Promise<readonly ShiftPerson[]> {
    return this.lines.all();
  }

  /** @throws Problem `invalid-input`, `conflict` when somebody is on another shift then, `not-found`. */
  async add(input: NewOperatorShift, ctx: CommandContext): Promise<{ id: string }> {
    const by = supervisor(ctx.principal);
    const known = new Set((await this.people()).map(({ accountId }) => accountId));
    const name = cleanLine(input.name).slice(0, 60);
    const people = [...new Set(input.people)].filter((id) => known.has(id)).slice(0, MOST_PEOPLE);
    const { fromAt, toAt } = input;
    const leader =
      input.leaderAccountId !== null && people.includes(input.leaderAccountId) ? input.leaderAccountId : null;
    const errors: FieldError[] = [];
    if (name === '') errors.push({ field: 'name', message: 'Xin ghi tên ca, ví dụ: Ca sáng.' });
    if (fromAt === null)
      errors.push({ field: 'fromAt', message: 'Chưa rõ giờ bắt đầu. Xin ghi ngày, rồi giờ như 07:00.' });
    if (toAt === null) errors.push({ field: 'toAt', message: 'Chưa rõ giờ hết ca. Xin ghi giờ như 14:00.' });
    if (fromAt !== null && toAt !== null) errors.push(...timeFaults(fromAt, toAt, this.clock.now()));
    if (people.length === 0) errors.push({ field: 'people', message: 'Xin chọn ít nhất một tổng đài viên.' });
    if (input.leaderAccountId !== null && leader === null)
      errors.push({ field: 'leader', message: 'Trưởng ca phải là người có trong ca này.' });
    if (errors.length > 0 || fromAt === null || toAt === null) throw Problem.invalid(errors);
    const row = { id: newId(), name, fromAt, toAt, people, leaderAccountId: leader };
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      await takeTurn(tx);
      const manager = managerOf(tx);
      const others = await manager.findBy(OperatorShiftRow, { toAt: MoreThan(fromAt), fromAt: LessThan(toAt) });
      const taken = others.filter(({ cancelledAt }) => cancelledAt === null).flatMap((shift) => shift.people);
      const twice = people.filter((id) => taken.includes(id));
      if (twice.length > 0) {
        const names = await this.accounts.names(twice);
        throw Problem.conflict(`Đã có ca khác vào giờ này: ${[...names.values()].join(', ')}.`);
      }
      await manager.insert(OperatorShiftRow, {
        ...row,
        createdBy: by,
        createdAt: this.clock.now(),
        cancelledBy: null,
        cancelledAt: null,
      });
      return { id: row.id };
    });
  }

  /** Takes a shift off; it stays to be seen. Twice does no harm. @throws Problem `not-found`. */
  async cancel(id: string, ctx: CommandContext): Promise<void> {
    const by = supervisor(ctx.principal);
    await this.idempotency.once(ctx.idempotency, async (tx) => {
      const manager = managerOf(tx);
      const row = /^[0-9A-Z]{26}$/.test(id) ? await manager.findOneBy(OperatorShiftRow, { id }) : null;
      if (row === null) throw Problem.notFound(HIDDEN);
      if (row.cancelledAt === null)
        await manager.update(OperatorShiftRow, { id }, { cancelledBy: by, cancelledAt: this.clock.now() });
      return {};
    });
  }
}

/**
 * Holds the row of the plan until the transaction ends. Two that look at once whether somebody is free would both see
 * that they are; and what is looked at after this is what the one before has left.
 */
async function takeTurn(tx: Transaction): Promise<void> {
  const manager = managerOf(tx);
  const { affected } = await manager.increment(OperatorShiftPlanRow, { id: PLAN_ID }, 'revision', 1);
  if (affected !== 0) return;
  // The first shift of all; of two first ones one waits for the key, and is tried again.
  try {
    await manager.insert(OperatorShiftPlanRow, { id: PLAN_ID, revision: 1 });
  } catch (error) {
    throw isUniqueViolation(error) ? new ConcurrentChange('the plan was begun meanwhile') : error;
  }
}

function timeFaults(fromAt: Date, toAt: Date, now: Date): FieldError[] {
  const ms = toAt.getTime() - fromAt.getTime();
  if (ms <= 0) return [{ field: 'toAt', message: 'Giờ hết ca phải sau giờ bắt đầu.' }];
  if (ms > LONGEST_MS) return [{ field: 'toAt', message: 'Một ca dài nhất 16 giờ.' }];
  return toAt <= now ? [{ field: 'toAt', message: 'Ca này đã qua.' }] : [];
}

function supervisor(principal: Principal): string {
  if (principal.kind !== 'staff' || !allows(principal, 'call.supervise')) throw Problem.notFound(HIDDEN);
  return principal.accountId;
}
