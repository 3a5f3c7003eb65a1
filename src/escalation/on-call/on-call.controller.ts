import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Clock } from '../../kernel/index.js';
import { Api, Permit, valid } from '../../platform/http/index.js';
import { GAPS_AHEAD_MS, Roster, type ShiftView } from './roster.js';

const code = z.string('Xin ghi mã đơn vị.').regex(/^[A-Z0-9][A-Z0-9-]{0,39}$/, 'Xin ghi mã đơn vị, như SXD.');
const instant = z.iso
  .datetime({ offset: true, error: 'Xin ghi ngày giờ kèm múi giờ, như 2026-11-28T16:30:00+07:00.' })
  .transform((text) => new Date(text));

const listQuery = z.object({ agency: code, from: instant.optional(), to: instant.optional() });
const shiftBody = z.object({
  agencyCode: code,
  accountId: z.string('Xin chọn người trực.').max(26, 'Không có người này.'),
  phone: z.string('Xin ghi số điện thoại gọi được trong ca.').max(40, 'Số này dài quá.'),
  fromAt: instant,
  toAt: instant,
});
const shiftParam = z.object({ id: z.string().max(40) });

/** The roster as JSON: what `/truc` shows and does. */
@Controller('api/v1/on-call-shifts')
@Permit('roster.edit')
export class OnCallController {
  constructor(
    private readonly roster: Roster,
    private readonly clock: Clock,
  ) {}

  @Api({ summary: 'Lịch trực của một đơn vị (7 ngày tới nếu không nói khác), và giờ chưa có ai trực trong 7 ngày tới' })
  @Get()
  async list(
    @Query(valid(listQuery)) { agency, from, to }: z.output<typeof listQuery>,
    @Context() { principal }: CommandContext,
  ): Promise<{ shifts: ShiftView[]; gaps: { from: Date; to: Date }[] }> {
    const begin = from ?? this.clock.now();
    const span = { from: begin, to: to ?? new Date(begin.getTime() + GAPS_AHEAD_MS) };
    const [shifts, gaps] = await Promise.all([
      this.roster.shifts(principal, agency, span),
      this.roster.gaps(principal, agency),
    ]);
    return { shifts, gaps };
  }

  @Api({ summary: 'Thêm một ca trực' })
  @Post()
  add(
    @Body(valid(shiftBody)) body: z.output<typeof shiftBody>,
    @Context() ctx: CommandContext,
  ): Promise<{ id: string }> {
    return this.roster.add(body, ctx);
  }

  @Api({ summary: 'Bỏ một ca trực chưa qua; bỏ hai lần cũng như một' })
  @Post(':id/cancel')
  @HttpCode(200)
  cancel(
    @Param(valid(shiftParam)) { id }: z.output<typeof shiftParam>,
    @Context() ctx: CommandContext,
  ): Promise<{ agencyCode: string }> {
    return this.roster.cancel(id, ctx);
  }
}
