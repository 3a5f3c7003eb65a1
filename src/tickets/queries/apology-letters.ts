import { Injectable } from '@nestjs/common';
import { approvesFor, type Principal } from '../../identity/index.js';
import { Clock, dayInVietnam, Problem } from '../../kernel/index.js';
import { letterOf, LetterRegister, type Letter } from '../../letters/index.js';
import { Reader } from '../../platform/database/index.js';
import { actorOf } from '../acting.js';
import { ApologyForms } from '../apology-forms.js';
import { cleaned, type ApologyInput } from '../commands/send-apology.js';
import { authorityLines, deputyTitle, type SignedAs } from '../domain/letterhead.js';
import type { ApologyParts } from '../domain/apology-letter.js';
import { can, HIDDEN_REASON } from '../domain/policy.js';
import { isTicketId, TicketApologyRow, TicketRow } from '../entities.js';
import { TicketQueries } from './ticket-queries.js';

/** A letter to begin with, for whoever has to sign it. */
export interface ApologyDraft extends ApologyParts {
  /** The ways to sign that this person has, as they stand above the name. */
  readonly signatures: readonly { readonly signedAs: SignedAs; readonly lines: readonly string[] }[];
  /** What an automatic number ends with: "UBND-PAKN". */
  readonly symbol: string;
}

/** Letters of apology: the draft, how it will look, and the one that has gone out. */
@Injectable()
export class ApologyLetters {
  constructor(
    private readonly reader: Reader,
    private readonly forms: ApologyForms,
    private readonly register: LetterRegister,
    private readonly queries: TicketQueries,
    private readonly clock: Clock,
  ) {}

  /**
   * The letter with what the service knows: which ticket, when it was due and when answered. What only a
   * person knows stands in brackets, and a letter that still has them does not go out.
   * @throws Problem `not-found` for whoever may not send it, and when none is owed.
   */
  async draft(principal: Principal, ticketId: string): Promise<ApologyDraft> {
    const { ticket, apology } = await this.owed(principal, ticketId);
    const { agencyCode } = actorOf(principal);
    const head = this.forms.head(agencyCode);
    const lent = approvesFor(principal) !== null;
    const ways: readonly SignedAs[] = lent ? ['deputy', 'by_order'] : ['head', 'deputy', 'by_order'];
    return {
      ...this.forms.draft(ticket, apology, agencyCode),
      signatures: ways.map((signedAs) => ({
        signedAs,
        lines: authorityLines(head, signedAs, signedAs === 'by_order' ? '[chức vụ]' : deputyTitle(head.headTitle)),
      })),
      symbol: head.symbol,
    };
  }

  /**
   * How the letter will look, complete or not; without a number, with today's date.
   * @throws Problem `not-found` for whoever may not send it, and when none is owed.
   */
  async preview(principal: Principal, ticketId: string, input: ApologyInput): Promise<Letter> {
    const { ticket } = await this.owed(principal, ticketId);
    const { agencyCode } = actorOf(principal);
    const { parts, signature } = cleaned(input, approvesFor(principal));
    const today = dayInVietnam(this.clock.now());
    const day = /^\d{4}-\d{2}-\d{2}$/.test(parts.committedOn) ? parts.committedOn : today;
    const form = this.forms.form(
      ticket,
      { ...parts, committedOn: day },
      {
        agencyCode,
        signer: principal.kind === 'staff' ? principal.displayName : '',
        signature,
      },
    );
    return { ...form, reference: signature.number === '' ? null : signature.number, datedOn: today, signed: false };
  }

  /**
   * The letter that has gone out, for staff who may see the ticket.
   * @throws Problem `not-found` also when none has.
   */
  async sent(principal: Principal, ticketId: string): Promise<Letter> {
    const seen = isTicketId(ticketId) ? await this.queries.items(principal, [ticketId]) : null;
    if (!seen?.has(ticketId)) throw Problem.notFound(HIDDEN_REASON);
    const letter = await this.copy(ticketId);
    if (letter === null) throw Problem.notFound('Phiếu này chưa có thư xin lỗi nào được gửi.');
    return letter;
  }

  /**
   * The same for the reporter, behind the secret link or by mail; null when none has gone out.
   * @param name of the reporter, in a copy that goes to that person alone; null: the letter names the ticket.
   */
  async copy(ticketId: string, name: string | null = null): Promise<Letter | null> {
    const row = await this.register.ofTicket(ticketId, 'apology');
    if (row === null) return null;
    const letter = letterOf(row);
    return name === null ? letter : { ...letter, to: `Ông/Bà ${name}` };
  }

  private async owed(
    principal: Principal,
    ticketId: string,
  ): Promise<{ ticket: TicketRow; apology: TicketApologyRow }> {
    const { manager } = this.reader;
    const [ticket, apology] = isTicketId(ticketId)
      ? await Promise.all([
          manager.findOneBy(TicketRow, { id: ticketId }),
          manager.findOneBy(TicketApologyRow, { ticketId }),
        ])
      : [null, null];
    if (ticket === null || apology === null || !can(principal, 'send_apology', { ...ticket, apology }).allowed)
      throw Problem.notFound(HIDDEN_REASON);
    return { ticket, apology };
  }
}
