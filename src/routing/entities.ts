import { Entity } from 'typeorm';
import {
  CodeColumn,
  DayColumn,
  FlagColumn,
  IntegerColumn,
  JsonColumn,
  LineColumn,
} from '../platform/database/index.js';
import type { Evidence } from './domain/category.js';

@Entity('category')
export class CategoryRow {
  @CodeColumn('code', 40, { primary: true }) code!: string;
  /** Order in lists. */
  @IntegerColumn('position') position!: number;
  @IntegerColumn('field') field!: number;
  @LineColumn('field_name', 100) fieldName!: string;
  @LineColumn('name', 200) name!: string;
  @CodeColumn('sla_class', 10) slaClass!: string;
  @CodeColumn('lead', 40) lead!: string;
  @FlagColumn('subject_required') subjectRequired!: boolean;
  @FlagColumn('never_to_subject') neverToSubject!: boolean;
  @FlagColumn('anonymous_allowed') anonymousAllowed!: boolean;
  @FlagColumn('public_by_default') publicByDefault!: boolean;
  @CodeColumn('evidence', 10, { nullable: true }) evidence!: Evidence | null;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
}

/** A version of a rule never changes what it says: a ticket names the version it was routed by. */
@Entity('routing_rule')
export class RoutingRuleRow {
  @CodeColumn('id', 60, { primary: true }) id!: string;
  @IntegerColumn('version', { primary: true }) version!: number;
  @CodeColumn('category_code', 40, { nullable: true }) categoryCode!: string | null;
  @CodeColumn('ward_code', 10, { nullable: true }) wardCode!: string | null;
  @CodeColumn('subject', 40, { nullable: true }) subject!: string | null;
  @CodeColumn('lead', 40) lead!: string;
  @JsonColumn('supporting') supporting!: string[];
  @CodeColumn('sla_class', 10, { nullable: true }) slaClass!: string | null;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
  /** From the province's files, or by an order on agencies: a load never overwrites an order's version. */
  @CodeColumn('origin', 8) origin!: 'file' | 'order';
}
