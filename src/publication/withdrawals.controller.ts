import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Context, type CommandContext } from '../identity/index.js';
import { Api, Permit, valid } from '../platform/http/index.js';
import type { CommandResult } from '../tickets/index.js';
import { Withdrawals } from './withdrawals.js';

const version = z.coerce
  .number('Thiếu phiên bản của phiếu; xin tải lại trang.')
  .int()
  .min(1, 'Thiếu phiên bản của phiếu; xin tải lại trang.');
const unpublishBody = z.object({
  version,
  // Which grounds there are is decided by the command, with words.
  ground: z.string('Xin chọn vì sao gỡ.').max(40, 'Xin chọn vì sao gỡ.'),
  reason: z.string('Xin ghi rõ lý do gỡ.').max(5_000, 'Lý do dài quá; xin viết gọn lại.'),
});
const republishBody = z.object({ version });
const ticketParam = z.object({ id: z.string('Không tìm thấy phiếu này.') });
const commandAnswer = z.object({ ticketId: z.string(), code: z.string(), version: z.number(), state: z.string() });

/** Taking published copies off and putting them back, over JSON. */
@Controller('api/v1/tickets')
export class WithdrawalsController {
  constructor(private readonly withdrawals: Withdrawals) {}

  @Permit('ticket.publish')
  @Api({ summary: 'Gỡ bản công khai, với lý do', response: commandAnswer })
  @Post(':id/unpublish')
  @HttpCode(200)
  unpublish(
    @Param(valid(ticketParam)) { id }: z.infer<typeof ticketParam>,
    @Body(valid(unpublishBody)) body: z.infer<typeof unpublishBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.withdrawals.unpublish({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.publish')
  @Api({ summary: 'Công khai lại bản đã gỡ', response: commandAnswer })
  @Post(':id/republish')
  @HttpCode(200)
  republish(
    @Param(valid(ticketParam)) { id }: z.infer<typeof ticketParam>,
    @Body(valid(republishBody)) body: z.infer<typeof republishBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.withdrawals.republish({ ...body, ticketId: id }, ctx);
  }
}
