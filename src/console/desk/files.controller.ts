import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Attachments, type AttachmentRow } from '../../attachments/index.js';
import { Context, type CommandContext, type Principal } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import { AnswerQueries, TicketQueries } from '../../tickets/index.js';

const fileParam = z.object({ id: z.string().max(40) });

/** Photos and files of tickets, for staff who see the ticket; of an answer that is not out yet for those it is with. */
@Controller('tep')
export class FilesController {
  constructor(
    private readonly attachments: Attachments,
    private readonly queries: TicketQueries,
    private readonly answers: AnswerQueries,
  ) {}

  @Get(':id')
  @Permit('ticket.read')
  async file(
    @Param(valid(fileParam)) { id }: z.infer<typeof fileParam>,
    @Context() { principal }: CommandContext,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const row = await this.attachments.find(id);
    // A file that is not this person's is like one that is not there.
    if (row === null || !(await this.sees(principal, row))) throw Problem.notFound('Không tìm thấy tệp này.');
    await this.attachments.send(row, { request, response });
  }

  private async sees(principal: Principal, { ticketId, ownerKind, ownerId }: AttachmentRow): Promise<boolean> {
    if (!(await this.queries.sees(principal, ticketId))) return false;
    return ownerKind !== 'answer' || this.answers.seesFiles(principal, ownerId);
  }
}
