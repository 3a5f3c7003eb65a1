import { Entity } from 'typeorm';
import { CodeColumn, IdColumn, InstantColumn, type EntityClass } from '../platform/database/index.js';
import type { AssignmentRule } from './domain/match-rule.js';

/** Whose the tickets of a ward and a category are inside an agency. Never deleted: tickets were given out by it. */
@Entity('assignment_rule')
export class AssignmentRuleRow implements AssignmentRule {
  @IdColumn('id', { primary: true }) id!: string;
  @CodeColumn('agency_code', 40) agencyCode!: string;
  @CodeColumn('ward_code', 10, { nullable: true }) wardCode!: string | null;
  @CodeColumn('category_code', 40, { nullable: true }) categoryCode!: string | null;
  @IdColumn('account_id', { nullable: true }) accountId!: string | null;
  @IdColumn('created_by') createdBy!: string;
  @InstantColumn('created_at') createdAt!: Date;
  @InstantColumn('removed_at', { nullable: true }) removedAt!: Date | null;
  @IdColumn('removed_by', { nullable: true }) removedBy!: string | null;
}

/** Somebody has a ticket open in a window; gone a while after the last sign of it. */
@Entity('ticket_presence')
export class TicketPresenceRow {
  /** Of the window, not of the person: one may have it open twice. */
  @IdColumn('id', { primary: true }) id!: string;
  @IdColumn('ticket_id') ticketId!: string;
  @IdColumn('account_id') accountId!: string;
  @CodeColumn('doing', 8) doing!: 'viewing' | 'writing';
  @InstantColumn('seen_at') seenAt!: Date;
}

export const teamworkEntities: EntityClass[] = [AssignmentRuleRow, TicketPresenceRow];
