import type { LoadedTicket } from './change.js';
import { chaseObstacle } from './chase.js';
import { NOTHING_PROMISED, openCommitment } from './commitment.js';
import { moderateObstacle } from './moderate.js';
import { ownAnswerObstacle, ownRequestObstacle } from './four-eyes.js';
import { extensionObstacle, NO_REQUEST, type ExtensionFacts } from './extension-moves.js';
import { pendingExtension } from './extension.js';
import type { HistoryNote } from './history.js';
import { rejectObstacle } from './reject.js';
import { disputeObstacle, returnObstacle } from './return-ticket.js';
import { appealObstacle, rulingObstacle } from './rule-lead.js';
import { answerObstacle, reportObstacle } from './report-action.js';
import { sharedObstacle } from './shared-ticket.js';
import type { TicketCommand } from './state-table.js';
import type { Answer } from './ticket.js';
import { askSupportObstacle, NO_OPEN_PART, NOTHING_OWED, openPartOf, openParts, openPartsObstacle } from './support.js';
import { askObstacle, type SupplementRules } from './supplement.js';

/**
 * Why a command that state and role allow does not go through now, for pages that offer it; null when it
 * does. The commands ask the same questions.
 */
export function obstacle(
  command: TicketCommand,
  facts: ExtensionFacts &
    Pick<LoadedTicket, 'ended' | 'question' | 'supports'> & {
      /** The newest one. */
      readonly answer: Pick<Answer, 'status' | 'authorAccountId' | 'submittedByAccountId'> | null;
      /** Whoever asks, where the right to approve was lent; null: it is the own one, or there is none. */
      readonly deputyId: string | null;
      readonly supplement: SupplementRules;
      /** Whether it is the head, who may do without a part that is open. */
      readonly isHead: boolean;
      /** The ticket's history, in order. */
      readonly history: readonly Pick<HistoryNote, 'type' | 'data'>[];
      /** Of whoever asks; null: the reporter, or the service. */
      readonly ownAgencyCode: string | null;
      /** Whether it is the overseer, who rules on a ruling. */
      readonly isOverseer: boolean;
      /** Whether it is the director, whose order is not bound by the days for a refusal. */
      readonly isDirector: boolean;
      /** How an agency is called. */
      readonly nameOf: (agencyCode: string) => string;
    },
): string | null {
  switch (command) {
    case 'submit_answer':
      return answerObstacle(facts) ?? (facts.isHead ? null : openPartsObstacle(facts, facts.nameOf));
    case 'approve_answer':
      return ownAnswerObstacle(facts.answer, facts.deputyId) ?? answerObstacle(facts);
    case 'return_answer':
      return ownAnswerObstacle(facts.answer, facts.deputyId);
    case 'ask_support':
      return askSupportObstacle(facts);
    case 'remind_support':
    case 'withdraw_support':
      return openParts(facts).length === 0 ? NO_OPEN_PART : null;
    case 'deliver_support':
      return openPartOf(facts, facts.ownAgencyCode ?? '') === null ? NOTHING_OWED : null;
    case 'report_action':
      return reportObstacle(facts);
    case 'moderate':
      return moderateObstacle(facts);
    case 'report_done':
      return openCommitment(facts) === null ? NOTHING_PROMISED : null;
    case 'ask_citizen':
      return askObstacle(facts, facts.at, facts.supplement, facts.planner);
    case 'chase':
      return chaseObstacle(facts, facts.at, facts.planner);
    case 'request_extension':
      return extensionObstacle(facts);
    case 'decide_extension': {
      const pending = pendingExtension(facts.extensions);
      return pending === null ? NO_REQUEST : ownRequestObstacle(pending, facts.deputyId);
    }
    case 'return_ticket':
      return returnObstacle(facts, facts.at, facts.planner);
    case 'classify':
    case 'transfer':
      return disputeObstacle(facts.ticket);
    case 'appeal_lead':
      return appealObstacle(facts.ticket, facts.history);
    case 'rule_lead':
      return rulingObstacle(facts.ticket, facts.isOverseer ? 'overseer' : 'centre');
    case 'reject':
      return rejectObstacle(facts, { ...facts, order: facts.isDirector });
    case 'withdraw':
    case 'guide_elsewhere':
      return sharedObstacle(facts);
    default:
      return null;
  }
}
