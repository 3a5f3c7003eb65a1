import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { MetPeople } from '../followers/index.js';
import { Reader } from '../platform/database/index.js';
import { PublicStatusRow } from './entities.js';

/** How many people a matter concerns. */
@Injectable()
export class Reporters {
  constructor(
    private readonly reader: Reader,
    private readonly met: MetPeople,
  ) {}

  /** Those who reported it and those who have confirmed that they have the same trouble, of some tickets; unknown ones are left out. */
  async of(ticketIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (ticketIds.length === 0) return new Map();
    const [statuses, met] = await Promise.all([
      this.reader.manager.find(PublicStatusRow, {
        select: { ticketId: true, reporterCount: true },
        where: { ticketId: In([...ticketIds]) },
      }),
      this.met.of(ticketIds),
    ]);
    return new Map(statuses.map(({ ticketId, reporterCount }) => [ticketId, reporterCount + (met.get(ticketId) ?? 0)]));
  }
}
