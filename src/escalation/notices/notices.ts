import { Injectable } from '@nestjs/common';
import type { CommandContext, Principal } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Idempotency, managerOf, Reader } from '../../platform/database/index.js';
import { Outbox, type NewEvent } from '../../platform/outbox/index.js';
import { audienceOf, TicketRow, type ClockView } from '../../tickets/index.js';
import { EscalationNoticeRow } from '../entities.js';
import { happened, noticeTone, taskWords } from './domain/notice-words.js';
import { NoticeTickets, type NoticeTicket } from './notice-tickets.js';

const PAGE = 30;
/** More than this is "many": the number in the bar need not be exact, and must stay cheap. */
const MOST_COUNTED = 100;

/** One reminder as its reader sees it. */
export interface NoticeView {
  readonly id: string;
  /** When it was told. */
  readonly at: Date;
  readonly atOnce: boolean;
  readonly role: EscalationNoticeRow['role'];
  /** "Đã dùng 80 % thời gian trả lời người dân". */
  readonly happened: string;
  readonly tone: 'late' | 'soon' | 'ok';
  /** Inside a sentence: "nhận xử lý". */
  readonly task: string;
  /** null: the ticket is no longer this person's to see, and nothing of it is shown. */
  readonly ticket: NoticeTicket | null;
  /** The clock it is about; null when it has stopped, or is not for this person. */
  readonly clock: ClockView | null;
  readonly acknowledgedAt: Date | null;
}

/** A page of reminders. */
export interface NoticePage {
  readonly items: readonly NoticeView[];
  /** Give it back to get what was told before; null on the last page. */
  readonly nextCursor: string | null;
}

/** What somebody was told by the ladders, and that he or she has taken note. */
@Injectable()
export class Notices {
  constructor(
    private readonly reader: Reader,
    private readonly idempotency: Idempotency,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly tickets: NoticeTickets,
  ) {}

  /** How many somebody has not taken note of, at most 100. One look into an index. */
  async unread(accountId: string): Promise<number> {
    const found = await this.reader.manager
      .createQueryBuilder(EscalationNoticeRow, 'n')
      .select('n.id', 'id')
      .where('n.recipientAccountId = :accountId and n.acknowledgedAt is null', { accountId })
      .andWhere('n.notBeforeAt <= :now and n.withdrawnAt is null', { now: this.clock.now() })
      .limit(MOST_COUNTED)
      .getRawMany();
    return found.length;
  }

  /**
   * What somebody was told, the newest first.
   * @throws Problem `invalid-input` for a broken cursor.
   */
  async page(principal: Principal, cursor: string | null = null): Promise<NoticePage> {
    if (principal.kind !== 'staff') return { items: [], nextCursor: null };
    const query = this.reader.manager
      .createQueryBuilder(EscalationNoticeRow, 'n')
      .where('n.recipientAccountId = :accountId', { accountId: principal.accountId })
      .andWhere('n.notBeforeAt <= :now and n.withdrawnAt is null', { now: this.clock.now() })
      .orderBy('n.createdAt', 'DESC')
      .addOrderBy('n.id', 'DESC')
      .limit(PAGE + 1);
    if (cursor !== null) {
      const { at, id } = decoded(cursor);
      query.andWhere('n.createdAt <= :at and (n.createdAt < :at or n.id < :id)', { at, id });
    }
    const rows = await query.getMany();
    const shown = rows.slice(0, PAGE);
    const last = shown.at(-1);
    return {
      items: await this.views(principal, shown),
      nextCursor: rows.length > PAGE && last ? `${last.createdAt.getTime()}-${last.id}` : null,
    };
  }

  /** Rows as the page and the mails show them to one person. Nothing of a ticket the person may not see. */
  async views(principal: Principal, rows: readonly EscalationNoticeRow[]): Promise<NoticeView[]> {
    const tickets = await this.tickets.of(
      principal,
      rows.map(({ ticketId }) => ticketId),
    );
    return rows.map((row) => {
      const ticket = tickets.get(row.ticketId) ?? null;
      return {
        id: row.id,
        at: row.createdAt > row.notBeforeAt ? row.createdAt : row.notBeforeAt,
        atOnce: row.atOnce,
        role: row.role,
        happened: happened(row.kind, row.mark),
        tone: noticeTone(row.mark),
        task: taskWords(row.kind),
        ticket,
        clock: ticket?.clocks.find(({ id }) => id === row.clockId) ?? null,
        acknowledgedAt: row.acknowledgedAt,
      };
    });
  }

  /**
   * "Tôi đã nhận": the first time counts, a second one changes nothing.
   * @throws Problem `not-found` for a reminder that is not this person's.
   */
  async acknowledge(noticeId: string, ctx: CommandContext): Promise<{ acknowledgedAt: string }> {
    const accountId = ctx.principal.kind === 'staff' ? ctx.principal.accountId : '';
    const id = /^[0-9A-Z]{26}$/.test(noticeId) ? noticeId : '';
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      const manager = managerOf(tx);
      const acknowledgedAt = this.clock.now();
      const taken = await manager
        .createQueryBuilder()
        .update(EscalationNoticeRow)
        .set({ acknowledgedAt, acknowledgedBy: accountId })
        .where('id = :id and recipient_account_id = :accountId and acknowledged_at is null', { id, accountId })
        .execute();
      const notice = await manager.findOneBy(EscalationNoticeRow, { id, recipientAccountId: accountId });
      if (notice === null) throw Problem.notFound('Không tìm thấy lời nhắc này.');
      if (taken.affected === 1) await this.outbox.append(tx, await this.told(manager, notice));
      return { acknowledgedAt: (notice.acknowledgedAt ?? acknowledgedAt).toISOString() };
    });
  }

  /**
   * Takes note of all that was told up to an instant; urgent ones are answered one by one.
   * @param upTo when the page was made: what has come since has not been read.
   */
  async acknowledgeAll(upTo: Date, ctx: CommandContext): Promise<{ acknowledged: number }> {
    const accountId = ctx.principal.kind === 'staff' ? ctx.principal.accountId : '';
    return this.idempotency.once(ctx.idempotency, async (tx) => {
      const now = this.clock.now();
      const taken = await managerOf(tx)
        .createQueryBuilder()
        .update(EscalationNoticeRow)
        .set({ acknowledgedAt: now, acknowledgedBy: accountId })
        .where('recipient_account_id = :accountId and acknowledged_at is null and at_once = 0', { accountId })
        .andWhere('not_before_at <= :upTo and created_at <= :upTo', { upTo: upTo < now ? upTo : now })
        .execute();
      return { acknowledged: taken.affected ?? 0 };
    });
  }

  /** Those who wait to hear that the person on call has taken note: the centre and the agency. */
  private async told(
    manager: ReturnType<typeof managerOf>,
    { ticketId, role, recipientAccountId, id }: EscalationNoticeRow,
  ): Promise<NewEvent[]> {
    const own = `account:${recipientAccountId}`;
    const ticket = await manager.findOne(TicketRow, {
      where: { id: ticketId },
      select: { id: true, version: true, boundary: true, leadAgencyCode: true },
    });
    if (ticket === null) return [];
    const others = role === 'on_call' ? audienceOf(ticket) : [];
    const { version } = ticket;
    const data = { noticeId: id, role };
    return [{ type: 'notice.acknowledged', aggregateId: ticketId, version, data, audience: [own, ...others] }];
  }
}

function decoded(cursor: string): { at: Date; id: string } {
  const match = /^(\d{1,15})-([0-9A-Z]{26})$/.exec(cursor);
  if (!match) {
    throw Problem.invalid([{ field: 'cursor', message: 'Không đọc được vị trí trang; xin mở lại từ đầu.' }]);
  }
  return { at: new Date(Number(match[1])), id: match[2] ?? '' };
}
