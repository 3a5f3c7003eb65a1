/** The part of the module that needs no service and no database, for commands that must start at once. */
export { rulesOf } from './configuration.js';
export { SlaError } from './domain/sla-error.js';
export { writtenCalendar } from './domain/written-calendar.js';
export { WrittenCases, type CaseCalendars } from './domain/written-case.js';
export { readSlaFiles } from './sla-files.js';
