export { ANY, NATIONAL, rulesOf, type SlaRows } from './configuration.js';
export type { CalendarDayType, Slot, WorkingCalendar } from './domain/calendar.js';
export type { ClockKind } from './domain/clock-kind.js';
export type { Countdown } from './domain/countdown.js';
export { dayNumber, dayText, timeText, weekdayOf, yearOf } from './domain/day.js';
export { workingSeconds } from './domain/deadline.js';
export { explainDeadline } from './domain/explanation.js';
export { explainEn } from './domain/explain-en.js';
export { explainVi } from './domain/explain-vi.js';
export { parseClockLimit, parseLimit } from './domain/limit.js';
export type { RecipientRole, StepAction } from './domain/ladder.js';
export type { CalendarRole, ClockExplanation, ClockPlan } from './domain/policy.js';
export type { SlaRules } from './domain/sla-rules.js';
export { SlaError } from './domain/sla-error.js';
export { badgeEn, durationEn } from './domain/wording-en.js';
export { durationVi, formatInstantVi, formatNearVi, lengthVi, limitVi, weekdayVi } from './domain/wording.js';
export {
  CalendarDayRow,
  CalendarHoursRow,
  CalendarRow,
  EscalationStepRow,
  SlaClassRow,
  slaEntities,
  SlaPolicyRow,
} from './entities.js';
export {
  deadlinesDemanded,
  raiseRevision,
  readRules,
  rulesRevision,
  takeDeadlineDemand,
  writeRules,
} from './rule-store.js';
export { readSlaFiles } from './sla-files.js';
export { slaPart } from './sla-part.js';
export { SlaModule } from './sla.module.js';
export { SlaPolicies } from './sla-policies.js';
