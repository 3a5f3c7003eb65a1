import { Injectable } from '@nestjs/common';
import { approvesFor, type CommandContext } from '../../identity/index.js';
import { cleanLine, cleanText, Clock, dayInVietnam, newId, Problem } from '../../kernel/index.js';
import { LetterRegister } from '../../letters/index.js';
import { Idempotency, type Transaction } from '../../platform/database/index.js';
import { actorOf } from '../acting.js';
import { ApologyForms } from '../apology-forms.js';
import { letterErrors, signatureErrors, type ApologyParts, type ApologySignature } from '../domain/apology-letter.js';
import { sendApology } from '../domain/apology-moves.js';
import { TicketStore, type CommandResult, type TicketReference } from '../ticket-store.js';

/** The letter part by part, and who signs it. The citizen gets it word for word. */
export type ApologyInput = ApologyParts & Partial<ApologySignature>;

export type SendApologyInput = TicketReference & ApologyInput;

/**
 * The head of the agency that held a ticket when its deadline passed, or a deputy, signs and sends the letter
 * that is owed; for the centre its director. In any state from the breach on, also when the answer has gone
 * out meanwhile. The letter gets its number and the day in the same unit of work.
 */
@Injectable()
export class SendApology {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly store: TicketStore,
    private readonly clock: Clock,
    private readonly forms: ApologyForms,
    private readonly register: LetterRegister,
  ) {}

  /** @throws Problem `invalid-input` with what the letter lacks, `not-found` (also when none is owed), `stale-version`, `conflict` (sent already). */
  async execute(input: SendApologyInput, ctx: CommandContext): Promise<CommandResult> {
    return this.idempotency.once(ctx.idempotency, (transaction) => this.inside(transaction, input, ctx));
  }

  /** The same as part of the caller's unit of work. */
  async inside(transaction: Transaction, input: SendApologyInput, ctx: CommandContext): Promise<CommandResult> {
    const { principal } = ctx;
    const loaded = await this.store.loadFor(transaction, input, 'send_apology', principal);
    if (loaded.apology === null) throw new Error(`Ticket ${loaded.ticket.id} owes no letter.`);
    const at = this.clock.now();
    const datedOn = dayInVietnam(at);
    const actor = actorOf(principal);
    const signedFor = approvesFor(principal);
    const { parts, signature } = cleaned(input, signedFor);
    const errors = [
      ...letterErrors(parts, loaded.ticket.isOpen ? datedOn : null),
      ...signatureErrors(signature, this.forms.head(actor.agencyCode).symbol),
    ];
    if (errors.length > 0) throw Problem.invalid(errors);
    const letterId = newId();
    const text = this.forms.words(parts, actor.agencyCode);
    const change = sendApology(loaded, loaded.apology, {
      letterId,
      text,
      committedOn: parts.committedOn,
      actor,
      at,
    });
    const result = await this.store.write(transaction, loaded, { change, command: 'send_apology', principal, at });
    await this.register.enter(transaction, {
      id: letterId,
      ticketId: loaded.ticket.id,
      kind: 'apology',
      agencyCode: actor.agencyCode,
      datedOn,
      ownReference: signature.number === '' ? null : signature.number,
      form: this.forms.form(loaded.ticket, parts, {
        agencyCode: actor.agencyCode,
        signer: principal.kind === 'staff' ? principal.displayName : '',
        signature,
      }),
      parts: { ...parts },
      signedByAccountId: actor.accountId,
      signedAs: signature.signedAs,
      signedForAccountId: signedFor,
      signedAt: at,
    });
    return result;
  }
}

/** As it is kept. Whoever was lent the right signs in the head's place, never as the head. */
export function cleaned(
  input: ApologyInput,
  signedFor: string | null,
): { parts: ApologyParts; signature: ApologySignature } {
  const { signedAs = 'head', signerTitle = '', number = '' } = input;
  return {
    parts: {
      opening: cleanText(input.opening),
      reason: cleanText(input.reason),
      remedy: cleanText(input.remedy),
      committedOn: cleanLine(input.committedOn),
      contact: cleanLine(input.contact),
    },
    signature: {
      signedAs: signedFor !== null && signedAs === 'head' ? 'deputy' : signedAs,
      signerTitle: cleanLine(signerTitle),
      number: cleanLine(number).replace(/\s+/gu, ''),
    },
  };
}
