export type { ChangePage, ChangeView, MovedSample } from './change-view.js';
export { DeadlineChanges, type MovedDeadline } from './deadline-changes.js';
export { proposalSchema, type Proposal } from './domain/proposal.js';
export type { Tally } from './domain/tally.js';
export { slaAdminEntities, type ChangeStatus } from './entities.js';
export { EnteredDays, type EnteredBy } from './queries/entered-days.js';
export { SlaAdminModule } from './sla-admin.module.js';
export { SlaChanges, type NoticeInput } from './sla-changes.js';
