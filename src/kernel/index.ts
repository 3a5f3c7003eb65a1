export { AgencyLines, NO_LINE, type AgencyLine } from './agency-line.js';
export { Bucket } from './bucket.js';
export { Clock, SystemClock } from './clock.js';
export { BYTE_ORDER_MARK, csvLine } from './csv.js';
export { firstIdAt, ID_LENGTH, newId } from './id.js';
export { Problem, type Change, type FieldError, type ProblemKind } from './problem.js';
export { cleanLine, cleanText, fold } from './text.js';
export { normalizePhone, phoneEnding } from './phone.js';
export {
  dayInVietnam,
  formatDay,
  formatDayEn,
  formatInstant,
  formatInstantEn,
  isoInVietnam,
} from './vietnamese-date.js';
export { hasAccents, wordsOf, type Word } from './words.js';
export { xmlText } from './xml.js';
