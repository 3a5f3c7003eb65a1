import { Injectable } from '@nestjs/common';
import type { Principal } from '../../identity/index.js';
import { Reader } from '../../platform/database/index.js';
import { can } from '../domain/policy.js';
import { TicketApologyRow, TicketRow } from '../entities.js';
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

/** The letters that are owed because answers were late: how many, and which. */
@Injectable()
export class Apologies {
  constructor(
    private readonly reader: Reader,
    private readonly presenter: TicketPresenter,
  ) {}

  /** What an agency owes and has sent; what it may no longer see, the centre writes in its place. */
  async of(principal: Principal): Promise<OwedLetters> {
    if (principal.kind !== 'staff') return { owed: 0, sent: 0, letters: [] };
    const { manager } = this.reader;
    const { agencyCode } = principal;
    // Those of a complaint or denunciation are the centre's, whoever was late: their number says that there is one.
    const count = (status: TicketApologyRow['status']): Promise<number> =>
      manager
        .createQueryBuilder(TicketApologyRow, 'l')
        .innerJoin(TicketRow, 't', 't.id = l.ticket_id')
        .where('l.agency_code = :agencyCode and l.status = :status', { agencyCode, status })
        .andWhere('t.boundary not in (:...guided)', { guided: ['complaint', 'denunciation'] })
        .getCount();
    const [owed, sent, rows] = await Promise.all([
      count('owed'),
      count('sent'),
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
}
