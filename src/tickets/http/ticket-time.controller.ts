import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { AskCitizen } from '../commands/ask-citizen.js';
import { DecideExtension } from '../commands/decide-extension.js';
import { ReclassifyTicket } from '../commands/reclassify-ticket.js';
import { RecordReply } from '../commands/record-reply.js';
import { ReportAction } from '../commands/report-action.js';
import { RequestExtension } from '../commands/request-extension.js';
import { SendApology } from '../commands/send-apology.js';
import { TransferTicket } from '../commands/transfer-ticket.js';
import { ApologyLetters } from '../queries/apology-letters.js';
import type { CommandResult } from '../ticket-store.js';
import { commandAnswer, ticketParam } from './schemas.js';
import {
  actionBody,
  apologyBody,
  apologyDraftAnswer,
  decisionBody,
  extensionBody,
  reclassifyBody,
  textBody,
  transferBody,
} from './time-schemas.js';

type TicketParam = z.infer<typeof ticketParam>;

/** The JSON side of the commands that begin, move, hold and end a ticket's clocks on the way. */
@Controller('api/v1/tickets')
export class TicketTimeController {
  constructor(
    private readonly reportAction: ReportAction,
    private readonly reclassifyTicket: ReclassifyTicket,
    private readonly transferTicket: TransferTicket,
    private readonly askCitizen: AskCitizen,
    private readonly recordReply: RecordReply,
    private readonly requestExtension: RequestExtension,
    private readonly decideExtension: DecideExtension,
    private readonly sendApology: SendApology,
    private readonly letters: ApologyLetters,
  ) {}

  @Permit('ticket.answer')
  @Api({ summary: 'Báo việc khẩn đã xử lý tại chỗ', response: commandAnswer })
  @Post(':id/action')
  @HttpCode(200)
  report(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(actionBody)) body: z.infer<typeof actionBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.reportAction.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Sửa loại việc, mức ưu tiên; phiếu vẫn ở đơn vị đang giữ', response: commandAnswer })
  @Post(':id/reclassify')
  @HttpCode(200)
  reclassify(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(reclassifyBody)) body: z.infer<typeof reclassifyBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.reclassifyTicket.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Chuyển phiếu sang đơn vị khác chủ trì', response: commandAnswer })
  @Post(':id/transfer')
  @HttpCode(200)
  transfer(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(transferBody)) body: z.infer<typeof transferBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.transferTicket.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.answer')
  @Api({ summary: 'Hỏi thêm người dân; thời hạn tạm dừng đến khi có trả lời', response: commandAnswer })
  @Post(':id/question')
  @HttpCode(200)
  ask(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(textBody)) body: z.infer<typeof textBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.askCitizen.execute({ ...body, ticketId: id }, ctx);
  }

  // The agency's own people or the hotline's: the command asks for the right ones.
  @Permit('ticket.read')
  @Api({ summary: 'Ghi lời người dân bổ sung; thời hạn tính tiếp', response: commandAnswer })
  @Post(':id/reply')
  @HttpCode(200)
  reply(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(textBody)) body: z.infer<typeof textBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.recordReply.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.answer')
  @Api({ summary: 'Xin gia hạn, một lần, trước hạn', response: commandAnswer })
  @Post(':id/extension')
  @HttpCode(200)
  extend(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(extensionBody)) body: z.infer<typeof extensionBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.requestExtension.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.approve')
  @Api({ summary: 'Thủ trưởng đồng ý hoặc không đồng ý gia hạn', response: commandAnswer })
  @Post(':id/extension-decision')
  @HttpCode(200)
  decide(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(decisionBody)) body: z.infer<typeof decisionBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.decideExtension.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.approve')
  @Api({ summary: 'Bản thảo thư xin lỗi, điền sẵn điều đã biết', response: apologyDraftAnswer })
  @Get(':id/apology-draft')
  async draft(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Context() { principal }: CommandContext,
  ): Promise<z.infer<typeof apologyDraftAnswer>> {
    const { signatures, ...draft } = await this.letters.draft(principal, id);
    return { ...draft, signatures: signatures.map(({ signedAs, lines }) => ({ signedAs, lines: [...lines] })) };
  }

  @Permit('ticket.approve')
  @Api({ summary: 'Gửi thư xin lỗi vì trả lời chậm', response: commandAnswer })
  @Post(':id/apology')
  @HttpCode(200)
  apologize(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(apologyBody)) body: z.infer<typeof apologyBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.sendApology.execute({ ...body, ticketId: id }, ctx);
  }
}
