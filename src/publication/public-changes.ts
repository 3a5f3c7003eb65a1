import { Injectable } from '@nestjs/common';
import { Entity, IsNull } from 'typeorm';
import { Clock, newId } from '../kernel/index.js';
import {
  CodeColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  managerOf,
  type Transaction,
} from '../platform/database/index.js';
import { changeOf, type PublicPhase } from './domain/public-change.js';
import type { PublicStatus } from './domain/public-status.js';

/** What the public saw of a ticket from one instant to another: codes alone, no word and no person. */
@Entity('public_change')
export class PublicChangeRow {
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @CodeColumn('code', 20) code!: string;
  @CodeColumn('phase', 16) phase!: PublicPhase;
  @CodeColumn('agency_code', 40, { nullable: true }) agencyCode!: string | null;
  /** Everything that is seen, as one word to compare. */
  @CodeColumn('face', 32) face!: string;
  /** It went on, or to somebody else. */
  @FlagColumn('told') told!: boolean;
  @InstantColumn('changed_at') changedAt!: Date;
  /** null: what is seen now. */
  @InstantColumn('superseded_at', { nullable: true }) supersededAt!: Date | null;
}

/** Keeps when the public record of a ticket changed, beside the record itself: whoever polls asks for what is new. */
@Injectable()
export class PublicChanges {
  constructor(private readonly clock: Clock) {}

  /**
   * Writing the same status again changes nothing.
   * @param revisedAt when the words that everybody reads of it were changed last; null: never, or there are none.
   */
  async note(transaction: Transaction, status: PublicStatus, revisedAt: Date | null): Promise<void> {
    const manager = managerOf(transaction);
    const { ticketId, code } = status;
    const before = await manager.findOneBy(PublicChangeRow, { ticketId, supersededAt: IsNull() });
    const change = changeOf({ status, revisedAt }, before, this.clock.now());
    if (change === null) return;
    if (before !== null) await manager.update(PublicChangeRow, { id: before.id }, { supersededAt: change.changedAt });
    await manager.insert(PublicChangeRow, { id: newId(), ticketId, code, ...change, supersededAt: null });
  }

  /** What is no longer public has no past either. */
  async forget(transaction: Transaction, ticketId: string): Promise<void> {
    await managerOf(transaction).delete(PublicChangeRow, { ticketId });
  }
}
