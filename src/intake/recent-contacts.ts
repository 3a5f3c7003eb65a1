import { Injectable } from '@nestjs/common';
import { Reader } from '../platform/database/index.js';
import type { RecordedTicket } from './domain/contact.js';
import { ContactRow } from './entities.js';

export interface RecentContact {
  readonly recordedAt: Date;
  readonly tickets: readonly RecordedTicket[];
}

/** What an operator has just recorded, to come back to while the caller is still on the line. */
@Injectable()
export class RecentContacts {
  constructor(private readonly reader: Reader) {}

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

  /** What a contact led to; null unless this account entered it. */
  async receipt(contactId: string, accountId: string): Promise<readonly RecordedTicket[] | null> {
    const row = await this.reader.manager.findOne(ContactRow, {
      select: { id: true, receipt: true },
      where: { id: contactId, enteredByAccountId: accountId },
    });
    return row?.receipt.tickets ?? null;
  }
}
