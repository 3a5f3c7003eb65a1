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

/**
 * proposed → confirmed (waits for its day) → applying → done; cancelled before anything has moved; failed when it could
 * not be carried out, until somebody lets it go on.
 */
export type OrderStatus = 'proposed' | 'confirmed' | 'applying' | 'done' | 'cancelled' | 'failed';

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
  /** Tickets of which something is to move, counted when the agencies were switched over; how many have moved. */
  @IntegerColumn('total') total!: number;
  @IntegerColumn('moved') moved!: number;
  /** What the preview said when it was confirmed. */
  @JsonColumn('previewed', { nullable: true }) previewed!: Figures | null;
  /** What the switch really did. */
  @JsonColumn('done', { nullable: true }) done!: Figures | null;
  /** How often in a row it could not be carried out to its end. */
  @IntegerColumn('attempts') attempts!: number;
  /** Not before then; null: at once. */
  @InstantColumn('next_try_at', { nullable: true }) nextTryAt!: Date | null;
  /** Why it failed, as a sentence for whoever may let it go on. */
  @LineColumn('error', 300, { nullable: true }) error!: string | null;
}

/** A ticket that an order could not move. Goes when it has moved after all. */
@Entity('agency_order_trouble')
export class AgencyOrderTroubleRow {
  @IdColumn('order_id', { primary: true }) orderId!: string;
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  /** As a sentence. */
  @LineColumn('reason', 300) reason!: string;
  /** When it was last tried. */
  @InstantColumn('at') at!: Date;
}

export const agencyChangesEntities = [AgencyOrderRow, AgencyOrderTroubleRow];
