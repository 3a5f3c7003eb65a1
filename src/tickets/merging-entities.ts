import { Entity } from 'typeorm';
import {
  CodeColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
  TextColumn,
} from '../platform/database/index.js';
import type { Incident } from './domain/incident.js';

/** Two tickets that have to do with each other; the smaller id first. */
@Entity('ticket_link')
export class TicketLinkRow {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @IdColumn('other_id', { primary: true }) otherId!: string;
  @IdColumn('account_id', { nullable: true }) accountId!: string | null;
  @InstantColumn('created_at') createdAt!: Date;
}

/** What many call about: the ticket that stands for all of them, and what callers are told. */
@Entity('incident')
export class IncidentRow implements Incident {
  @IdColumn('ticket_id', { primary: true }) ticketId!: string;
  @LineColumn('name', 200) name!: string;
  @TextColumn('script') script!: string;
  @IntegerColumn('edition') edition!: number;
  @JsonColumn('ward_codes') wardCodes!: string[];
  @CodeColumn('category_code', 40, { nullable: true }) categoryCode!: string | null;
  @InstantColumn('expected_end_at', { nullable: true }) expectedEndAt!: Date | null;
  @InstantColumn('opened_at') openedAt!: Date;
  @IdColumn('opened_by_account_id') openedByAccountId!: string;
  @InstantColumn('updated_at') updatedAt!: Date;
  @InstantColumn('ended_at', { nullable: true }) endedAt!: Date | null;
  @IdColumn('ended_by_account_id', { nullable: true }) endedByAccountId!: string | null;
}
