export type { RecipientRole, StepAction } from '../../sla/domain/ladder.js';

/** What a step can put a ticket on. */
export type WatchKind = 'flag' | 'overseer_list';

/** Who is told when a step finds nobody of those it names; `nobody`: there was not even one of these. */
export type Fallback = 'head' | 'director' | 'coordinator' | 'nobody';
