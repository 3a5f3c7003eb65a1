import { Injectable } from '@nestjs/common';
import { managerOf, Reader, type Transaction } from '../platform/database/index.js';
import type { Channel } from '../tickets/index.js';
import { ContactRow } from './entities.js';

@Injectable()
export class ContactStore {
  constructor(private readonly reader: Reader) {}

  /** @throws a unique violation when the channel has delivered the same thing before. */
  async insert(transaction: Transaction, contact: ContactRow): Promise<void> {
    await managerOf(transaction)
      .createQueryBuilder()
      .insert()
      .into(ContactRow)
      .values(contact)
      .updateEntity(false)
      .execute();
  }

  /** A contact that was recorded before, by the channel's own id. */
  async received(channel: Channel, externalId: string): Promise<Pick<ContactRow, 'id' | 'receipt'> | null> {
    return this.reader.manager.findOne(ContactRow, {
      select: { id: true, receipt: true },
      where: { channel, externalId },
    });
  }

  /** Which of these ids the channel has delivered before. */
  async known(channel: Channel, externalIds: readonly string[]): Promise<Set<string>> {
    if (externalIds.length === 0) return new Set();
    const rows = await this.reader.manager
      .createQueryBuilder(ContactRow, 'c')
      .select('c.external_id', 'externalId')
      .where('c.channel = :channel and c.external_id in (:...externalIds)', { channel, externalIds })
      .getRawMany<{ externalId: string }>();
    return new Set(rows.map((row) => row.externalId));
  }
}
