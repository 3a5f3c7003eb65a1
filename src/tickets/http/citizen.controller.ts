import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import { Attachments } from '../../attachments/index.js';
import { Context, type CommandContext } from '../../identity/index.js';
import { Problem } from '../../kernel/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { AddFacts } from '../commands/add-facts.js';
import { ChaseTicket } from '../commands/chase-ticket.js';
import { CorrectTicket } from '../commands/correct-ticket.js';
import { EnquireTicket } from '../commands/enquire-ticket.js';
import { RemindHolder } from '../commands/remind-holder.js';
import { Supplements } from '../queries/supplements.js';
import { TicketQueries } from '../queries/ticket-queries.js';
import type { CommandResult } from '../ticket-store.js';
import { chaseBody, correctionBody, photoParam, supplementsAnswer } from './citizen-schemas.js';
import { commandAnswer, ticketParam, versionBody } from './schemas.js';
import { textBody } from './time-schemas.js';

type TicketParam = z.infer<typeof ticketParam>;

/** The JSON side of what is said to and for citizens, and of putting a ticket right. */
@Controller('api/v1/tickets')
export class CitizenController {
  constructor(
    private readonly addFacts: AddFacts,
    private readonly enquireTicket: EnquireTicket,
    private readonly chaseTicket: ChaseTicket,
    private readonly remindHolder: RemindHolder,
    private readonly correctTicket: CorrectTicket,
    private readonly queries: TicketQueries,
    private readonly supplements: Supplements,
    private readonly attachments: Attachments,
  ) {}

  @Permit('contact.record')
  @Api({ summary: 'Ghi thêm điều người gửi bổ sung', response: commandAnswer })
  @Post(':id/facts')
  @HttpCode(200)
  facts(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(textBody)) body: z.infer<typeof textBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.addFacts.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('contact.record')
  @Api({ summary: 'Ghi lần người gửi hỏi việc đến đâu', response: commandAnswer })
  @Post(':id/enquiry')
  @HttpCode(200)
  enquire(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(versionBody)) body: z.infer<typeof versionBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.enquireTicket.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('contact.record')
  @Api({ summary: 'Ghi lần người gửi giục trả lời; đơn vị và lãnh đạo đơn vị được báo', response: commandAnswer })
  @Post(':id/chase')
  @HttpCode(200)
  chase(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(chaseBody)) body: z.infer<typeof chaseBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.chaseTicket.execute({ ...body, ticketId: id }, ctx);
  }

  // Coordinators, overseers and heads: the command asks for the right ones.
  @Permit('ticket.read')
  @Api({ summary: 'Nhắc đơn vị đang giữ phiếu', response: commandAnswer })
  @Post(':id/reminder')
  @HttpCode(200)
  remind(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(textBody)) body: z.infer<typeof textBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.remindHolder.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Sửa nội dung, địa điểm, nơi được nói đến; giữ lại bản trước', response: commandAnswer })
  @Post(':id/correction')
  @HttpCode(200)
  correct(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(correctionBody)) body: z.infer<typeof correctionBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.correctTicket.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.read')
  @Api({ summary: 'Đã hỏi người gửi điều gì, đã sửa gì trong phiếu', response: supplementsAnswer })
  @Get(':id/supplements')
  async list(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Context() { principal }: CommandContext,
  ): Promise<z.infer<typeof supplementsAnswer>> {
    await this.queries.requireVisible(principal, id);
    const [questions, corrections, routedElsewhere] = await Promise.all([
      this.supplements.questions(id),
      this.supplements.corrections(id),
      this.supplements.routedElsewhere(id),
    ]);
    return {
      questions: questions.map((question) => ({
        id: question.id,
        number: question.number,
        status: question.status,
        text: question.text,
        askedAt: question.askedAt.toISOString(),
        expiresAt: question.expiresAt.toISOString(),
        remindedCount: question.remindedCount,
        reply: question.reply,
        replyChannel: question.replyChannel,
        endedAt: question.endedAt?.toISOString() ?? null,
      })),
      corrections: corrections.map((one) => ({ ...one, at: one.at.toISOString() })),
      routedElsewhere,
    };
  }

  @Permit('ticket.read')
  @Api({ summary: 'Ảnh người gửi đã gửi kèm' })
  @Get(':id/photos/:photoId')
  async photo(
    @Param(valid(photoParam)) { id, photoId }: z.infer<typeof photoParam>,
    @Context() { principal }: CommandContext,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    // Whoever sees the ticket sees what was sent with it.
    const seen = await this.queries.items(principal, [id]);
    if (!seen.has(id)) throw Problem.notFound();
    await this.attachments.send(await this.supplements.photo(id, photoId), {
      request,
      response,
    });
  }
}
