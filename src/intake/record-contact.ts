import { Injectable } from '@nestjs/common';
import type { CommandContext } from '../identity/index.js';
import { Idempotency, type Transaction } from '../platform/database/index.js';
import { OpenTicket, TrackingLinks } from '../tickets/index.js';
import { ContactStore, type Alongside } from './contact-store.js';
import type { RecordedTicket } from './domain/contact.js';
import { PrepareContact, type PreparedContact, type RecordContactInput } from './prepare-contact.js';

export interface RecordedContact {
  readonly contactId: string;
  readonly tickets: readonly (RecordedTicket & {
    /** Whole address with the secret token: for the sender alone. */
    readonly trackingUrl: string;
  })[];
}

/** What else becomes of a ticket in the unit of work that opens it. @returns it as its sender is told of it. */
type Then = (opened: RecordedTicket, index: number, transaction: Transaction) => Promise<RecordedTicket>;

type Receipt = Omit<RecordedContact, 'tickets'> & { readonly tickets: readonly RecordedTicket[] };

/**
 * Records a contact and opens the tickets that come of it, together or not at all. What a channel has
 * delivered before is not recorded again; the first receipt is given again.
 */
@Injectable()
export class RecordContact {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly contacts: ContactStore,
    private readonly openTicket: OpenTicket,
    private readonly links: TrackingLinks,
    private readonly preparation: PrepareContact,
  ) {}

  /**
   * @param alongside of a telephone call: ties the two together, in the same unit of work.
   * @param then what else becomes of each ticket, in the same unit of work.
   * @throws Problem `invalid-input` with fields `contact.…` and `tickets.<index>.…`.
   */
  async execute(
    input: RecordContactInput,
    ctx: CommandContext,
    alongside: Alongside | null = null,
    then?: Then,
  ): Promise<RecordedContact> {
    const [recorded] = await this.write([this.preparation.prepare(input, ctx.principal)], ctx, alongside, then);
    return recorded as RecordedContact;
  }

  /**
   * Writes contacts in one unit of work.
   * @returns one receipt for each, in order.
   * @throws what the database says when one of several was delivered before: write them one by one then.
   */
  async write(
    prepared: readonly PreparedContact[],
    ctx: CommandContext,
    alongside: Alongside | null = null,
    then?: Then,
  ): Promise<RecordedContact[]> {
    const receipts = await this.once(prepared, ctx, { alongside, ...(then && { then }) });
    return receipts.map(({ contactId, tickets }) => ({
      contactId,
      tickets: tickets.map((ticket) => ({ ...ticket, trackingUrl: this.links.urlFor(ticket.ticketId) })),
    }));
  }

  private async once(
    prepared: readonly PreparedContact[],
    ctx: CommandContext,
    more: { readonly alongside: Alongside | null; readonly then?: Then },
  ): Promise<Receipt[]> {
    try {
      return await this.idempotency.once(ctx.idempotency, async (transaction) => {
        const receipts: Receipt[] = [];
        for (const one of prepared) receipts.push(await this.inside(transaction, one, ctx, more));
        return receipts;
      });
    } catch (error) {
      const [only, ...more] = prepared;
      if (only === undefined || more.length > 0) throw error;
      const { channel, externalId } = only.contact;
      const earlier = externalId === null ? null : await this.contacts.received(channel, externalId);
      if (earlier === null) throw error;
      return [{ contactId: earlier.id, tickets: earlier.receipt.tickets }];
    }
  }

  /**
   * As part of the caller's unit of work.
   * @param more.then what else becomes of a ticket, before the receipt is written: nothing, when left out.
   */
  async inside(
    transaction: Transaction,
    { contact, tickets }: PreparedContact,
    ctx: CommandContext,
    more: {
      readonly then?: Then;
      readonly alongside?: Alongside | null;
    } = {},
  ): Promise<Receipt> {
    const { then = (one) => Promise.resolve(one), alongside = null } = more;
    const begun = await this.contacts.begin(transaction, contact, alongside);
    const contactId = begun.row.id;
    const opened: RecordedTicket[] = [];
    for (const [index, ticket] of tickets.entries()) {
      const { ticketId, code, version, state, leadAgencyCode, slaClass, resolveDueAt, routeReason } =
        await this.openTicket.open(transaction, { ...ticket, contactId }, ctx);
      const one = {
        ticketId,
        code,
        version,
        state,
        boundary: ticket.boundary,
        leadAgencyCode,
        slaClass,
        dueAt: resolveDueAt,
        routeReason,
      };
      opened.push(await then(one, index, transaction));
    }
    // The contact's row comes last because it holds the receipt; its id was given to the tickets before.
    await this.contacts.finish(transaction, begun, opened);
    return { contactId, tickets: opened };
  }
}
