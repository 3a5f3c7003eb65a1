import { z } from 'zod';
import { agenciesOfWard, AGENCY_KINDS, findCycle, type Agency } from './domain/agency.js';
import type { Geometry } from './domain/polygon.js';
import { kindOfName, type UnitKind } from './domain/unit.js';
import type { AdministrativeUnitRow, FormerUnitRow, WardPolygonRow } from './entities.js';
import { codeCell, dayCell, lineCell, optionalCell, yesNoCell } from './province-cells.js';
import type { CsvRow, ProvinceFiles } from './province-files.js';
import { PROVINCE_FILE, readProvince } from './province.js';

export const UNITS_FILE = 'units.csv';
export const FORMER_FILE = 'former-units.csv';
export const WARDS_FILE = 'wards.geojson';
export const AGENCIES_FILE = 'agencies.csv';

const unitCode = codeCell(10);

const unitSchema = z.object({
  province_code: codeCell(2),
  province_name: lineCell(100),
  unit_code: unitCode,
  unit_name: lineCell(100),
  valid_from: optionalCell(dayCell),
  valid_to: optionalCell(dayCell),
});

const formerSchema = z.object({
  former_province: lineCell(100),
  former_district: lineCell(100),
  former_unit: lineCell(100),
  former_code: unitCode,
  unit_code: unitCode,
  unit_name: lineCell(100),
  divided: yesNoCell,
});

const agencySchema = z.object({
  code: codeCell(40),
  name: lineCell(200),
  short_name: lineCell(100),
  kind: z.enum(AGENCY_KINDS, `chỉ nhận ${AGENCY_KINDS.join(', ')}`),
  parent_code: optionalCell(codeCell(40)),
  basis: optionalCell(lineCell(200)),
  valid_from: optionalCell(dayCell),
  valid_to: optionalCell(dayCell),
});

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const ring = z
  .array(position)
  .min(4, 'một vòng cần ít nhất 4 điểm')
  .refine((points) => String(points[0]) === String(points.at(-1)), 'vòng chưa khép kín');
const wardsSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      properties: z.object({ code: z.string(), name: z.string() }),
      geometry: z.discriminatedUnion('type', [
        z.object({ type: z.literal('Polygon'), coordinates: z.array(ring).min(1) }),
        z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring).min(1)).min(1) }),
      ]),
    }),
  ),
});

export interface AgenciesData {
  readonly units: readonly AdministrativeUnitRow[];
  readonly formerUnits: readonly FormerUnitRow[];
  readonly polygons: readonly WardPolygonRow[];
  readonly agencies: readonly Agency[];
}

/** The units of the province (the file may hold the whole country). */
export function readUnits(files: ProvinceFiles): AdministrativeUnitRow[] {
  const province = files.once(readProvince);
  if (province === null) return [];
  const ours = (record: Readonly<Record<string, string>>) => record['province_code'] === province.code;
  const rows = files.csv(UNITS_FILE, unitSchema, ['unit_code'], ours);
  if (rows.length === 0)
    files.report(UNITS_FILE, null, 'province_code', `không có đơn vị nào của tỉnh mã ${province.code}`);
  const top = { code: province.code, name: province.officialName, kind: 'province' as UnitKind, parentCode: null };
  const units: AdministrativeUnitRow[] = [{ ...top, validFrom: province.unitsValidFrom, validTo: null }];
  for (const row of rows) {
    const kind = kindOfName(row.value.unit_name);
    if (kind === null || kind === 'province') {
      files.reportRow(row, 'unit_name', `"${row.value.unit_name}" phải bắt đầu bằng Phường, Xã hoặc Đặc khu`);
      continue;
    }
    units.push({
      code: row.value.unit_code,
      name: row.value.unit_name,
      kind,
      parentCode: province.code,
      validFrom: row.value.valid_from ?? province.unitsValidFrom,
      validTo: row.value.valid_to,
    });
  }
  return units;
}

export function readFormerUnits(files: ProvinceFiles): FormerUnitRow[] {
  const province = files.once(readProvince);
  const units = new Set(files.once(readUnits).map(({ code }) => code));
  const rows = files.csv(FORMER_FILE, formerSchema, ['former_code', 'unit_code']);
  files.checkReferences(rows, 'unit_code', units, 'đơn vị');
  const counts = new Map<string, number>();
  for (const { value } of rows) counts.set(value.former_code, (counts.get(value.former_code) ?? 0) + 1);
  for (const row of rows) {
    if (counts.get(row.value.former_code) !== 1 && !row.value.divided) {
      files.reportRow(row, 'divided', `đơn vị cũ ${row.value.former_code} có nhiều dòng, phải ghi yes`);
    }
  }
  return rows.map(({ value }) => ({
    formerCode: value.former_code,
    unitCode: value.unit_code,
    province: value.former_province,
    district: value.former_district,
    name: value.former_unit,
    divided: value.divided,
    validFrom: province?.unitsValidFrom ?? '',
    validTo: null,
  }));
}

export function readPolygons(files: ProvinceFiles): WardPolygonRow[] {
  const wards = files.once(readUnits).filter(({ kind }) => kind !== 'province');
  const collection = files.json(WARDS_FILE, wardsSchema);
  if (collection === null) return [];
  const known = new Map(wards.map((ward) => [ward.code, ward]));
  const rows = new Map<string, WardPolygonRow>();
  collection.features.forEach(({ properties: { code }, geometry }, index) => {
    const ward = known.get(code);
    const field = `features.${index}.properties.code`;
    if (ward === undefined) files.report(WARDS_FILE, null, field, `không có phường, xã "${code}"`);
    else if (rows.has(code)) files.report(WARDS_FILE, null, field, `"${code}" có hai hình`);
    else rows.set(code, polygonRow(ward, geometry));
  });
  for (const ward of wards) {
    if (!rows.has(ward.code)) files.report(WARDS_FILE, null, null, `thiếu hình của ${ward.name} (${ward.code})`);
  }
  return [...rows.values()];
}

function polygonRow(ward: AdministrativeUnitRow, geometry: Geometry): WardPolygonRow {
  return { unitCode: ward.code, geometry: JSON.stringify(geometry), validFrom: ward.validFrom, validTo: ward.validTo };
}

/** The agencies of the file, and the two of every ward. */
export function readAgencies(files: ProvinceFiles): Agency[] {
  const province = files.once(readProvince);
  const rows = files.csv(AGENCIES_FILE, agencySchema, ['code']);
  if (province === null) return [];
  const listed = rows.map(({ value }): Agency => ({
    code: value.code,
    name: value.name,
    shortName: value.short_name,
    kind: value.kind,
    parentCode: value.parent_code,
    wardCode: null,
    validFrom: value.valid_from ?? province.agenciesValidFrom,
    validTo: value.valid_to,
  }));
  const parents = { government: province.governmentAgency, police: province.policeAgency };
  const ofWards = files
    .once(readUnits)
    .filter(({ kind }) => kind !== 'province')
    .flatMap((unit) => agenciesOfWard(unit, parents));
  checkAgencies(files, rows, listed, ofWards);
  return [...listed, ...ofWards];
}

function checkAgencies(
  files: ProvinceFiles,
  rows: readonly CsvRow<z.output<typeof agencySchema>>[],
  listed: readonly Agency[],
  ofWards: readonly Agency[],
): void {
  const byCode = new Map(listed.map((agency) => [agency.code, agency]));
  files.checkReferences(rows, 'parent_code', byCode, 'cơ quan');
  const reserved = new Set(ofWards.map(({ code }) => code));
  for (const row of rows) {
    if (reserved.has(row.value.code)) files.reportRow(row, 'code', `"${row.value.code}" là mã tự sinh cho phường, xã`);
  }
  const cycle = findCycle(byCode);
  const wrong = rows.find(({ value }) => value.code === cycle);
  if (wrong) files.reportRow(wrong, 'parent_code', 'cấp trên đi thành vòng tròn');
  checkProvinceAgencies(files, byCode, reserved);
}

function checkProvinceAgencies(
  files: ProvinceFiles,
  byCode: ReadonlyMap<string, Agency>,
  reserved: ReadonlySet<string>,
): void {
  const province = files.once(readProvince);
  if (province === null) return;
  const named: [string, string][] = [
    ['centreAgency', province.centreAgency],
    ['governmentAgency', province.governmentAgency],
    ['policeAgency', province.policeAgency],
    ...province.denunciationKeepers.map((code): [string, string] => ['denunciationKeepers', code]),
    ...Object.entries(province.topLevelSuperior).map(([kind, code]): [string, string] => [
      `topLevelSuperior.${kind}`,
      code,
    ]),
  ];
  for (const [field, code] of named) {
    if (!byCode.has(code))
      files.report(PROVINCE_FILE, null, field, `không có cơ quan "${code}" trong ${AGENCIES_FILE}`);
  }
  for (const key of Object.keys(province.letters.of)) {
    if (!byCode.has(key) && !reserved.has(key) && !(AGENCY_KINDS as readonly string[]).includes(key))
      files.report(PROVINCE_FILE, null, `letters.of.${key}`, 'không phải mã cơ quan, cũng không phải loại cơ quan');
  }
}
