import { Injectable } from '@nestjs/common';
import { Problem } from '../kernel/index.js';
import { isUniqueViolation, managerOf, Reader, type Transaction } from '../platform/database/index.js';
import type { Channel } from '../tickets/index.js';
import { kindTogether, type RecordedTicket } from './domain/contact.js';
import { ContactRow } from './entities.js';

/** What is known of the call that a contact came by. */
interface OfCall {
  readonly callId: string;
  readonly endedAt: Date | null;
  readonly wrapUpSeconds: number | null;
  /** Id of the contact that this is more of: the conversation goes on after a status was told; null: none. */
  readonly moreOf: string | null;
}

/** What happens in the unit of work of a contact, by whoever knows the call. @throws Problem when it may not be. */
export type Alongside = (transaction: Transaction, contactId: string) => Promise<OfCall>;

/** A contact that is being written: a new one, or more of one that is there. */
export interface BegunContact {
  readonly row: ContactRow;
  readonly before: ContactRow | null;
}

@Injectable()
export class ContactStore {
  constructor(private readonly reader: Reader) {}

  /** Before anything else of a contact is written: whose call it was, and which contact it belongs to. */
  async begin(transaction: Transaction, contact: ContactRow, alongside: Alongside | null): Promise<BegunContact> {
    if (alongside === null) return { row: contact, before: null };
    const { moreOf, ...ofCall } = await alongside(transaction, contact.id);
    if (moreOf === null) return { row: { ...contact, ...ofCall }, before: null };
    const before = await managerOf(transaction).findOneByOrFail(ContactRow, { id: moreOf });
    return { row: { ...contact, ...ofCall, id: before.id }, before };
  }

  /** @throws a unique violation when the channel has delivered the same thing before; Problem when the call has a contact. */
  async finish(
    transaction: Transaction,
    { row, before }: BegunContact,
    tickets: readonly RecordedTicket[],
  ): Promise<void> {
    if (before === null) {
      await this.insert(transaction, { ...row, receipt: { tickets } });
      return;
    }
    const notes = [before.note, row.note].filter((note) => note !== null);
    await managerOf(transaction).update(
      ContactRow,
      { id: before.id },
      {
        kind: kindTogether(before.kind, row.kind),
        callerName: row.callerName ?? before.callerName,
        callerPhone: before.callerPhone ?? row.callerPhone,
        callerEmail: before.callerEmail ?? row.callerEmail,
        note: notes.length === 0 ? null : notes.join('\n'),
        knowledgeArticleId: row.knowledgeArticleId ?? before.knowledgeArticleId,
        endedAt: row.endedAt,
        wrapUpSeconds: row.wrapUpSeconds,
        recordedAt: row.recordedAt,
        receipt: { tickets: [...before.receipt.tickets, ...tickets] },
      },
    );
  }

  private async insert(transaction: Transaction, contact: ContactRow): Promise<void> {
    try {
      await managerOf(transaction)
        .createQueryBuilder()
        .insert()
        .into(ContactRow)
        .values(contact)
        .updateEntity(false)
        .execute();
    } catch (error) {
      // Of a call only a contact for the same call can be in the way.
      if (contact.callId !== null && contact.externalId === null && isUniqueViolation(error))
        throw Problem.conflict('Cuộc gọi này vừa được ghi ở cửa sổ khác.');
      throw error;
    }
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
