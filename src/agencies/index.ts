import {
  AdministrativeUnitRow,
  AgencyFormerNameRow,
  AgencyRow,
  AgencySuccessionRow,
  DirectoryRevisionRow,
  FormerUnitRow,
  ProvinceLoadRow,
  WardPolygonRow,
} from './entities.js';

export { AgenciesModule } from './agencies.module.js';
export { readAgencies, readUnits } from './agencies-files.js';
export { agenciesPart } from './agencies-part.js';
export { Directory } from './directory.js';
export { configuredAt, raiseDirectoryRevision } from './directory-revision.js';
export { AGENCY_KINDS, superiorCode, wardAgencyCode, wardPoliceCode, type Agency } from './domain/agency.js';
export type { CodedArea } from './domain/polygon.js';
export { wardMap, type WardMap } from './ward-map.js';
export { inSentence, type AdministrativeUnit } from './domain/unit.js';
export { isValidOn, overlap } from './domain/validity.js';
export { codeCell, dayCell, integerCell, lineCell, listCell, optionalCell, yesNoCell } from './province-cells.js';
export { ProvinceFiles, ProvinceFilesError, type CsvRow, type FileProblem } from './province-files.js';
export { changesIn, ProvinceLoader, type LoadReport, type ProvincePart } from './province-loader.js';
export { dayIn, loadProvince, Province, PROVINCE_FILE, readProvince } from './province.js';
export { syncTable, type TableChanges } from './table-sync.js';

export { AgencyFormerNameRow, AgencyRow, AgencySuccessionRow } from './entities.js';

export const agenciesEntities = [
  AdministrativeUnitRow,
  FormerUnitRow,
  WardPolygonRow,
  AgencyRow,
  AgencySuccessionRow,
  AgencyFormerNameRow,
  DirectoryRevisionRow,
  ProvinceLoadRow,
];
