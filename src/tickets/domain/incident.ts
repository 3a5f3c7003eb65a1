import { change, type LoadedTicket, type TicketChange } from './change.js';
import { isOpen } from './state-table.js';

/** An outage or disaster about which many call: one ticket stands for all, and all callers are told the same. */
export interface Incident {
  readonly ticketId: string;
  /** "Mất nước phường Trảng Dài". */
  readonly name: string;
  /** What callers are told; also what everybody who reported it is sent when it changes. */
  readonly script: string;
  /** 1, 2, …: each change of what is told is another one. */
  readonly edition: number;
  /** Where it is felt. */
  readonly wardCodes: readonly string[];
  /** The kind of matter of its ticket, by which a call is recognised. */
  readonly categoryCode: string | null;
  /** When it should be over; null: nobody knows yet. */
  readonly expectedEndAt: Date | null;
  readonly openedAt: Date;
  readonly openedByAccountId: string;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
  readonly endedByAccountId: string | null;
}

/** What a coordinator says about it. */
export interface IncidentWords {
  readonly name: string;
  readonly script: string;
  readonly wardCodes: readonly string[];
  readonly expectedEndAt: Date | null;
}

/** Why a ticket cannot become an incident; null when it can. */
export function declareObstacle({ ticket }: LoadedTicket, incident: Incident | null): string | null {
  if (incident !== null && incident.endedAt === null) return `Phiếu ${ticket.code} đã là một sự cố đang mở.`;
  if (incident !== null) return `Sự cố của phiếu ${ticket.code} đã kết thúc. Xin lập sự cố mới từ một phiếu khác.`;
  if (!isOpen(ticket.state)) return `Phiếu ${ticket.code} đã kết thúc. Xin lập sự cố từ một phiếu đang mở.`;
  if (ticket.visibility === 'private')
    return `Phiếu ${ticket.code} không công khai nên không đứng chung cho nhiều người được.`;
  if (ticket.leadAgencyCode === null)
    return `Phiếu ${ticket.code} chưa có đơn vị chủ trì. Xin phân loại, chuyển đơn vị trước.`;
  return null;
}

/** A ticket becomes the one that stands for everybody who calls about it. */
export function declareIncident(
  { ticket }: LoadedTicket,
  words: IncidentWords,
  by: { readonly accountId: string; readonly at: Date },
): { readonly incident: Incident; readonly change: TicketChange } {
  const incident: Incident = {
    ticketId: ticket.id,
    ...words,
    edition: 1,
    categoryCode: ticket.categoryCode,
    openedAt: by.at,
    openedByAccountId: by.accountId,
    updatedAt: by.at,
    endedAt: null,
    endedByAccountId: null,
  };
  return {
    incident,
    change: change(ticket.state, {
      notes: [{ type: 'incident_declared', data: { wardCodes: words.wardCodes } }],
      events: [{ type: 'ticket.incident_declared', data: { agencyCode: ticket.leadAgencyCode } }],
    }),
  };
}

/** What callers are told from now on; `broadcast`: everybody who reported it is written to. */
export function updateIncident(
  { ticket }: LoadedTicket,
  incident: Incident,
  words: IncidentWords,
  by: { readonly broadcast: boolean; readonly at: Date },
): { readonly incident: Incident; readonly change: TicketChange } {
  const edition = incident.edition + 1;
  const { broadcast, at } = by;
  return {
    incident: { ...incident, ...words, edition, updatedAt: at },
    change: change(ticket.state, {
      notes: [{ type: 'incident_updated', data: { edition, broadcast } }],
      events: [{ type: 'ticket.incident_updated', data: { agencyCode: ticket.leadAgencyCode, edition, broadcast } }],
    }),
  };
}

/** It is over: nobody joins it any more. The ticket goes its own way to its answer. */
export function endIncident(
  { ticket }: LoadedTicket,
  incident: Incident,
  by: { readonly accountId: string; readonly at: Date },
): { readonly incident: Incident; readonly change: TicketChange } {
  return {
    incident: { ...incident, endedAt: by.at, endedByAccountId: by.accountId, updatedAt: by.at },
    change: change(ticket.state, {
      notes: [{ type: 'incident_ended', data: { edition: incident.edition } }],
      events: [{ type: 'ticket.incident_ended', data: { agencyCode: ticket.leadAgencyCode } }],
    }),
  };
}
