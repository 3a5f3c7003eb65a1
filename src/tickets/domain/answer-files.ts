import type { Principal } from '../../identity/domain/principal.js';
import { ticketScope } from './policy.js';
import type { Answer } from './ticket.js';

/**
 * Whether somebody who sees a ticket may open the files of one of its answers. Until it is published they are for the
 * agency that writes it, also under a later name; once submitted for the centre and whoever watches as well. Agencies
 * that give a part, had the ticket earlier or have it now read the words, and the files with the answer that goes out.
 */
export function seesAnswerFiles(
  principal: Principal,
  { status, authorAgencyCode }: Pick<Answer, 'status' | 'authorAgencyCode'>,
): boolean {
  if (principal.kind === 'system' || status === 'published') return true;
  if (principal.kind !== 'staff') return false;
  const { agencyCode, line } = principal;
  if (agencyCode === authorAgencyCode || (line?.before ?? []).includes(authorAgencyCode)) return true;
  const { kind } = ticketScope(principal);
  return status !== 'draft' && (kind === 'all' || kind === 'desk' || kind === 'watch');
}
