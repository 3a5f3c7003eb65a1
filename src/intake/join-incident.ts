import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../identity/index.js';
import { cleanText, Problem } from '../kernel/index.js';
import { Idempotency } from '../platform/database/index.js';
import { Incidents, JoinIncident, TicketQueries, TrackingLinks, type Boundary } from '../tickets/index.js';
import type { Alongside } from './contact-store.js';
import { PrepareContact } from './prepare-contact.js';
import { RecordContact, type RecordedContact } from './record-contact.js';

/** Somebody who calls about an incident that is known. */
export interface IncidentCallInput {
  /** The incident's ticket. */
  readonly incidentId: string;
  /** E.164. */
  readonly phone: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly anonymous: boolean;
  /** Empty: the incident's own. */
  readonly wardCode: string | null;
  readonly placeText: string | null;
  /** What the caller says beyond what is known; may be empty. */
  readonly words: string | null;
}

/** A call about a declared incident: contact, ticket and merge in one step, together or not at all. */
@Injectable()
export class RecordIncidentCall {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly incidents: Incidents,
    private readonly queries: TicketQueries,
    private readonly preparation: PrepareContact,
    private readonly contacts: RecordContact,
    private readonly join: JoinIncident,
    private readonly links: TrackingLinks,
  ) {}

  /** @throws Problem `invalid-input`, `not-found`, `conflict` when the incident takes nobody any more. */
  async execute(
    input: IncidentCallInput,
    ctx: CommandContext,
    alongside: Alongside | null = null,
  ): Promise<RecordedContact> {
    const incident = await this.incidents.one(input.incidentId);
    if (!incident.joinable) throw Problem.conflict('Sự cố này đã kết thúc. Xin ghi thành cuộc gọi thường.');
    const [item] = (await this.queries.items(ctx.principal, [incident.ticketId])).values();
    const said = cleanText(input.words ?? '');
    const { contact, tickets } = this.preparation.prepare(
      {
        contact: {
          channel: 'phone',
          externalId: null,
          kind: 'ticket',
          callerName: input.name,
          callerPhone: input.phone,
          callerEmail: input.email,
          onBehalfOf: null,
          startedAt: null,
          endedAt: null,
          note: null,
        },
        tickets: [
          {
            words: said === '' ? `Báo cùng sự cố: ${incident.name}.` : said,
            title: incident.name,
            placeText: input.placeText,
            wardText: null,
            point: null,
            wardCode: input.wardCode ?? incident.wards[0]?.code ?? null,
            categoryCode: incident.category?.code ?? null,
            subjectAgencyCode: item?.subject?.code ?? null,
            boundary: (item?.boundary ?? 'ordinary') satisfies Boundary,
            reporterKind: 'citizen',
            anonymous: input.anonymous,
          },
        ],
        missingSubject: 'queue',
      },
      ctx.principal,
    );
    const prepared = { contact: { ...contact, kind: 'added' as const }, tickets };
    const receipt = await this.idempotency.once(ctx.idempotency, async (transaction) => {
      const recorded = await this.contacts.inside(transaction, prepared, ctx, { alongside });
      for (const { ticketId } of recorded.tickets)
        await this.join.inside(transaction, { incidentId: incident.ticketId, ticketId });
      return recorded;
    });
    return {
      ...receipt,
      tickets: receipt.tickets.map((ticket) => ({ ...ticket, trackingUrl: this.links.urlFor(ticket.ticketId) })),
    };
  }
}
