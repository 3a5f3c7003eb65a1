import { Body, Controller, Header, HttpCode, Post, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, NotIdempotent, Permit, Public, valid } from '../../platform/http/index.js';
import { BOUNDARIES } from '../../tickets/index.js';
import { operatorContactSchema, phoneCall, type OperatorContact } from '../channels/phone-call.js';
import { WebForm, webTicketSchema, type WebTicket } from '../channels/web-form.js';
import { PreviewIntake, previewAnswer, previewSchema, type Preview, type PreviewInput } from '../preview.js';
import { RecordContact, type RecordedContact } from '../record-contact.js';
import { HintLimit, PublicLimit } from './public-limit.js';

const ticketAnswer = z.object({
  ticketId: z.string(),
  code: z.string(),
  version: z.number(),
  state: z.string(),
  boundary: z.enum(BOUNDARIES),
  leadAgencyCode: z.string().nullable(),
  slaClass: z.string().nullable(),
  dueAt: z.string().nullable(),
  routeReason: z.string(),
  trackingUrl: z.string(),
});
const contactAnswer = z.object({ contactId: z.string(), tickets: z.array(ticketAnswer) });

@Controller('api/v1')
export class IntakeController {
  constructor(
    private readonly record: RecordContact,
    private readonly webForm: WebForm,
    private readonly intake: PreviewIntake,
  ) {}

  @Post('contacts')
  @Permit('contact.record')
  @Api({ summary: 'Ghi một lượt liên hệ và các phiếu từ đó (tổng đài viên)', response: contactAnswer })
  contact(
    @Body(valid(operatorContactSchema)) body: OperatorContact,
    @Context() ctx: CommandContext,
  ): Promise<RecordedContact> {
    return this.record.execute(phoneCall(body), ctx);
  }

  @Post('tickets')
  @Public()
  @UseGuards(PublicLimit)
  @Api({ summary: 'Gửi một phản ánh, kiến nghị (người dân)', response: contactAnswer })
  ticket(@Body(valid(webTicketSchema)) body: WebTicket, @Context() ctx: CommandContext): Promise<RecordedContact> {
    return this.webForm.submit(body, ctx);
  }

  @Post('intake/preview')
  @Public()
  @HttpCode(200)
  @NotIdempotent('nothing is written')
  @UseGuards(HintLimit)
  @Header('cache-control', 'no-store')
  @Api({
    summary: 'Nếu gửi bây giờ: dấu hiệu khẩn cấp hoặc khiếu nại, phường xã, nơi phụ trách, hạn trả lời',
    response: previewAnswer,
  })
  preview(@Body(valid(previewSchema)) body: PreviewInput): Preview {
    return this.intake.preview(body);
  }
}
