import { allows, type Principal } from '../../identity/index.js';

export const CENTRE_ROOM = 'centre';

/**
 * The rooms somebody is put into, from the session and never from what the client asks for. Whoever may
 * read tickets hears either all of them (the centre and the offices that watch) or those of the own agency.
 */
export function roomsOf(principal: Principal): string[] {
  if (principal.kind !== 'staff' || !allows(principal, 'ticket.read')) return [];
  const worksInAgency = principal.roles.some((role) => role === 'handler' || role === 'agency_head');
  const watchesAll = principal.roles.some((role) => role !== 'handler' && role !== 'agency_head');
  return [
    `account:${principal.accountId}`,
    ...(watchesAll ? [CENTRE_ROOM] : []),
    ...(worksInAgency ? [`agency:${principal.agencyCode}`] : []),
  ];
}
