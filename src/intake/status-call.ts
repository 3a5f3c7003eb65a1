import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../identity/index.js';
import { Idempotency, managerOf } from '../platform/database/index.js';
import { ChaseTicket, EnquireTicket, TicketRow } from '../tickets/index.js';
import { ContactStore, type Alongside } from './contact-store.js';
import type { RecordedTicket } from './domain/contact.js';
import { PrepareContact, type ContactInput } from './prepare-contact.js';

export interface StatusCallInput {
  readonly ticketId: string;
  readonly asks: 'enquire' | 'chase';
  /** Who calls, as far as it is known. */
  readonly caller: Pick<ContactInput, 'callerPhone' | 'callerName' | 'callerEmail' | 'startedAt' | 'note'>;
}

/** Somebody calls to hear how a ticket stands, or to press for it: the contact and the command, together or not at all. */
@Injectable()
export class RecordStatusCall {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly preparation: PrepareContact,
    private readonly contacts: ContactStore,
    private readonly enquire: EnquireTicket,
    private readonly chase: ChaseTicket,
  ) {}

  /** @throws Problem `invalid-input`, `not-found`, `conflict` when it was pressed for today already, or has ended. */
  async execute(
    { ticketId, asks, caller }: StatusCallInput,
    ctx: CommandContext,
    alongside: Alongside | null = null,
  ): Promise<{ readonly contactId: string }> {
    const { contact } = this.preparation.prepare(
      {
        contact: {
          channel: 'phone',
          externalId: null,
          kind: asks === 'chase' ? 'chased' : 'status',
          onBehalfOf: null,
          endedAt: null,
          ...caller,
        },
        tickets: [],
        missingSubject: 'queue',
      },
      ctx.principal,
    );
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const begun = await this.contacts.begin(transaction, contact, alongside);
      const command = asks === 'enquire' ? this.enquire : this.chase;
      const { version, state } = await command.inside(transaction, { ticketId, version: null }, ctx);
      const row = await managerOf(transaction).findOneByOrFail(TicketRow, { id: ticketId });
      const about: RecordedTicket = {
        ticketId,
        code: row.code,
        version,
        state,
        boundary: row.boundary,
        leadAgencyCode: row.leadAgencyCode,
        slaClass: row.slaClass,
        dueAt: row.resolveDueAt?.toISOString() ?? null,
        routeReason: row.routeReason,
        asked: asks,
      };
      await this.contacts.finish(transaction, begun, [about]);
      return { contactId: begun.row.id };
    });
  }
}
