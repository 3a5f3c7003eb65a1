import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { Reader } from '../platform/database/index.js';
import { TicketRow, type Channel } from '../tickets/index.js';
import type { ContactKind, RecordedTicket } from './domain/contact.js';
import { ContactRow } from './entities.js';

export interface RecentContact {
  readonly recordedAt: Date;
  readonly tickets: readonly RecordedTicket[];
}

/** One contact of somebody who calls again. */
export interface CallerContact {
  readonly id: string;
  readonly channel: Channel;
  readonly kind: ContactKind;
  readonly callerName: string | null;
  readonly startedAt: Date;
  /** What the operator noted for colleagues. */
  readonly note: string | null;
  readonly tickets: readonly RecordedTicket[];
}

const MOST_ABUSE = 50;

/** What an operator has just recorded, to come back to while the caller is still on the line. */
@Injectable()
export class RecentContacts {
  constructor(
    private readonly reader: Reader,
    private readonly directory: Directory,
  ) {}

  /** The newest contacts that somebody entered. Nothing about the caller is in it. */
  async of(accountId: string, limit: number): Promise<RecentContact[]> {
    const rows = await this.reader.manager.find(ContactRow, {
      select: { id: true, recordedAt: true, receipt: true },
      where: { enteredByAccountId: accountId },
      order: { recordedAt: 'DESC' },
      take: limit,
    });
    return rows.map(({ recordedAt, receipt }) => ({ recordedAt, tickets: receipt.tickets }));
  }

  /**
   * The newest contacts from a number, whoever entered them. One statement. Of a contact that brought a denunciation
   * nothing is found by a number: whose it is, is hidden inside the centre too; nor of a complaint that another
   * agency keeps, which may be about the centre.
   * @param phone E.164.
   */
  async ofCaller(phone: string, limit: number): Promise<CallerContact[]> {
    const rows = await this.reader.manager
      .createQueryBuilder(ContactRow, 'c')
      .where('c.caller_phone = :phone', { phone })
      .andWhere((query) => {
        const kept = query
          .subQuery()
          .select('1')
          .from(TicketRow, 't')
          .where('t.contact_id = c.id')
          .andWhere(
            `(t.boundary = 'denunciation' or (t.boundary = 'complaint' and coalesce(t.lead_agency_code, '') <> :centre))`,
          );
        return `not exists ${kept.getQuery()}`;
      })
      .setParameter('centre', this.directory.province.centreAgency)
      .orderBy('c.started_at', 'DESC')
      .limit(limit)
      .getMany();
    return rows.map(({ id, channel, kind, callerName, startedAt, note, receipt }) => ({
      id,
      channel,
      kind,
      callerName,
      startedAt,
      note,
      tickets: receipt.tickets,
    }));
  }

  /** Calls with a number that were written down as abuse, the newest first. One statement. */
  async abuse(since: Date): Promise<{ id: string; phone: string; startedAt: Date; note: string | null }[]> {
    const rows = await this.reader.manager.find(ContactRow, {
      select: { id: true, callerPhone: true, startedAt: true, note: true },
      where: { startedAt: MoreThan(since), kind: 'abuse' },
      order: { startedAt: 'DESC' },
      take: MOST_ABUSE,
    });
    return rows.flatMap(({ id, callerPhone, startedAt, note }) =>
      callerPhone === null ? [] : [{ id, phone: callerPhone, startedAt, note }],
    );
  }

  /** What a contact led to; null unless this account entered it. */
  async receipt(contactId: string, accountId: string): Promise<readonly RecordedTicket[] | null> {
    const row = await this.reader.manager.findOne(ContactRow, {
      select: { id: true, receipt: true },
      where: { id: contactId, enteredByAccountId: accountId },
    });
    return row?.receipt.tickets ?? null;
  }
}
