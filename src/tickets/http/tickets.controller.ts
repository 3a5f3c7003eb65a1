import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { AcceptTicket } from '../commands/accept-ticket.js';
import { ApproveAnswer } from '../commands/approve-answer.js';
import { ClassifyTicket } from '../commands/classify-ticket.js';
import { GuideElsewhere } from '../commands/guide-elsewhere.js';
import { ReturnAnswer } from '../commands/return-answer.js';
import { SaveAnswerDraft, type DraftResult } from '../commands/save-answer-draft.js';
import { SubmitAnswer } from '../commands/submit-answer.js';
import { TicketQueries } from '../queries/ticket-queries.js';
import { ReporterReveals } from '../reporter-reveals.js';
import type { ReporterView, TicketDetail, TicketPage } from '../queries/views.js';
import type { CommandResult } from '../ticket-store.js';
import {
  answerBody,
  classifyBody,
  commandAnswer,
  draftBody,
  guideBody,
  listQuery,
  returnBody,
  ticketParam,
  versionBody,
} from './schemas.js';

type TicketParam = z.infer<typeof ticketParam>;

/** The JSON side of the ticket's lists, detail and commands: request in, command, result out. */
@Controller('api/v1/tickets')
export class TicketsController {
  constructor(
    private readonly queries: TicketQueries,
    private readonly reveals: ReporterReveals,
    private readonly classifyTicket: ClassifyTicket,
    private readonly acceptTicket: AcceptTicket,
    private readonly saveAnswerDraft: SaveAnswerDraft,
    private readonly submitAnswer: SubmitAnswer,
    private readonly approveAnswer: ApproveAnswer,
    private readonly returnAnswer: ReturnAnswer,
    private readonly guideElsewhere: GuideElsewhere,
  ) {}

  @Permit('ticket.read')
  @Api({ summary: 'Danh sách phiếu của một thẻ, gấp nhất đứng trước' })
  @Get()
  list(
    @Query(valid(listQuery)) query: z.infer<typeof listQuery>,
    @Context() { principal }: CommandContext,
  ): Promise<TicketPage> {
    return this.queries.list(principal, query, query.cursor ?? null);
  }

  @Permit('ticket.read')
  @Api({ summary: 'Một phiếu: nội dung, đồng hồ, ai đã giữ, câu chuyện, câu trả lời, việc làm được' })
  @Get(':id')
  detail(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Context() { principal }: CommandContext,
  ): Promise<TicketDetail> {
    return this.queries.detail(principal, id);
  }

  @Permit('reporter.read')
  @Api({ summary: 'Người gửi phiếu, chỉ Tổng đài 1022 xem được' })
  @Get(':id/reporter')
  reporter(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Context() { principal }: CommandContext,
  ): Promise<ReporterView> {
    return this.reveals.show(principal, id);
  }

  @Permit('ticket.classify')
  @Api({ summary: 'Phân loại và chuyển đơn vị chủ trì', response: commandAnswer })
  @Post(':id/classify')
  @HttpCode(200)
  classify(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(classifyBody)) body: z.infer<typeof classifyBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.classifyTicket.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.accept')
  @Api({ summary: 'Nhận xử lý', response: commandAnswer })
  @Post(':id/accept')
  @HttpCode(200)
  accept(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(versionBody)) body: z.infer<typeof versionBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.acceptTicket.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.answer')
  @Api({ summary: 'Lưu nháp câu trả lời' })
  @Post(':id/answer-draft')
  @HttpCode(200)
  saveDraft(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(draftBody)) body: z.infer<typeof draftBody>,
    @Context() ctx: CommandContext,
  ): Promise<DraftResult> {
    return this.saveAnswerDraft.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.answer')
  @Api({ summary: 'Trình lãnh đạo duyệt câu trả lời', response: commandAnswer })
  @Post(':id/answer')
  @HttpCode(200)
  submit(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(answerBody)) body: z.infer<typeof answerBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.submitAnswer.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.approve')
  @Api({ summary: 'Thủ trưởng duyệt câu trả lời', response: commandAnswer })
  @Post(':id/approve')
  @HttpCode(200)
  approve(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(versionBody)) body: z.infer<typeof versionBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.approveAnswer.execute({ ...body, ticketId: id }, ctx);
  }

  // The head's before the approval, the coordinator's at the gate: the command asks for the right one.
  @Permit('ticket.read')
  @Api({
    summary: 'Trả câu trả lời lại để sửa: thủ trưởng trước khi duyệt, điều phối viên trước khi công khai',
    response: commandAnswer,
  })
  @Post(':id/return-answer')
  @HttpCode(200)
  sendBack(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(returnBody)) body: z.infer<typeof returnBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.returnAnswer.execute({ ...body, ticketId: id }, ctx);
  }

  @Permit('ticket.guide')
  @Api({ summary: 'Hướng dẫn nơi nhận khiếu nại, tố cáo', response: commandAnswer })
  @Post(':id/guide-elsewhere')
  @HttpCode(200)
  guide(
    @Param(valid(ticketParam)) { id }: TicketParam,
    @Body(valid(guideBody)) body: z.infer<typeof guideBody>,
    @Context() ctx: CommandContext,
  ): Promise<CommandResult> {
    return this.guideElsewhere.execute({ ...body, ticketId: id }, ctx);
  }
}
