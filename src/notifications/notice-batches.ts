import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { EscalationNoticeRow } from '../escalation/index.js';
import { Clock, newId } from '../kernel/index.js';
import { isUniqueViolation, managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { TicketClockRow } from '../tickets/index.js';
import { DIGEST_EVERY_MS, type Waiting } from './domain/notice-timing.js';
import { MailMessageRow } from './entities.js';
import { NoticeDigestRow } from './notice-entities.js';
import { unsent } from './put-mails.js';

/** A timer this much past its time is one that a scan has yet to catch up with. */
const OVERDUE_MS = 2_000;
const WAITING = 'mailed_at is null and withdrawn_at is null and not_before_at <= :now';

interface WaitingRow {
  readonly account: string;
  readonly urgent: number | boolean | string;
  readonly since: Date | string;
}

/** Another process has just written to this person. */
class WrittenAlready extends Error {
  override readonly name = 'WrittenAlready';
}

/** Reminders that have not been mailed yet, by person. */
@Injectable()
export class NoticeBatches {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /** Who has reminders waiting, by account. */
  async waiting(): Promise<ReadonlyMap<string, Waiting>> {
    const { manager } = this.reader;
    const rows = await manager
      .createQueryBuilder(EscalationNoticeRow, 'n')
      .select('n.recipient_account_id', 'account')
      .addSelect('n.at_once', 'urgent')
      .addSelect('min(case when n.created_at > n.not_before_at then n.created_at else n.not_before_at end)', 'since')
      .where(`n.mailedAt is null and n.withdrawnAt is null and n.notBeforeAt <= :now`, { now: this.clock.now() })
      .groupBy('n.recipient_account_id')
      .addGroupBy('n.at_once')
      .getRawMany<WaitingRow>();
    if (rows.length === 0) return new Map();
    const digests = new Map((await manager.find(NoticeDigestRow)).map(({ accountId, lastAt }) => [accountId, lastAt]));
    const waiting = new Map<string, Waiting>();
    for (const { account, urgent, since } of rows) {
      const known = waiting.get(account) ?? {
        urgentSince: null,
        ordinarySince: null,
        lastDigestAt: digests.get(account) ?? null,
      };
      const at = instantOf(since);
      waiting.set(account, Number(urgent) === 1 ? { ...known, urgentSince: at } : { ...known, ordinarySince: at });
    }
    return waiting;
  }

  /** Whether timers are overdue at this moment: after an outage, more reminders are about to come. */
  async catchingUp(): Promise<boolean> {
    const overdue = await this.reader.manager
      .createQueryBuilder(TicketClockRow, 'c')
      .select('c.id', 'id')
      .where('c.timerAt < :before', { before: new Date(this.clock.now().getTime() - OVERDUE_MS) })
      .limit(1)
      .getRawMany();
    return overdue.length > 0;
  }

  /**
   * Puts down one mail for all urgent, or all other reminders that wait for somebody. Taking them and the row
   * of the mail are one transaction: each reminder is mailed once, whatever crashes or runs beside it.
   *
   * @returns how many it tells of; 0 when another process was first.
   */
  async mail(accountId: string, urgent: boolean): Promise<number> {
    const now = this.clock.now();
    const batch = newId();
    try {
      return await this.unitOfWork.run(async (transaction) => {
        const manager = managerOf(transaction);
        // Whoever has taken note on the page needs no mail.
        await take(manager, { accountId, urgent, now, mailBatchId: null, which: 'acknowledged_at is not null' });
        const taken = { accountId, urgent, now, mailBatchId: batch, which: 'acknowledged_at is null' };
        const count = await take(manager, taken);
        if (count === 0) return 0;
        if (!urgent) await rest(manager, accountId, now);
        await manager.insert(MailMessageRow, mailTo(accountId, batch, count, now));
        return count;
      });
    } catch (error) {
      if (error instanceof WrittenAlready) return 0;
      throw error;
    }
  }

  /** Somebody without an address reads reminders on the page; they do not wait for a mail. */
  async leaveToPage(accountId: string): Promise<void> {
    const now = this.clock.now();
    await this.unitOfWork.run((transaction) =>
      managerOf(transaction)
        .createQueryBuilder()
        .update(EscalationNoticeRow)
        .set({ mailedAt: now })
        .where(`recipient_account_id = :accountId and ${WAITING}`, { accountId, now })
        .execute(),
    );
  }
}

interface Taking {
  readonly accountId: string;
  readonly urgent: boolean;
  readonly now: Date;
  readonly mailBatchId: string | null;
  readonly which: string;
}

async function take(manager: EntityManager, { accountId, urgent, now, mailBatchId, which }: Taking): Promise<number> {
  const result = await manager
    .createQueryBuilder()
    .update(EscalationNoticeRow)
    .set({ mailedAt: now, mailBatchId })
    .where(`recipient_account_id = :accountId and at_once = :urgent and ${which} and ${WAITING}`, {
      accountId,
      urgent: urgent ? 1 : 0,
      now,
    })
    .execute();
  return result.affected ?? 0;
}

/** @throws WrittenAlready when the last digest is not a quarter of an hour old. */
async function rest(manager: EntityManager, accountId: string, now: Date): Promise<void> {
  const moved = await manager
    .createQueryBuilder()
    .update(NoticeDigestRow)
    .set({ lastAt: now })
    .where('account_id = :accountId and last_at <= :before', {
      accountId,
      before: new Date(now.getTime() - DIGEST_EVERY_MS),
    })
    .execute();
  if (moved.affected === 1) return;
  try {
    await manager.insert(NoticeDigestRow, { accountId, lastAt: now });
  } catch (error) {
    if (isUniqueViolation(error)) throw new WrittenAlready();
    throw error;
  }
}

function mailTo(accountId: string, batch: string, count: number, now: Date): MailMessageRow {
  return {
    id: batch,
    eventId: batch,
    eventSeq: 0,
    ticketId: batch,
    template: count === 1 ? 'escalation-notice' : 'escalation-digest',
    refs: { accountId },
    ...unsent(now),
  };
}

/** What an aggregate gives: a text in UTC on SQLite, a Date on MySQL and MariaDB. */
function instantOf(value: Date | string): Date {
  return value instanceof Date ? value : new Date(`${value.replace(' ', 'T')}Z`);
}
