import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Attachments } from '../../attachments/index.js';
import { Context, type CommandContext } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Permit, valid } from '../../platform/http/index.js';
import { TicketQueries } from '../../tickets/index.js';

const fileParam = z.object({ id: z.string().max(40) });

/** Photos and files of tickets, for staff who see the ticket. */
@Controller('tep')
export class FilesController {
  constructor(
    private readonly attachments: Attachments,
    private readonly queries: TicketQueries,
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
    // A file of a ticket that is not this person's is like one that is not there.
    if (row === null || !(await this.queries.sees(principal, row.ticketId)))
      throw Problem.notFound('Không tìm thấy tệp này.');
    await this.attachments.send(row, { request, response, audience: 'one-person' });
  }
}
