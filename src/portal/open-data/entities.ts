import { Entity } from 'typeorm';
import { BlobColumn, CodeColumn, InstantColumn, IntegerColumn, JsonColumn } from '../../platform/database/index.js';

/** The frozen file of a month: which revision of it is given out, and by what it is known to be whole. */
@Entity('open_data_snapshot')
export class OpenDataSnapshotRow {
  /** YYYY-MM, of the day in Viet Nam on which its items were published. */
  @CodeColumn('month', 7, { primary: true }) month!: string;
  /** 1, and one more each time something had to be taken out. */
  @IntegerColumn('revision') revision!: number;
  @IntegerColumn('item_count') itemCount!: number;
  @IntegerColumn('jsonl_bytes') jsonlBytes!: number;
  @CodeColumn('jsonl_sha256', 64) jsonlSha256!: string;
  @IntegerColumn('csv_bytes') csvBytes!: number;
  @CodeColumn('csv_sha256', 64) csvSha256!: string;
  @InstantColumn('made_at') madeAt!: Date;
  /** When it was last seen that everything in it is public still. */
  @InstantColumn('checked_at') checkedAt!: Date;
}

/** A portion of a file, compressed; one after the other they are the file (RFC 1952: members of one gzip file). */
@Entity('open_data_part')
export class OpenDataPartRow {
  @CodeColumn('month', 7, { primary: true }) month!: string;
  @IntegerColumn('revision', { primary: true }) revision!: number;
  @IntegerColumn('number', { primary: true }) number!: number;
  /** Whose records stand in it, in their order. */
  @JsonColumn('ticket_ids') ticketIds!: string[];
  @BlobColumn('jsonl') jsonl!: Buffer;
  @BlobColumn('csv') csv!: Buffer;
}

export const openDataEntities = [OpenDataSnapshotRow, OpenDataPartRow];
