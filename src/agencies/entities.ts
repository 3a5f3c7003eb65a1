import { Entity } from 'typeorm';
import {
  CodeColumn,
  DayColumn,
  FlagColumn,
  IdColumn,
  InstantColumn,
  IntegerColumn,
  LineColumn,
  TextColumn,
} from '../platform/database/index.js';
import type { AgencyKind } from './domain/agency.js';
import type { UnitKind } from './domain/unit.js';

@Entity('administrative_unit')
export class AdministrativeUnitRow {
  @CodeColumn('code', 10, { primary: true }) code!: string;
  @LineColumn('name', 100) name!: string;
  @CodeColumn('kind', 20) kind!: UnitKind;
  @CodeColumn('parent_code', 10, { nullable: true }) parentCode!: string | null;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
}

/** What a unit of before a reform became; several rows for one that was divided. */
@Entity('former_unit')
export class FormerUnitRow {
  @CodeColumn('former_code', 10, { primary: true }) formerCode!: string;
  @CodeColumn('unit_code', 10, { primary: true }) unitCode!: string;
  @LineColumn('province', 100) province!: string;
  @LineColumn('district', 100) district!: string;
  @LineColumn('name', 100) name!: string;
  @FlagColumn('divided') divided!: boolean;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
}

@Entity('ward_polygon')
export class WardPolygonRow {
  @CodeColumn('unit_code', 10, { primary: true }) unitCode!: string;
  /** GeoJSON Polygon or MultiPolygon, EPSG:4326. */
  @TextColumn('geometry') geometry!: string;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
}

/** Where a row comes from: the province's files, or an order on agencies. A load never overwrites an order's row. */
export type DirectoryOrigin = 'file' | 'order';

@Entity('agency')
export class AgencyRow {
  @CodeColumn('code', 40, { primary: true }) code!: string;
  @LineColumn('name', 200) name!: string;
  @LineColumn('short_name', 100) shortName!: string;
  @CodeColumn('kind', 20) kind!: AgencyKind;
  @CodeColumn('parent_code', 40, { nullable: true }) parentCode!: string | null;
  @CodeColumn('ward_code', 10, { nullable: true }) wardCode!: string | null;
  @DayColumn('valid_from') validFrom!: string;
  @DayColumn('valid_to', { nullable: true }) validTo!: string | null;
  @CodeColumn('origin', 8) origin!: DirectoryOrigin;
}

/** Who came after an agency; several rows for one that was divided. Never deleted. */
@Entity('agency_succession')
export class AgencySuccessionRow {
  @IdColumn('order_id', { primary: true }) orderId!: string;
  @CodeColumn('from_code', 40, { primary: true }) fromCode!: string;
  @CodeColumn('to_code', 40, { primary: true }) toCode!: string;
  @DayColumn('effective_on') effectiveOn!: string;
  /** Whoever stands in for it where nothing else is known: of several successors the one that took the rest. */
  @FlagColumn('main') main!: boolean;
}

/** How an agency was called until a day. */
@Entity('agency_former_name')
export class AgencyFormerNameRow {
  @IdColumn('order_id', { primary: true }) orderId!: string;
  @CodeColumn('agency_code', 40, { primary: true }) agencyCode!: string;
  @LineColumn('name', 200) name!: string;
  @LineColumn('short_name', 100) shortName!: string;
  @DayColumn('until_on') untilOn!: string;
}

/** Grows with every order on agencies, so that each process reads the directory again. One row. */
@Entity('directory_revision')
export class DirectoryRevisionRow {
  @CodeColumn('id', 12, { primary: true }) id!: string;
  @IntegerColumn('revision') revision!: number;
  @InstantColumn('changed_at') changedAt!: Date;
}

/** Which content of the province's files a part of the configuration was last loaded from. */
@Entity('province_load')
export class ProvinceLoadRow {
  @CodeColumn('part', 20, { primary: true }) part!: string;
  @CodeColumn('content_hash', 64) contentHash!: string;
  @InstantColumn('loaded_at') loadedAt!: Date;
}
