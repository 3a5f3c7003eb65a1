import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { AppealLead } from '../commands/appeal-lead.js';
import { RejectTicket } from '../commands/reject-ticket.js';
import { ReopenTicket } from '../commands/reopen-ticket.js';
import { ReturnTicket } from '../commands/return-ticket.js';
import { RuleLead } from '../commands/rule-lead.js';
import { WithdrawTicket } from '../commands/withdraw-ticket.js';
import type { CommandResult } from '../ticket-store.js';
import { rejectionBody, reopeningBody, returnTicketBody, rulingBody, wordsBody } from './lead-schemas.js';
import { commandAnswer, ticketParam } from './schemas.js';

type TicketParam = z.infer<typeof ticketParam>;

/** The JSON side of who leads a ticket, and of the ways in which it ends and begins again. */
@Controller('api/v1/tickets')
export class LeadController {
  constructor(
    private readonly returnTicket: ReturnTicket,
    private readonly appealLead: AppealLead,
    private readonly ruleLead: RuleLead,
    private readonly rejectTicket: RejectTicket,
    private readonly withdrawTicket: WithdrawTicket,
    private readonly reopenTicket: ReopenTicket,
  ) {}

  @Permit('ticket.accept')
  @Api({ summary: 'Trả lại phiếu cho 1022, có lý do và đơn vị đề nghị', response: commandAnswer })
  @Post(':id/return-to-centre')
  @HttpCode(200)
  giveBack(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(returnTicketBody)) body: z.infer<typeof returnTicketBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.returnTicket.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.approve')
  @Api({ summary: 'Đề nghị Văn phòng UBND xem lại đơn vị chủ trì', response: commandAnswer })
  @Post(':id/appeal')
  @HttpCode(200)
  appeal(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(wordsBody)) body: z.infer<typeof wordsBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.appealLead.execute({ ...body, ticketId: id }, ctx);
  }

  // A coordinator first, then the overseer: the command asks for the right one.
  @Permit('ticket.read')
  @Api({ summary: 'Quyết định đơn vị chủ trì', response: commandAnswer })
  @Post(':id/ruling')
  @HttpCode(200)
  rule(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(rulingBody)) body: z.infer<typeof rulingBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.ruleLead.execute({ ...body, ticketId: id }, ctx);
  }

  // A coordinator within two working days, the director later.
  @Permit('ticket.read')
  @Api({ summary: 'Từ chối tiếp nhận, có lý do và lối đi tiếp cho người gửi', response: commandAnswer })
  @Post(':id/rejection')
  @HttpCode(200)
  reject(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(rejectionBody)) body: z.infer<typeof rejectionBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.rejectTicket.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('contact.record')
  @Api({ summary: 'Ghi người gửi rút phản ánh', response: commandAnswer })
  @Post(':id/withdrawal')
  @HttpCode(200)
  withdraw(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(wordsBody)) body: z.infer<typeof wordsBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.withdrawTicket.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Mở lại phiếu đã xong, lên một cấp', response: commandAnswer })
  @Post(':id/reopening')
  @HttpCode(200)
  reopen(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(reopeningBody)) body: z.infer<typeof reopeningBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.reopenTicket.execute({ ...body, ticketId: id }, ctx);
  }
}
