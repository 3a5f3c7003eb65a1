import { Entity } from 'typeorm';
import {
  CodeColumn,
  DayColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
  TextColumn,
} from '../platform/database/index.js';
import type { OrderKind } from './domain/order.js';
import type { OrderPlan } from './domain/plan.js';
import type { Figures } from './domain/figures.js';

/** proposed → confirmed (waits for its day) → applying → done; or cancelled before it is applied. */
export type OrderStatus = 'proposed' | 'confirmed' | 'applying' | 'done' | 'cancelled';

/** An order that merges, splits, renames or closes agencies: who entered it, what it does, how far it is. Never deleted. */
@Entity('agency_order')
export class AgencyOrderRow {
  @IdColumn('id', { primary: true }) id!: string;
  @CodeColumn('kind', 8) kind!: OrderKind;
  @LineColumn('number', 60) number!: string;
  @DayColumn('decided_on') decidedOn!: string;
  @DayColumn('effective_on') effectiveOn!: string;
  @TextColumn('content') content!: string;
  @JsonColumn('plan') plan!: OrderPlan;
  @CodeColumn('status', 12) status!: OrderStatus;
  /** While it is applied: the agencies and rules are switched over at once, then the tickets follow. */
  @CodeColumn('phase', 12) phase!: 'switch' | 'tickets';
  @InstantColumn('created_at') createdAt!: Date;
  @IdColumn('created_by', { nullable: true }) createdBy!: string | null;
  @InstantColumn('confirmed_at', { nullable: true }) confirmedAt!: Date | null;
  @IdColumn('confirmed_by', { nullable: true }) confirmedBy!: string | null;
  @InstantColumn('switched_at', { nullable: true }) switchedAt!: Date | null;
  @InstantColumn('finished_at', { nullable: true }) finishedAt!: Date | null;
  /** Tickets to move when the agencies were switched over; how many have moved. */
  @IntegerColumn('total') total!: number;
  @IntegerColumn('moved') moved!: number;
  /** What the preview said when it was confirmed. */
  @JsonColumn('previewed', { nullable: true }) previewed!: Figures | null;
  /** What the switch really did. */
  @JsonColumn('done', { nullable: true }) done!: Figures | null;
}

export const agencyChangesEntities = [AgencyOrderRow];
