import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../kernel/index.js';
import { managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { MailMessageRow, type MailStatus } from './entities.js';

/** How long a claim lasts: well above the longest attempt (connect 10 s, each silence 20 s). */
export const CLAIM_MS = 3 * 60_000;

/** What becomes of a claimed mail. */
export type MailResult =
  | { readonly status: 'sent'; readonly messageId: string }
  | { readonly status: 'failed' | 'dropped'; readonly reason: string }
  | { readonly status: 'pending'; readonly reason: string; readonly nextAt: Date };

/** The rows of `mail_message`, and who may work on one. */
@Injectable()
export class MailQueue {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /**
   * Mails whose time has come, oldest first. Of each ticket only the first unsent one: a later mail
   * waits for the earlier, or the answer would arrive before the receipt.
   */
  async due(limit: number): Promise<MailMessageRow[]> {
    const now = this.clock.now();
    return this.reader.manager
      .createQueryBuilder(MailMessageRow, 'm')
      .where(`m.status = 'pending' and m.nextAt <= :now and (m.claimedUntil is null or m.claimedUntil < :now)`, { now })
      .andWhere((query) => {
        const earlier = query
          .subQuery()
          .select('1')
          .from(MailMessageRow, 'e')
          .where(`e.ticketId = m.ticketId and e.status = 'pending' and e.eventSeq < m.eventSeq`)
          .getQuery();
        return `not exists ${earlier}`;
      })
      .orderBy('m.nextAt', 'ASC')
      .addOrderBy('m.id', 'ASC')
      .limit(limit)
      .getMany();
  }

  /** Takes one mail. Compare and set: of two workers one gets it. @returns the claim's token, or null. */
  async claim(mail: MailMessageRow): Promise<string | null> {
    const now = this.clock.now();
    const token = randomUUID();
    return this.unitOfWork.run(async (transaction) => {
      const taken = await managerOf(transaction)
        .createQueryBuilder()
        .update(MailMessageRow)
        .set({ claimToken: token, claimedUntil: new Date(now.getTime() + CLAIM_MS), attempts: () => 'attempts + 1' })
        .where(
          `id = :id and status = 'pending' and attempts = :attempts and (claimed_until is null or claimed_until < :now)`,
          {
            id: mail.id,
            attempts: mail.attempts,
            now,
          },
        )
        .execute();
      return taken.affected === 1 ? token : null;
    });
  }

  /** Writes the result and ends the claim. @returns false when the claim was no longer ours. */
  async settle(id: string, token: string, result: MailResult): Promise<boolean> {
    const change =
      result.status === 'sent'
        ? { status: result.status, sentAt: this.clock.now(), messageId: result.messageId, lastError: null }
        : {
            status: result.status,
            lastError: result.reason.slice(0, 100),
            ...('nextAt' in result ? { nextAt: result.nextAt } : {}),
          };
    return this.unitOfWork.run(async (transaction) => {
      const written = await managerOf(transaction).update(
        MailMessageRow,
        { id, claimToken: token },
        { ...change, claimToken: null, claimedUntil: null },
      );
      return written.affected === 1;
    });
  }

  /** Gives a mail back untried. */
  async release(mail: MailMessageRow, token: string): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      await managerOf(transaction).update(
        MailMessageRow,
        { id: mail.id, claimToken: token },
        { claimToken: null, claimedUntil: null, attempts: mail.attempts },
      );
    });
  }

  /** How many mails there are in each status. */
  async counts(): Promise<Record<MailStatus, number>> {
    const rows = await this.reader.manager
      .createQueryBuilder(MailMessageRow, 'm')
      .select('m.status', 'status')
      .addSelect('count(*)', 'count')
      .groupBy('m.status')
      .getRawMany<{ status: MailStatus; count: string | number }>();
    const counts: Record<MailStatus, number> = { pending: 0, sent: 0, failed: 0, dropped: 0 };
    for (const row of rows) counts[row.status] = Number(row.count);
    return counts;
  }

  /** What needs somebody's eye: mails that failed, and those tried more than once; newest first. */
  async troubled(limit: number): Promise<MailMessageRow[]> {
    return this.reader.manager
      .createQueryBuilder(MailMessageRow, 'm')
      .where(`m.status = 'failed' or (m.status = 'pending' and m.lastError is not null)`)
      .orderBy('m.id', 'DESC')
      .limit(limit)
      .getMany();
  }
}
