import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { ATTEMPT_RESULTS, CALL_BACK_REASONS, CHOSEN_OUTCOMES } from '../domain/call-back.js';
import { CallBacks, type CallBackCounts, type CallBackPage } from '../call-backs/call-backs.js';

const listQuery = z.object({
  state: z.enum(['open', 'unreachable'], 'Không có danh sách này.').default('open'),
  after: z.string().max(60, 'Trang này không có.').optional(),
});

const emptyAsNull = (value: unknown): unknown => (value === undefined || value === '' ? null : value);
const note = z.preprocess(emptyAsNull, z.string().max(500, 'Phần này dài quá 500 ký tự. Xin viết gọn lại.').nullable());

const attemptSchema = z.object({
  result: z.enum(ATTEMPT_RESULTS, 'Xin chọn kết quả của lần gọi.'),
  laterAt: z.preprocess(
    emptyAsNull,
    z.iso
      .datetime({ offset: true, error: 'Giờ hẹn viết như 2026-11-24T09:00:00+07:00.' })
      .transform((text) => new Date(text))
      .nullable(),
  ),
  note,
});
const closeSchema = z.object({ outcome: z.enum(CHOSEN_OUTCOMES, 'Xin chọn kết quả.'), note });

const instant = z.iso.datetime();
const viewAnswer = z.object({
  id: z.string(),
  reason: z.enum(CALL_BACK_REASONS),
  reasonLabel: z.string(),
  script: z.string(),
  phone: z.string(),
  ticket: z.object({ id: z.string(), code: z.string() }).nullable(),
  callId: z.string().nullable(),
  times: z.number(),
  state: z.string(),
  dueAt: instant,
  late: z.boolean(),
  nextAt: instant.nullable(),
  attempts: z.number(),
  failures: z.number(),
  claim: z.object({ accountId: z.string(), name: z.string(), until: instant }).nullable(),
});
const pageAnswer = z.object({ items: z.array(viewAnswer), next: z.string().nullable() });
const countsAnswer = z.object({ open: z.number(), late: z.number(), unreachable: z.number() });
const resultAnswer = z.object({ id: z.string(), state: z.string(), version: z.number() });

type Result = z.output<typeof resultAnswer>;

/** The list of people who must be called. */
@Controller('api/v1/call-backs')
@Permit('contact.record')
export class CallBacksController {
  constructor(private readonly callBacks: CallBacks) {}

  @Get()
  @Api({ summary: 'Người cần gọi lại, hẹn lâu nhất đứng trước', response: pageAnswer })
  list(@Query(valid(listQuery)) { state, after }: z.output<typeof listQuery>): Promise<CallBackPage> {
    return this.callBacks.list(state, after ?? null);
  }

  @Get('counts')
  @Api({ summary: 'Còn bao nhiêu người cần gọi lại', response: countsAnswer })
  counts(): Promise<CallBackCounts> {
    return this.callBacks.counts();
  }

  @Post(':id/claim')
  @HttpCode(200)
  @Api({ summary: 'Nhận gọi lại cho một người', response: resultAnswer })
  claim(@Param('id') id: string, @Context() ctx: CommandContext): Promise<Result> {
    return this.callBacks.claim(id, ctx);
  }

  @Post(':id/release')
  @HttpCode(200)
  @Api({ summary: 'Trả lại, để người khác gọi', response: resultAnswer })
  release(@Param('id') id: string, @Context() ctx: CommandContext): Promise<Result> {
    return this.callBacks.release(id, ctx);
  }

  @Post(':id/attempts')
  @HttpCode(200)
  @Api({ summary: 'Ghi một lần gọi và kết quả', response: resultAnswer })
  attempt(
    @Param('id') id: string,
    @Body(valid(attemptSchema)) body: z.output<typeof attemptSchema>,
    @Context() ctx: CommandContext,
  ): Promise<Result> {
    return this.callBacks.attempt(id, body, ctx);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Api({ summary: 'Đóng với kết quả', response: resultAnswer })
  close(
    @Param('id') id: string,
    @Body(valid(closeSchema)) body: z.output<typeof closeSchema>,
    @Context() ctx: CommandContext,
  ): Promise<Result> {
    return this.callBacks.close(id, body, ctx);
  }
}
