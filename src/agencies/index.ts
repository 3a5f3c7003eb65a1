export { codeCell, dayCell, integerCell, lineCell, listCell, optionalCell, yesNoCell } from './province-cells.js';
export {
  describeProblem,
  ProvinceFiles,
  ProvinceFilesError,
  type CsvRow,
  type FileProblem,
} from './province-files.js';
