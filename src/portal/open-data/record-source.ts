import { Injectable } from '@nestjs/common';
import { MetPeople } from '../../followers/index.js';
import { Config } from '../../platform/config/index.js';
import { PublishedExport, type ExportedItem } from '../../publication/index.js';
import { recordOf, type OpenDataRecord } from './record.js';

/** A record with the ticket it is of, which no file tells. */
export interface SourcedRecord {
  readonly ticketId: string;
  readonly record: OpenDataRecord;
}

/** What is published as records of open data, with what is counted beside the projections. */
@Injectable()
export class RecordSource {
  private readonly origin: string;

  constructor(
    private readonly items: PublishedExport,
    private readonly met: MetPeople,
    config: Config,
  ) {
    this.origin = config.publicUrl;
  }

  /** In portions, the oldest first. @param to what was published at this instant is not among them. */
  async *portions(from: Date, to: Date): AsyncGenerator<readonly SourcedRecord[]> {
    for await (const items of this.items.portions(from, to)) yield await this.records(items);
  }

  /** These tickets' records, by ticket; those that are published no longer are not among them. */
  async ofTickets(ticketIds: readonly string[]): Promise<ReadonlyMap<string, OpenDataRecord>> {
    const items = await this.items.ofTickets(ticketIds);
    const records = await this.records(items);
    return new Map(records.map(({ ticketId, record }) => [ticketId, record]));
  }

  private async records(items: readonly ExportedItem[]): Promise<SourcedRecord[]> {
    const met = await this.met.of(items.map(({ item }) => item.ticketId));
    return items.map((one) => {
      const { ticketId } = one.item;
      return { ticketId, record: recordOf(one, this.origin, met.get(ticketId) ?? 0) };
    });
  }
}
