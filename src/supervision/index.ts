export { daysAfter, isDay, midnight, mondayOf, weekBounds } from './domain/week.js';
export { MOST_POINTS } from './domain/score.js';
export { supervisionEntities, type StillOpen } from './entities.js';
export { QualitySamples, type SampleView } from './quality/quality-samples.js';
export { SupervisionSettings } from './settings.js';
export { HandOver, type ShiftNoteView } from './shifts/hand-over.js';
export { OperatorShifts, type OperatorShiftView } from './shifts/operator-shifts.js';
export { SupervisionModule } from './supervision.module.js';
export { WallboardLinks } from './wallboard/wallboard-links.js';
