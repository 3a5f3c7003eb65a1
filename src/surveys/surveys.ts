import { Injectable } from '@nestjs/common';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import type { CommandContext } from '../identity/index.js';
import { cleanText, Clock, Problem } from '../kernel/index.js';
import { ConcurrentChange, Idempotency, isUniqueViolation, managerOf, Reader } from '../platform/database/index.js';
import { Outbox } from '../platform/outbox/index.js';
import { ReporterWords, TicketRow } from '../tickets/index.js';
import { ratingObstacle } from './domain/rating.js';
import { isScore, type Score } from './domain/score.js';
import { SurveyResponseRow } from './entities.js';
import { SurveyLinks } from './survey-links.js';

/** Somebody has rated the answer of a ticket, or changed what he or she said of it. */
export const TICKET_RATED = 'ticket.rated';

const UNKNOWN = 'Không tìm thấy trang đánh giá này.';
const MOST = 5_000;
/** An incident has hundreds of reporters; the desk shows what was said last. */
const MOST_SHOWN = 20;

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
    private readonly words: ReporterWords,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem `not-found` for every token that is not one of ours. */
  async byToken(token: string): Promise<SurveyView> {
    const { manager } = this.reader;
    const own = await this.ticketOf(token);
    const answered = await answeredFor(manager, own);
    const response = await manager.findOneBy(SurveyResponseRow, { ticketId: own.id });
    return {
      ticketId: own.id,
      code: own.code,
      obstacle: ratingObstacle(answered, this.clock.now()),
      until: answered.closeDueAt,
      given: isOf(answered, response) ? { score: response.score, reason: response.reason } : null,
    };
  }

  /**
   * Rates the answer, or changes the rating while the days for it run. Of a merged ticket that is the answer of the
   * one that stands for it; the rating is kept with the reporter's own.
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
    const reason = await this.words.blanked(ticketId, cleanText(input.reason));
    if (reason.length > MOST)
      throw Problem.invalid([{ field: 'reason', message: 'Lời nhận xét dài quá 5.000 ký tự; xin viết gọn lại.' }]);
    return this.idempotency.once(ctx.idempotency, async (transaction) => {
      const manager = managerOf(transaction);
      const ticket = await answeredFor(manager, await manager.findOneByOrFail(TicketRow, { id: ticketId }));
      const at = this.clock.now();
      const obstacle = ratingObstacle(ticket, at);
      if (obstacle !== null) throw Problem.conflict(obstacle);
      const said = { score, reason: reason === '' ? null : reason, channel: 'link', round: ticket.reopenCount };
      const changed = await manager.update(SurveyResponseRow, { ticketId }, { ...said, changedAt: at });
      if (changed.affected === 0) await this.first(manager, { ...said, ticketId, answeredAt: at, changedAt: at });
      const { id, version } = ticket;
      await this.outbox.append(transaction, [{ type: TICKET_RATED, aggregateId: id, version, data: {}, audience: [] }]);
      return score;
    });
  }

  /** @throws ConcurrentChange when another window was faster: run again, this one changes what was said there. */
  private async first(manager: EntityManager, response: SurveyResponseRow): Promise<void> {
    try {
      await manager.insert(SurveyResponseRow, response);
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new ConcurrentChange(`Ticket ${response.ticketId} was rated meanwhile.`);
    }
  }

  /** How often each score was given to the answer published at an instant, by all who had reported it. One statement. */
  async scores(
    ticketId: string,
    publishedAt: Date,
    manager: EntityManager = this.reader.manager,
  ): Promise<ReadonlyMap<Score, number>> {
    const rows = await this.ofAll(ticketId, manager)
      .select('s.score', 'score')
      .addSelect('count(*)', 'given')
      // What was said of a former answer does not rate this one.
      .andWhere('s.changed_at >= :publishedAt', { publishedAt })
      .groupBy('s.score')
      .getRawMany<{ score: Score; given: number | string }>();
    return new Map(rows.map(({ score, given }) => [score, Number(given)]));
  }

  /** What was answered for a ticket and by the reporters of those merged into it, the newest first. One statement. */
  async of(ticketId: string): Promise<readonly SurveyResponseRow[]> {
    return this.ofAll(ticketId)
      .orderBy('s.changed_at', 'DESC')
      .addOrderBy('s.ticket_id', 'DESC')
      .limit(MOST_SHOWN)
      .getMany();
  }

  /** The responses about one matter: of its own ticket, and of those merged into it. */
  private ofAll(ticketId: string, manager: EntityManager = this.reader.manager): SelectQueryBuilder<SurveyResponseRow> {
    return manager
      .createQueryBuilder(SurveyResponseRow, 's')
      .where('s.ticket_id in (select t.id from ticket t where t.id = :ticketId or t.merged_into_id = :ticketId)', {
        ticketId,
      });
  }

  private async ticketOf(token: string): Promise<TicketRow> {
    const ticketId = this.links.ticketIdOf(token);
    const ticket = ticketId === null ? null : await this.reader.manager.findOneBy(TicketRow, { id: ticketId });
    if (ticket === null) throw Problem.notFound(UNKNOWN);
    return ticket;
  }
}

/** The ticket whose answer somebody was given: his or her own, or the one that stands for it. */
async function answeredFor(manager: EntityManager, own: TicketRow): Promise<TicketRow> {
  return own.mergedIntoId === null ? own : manager.findOneByOrFail(TicketRow, { id: own.mergedIntoId });
}

/** What was said of the first answer does not rate the second, nor that of a shared ticket the own one after a split. */
function isOf(
  { reopenCount, publishedAt }: TicketRow,
  response: SurveyResponseRow | null,
): response is SurveyResponseRow {
  if (response === null || response.round !== reopenCount) return false;
  return publishedAt === null || response.changedAt >= publishedAt;
}
