import type { LoadedTicket } from './change.js';
import { chaseObstacle } from './chase.js';
import { extensionObstacle, NO_REQUEST, pendingExtension, type ExtensionFacts } from './extension-moves.js';
import { answerObstacle, reportObstacle } from './report-action.js';
import type { TicketCommand } from './state-table.js';
import { askObstacle, type SupplementRules } from './supplement.js';

/**
 * Why a command that state and role allow does not go through now, for pages that offer it; null when it
 * does. The commands ask the same questions.
 */
export function obstacle(
  command: TicketCommand,
  facts: ExtensionFacts & Pick<LoadedTicket, 'ended' | 'question'> & { readonly supplement: SupplementRules },
): string | null {
  switch (command) {
    case 'submit_answer':
    case 'approve_answer':
      return answerObstacle(facts);
    case 'report_action':
      return reportObstacle(facts);
    case 'ask_citizen':
      return askObstacle(facts, facts.at, facts.supplement, facts.planner);
    case 'chase':
      return chaseObstacle(facts, facts.at, facts.planner);
    case 'request_extension':
      return extensionObstacle(facts);
    case 'decide_extension':
      return pendingExtension(facts.extensions) === null ? NO_REQUEST : null;
    default:
      return null;
  }
}
