import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../identity/index.js';
import { Idempotency, managerOf } from '../platform/database/index.js';
import { JoinTicket, TicketRow } from '../tickets/index.js';
import type { Alongside } from './contact-store.js';
import { PrepareContact, type RecordContactInput } from './prepare-contact.js';
import type { RecordedTicket } from './domain/contact.js';
import { RecordContact } from './record-contact.js';

/** Which matter of a contact is known already, and which ticket is about it. */
export interface KnownMatter {
  readonly index: number;
  readonly intoId: string;
}

/**
 * Somebody reports what another ticket is about already: the contact, a ticket for each matter as always, and the
 * known one is put into the other, together or not at all. The caller is told whatever becomes of it.
 */
@Injectable()
export class RecordKnownMatter {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly preparation: PrepareContact,
    private readonly contacts: RecordContact,
    private readonly join: JoinTicket,
  ) {}

  /** @throws Problem `invalid-input` as for any contact, `not-found`, `conflict` when the two do not go together. */
  async execute(
    input: RecordContactInput,
    { index: known, intoId }: KnownMatter,
    ctx: CommandContext,
    alongside: Alongside | null = null,
  ): Promise<{ readonly contactId: string }> {
    const { contact, tickets } = this.preparation.prepare(input, ctx.principal);
    // With nothing else to say it was all known: what was said is added, and nothing new is worked on.
    const prepared = { contact: tickets.length === 1 ? { ...contact, kind: 'added' as const } : contact, tickets };
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const then = async (opened: RecordedTicket, index: number): Promise<RecordedTicket> => {
        if (index !== known) return opened;
        const { version, state } = await this.join.inside(
          transaction,
          { intoId, ticketId: opened.ticketId },
          ctx.principal,
        );
        const into = await managerOf(transaction).findOneByOrFail(TicketRow, { id: intoId });
        const { leadAgencyCode, resolveDueAt, code: joinedCode } = into;
        return { ...opened, version, state, leadAgencyCode, dueAt: resolveDueAt?.toISOString() ?? null, joinedCode };
      };
      const { contactId } = await this.contacts.inside(transaction, prepared, ctx, { then, alongside });
      return { contactId };
    });
  }
}
