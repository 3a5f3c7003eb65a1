import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThan, Not } from 'typeorm';
import type { CommandContext } from '../identity/index.js';
import { Clock, newId, Problem } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import {
  ConcurrentChange,
  Idempotency,
  isUniqueViolation,
  managerOf,
  Reader,
  UnitOfWork,
  type Transaction,
} from '../platform/database/index.js';
import { addressIn } from '../platform/http/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { TicketTokens } from '../tickets/index.js';
import { sendsLink } from './domain/asking.js';
import { TicketFollowerRow } from './entities.js';

/** Somebody asked to be told, and has to be sent the link that confirms it. */
export const FOLLOWER_ASKED = 'follower.asked';

const DAY_MS = 86_400_000;
/** An address that nobody has confirmed is not kept for longer. */
const UNCONFIRMED_MS = 7 * DAY_MS;

/** What the page behind the link in the mails shows. */
export interface FollowerView {
  readonly ticketId: string;
  readonly isOwn: boolean;
  readonly hasMet: boolean;
  readonly state: 'asked' | 'confirmed' | 'ended';
}

/** Who is told by mail what becomes of a report, besides those who sent it: by an address of theirs, once confirmed. */
@Injectable()
export class Followers {
  private readonly tokens: TicketTokens;

  constructor(
    private readonly idempotency: Idempotency,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {
    this.tokens = new TicketTokens(config.secret, 'follower-link');
  }

  /**
   * Puts somebody down; a mail with a link goes out to confirm it, and nothing else before that. Whether the address
   * was known already is told to nobody.
   * @param asked `own`: on the reporter's own page; `met`: has the same trouble. The caller has looked whether the
   *   ticket may be followed so. `language`: of the page, and so of the mails.
   */
  async ask(
    asked: {
      readonly ticketId: string;
      readonly email: string;
      readonly own: boolean;
      readonly met: boolean;
      readonly language: 'vi' | 'en';
    },
    ctx: CommandContext,
  ): Promise<void> {
    const emailKey = keyOf(asked.email);
    await this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const now = this.clock.now();
      await manager.delete(TicketFollowerRow, {
        confirmedAt: IsNull(),
        askedAt: LessThan(new Date(now.getTime() - UNCONFIRMED_MS)),
      });
      const { ticketId, email, own, met, language } = asked;
      const before = await manager.findOneBy(TicketFollowerRow, { ticketId, emailKey });
      const today = await manager.countBy(TicketFollowerRow, {
        emailKey,
        askedAt: MoreThan(new Date(now.getTime() - DAY_MS)),
      });
      if (!sendsLink(before, today, now)) return {};
      const id = before?.id ?? newId();
      const change = {
        email,
        language,
        isOwn: own || before?.isOwn === true,
        hasMet: met || before?.hasMet === true,
      };
      if (before === null) {
        const row = {
          ...change,
          id,
          ticketId,
          emailKey,
          askedAt: now,
          askedTimes: 1,
          confirmedAt: null,
          endedAt: null,
        };
        await this.first(transaction, row);
      } else {
        const again = { askedAt: now, askedTimes: before.askedTimes + 1, confirmedAt: null, endedAt: null };
        await manager.update(TicketFollowerRow, { id }, { ...change, ...again });
      }
      await this.outbox.append(transaction, [
        { type: FOLLOWER_ASKED, aggregateId: id, version: (before?.askedTimes ?? 0) + 1, data: {}, audience: [] },
      ]);
      return {};
    });
  }

  /** @throws Problem `not-found` for every token that is none of ours, and for what was never confirmed in time. */
  async byToken(token: string): Promise<FollowerView> {
    const { ticketId, isOwn, hasMet, confirmedAt, endedAt } = await this.rowOf(token);
    const state = endedAt !== null ? 'ended' : confirmedAt === null ? 'asked' : 'confirmed';
    return { ticketId, isOwn, hasMet, state };
  }

  /** By the link in the mail; again it changes nothing. */
  async confirm(token: string): Promise<void> {
    const { id } = await this.rowOf(token);
    await this.change(id, { confirmedAt: IsNull(), endedAt: IsNull() }, { confirmedAt: this.clock.now() });
  }

  /** No mail goes out after this one, and the address is forgotten; again it changes nothing. */
  async end(token: string): Promise<void> {
    const { id } = await this.rowOf(token);
    await this.change(id, { endedAt: IsNull() }, { endedAt: this.clock.now(), email: null, hasMet: false });
  }

  /** Whom to write to; null when the mails have ended, or were never confirmed. @param asked to confirm it. */
  async addressee(id: string, asked: boolean): Promise<(TicketFollowerRow & { readonly email: string }) | null> {
    const row = await this.reader.manager.findOneBy(TicketFollowerRow, { id });
    if (!row?.email || row.endedAt !== null || (row.confirmedAt === null) !== asked) return null;
    return { ...row, email: row.email };
  }

  /** The next portion of those who are told about some tickets, in the order of their ids. */
  async of(transaction: Transaction, ticketIds: readonly string[], after: string, most: number): Promise<string[]> {
    const rows = await managerOf(transaction).find(TicketFollowerRow, {
      select: { id: true },
      where: ticketIds.map((ticketId) => ({
        ticketId,
        id: MoreThan(after),
        confirmedAt: Not(IsNull()),
        endedAt: IsNull(),
      })),
      order: { id: 'ASC' },
      take: most,
    });
    return rows.map(({ id }) => id);
  }

  /** Where mails are confirmed and ended, as it is sent to people. */
  urlFor(id: string, language: 'vi' | 'en' = 'vi'): string {
    return `${this.config.publicUrl}${addressIn(language, `/nhan-tin/${this.tokens.tokenFor(id)}`)}`;
  }

  /** @throws ConcurrentChange when another window was faster: run again, this one finds what is there. */
  private async first(transaction: Transaction, row: TicketFollowerRow): Promise<void> {
    try {
      await managerOf(transaction).insert(TicketFollowerRow, row);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new ConcurrentChange('Somebody was put down as follower meanwhile.');
    }
  }

  private async rowOf(token: string): Promise<TicketFollowerRow> {
    const id = this.tokens.ticketIdOf(token);
    const row = id === null ? null : await this.reader.manager.findOneBy(TicketFollowerRow, { id });
    if (row === null) throw Problem.notFound('Đường dẫn này không còn dùng được. Muốn nhận tin, xin đăng ký lại.');
    return row;
  }

  private async change(id: string, where: object, change: Partial<TicketFollowerRow>): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      await managerOf(transaction).update(TicketFollowerRow, { ...where, id }, change);
    });
  }
}

function keyOf(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
}
