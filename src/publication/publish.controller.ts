import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { Context, type CommandContext } from '../identity/index.js';
import { Api, Permit, valid } from '../platform/http/index.js';
import type { CommandResult } from '../tickets/index.js';
import { PublishTicket } from './publish-ticket.js';

const publishBody = z.object({
  version: z.coerce
    .number('Thiếu phiên bản của phiếu; xin tải lại trang.')
    .int()
    .min(1, 'Thiếu phiên bản của phiếu; xin tải lại trang.'),
  visibility: z.enum(['public', 'private'], 'Xin chọn công khai hay không.').nullish(),
  privateReason: z.string().max(5_000, 'Lý do dài quá; xin viết gọn lại.').nullish(),
  // What stands beside each is decided by the command, with words.
  checks: z.record(z.string(), z.string().max(40, 'Xin đánh dấu lại.')).optional(),
  /** Files of the answer that everybody may see. */
  evidenceIds: z.array(z.string().max(40, 'Không có tệp này.')).max(50, 'Nhiều tệp quá.').optional(),
  /** Of the sheet that text and photos were confirmed from; left out, one that nobody has kept yet. */
  sheetRevision: z.coerce.number('Xin tải lại trang.').int().min(0, 'Xin tải lại trang.').optional(),
  /** Where the copy of an answer before was taken off. */
  withdrawnCopy: z.enum(['put_back', 'stays_off'], 'Xin chọn công khai lại hay vẫn gỡ.').optional(),
  publicText: z
    .object({
      title: z.string('Xin ghi tiêu đề sẽ công khai.').max(1_000, 'Tiêu đề dài quá; xin viết gọn lại.'),
      question: z.string('Xin ghi nội dung sẽ công khai.').max(30_000, 'Nội dung dài quá; xin viết gọn lại.'),
    })
    .nullish(),
});
const ticketParam = z.object({ id: z.string('Không tìm thấy phiếu này.') });
const commandAnswer = z.object({ ticketId: z.string(), code: z.string(), version: z.number(), state: z.string() });

/** The gate over JSON: with the text the coordinator has read, else the automatic redaction alone. */
@Controller('api/v1/tickets')
export class PublishController {
  constructor(private readonly publishTicket: PublishTicket) {}

  @Permit('ticket.publish')
  @Api({
    summary: 'Công khai câu trả lời, hoặc chỉ gửi riêng người phản ánh với lý do',
    response: commandAnswer,
  })
  @Post(':id/publish')
  @HttpCode(200)
  publish(
    @Param(valid(ticketParam)) { id }: z.infer<typeof ticketParam>,
    @Body(valid(publishBody)) body: z.infer<typeof publishBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.publishTicket.execute({ ...body, ticketId: id }, ctx);
  }
}
