import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import { BulkActs, type BulkLine } from './bulk-acts.js';
import { bulkSchema, type BulkRequest } from './bulk-request.js';

const answer = z.object({
  lines: z.array(
    z.object({
      ticketId: z.string(),
      code: z.string().nullable(),
      title: z.string().nullable(),
      lead: z.string().nullable(),
      outcome: z.enum(['ready', 'done', 'refused', 'changed', 'missing']),
      reason: z.string().nullable(),
    }),
  ),
});

/** One act on many tickets, a line for each. */
@Permit('ticket.read')
@Controller('api/v1/tickets/bulk')
export class BulkApiController {
  constructor(private readonly acts: BulkActs) {}

  @Api({ summary: 'Giao, chuyển hoặc nhắc nhiều phiếu (tối đa 100); kết quả từng dòng', response: answer })
  @Post()
  @HttpCode(200)
  async run(
    @Body(valid(bulkSchema)) request: BulkRequest,
    @Context() ctx: CommandContext,
  ): Promise<{ lines: BulkLine[] }> {
    return { lines: await this.acts.run(request, ctx) };
  }

  @NotIdempotent('Only says what would be done.')
  @Api({ summary: 'Xem trước: phiếu nào làm được, phiếu nào không và vì sao', response: answer })
  @Post('preview')
  @HttpCode(200)
  async preview(
    @Body(valid(bulkSchema)) request: BulkRequest,
    @Context() ctx: CommandContext,
  ): Promise<{ lines: BulkLine[] }> {
    return { lines: await this.acts.preview(request, ctx) };
  }
}
