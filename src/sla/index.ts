export { rulesOf, type SlaRows } from './configuration.js';
export { WorkingCalendar, type CalendarSpec } from './domain/calendar.js';
export { deadline, isLate, workingSeconds, type Deadline, type Pause } from './domain/deadline.js';
export { explainVi } from './domain/explain-vi.js';
export { explainDeadline, type Explanation } from './domain/explanation.js';
export { limitText, parseLimit, type Limit } from './domain/limit.js';
export {
  CLOCK_KINDS,
  type ClockExplanation,
  type ClockKind,
  type ClockPlan,
  type PlanRequest,
  type RunningClock,
  type SlaClass,
  SlaRules,
  type Standing,
} from './domain/policy.js';
export { SlaError } from './domain/sla-error.js';
export {
  dayVi,
  durationVi,
  formatInstantVi,
  formatNearVi,
  limitVi,
  type Remaining,
  weekdayVi,
} from './domain/wording.js';
export { slaEntities } from './entities.js';
export { readSlaFiles } from './sla-files.js';
export { slaPart } from './sla-part.js';
export { SlaModule } from './sla.module.js';
export { SlaPolicies } from './sla-policies.js';
