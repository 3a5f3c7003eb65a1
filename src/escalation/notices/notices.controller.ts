import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { Notices, type NoticePage } from './notices.js';
import { OnCallAnswers, type OnCallAnswer } from './on-call-answers.js';

const listQuery = z.object({ cursor: z.string().max(60).optional() });
const noticeParam = z.object({ id: z.string().max(40) });

/** Reminders as JSON: what `/nhac-viec` shows and does. */
@Controller('api/v1/notices')
@Permit('escalation.read')
export class NoticesController {
  constructor(
    private readonly notices: Notices,
    private readonly answers: OnCallAnswers,
  ) {}

  @Api({ summary: 'Những lời nhắc của người đang đăng nhập, mới nhất đứng trước; số chưa nhận, đếm đến 100' })
  @Get()
  async list(
    @Query(valid(listQuery)) { cursor }: z.output<typeof listQuery>,
    @Context() { principal }: CommandContext,
  ): Promise<NoticePage & { unread: number }> {
    const accountId = principal.kind === 'staff' ? principal.accountId : '';
    const [page, unread] = await Promise.all([
      this.notices.page(principal, cursor ?? null),
      this.notices.unread(accountId),
    ]);
    return { ...page, unread };
  }

  @Api({ summary: 'Việc khẩn đã báo người trực trong 24 giờ qua: ai nhận, ai chưa' })
  @Get('on-call')
  onCall(@Context() { principal }: CommandContext): Promise<OnCallAnswer[]> {
    return this.answers.recent(principal);
  }

  @Api({ summary: '“Tôi đã nhận”: lần đầu được ghi giờ, lần sau không đổi gì' })
  @Post(':id/acknowledge')
  @HttpCode(200)
  acknowledge(
    @Param(valid(noticeParam)) { id }: z.output<typeof noticeParam>,
    @Context() ctx: CommandContext,
  ): Promise<{ acknowledgedAt: string }> {
    return this.notices.acknowledge(id, ctx);
  }
}
