import { Injectable } from '@nestjs/common';
import { Directory } from '../agencies/index.js';
import { Problem } from '../kernel/index.js';
import { Catalog } from '../routing/index.js';
import { rulesOf, SlaError, type SlaRows, type SlaRules } from '../sla/index.js';
import { changeRules } from './domain/change-rules.js';
import type { NewCalendar } from './domain/change.js';
import type { Proposal, Walk } from './domain/proposal.js';

/** The rules with a proposal in them, proved to fit together. */
export interface Candidate {
  readonly rows: SlaRows;
  readonly rules: SlaRules;
  readonly walk: Walk;
  readonly newCalendar: NewCalendar | null;
}

/** Where a mistake that only the rules as a whole show is told. */
const FIELD_OF: Readonly<Partial<Record<Proposal['kind'], string>>> = {
  days: 'entries',
  hours: 'week',
  policy: 'limit',
  ladder: 'steps',
};

/** What the rules would be with a proposal taken. */
@Injectable()
export class CandidateRules {
  constructor(
    private readonly directory: Directory,
    private readonly catalog: Catalog,
  ) {}

  /** @throws Problem `invalid-input` with everything that is wrong, beside the fields. */
  make(rows: SlaRows, proposal: Proposal): Candidate {
    const known = {
      agency: (code: string): boolean => this.directory.agency(code) !== null,
      category: (code: string): boolean => this.catalog.category(code) !== null,
    };
    const changed = changeRules(rows, proposal, known, this.directory.today());
    if (changed.errors.length > 0) throw Problem.invalid(changed.errors);
    const { walk, newCalendar } = changed;
    try {
      // The rules of the domain are read-only; those of the tables are rows.
      const after = changed.rows;
      return { rows: after, rules: rulesOf(after), walk, newCalendar };
    } catch (error) {
      if (!(error instanceof SlaError)) throw error;
      throw Problem.invalid([{ field: FIELD_OF[proposal.kind] ?? 'proposal', message: error.message }]);
    }
  }
}
