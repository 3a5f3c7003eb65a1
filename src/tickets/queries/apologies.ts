import { Injectable } from '@nestjs/common';
import { Directory } from '../../agencies/index.js';
import type { Principal } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { Templates } from '../../platform/templates/index.js';
import { can, HIDDEN_REASON } from '../domain/policy.js';
import { isTicketId, TicketApologyRow, TicketRow } from '../entities.js';
import { TicketPresenter } from './ticket-presenter.js';

/** A ticket for which somebody's agency still owes a letter. */
export interface OwedLetter {
  readonly ticketId: string;
  readonly code: string;
  readonly title: string;
  readonly owedAt: Date;
}

export interface OwedLetters {
  readonly owed: number;
  readonly sent: number;
  /** The oldest first, at most a hundred. */
  readonly letters: readonly OwedLetter[];
}

const MOST = 100;

/** The letters that are owed because answers were late: how many, which, and a draft to begin with. */
@Injectable()
export class Apologies {
  constructor(
    private readonly reader: Reader,
    private readonly presenter: TicketPresenter,
    private readonly directory: Directory,
    private readonly templates: Templates,
  ) {}

  /** What an agency owes and has sent; what it may no longer see, the centre writes in its place. */
  async of(principal: Principal): Promise<OwedLetters> {
    if (principal.kind !== 'staff') return { owed: 0, sent: 0, letters: [] };
    const { manager } = this.reader;
    const { agencyCode } = principal;
    const [owed, sent, rows] = await Promise.all([
      manager.countBy(TicketApologyRow, { agencyCode, status: 'owed' }),
      manager.countBy(TicketApologyRow, { agencyCode, status: 'sent' }),
      manager
        .createQueryBuilder(TicketRow, 't')
        .innerJoinAndMapOne('t.apology', TicketApologyRow, 'l', 'l.ticket_id = t.id')
        .where('l.agency_code = :agencyCode and l.status = :status', { agencyCode, status: 'owed' })
        .orderBy('l.owed_at', 'ASC')
        .addOrderBy('l.ticket_id', 'ASC')
        .limit(MOST)
        .getMany() as Promise<(TicketRow & { apology: TicketApologyRow })[]>,
    ]);
    const letters = rows
      .filter((row) => can(principal, 'read', row).allowed)
      .map((row) => {
        const { id, code, title } = this.presenter.item(row);
        return { ticketId: id, code, title, owedAt: row.apology.owedAt };
      });
    return { owed, sent, letters };
  }

  /**
   * The letter with what the service knows: which ticket, when it was due and when answered. What only a
   * person knows stands in brackets, and a letter that still has them does not go out.
   * @throws Problem `not-found` for whoever may not send it, and when none is owed.
   */
  async draft(principal: Principal, ticketId: string): Promise<string> {
    const { manager } = this.reader;
    const [ticket, apology] = isTicketId(ticketId)
      ? await Promise.all([
          manager.findOneBy(TicketRow, { id: ticketId }),
          manager.findOneBy(TicketApologyRow, { ticketId }),
        ])
      : [null, null];
    if (ticket === null || apology === null || !can(principal, 'send_apology', { ...ticket, apology }).allowed)
      throw Problem.notFound(HIDDEN_REASON);
    const agency = this.directory.agency(apology.agencyCode);
    const { code, receivedAt, answeredAt } = ticket;
    const letter = this.templates.render('letters/apology/text', {
      agency: agency?.name ?? apology.agencyCode,
      hotline: this.directory.province.hotline.phone,
      code,
      about: ticket.title,
      receivedAt,
      dueAt: apology.breachedDueAt,
      // Before the gate nobody has been answered.
      answeredAt: ticket.isOpen ? null : answeredAt,
    });
    return letter.trim();
  }
}
