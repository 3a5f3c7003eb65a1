import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import type { AnswerHint } from '../domain/answer-hints.js';
import { AnswerQueries } from '../queries/answer-queries.js';
import { TicketQueries } from '../queries/ticket-queries.js';
import { hintsAnswer } from './answer-schemas.js';
import { answerBody, ticketParam } from './schemas.js';

/** What stands beside the commands of an answer. */
@Controller('api/v1/tickets')
export class AnswersController {
  constructor(
    private readonly queries: TicketQueries,
    private readonly answers: AnswerQueries,
  ) {}

  @Permit('ticket.answer')
  @Api({ summary: 'Điều máy nhận thấy ở câu trả lời đang soạn; không chặn việc trình', response: hintsAnswer })
  @Post(':id/answer-hints')
  @NotIdempotent('nothing is written')
  @HttpCode(200)
  async hints(
    @Param(valid(ticketParam)) { id }: z.infer<typeof ticketParam>,
    @Body(valid(answerBody)) { found, done }: z.infer<typeof answerBody>,
    @Context() { principal }: CommandContext,
  ): Promise<{ hints: readonly AnswerHint[] }> {
    await this.queries.requireVisible(principal, id);
    return { hints: await this.answers.hints(principal, id, { found, done }) };
  }
}
