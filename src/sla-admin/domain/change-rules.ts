import { changeDays } from './change-days.js';
import { changeHours } from './change-hours.js';
import { changeClass, changeLadder, changePolicy } from './change-policy.js';
import { changed, refused, type Changed } from './change.js';
import type { Proposal } from './proposal.js';
import { ANY, type KnownCodes, type RuleRows } from './rule-rows.js';

/**
 * The rules as they are once a proposal is taken.
 * @param today in the province, `YYYY-MM-DD`.
 */
export function changeRules(rows: RuleRows, proposal: Proposal, known: KnownCodes, today: string): Changed {
  switch (proposal.kind) {
    case 'days':
      return changeDays(rows, proposal);
    case 'hours':
      return changeHours(rows, proposal, known, today);
    case 'class':
      return changeClass(rows, proposal);
    case 'policy':
      return changePolicy(rows, proposal, known, today);
    case 'ladder':
      return changeLadder(rows, proposal, today);
    case 'order':
      return proposal.slaClass === ANY || rows.classes.some(({ code }) => code === proposal.slaClass)
        ? changed(rows, 'order')
        : refused(rows, { field: 'slaClass', message: 'Không có lớp này.' });
  }
}
