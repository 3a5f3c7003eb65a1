import { allows, type Principal, type Role } from '../../identity/index.js';
import { CALLS_ROOM } from '../../telephony/index.js';

export const CENTRE_ROOM = 'centre';
/** Whoever takes calls hears that the queue is another; of whose calls, only those whom they concern. */
export const OPERATORS_ROOM = 'operators';

/** Who watches over the operators hears of every call. */
const SUPERVISORS: readonly Role[] = ['coordinator', 'director'];

const KEEPERS: readonly Role[] = ['coordinator', 'director', 'operator', 'overseer'];

/**
 * The rooms somebody is put into, from the session and never from what the client asks for. Whoever may
 * read tickets hears either all of them (the centre and the offices that watch) or those of the own agency.
 */
export function roomsOf(principal: Principal): string[] {
  if (principal.kind !== 'staff' || !allows(principal, 'ticket.read')) return [];
  const worksInAgency = principal.roles.some((role) => role === 'handler' || role === 'agency_head');
  const watchesAll = principal.roles.some((role) => role !== 'handler' && role !== 'agency_head');
  // Who may read denunciations that the own agency keeps hears of them.
  const keeps = principal.roles.some((role) => KEEPERS.includes(role));
  return [
    `account:${principal.accountId}`,
    ...(watchesAll ? [CENTRE_ROOM] : []),
    ...(principal.roles.some((role) => SUPERVISORS.includes(role)) ? [CALLS_ROOM] : []),
    ...(allows(principal, 'contact.record') ? [OPERATORS_ROOM] : []),
    ...(keeps ? [`keeper:${principal.agencyCode}`] : []),
    ...(worksInAgency ? [`agency:${principal.agencyCode}`] : []),
  ];
}
