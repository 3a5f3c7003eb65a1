import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { AskSupport } from '../commands/ask-support.js';
import { AssignTicket } from '../commands/assign-ticket.js';
import { DeliverSupport } from '../commands/deliver-support.js';
import { RemindSupport } from '../commands/remind-support.js';
import { WithdrawSupport } from '../commands/withdraw-support.js';
import type { CommandResult } from '../ticket-store.js';
import { commandAnswer, ticketParam } from './schemas.js';
import {
  askSupportBody,
  assignBody,
  deliverSupportBody,
  remindSupportBody,
  supportParam,
  withdrawSupportBody,
} from './teamwork-schemas.js';

type TicketParam = z.infer<typeof ticketParam>;
type SupportParam = z.infer<typeof supportParam>;

/** The JSON side of working on a ticket together: parts of other agencies, and whose it is inside the own one. */
@Controller('api/v1/tickets')
export class TeamworkController {
  constructor(
    private readonly askSupport: AskSupport,
    private readonly deliverSupport: DeliverSupport,
    private readonly remindSupport: RemindSupport,
    private readonly withdrawSupport: WithdrawSupport,
    private readonly assignTicket: AssignTicket,
  ) {}

  @Permit('ticket.answer')
  @Api({ summary: 'Đề nghị một đơn vị phối hợp, kèm ngày cần có', response: commandAnswer })
  @Post(':id/support')
  @HttpCode(200)
  ask(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(askSupportBody)) body: z.infer<typeof askSupportBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.askSupport.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.answer')
  @Api({ summary: 'Đơn vị được đề nghị gửi phần phối hợp của mình', response: commandAnswer })
  @Post(':id/support-part')
  @HttpCode(200)
  deliver(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(deliverSupportBody)) body: z.infer<typeof deliverSupportBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.deliverSupport.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.answer')
  @Api({ summary: 'Nhắc đơn vị phối hợp, mỗi giờ làm việc nhiều nhất một lần', response: commandAnswer })
  @Post(':id/support/:supportId/reminder')
  @HttpCode(200)
  remind(
    @Param(valid(supportParam)) { id, supportId }: SupportParam,
    @Body(valid(remindSupportBody)) body: z.infer<typeof remindSupportBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.remindSupport.execute({ ...body, ticketId: id, supportId }, ctx);
  }

  @Permit('ticket.answer')
  @Api({ summary: 'Thôi đề nghị một phần phối hợp, kèm lý do', response: commandAnswer })
  @Post(':id/support/:supportId/withdrawal')
  @HttpCode(200)
  withdraw(
    @Param(valid(supportParam)) { id, supportId }: SupportParam,
    @Body(valid(withdrawSupportBody)) body: z.infer<typeof withdrawSupportBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.withdrawSupport.execute({ ...body, ticketId: id, supportId }, ctx);
  }

  // The head gives it to others, a handler takes it over: the command asks for the right one.
  @Permit('ticket.read')
  @Api({ summary: 'Giao phiếu cho một người của đơn vị, hoặc nhận thay về mình', response: commandAnswer })
  @Post(':id/handler')
  @HttpCode(200)
  assign(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(assignBody)) body: z.infer<typeof assignBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.assignTicket.execute({ ...body, ticketId: id }, ctx);
  }
}
