import { Entity } from 'typeorm';
import { CodeColumn, InstantColumn, IntegerColumn } from '../platform/database/index.js';

/** One published value over the ends of all histories, for each day in Viet Nam that has ended. */
@Entity('history_anchor')
export class HistoryAnchorRow {
  @CodeColumn('day', 10, { primary: true }) day!: string;
  @CodeColumn('root', 64) root!: string;
  /** The root of the anchor before; '' for the first. */
  @CodeColumn('previous_root', 64) previousRoot!: string;
  /** How many histories had grown since the anchor before. */
  @IntegerColumn('head_count') headCount!: number;
  @InstantColumn('made_at') madeAt!: Date;
}

/** Where the history of one ticket ended when the anchor was made. Rows are only added. */
@Entity('history_anchor_head')
export class HistoryAnchorHeadRow {
  @CodeColumn('day', 10, { primary: true }) day!: string;
  /** SHA-256 of the ticket's id: the same ticket on all days, and nobody learns which. */
  @CodeColumn('reference', 64, { primary: true }) reference!: string;
  @IntegerColumn('length') length!: number;
  @CodeColumn('head', 64) head!: string;
}

export const auditEntities = [HistoryAnchorRow, HistoryAnchorHeadRow];
