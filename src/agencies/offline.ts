/** The part of the module that needs no service and no database, for commands that must start at once. */
export { readAgencies } from './agencies-files.js';
export { codeCell, dayCell, integerCell, lineCell, optionalCell, yesNoCell } from './province-cells.js';
export { ProvinceFiles, ProvinceFilesError, type CsvRow } from './province-files.js';
