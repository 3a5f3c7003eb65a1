import { Injectable } from '@nestjs/common';
import { Reader } from '../platform/database/index.js';
import { TicketFollowerRow } from './entities.js';

/** People who have the same trouble as somebody who reported it. Whoever tells how many a matter concerns adds them. */
@Injectable()
export class MetPeople {
  constructor(private readonly reader: Reader) {}

  /** How many have confirmed it, of some tickets; those without any are left out. */
  async of(ticketIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (ticketIds.length === 0) return new Map();
    const rows = await this.reader.manager
      .createQueryBuilder(TicketFollowerRow, 'f')
      .select('f.ticket_id', 'ticketId')
      .addSelect('count(*)', 'people')
      .where('f.ticket_id in (:...ticketIds)', { ticketIds })
      .andWhere('f.has_met = 1 and f.confirmed_at is not null and f.ended_at is null')
      .groupBy('f.ticket_id')
      .getRawMany<{ ticketId: string; people: string | number }>();
    return new Map(rows.map(({ ticketId, people }) => [ticketId, Number(people)]));
  }
}
