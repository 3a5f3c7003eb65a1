import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import type { CommandContext } from '../identity/index.js';
import { cleanText, Clock, Problem } from '../kernel/index.js';
import { Idempotency, managerOf, Reader } from '../platform/database/index.js';
import { TicketRow } from '../tickets/index.js';
import { ratingObstacle } from './domain/rating.js';
import { isScore, type Score } from './domain/score.js';
import { SurveyResponseRow } from './entities.js';
import { SurveyLinks } from './survey-links.js';

const UNKNOWN = 'Không tìm thấy trang đánh giá này.';
const MOST = 5_000;

/** What the page for rating shows. */
export interface SurveyView {
  readonly ticketId: string;
  readonly code: string;
  /** Why it cannot be rated now; null when it can. */
  readonly obstacle: string | null;
  readonly until: Date | null;
  /** What was answered so far, of this answer; null: nothing yet. */
  readonly given: { readonly score: Score; readonly reason: string | null } | null;
}

/** How citizens rate the answers they were given. */
@Injectable()
export class Surveys {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly reader: Reader,
    private readonly clock: Clock,
    private readonly links: SurveyLinks,
  ) {}

  /** @throws Problem `not-found` for every token that is not one of ours. */
  async byToken(token: string): Promise<SurveyView> {
    const ticket = await this.ticketOf(token);
    const response = await this.reader.manager.findOneBy(SurveyResponseRow, { ticketId: ticket.id });
    // What was said of the first answer does not rate the second.
    const given = response !== null && response.round === ticket.reopenCount ? response : null;
    return {
      ticketId: ticket.id,
      code: ticket.code,
      obstacle: ratingObstacle(ticket, this.clock.now()),
      until: ticket.closeDueAt,
      given: given && { score: given.score, reason: given.reason },
    };
  }

  /**
   * Rates the answer, or changes the rating while the days for it run.
   * @throws Problem `invalid-input` (no score; too long; why not satisfied), `not-found`, `conflict` when it is over.
   */
  async rate(
    token: string,
    input: { readonly score: string; readonly reason: string },
    ctx: CommandContext,
  ): Promise<Score> {
    const { id: ticketId } = await this.ticketOf(token);
    const { score } = input;
    if (!isScore(score)) throw Problem.invalid([{ field: 'score', message: 'Xin chọn một trong ba mức hài lòng.' }]);
    const reason = cleanText(input.reason);
    if (reason.length > MOST)
      throw Problem.invalid([{ field: 'reason', message: 'Lời nhận xét dài quá 5.000 ký tự; xin viết gọn lại.' }]);
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const ticket = await manager.findOneByOrFail(TicketRow, { id: ticketId });
      const at = this.clock.now();
      const obstacle = ratingObstacle(ticket, at);
      if (obstacle !== null) throw Problem.conflict(obstacle);
      const said = { score, reason: reason === '' ? null : reason, channel: 'link', round: ticket.reopenCount };
      const changed = await manager.update(SurveyResponseRow, { ticketId }, { ...said, changedAt: at });
      if (changed.affected === 0)
        await manager.insert(SurveyResponseRow, { ...said, ticketId, answeredAt: at, changedAt: at });
      return score;
    });
  }

  /** What was answered for these tickets, by ticket. One statement. */
  async of(ticketIds: readonly string[]): Promise<ReadonlyMap<string, SurveyResponseRow>> {
    if (ticketIds.length === 0) return new Map();
    const rows = await this.reader.manager.findBy(SurveyResponseRow, { ticketId: In([...ticketIds]) });
    return new Map(rows.map((row) => [row.ticketId, row]));
  }

  private async ticketOf(token: string): Promise<TicketRow> {
    const ticketId = this.links.ticketIdOf(token);
    const ticket = ticketId === null ? null : await this.reader.manager.findOneBy(TicketRow, { id: ticketId });
    if (ticket === null) throw Problem.notFound(UNKNOWN);
    return ticket;
  }
}
