import type { Ticket } from '../../tickets/domain/ticket.js';

/**
 * Of what the centre's operators may speak on the telephone. Of a denunciation nobody is called: whose it is, is hidden
 * inside the centre too. A complaint about the centre, or a unit above it, lies with an office outside, and nobody of
 * the centre knows of it.
 */
export function isCallable(
  { boundary, leadAgencyCode }: Pick<Ticket, 'boundary' | 'leadAgencyCode'>,
  centreAgency: string,
): boolean {
  return boundary !== 'denunciation' && (boundary !== 'complaint' || leadAgencyCode === centreAgency);
}

/** The same in the `where` of a query, of the ticket `t` and the parameter `centre`. */
export const CALLABLE = `(t.boundary <> 'denunciation' and (t.boundary <> 'complaint' or t.lead_agency_code = :centre))`;
