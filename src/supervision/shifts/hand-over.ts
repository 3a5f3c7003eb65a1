import { Injectable } from '@nestjs/common';
import { In, LessThan, LessThanOrEqual, MoreThan, MoreThanOrEqual } from 'typeorm';
import { Accounts, allows, type CommandContext, type Principal } from '../../identity/index.js';
import { cleanText, Clock, newId, Problem } from '../../kernel/index.js';
import { Idempotency, isUniqueViolation, managerOf, Reader, type Transaction } from '../../platform/database/index.js';
import { CallBackRow, CallBacks, PhoneCallRow } from '../../telephony/index.js';
import { Incidents } from '../../tickets/index.js';
import { OperatorShiftRow, ShiftNoteReadingRow, ShiftNoteRow, type StillOpen } from '../entities.js';
import { SupervisionSettings } from '../settings.js';

export interface ShiftNoteView {
  readonly id: string;
  readonly text: string;
  readonly stillOpen: StillOpen;
  /** Name of the shift that wrote it; null: none was planned. */
  readonly shift: string | null;
  readonly byName: string;
  readonly writtenAt: Date;
  /** Who has read it, in order. */
  readonly readers: readonly { readonly name: string; readonly at: Date }[];
}

const HOUR_MS = 3_600_000;
/** Whoever led a shift still writes for it so long after its end. */
const AFTER_MS = 2 * HOUR_MS;
/** Calls that ended within this time and of which nothing was recorded yet. */
const UNWRITTEN_MS = 24 * HOUR_MS;
const MOST_TEXT = 4000;
const MOST_NOTES = 20;
const MOST_UNREAD = 3;
const HIDDEN = 'Không tìm thấy bàn giao này.';

/** What one shift tells the next, and who has read it. */
@Injectable()
export class HandOver {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly accounts: Accounts,
    private readonly callBacks: CallBacks,
    private readonly incidents: Incidents,
    private readonly settings: SupervisionSettings,
  ) {}

  /** What is not done at this moment. Five statements. */
  async stillOpen(): Promise<StillOpen> {
    const { manager } = this.reader;
    const now = this.clock.now();
    const [counts, claimed, unwritten, incidents] = await Promise.all([
      this.callBacks.counts(),
      manager.countBy(CallBackRow, { state: 'open', claimedUntil: MoreThan(now) }),
      manager
        .createQueryBuilder(PhoneCallRow, 'c')
        .where('c.started_at >= :since', { since: new Date(now.getTime() - UNWRITTEN_MS) })
        .andWhere(`c.direction = 'in' and c.state = 'ended' and c.answered_at is not null and c.contact_id is null`)
        .getCount(),
      this.incidents.open(),
    ]);
    return {
      callBacks: counts.open,
      callBacksLate: counts.late,
      callBacksClaimed: claimed,
      unwritten,
      incidents: incidents.map(({ name }) => name),
    };
  }

  /** Whether somebody may write what is handed over now: who watches over the calls, and who leads the shift. */
  async mayWrite(principal: Principal): Promise<boolean> {
    if (principal.kind !== 'staff') return false;
    return allows(principal, 'call.supervise') || (await this.ledShift(principal.accountId)) !== null;
  }

  /** @throws Problem `invalid-input`, `not-found`. */
  async write(text: string, ctx: CommandContext): Promise<{ id: string }> {
    const { principal } = ctx;
    if (principal.kind !== 'staff' || !(await this.mayWrite(principal))) throw Problem.notFound(HIDDEN);
    const clean = cleanText(text);
    if (clean === '') throw Problem.invalid([{ field: 'text', message: 'Xin ghi điều ca sau cần biết.' }]);
    if (clean.length > MOST_TEXT)
      throw Problem.invalid([{ field: 'text', message: 'Dài quá 4.000 ký tự. Xin viết gọn lại.' }]);
    const [stillOpen, led] = await Promise.all([this.stillOpen(), this.ledShift(principal.accountId)]);
    const shift = led ?? (await this.endingShift());
    const row = { id: newId(), shiftId: shift?.id ?? null, text: clean, stillOpen };
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      await managerOf(tx).insert(ShiftNoteRow, {
        ...row,
        writtenBy: principal.accountId,
        writtenAt: this.clock.now(),
      });
      return { id: row.id };
    });
  }

  /** The latest, the newest first. Four statements. */
  async latest(): Promise<ShiftNoteView[]> {
    const rows = await this.reader.manager.find(ShiftNoteRow, {
      order: { writtenAt: 'DESC', id: 'DESC' },
      take: MOST_NOTES,
    });
    return this.views(rows);
  }

  /** What somebody has not read yet, the newest first: not the own ones, nothing old. One statement when there is none. */
  async unread(principal: Principal): Promise<ShiftNoteView[]> {
    if (principal.kind !== 'staff') return [];
    const since = new Date(this.clock.now().getTime() - this.settings.handOver.noteHours * HOUR_MS);
    const rows = await this.reader.manager
      .createQueryBuilder(ShiftNoteRow, 'n')
      .leftJoin(ShiftNoteReadingRow, 'r', 'r.note_id = n.id and r.account_id = :me', { me: principal.accountId })
      .where('n.written_at >= :since and n.written_by <> :me and r.note_id is null', { since })
      .orderBy('n.written_at', 'DESC')
      .addOrderBy('n.id', 'DESC')
      .limit(MOST_UNREAD)
      .getMany();
    return this.views(rows);
  }

  /** Somebody has read it. Twice does no harm. @throws Problem `not-found`. */
  async acknowledge(id: string, ctx: CommandContext): Promise<void> {
    const { principal } = ctx;
    if (principal.kind !== 'staff') throw Problem.notFound(HIDDEN);
    await this.idempotency.once(ctx.idempotency, async (tx) => {
      const note = /^[0-9A-Z]{26}$/.test(id) ? await managerOf(tx).findOneBy(ShiftNoteRow, { id }) : null;
      if (note === null) throw Problem.notFound(HIDDEN);
      await this.read(tx, note.id, principal.accountId);
      return {};
    });
  }

  private async read(tx: Transaction, noteId: string, accountId: string): Promise<void> {
    const manager = managerOf(tx);
    if (await manager.existsBy(ShiftNoteReadingRow, { noteId, accountId })) return;
    try {
      await manager.insert(ShiftNoteReadingRow, { noteId, accountId, readAt: this.clock.now() });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
    }
  }

  /** The shift somebody leads now, or led until a moment ago. */
  private async ledShift(leaderAccountId: string): Promise<OperatorShiftRow | null> {
    const now = this.clock.now();
    const rows = await this.reader.manager.find(OperatorShiftRow, {
      where: {
        leaderAccountId,
        fromAt: LessThanOrEqual(now),
        toAt: MoreThanOrEqual(new Date(now.getTime() - AFTER_MS)),
      },
      order: { toAt: 'ASC' },
    });
    return rows.find(({ cancelledAt }) => cancelledAt === null) ?? null;
  }

  /** The one that ends first of those that are on, or ended last. */
  private async endingShift(): Promise<OperatorShiftRow | null> {
    const now = this.clock.now();
    const rows = await this.reader.manager.find(OperatorShiftRow, {
      where: { fromAt: LessThan(now), toAt: MoreThan(new Date(now.getTime() - AFTER_MS)) },
      order: { toAt: 'ASC' },
    });
    return rows.find(({ cancelledAt }) => cancelledAt === null) ?? null;
  }

  private async views(rows: readonly ShiftNoteRow[]): Promise<ShiftNoteView[]> {
    if (rows.length === 0) return [];
    const { manager } = this.reader;
    const ids = rows.map(({ id }) => id);
    const shiftIds = rows.flatMap(({ shiftId }) => shiftId ?? []);
    const [readings, shifts] = await Promise.all([
      manager.find(ShiftNoteReadingRow, { where: { noteId: In(ids) }, order: { readAt: 'ASC' } }),
      shiftIds.length === 0 ? [] : manager.findBy(OperatorShiftRow, { id: In(shiftIds) }),
    ]);
    const names = await this.accounts.names([
      ...rows.map(({ writtenBy }) => writtenBy),
      ...readings.map(({ accountId }) => accountId),
    ]);
    const name = (id: string): string => names.get(id) ?? 'Tài khoản đã xoá';
    return rows.map(({ id, text, stillOpen, shiftId, writtenBy, writtenAt }) => ({
      id,
      text,
      stillOpen,
      shift: shifts.find((shift) => shift.id === shiftId)?.name ?? null,
      byName: name(writtenBy),
      writtenAt,
      readers: readings
        .filter(({ noteId }) => noteId === id)
        .map(({ accountId, readAt }) => ({ name: name(accountId), at: readAt })),
    }));
  }
}
