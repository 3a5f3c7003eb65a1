import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { Accounts, type CommandContext } from '../../identity/index.js';
import { cleanLine, Clock, newId, Problem, type FieldError } from '../../kernel/index.js';
import { Idempotency, managerOf, Reader } from '../../platform/database/index.js';
import { readParty } from '../domain/numbering.js';
import { BlockedCallerRow } from '../entities.js';
import { TelephonySettings } from '../settings.js';

export interface BlockedCallerView {
  readonly id: string;
  readonly phone: string;
  readonly reason: string;
  readonly byName: string;
  readonly blockedAt: Date;
  readonly until: Date;
}

const DAY_MS = 24 * 3_600_000;
const MOST_DAYS = 90;
const MOST_SHOWN = 200;
const HIDDEN = 'Không tìm thấy số này trong danh sách chặn.';

/** Numbers that are not put through for a while, each with a reason and an end: a hotline is nobody's to be shut out of for ever. */
@Injectable()
export class BlockedCallers {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly settings: TelephonySettings,
  ) {}

  /** Those that are held back now, the first to be free first. Two statements. */
  async list(): Promise<BlockedCallerView[]> {
    const rows = await this.reader.manager.find(BlockedCallerRow, {
      where: { untilAt: MoreThan(this.clock.now()), liftedAt: IsNull() },
      order: { untilAt: 'ASC', id: 'ASC' },
      take: MOST_SHOWN,
    });
    const names = await this.accounts.names(rows.map(({ blockedBy }) => blockedBy));
    return rows.map(({ id, phone, reason, blockedBy, blockedAt, untilAt }) => ({
      id,
      phone,
      reason,
      byName: names.get(blockedBy) ?? 'Tài khoản đã xoá',
      blockedAt,
      until: untilAt,
    }));
  }

  /** @param input.days at most 90. @throws Problem `invalid-input`, `conflict` when the number is held back already. */
  block(
    input: { readonly phone: string; readonly reason: string; readonly days: number },
    ctx: CommandContext,
  ): Promise<{ id: string }> {
    const party = readParty(input.phone, this.settings.plan);
    const reason = cleanLine(input.reason);
    const errors: FieldError[] = [];
    if (party.kind !== 'phone') errors.push({ field: 'phone', message: 'Xin ghi một số điện thoại đầy đủ.' });
    if (reason === '' || reason.length > 300)
      errors.push({ field: 'reason', message: 'Xin ghi lý do chặn, không quá 300 ký tự.' });
    if (!Number.isInteger(input.days) || input.days < 1 || input.days > MOST_DAYS)
      errors.push({ field: 'days', message: `Chặn từ 1 đến ${String(MOST_DAYS)} ngày.` });
    if (errors.length > 0 || party.number === null) throw Problem.invalid(errors);
    const { number: phone } = party;
    const by = staffOf(ctx);
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      const now = this.clock.now();
      const known = await managerOf(tx).existsBy(BlockedCallerRow, {
        phone,
        untilAt: MoreThan(now),
        liftedAt: IsNull(),
      });
      if (known) throw Problem.conflict('Số này đang bị chặn rồi.');
      const id = newId();
      await managerOf(tx).insert(BlockedCallerRow, {
        id,
        phone,
        reason,
        blockedBy: by,
        blockedAt: now,
        untilAt: new Date(now.getTime() + input.days * DAY_MS),
        liftedAt: null,
        liftedBy: null,
      });
      return { id };
    });
  }

  /**
   * The number gets through again, also where two people blocked it at one instant. Twice does no harm.
   * @throws Problem `not-found`.
   */
  async lift(id: string, ctx: CommandContext): Promise<void> {
    const liftedBy = staffOf(ctx);
    await this.idempotency.once(ctx.idempotency, async (tx) => {
      const manager = managerOf(tx);
      const row = /^[0-9A-Z]{26}$/.test(id) ? await manager.findOneBy(BlockedCallerRow, { id }) : null;
      if (row === null) throw Problem.notFound(HIDDEN);
      if (row.liftedAt === null)
        await manager.update(
          BlockedCallerRow,
          { phone: row.phone, untilAt: MoreThan(this.clock.now()), liftedAt: IsNull() },
          { liftedAt: this.clock.now(), liftedBy },
        );
      return {};
    });
  }
}

function staffOf({ principal }: CommandContext): string {
  if (principal.kind !== 'staff') throw Problem.notFound(HIDDEN);
  return principal.accountId;
}
