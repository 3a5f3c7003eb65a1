import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { allows, type Principal } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Reader } from '../../platform/database/index.js';
import { can, ticketScope } from '../domain/policy.js';
import { TicketReporterRow, TicketRow } from '../entities.js';
import { TicketCodes } from '../ticket-codes.js';
import { withinScope } from './scope-condition.js';
import { TicketPresenter } from './ticket-presenter.js';
import type { ListItem, Named } from './views.js';

/** So many of one caller are shown, the newest. */
const MOST = 5;

/** A ticket that somebody on the phone asks about. */
export interface CallerTicket {
  /** Whose code the caller knows. */
  readonly own: Omit<ListItem, 'clocks'>;
  /** The one that is worked on: its own, or the one that stands for it. */
  readonly ticketId: string;
  readonly isOpen: boolean;
  readonly stateLabel: string;
  readonly lead: Named | null;
  readonly resolveDueAt: Date | null;
  readonly answered: boolean;
  readonly mayChase: boolean;
}

/** Tickets of somebody who calls: by the code that is read out, or by the number that is called from. */
@Injectable()
export class CallerTickets {
  constructor(
    private readonly reader: Reader,
    private readonly codes: TicketCodes,
    private readonly presenter: TicketPresenter,
  ) {}

  /**
   * Two statements. Of denunciations nothing is found by a number: whose they are is hidden inside the centre too.
   *
   * @param asked `code` as it was typed, else `phone` in E.164.
   * @throws Problem `invalid-input` beside `code` for what cannot be one.
   */
  async find(
    principal: Principal,
    asked: { readonly code: string; readonly phone: string | null },
  ): Promise<readonly CallerTicket[]> {
    const { manager } = this.reader;
    const query = manager.createQueryBuilder(TicketRow, 't').orderBy('t.id', 'DESC').limit(MOST);
    if (asked.code.trim() !== '') {
      const parsed = this.codes.parse(asked.code);
      if (!parsed.ok) throw Problem.invalid([{ field: 'code', message: parsed.reason }]);
      query.where('t.code = :code', { code: parsed.code });
    } else if (asked.phone !== null && allows(principal, 'reporter.read')) {
      query
        .innerJoin(TicketReporterRow, 'r', 'r.ticket_id = t.id')
        .where('r.phone = :phone', { phone: asked.phone })
        .andWhere(`t.boundary <> 'denunciation'`);
    } else return [];
    const rows = await withinScope(query, ticketScope(principal)).getMany();
    const ids = rows.flatMap(({ mergedIntoId }) => mergedIntoId ?? []);
    const shared = ids.length === 0 ? [] : await manager.findBy(TicketRow, { id: In(ids) });
    return rows.map((row) => {
      const worked = shared.find(({ id }) => id === row.mergedIntoId) ?? row;
      const { stateLabel, lead } = this.presenter.item(worked);
      return {
        own: this.presenter.item(row),
        ticketId: worked.id,
        isOpen: worked.isOpen,
        stateLabel,
        lead,
        resolveDueAt: worked.resolveDueAt,
        answered: worked.publishedAt !== null,
        mayChase: can(principal, 'chase', worked).allowed,
      };
    });
  }
}
