import { Injectable } from '@nestjs/common';
import type { Principal } from '../identity/index.js';
import { Clock, dayInVietnam } from '../kernel/index.js';
import { insertMany, managerOf, Reader, UnitOfWork } from '../platform/database/index.js';
import { TicketQueries } from './queries/ticket-queries.js';
import type { ReporterView } from './queries/views.js';
import { ReporterViewRow, type SeenAs } from './reporter-view.js';

/**
 * Shows who reported a ticket, and keeps that it was shown: to whom, when, once a day each. The reporter reads it on
 * the own page, without the name. The row is written first: nothing is shown of which nothing is kept.
 */
@Injectable()
export class ReporterReveals {
  constructor(
    private readonly queries: TicketQueries,
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `not-found`. */
  async show(principal: Principal, ticketId: string): Promise<ReporterView> {
    const shown = await this.queries.reporter(principal, ticketId);
    // Of a denouncer, or of somebody anonymous, there is nothing to be seen.
    if (shown.hidden || shown.anonymous || principal.kind !== 'staff') return shown;
    const seenAt = this.clock.now();
    const key = { ticketId, accountId: principal.accountId, seenOn: dayInVietnam(seenAt) };
    if (await this.reader.manager.existsBy(ReporterViewRow, key)) return shown;
    const role: SeenAs = principal.roles.includes('coordinator') ? 'coordinator' : 'operator';
    await this.unitOfWork.run((transaction) =>
      insertMany(managerOf(transaction), ReporterViewRow, [{ ...key, role, seenAt }], { orIgnore: true }),
    );
    return shown;
  }
}
