import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { IsNull, LessThan, MoreThan, MoreThanOrEqual, Not } from 'typeorm';
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
import { isExpired, sendsLink, UNCONFIRMED_MS } from './domain/asking.js';
import { TicketFollowerRow } from './entities.js';

/** Somebody asked to be told, and has to be sent the link that confirms it. */
export const FOLLOWER_ASKED = 'follower.asked';

const DAY_MS = 86_400_000;

/** What the page behind the link in the mails shows. */
export interface FollowerView {
  /** null once the link is too old: what it was about is forgotten. */
  readonly ticketId: string | null;
  readonly isOwn: boolean;
  readonly hasMet: boolean;
  readonly state: 'asked' | 'confirmed' | 'ended' | 'expired';
}

const EXPIRED: FollowerView = { ticketId: null, isOwn: false, hasMet: false, state: 'expired' };

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
      const { ticketId, email, own, met, language } = asked;
      const found = await manager.findOneBy(TicketFollowerRow, { ticketId, emailKey });
      // What is about to be forgotten counts for nothing.
      const before = found !== null && isExpired(found, now) ? { ...found, askedTimes: 0, hasMet: false } : found;
      const today = await manager.sum(TicketFollowerRow, 'askedTimes', {
        emailKey,
        askedAt: MoreThan(new Date(now.getTime() - DAY_MS)),
      });
      if (!sendsLink(before, Number(today ?? 0), now)) return {};
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

  /** @throws Problem `not-found` for every token that is none of ours. */
  async byToken(token: string): Promise<FollowerView> {
    const row = await this.rowOf(token);
    if (row === null || isExpired(row, this.clock.now())) return EXPIRED;
    const { ticketId, isOwn, hasMet, confirmedAt, endedAt } = row;
    const state = endedAt !== null ? 'ended' : confirmedAt === null ? 'asked' : 'confirmed';
    return { ticketId, isOwn, hasMet, state };
  }

  /** By the link in the mail; again, and too late, it changes nothing. */
  async confirm(token: string): Promise<void> {
    const now = this.clock.now();
    const inTime = { confirmedAt: IsNull(), endedAt: IsNull(), askedAt: MoreThanOrEqual(expiresFrom(now)) };
    await this.change(await this.rowOf(token), inTime, { confirmedAt: now });
  }

  /** No mail goes out after this one, and the address is forgotten; again it changes nothing. */
  async end(token: string): Promise<void> {
    await this.change(
      await this.rowOf(token),
      { endedAt: IsNull() },
      { endedAt: this.clock.now(), email: null, hasMet: false },
    );
  }

  /** Addresses that nobody has confirmed in time are deleted. @returns how many. */
  async forgetUnconfirmed(): Promise<number> {
    const expired = { confirmedAt: IsNull(), askedAt: LessThan(expiresFrom(this.clock.now())) };
    // Looked at first, so that the usual hour writes nothing.
    if (!(await this.reader.manager.existsBy(TicketFollowerRow, expired))) return 0;
    return this.unitOfWork.run(async (transaction) => {
      const gone = await managerOf(transaction).delete(TicketFollowerRow, expired);
      return gone.affected ?? 0;
    });
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

  /**
   * Where mails are confirmed and ended, as it is sent to people.
   * @param code of the report: once the row is forgotten the page leads back to it.
   */
  urlFor(id: string, code: string, language: 'vi' | 'en' = 'vi'): string {
    return `${this.config.publicUrl}${addressIn(language, `/nhan-tin/${this.tokens.tokenFor(id)}?ma=${code}`)}`;
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

  /** @returns null: it is forgotten. @throws Problem `not-found` */
  private async rowOf(token: string): Promise<TicketFollowerRow | null> {
    const id = this.tokens.ticketIdOf(token);
    if (id === null) throw Problem.notFound('Đường dẫn này không còn dùng được. Muốn nhận tin, xin đăng ký lại.');
    return this.reader.manager.findOneBy(TicketFollowerRow, { id });
  }

  private async change(
    row: TicketFollowerRow | null,
    where: object,
    change: Partial<TicketFollowerRow>,
  ): Promise<void> {
    if (row === null) return;
    const { id } = row;
    await this.unitOfWork.run(async (transaction) => {
      await managerOf(transaction).update(TicketFollowerRow, { ...where, id }, change);
    });
  }
}

function expiresFrom(now: Date): Date {
  return new Date(now.getTime() - UNCONFIRMED_MS);
}

function keyOf(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
}
