import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { ReportDone } from '../commands/report-done.js';
import type { CommandResult } from '../ticket-store.js';
import { commandAnswer, ticketParam } from './schemas.js';
import { textBody } from './time-schemas.js';

/** The JSON side of what an answer has promised. */
@Controller('api/v1/tickets')
export class CommitmentController {
  constructor(private readonly reportDone: ReportDone) {}

  @Permit('ticket.answer')
  @Api({ summary: 'Báo việc đã hẹn trong câu trả lời nay đã xong', response: commandAnswer })
  @Post(':id/done')
  @HttpCode(200)
  done(
    @Param(valid(ticketParam)) { id }: z.infer<typeof ticketParam>,
    @Body(valid(textBody)) body: z.infer<typeof textBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.reportDone.execute({ ...body, ticketId: id }, ctx);
  }
}
