import { Injectable } from '@nestjs/common';
import { Reader } from '../platform/database/index.js';
import type { ChangeKind, Proposal } from './domain/proposal.js';
import { ClockDeadlineChangeRow, SlaChangeRow } from './entities.js';

/** A deadline of a ticket that a change of the rules has moved. */
export interface MovedDeadline {
  readonly clockId: string;
  readonly changeId: string;
  readonly kind: ChangeKind;
  readonly proposal: Proposal | { readonly kind: 'load' };
  /** Why the rules were changed. */
  readonly note: string;
  readonly dueBefore: Date;
  readonly dueAfter: Date;
  readonly at: Date;
}

/** What a ticket was judged by before, for its story. */
@Injectable()
export class DeadlineChanges {
  constructor(private readonly reader: Reader) {}

  /** The moved deadlines of a ticket, oldest first. */
  async ofTicket(ticketId: string): Promise<MovedDeadline[]> {
    const rows = await this.reader.manager
      .createQueryBuilder(ClockDeadlineChangeRow, 'd')
      .innerJoinAndMapOne('d.change', SlaChangeRow, 'c', 'c.id = d.change_id')
      .where('d.ticket_id = :ticketId', { ticketId })
      .orderBy('d.at', 'ASC')
      .addOrderBy('d.clock_id', 'ASC')
      .getMany();
    return (rows as (ClockDeadlineChangeRow & { change: SlaChangeRow })[]).map(
      ({ clockId, changeId, change, dueBefore, dueAfter, at }) => ({
        clockId,
        changeId,
        kind: change.kind,
        proposal: change.proposal,
        note: change.note,
        dueBefore,
        dueAfter,
        at,
      }),
    );
  }
}
