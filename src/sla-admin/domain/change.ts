import type { FieldError } from '../../kernel/index.js';
import type { Walk } from './proposal.js';
import type { RuleRows } from './rule-rows.js';

/** An agency's own calendar, begun while its clocks run in the common one. */
export interface NewCalendar {
  readonly agencyCode: string;
  readonly from: string;
  readonly to: string;
}

/** What a proposal makes of the rules. `errors` not empty: nothing of it may be used. */
export interface Changed {
  readonly rows: RuleRows;
  readonly walk: Walk;
  readonly errors: readonly FieldError[];
  readonly newCalendar: NewCalendar | null;
}

export function refused(rows: RuleRows, ...errors: readonly FieldError[]): Changed {
  return { rows, walk: 'none', errors, newCalendar: null };
}

export function changed(rows: RuleRows, walk: Walk): Changed {
  return { rows, walk, errors: [], newCalendar: null };
}
