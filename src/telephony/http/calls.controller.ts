import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Context, type CommandContext } from '../../identity/index.js';
import { Clock, Problem } from '../../kernel/index.js';
import { Api, NotIdempotent, Permit, valid } from '../../platform/http/index.js';
import { BlockedCallers, type BlockedCallerView } from '../calls/blocked-callers.js';
import { CallerHistory, type CallerView } from '../calls/caller-history.js';
import { CallQueries, type CallPage, type CallView } from '../calls/call-queries.js';
import { OutgoingCalls } from '../calls/outgoing-calls.js';
import { OPERATOR_STATE_LABELS, OPERATOR_STATES, type OperatorState } from '../domain/operator-state.js';
import { OperatorLines } from '../operators/operator-lines.js';
import { OperatorStates } from '../operators/operator-states.js';

const id = z.string().regex(/^[0-9A-Z]{26}$/, 'Không có cuộc gọi này.');
const dayQuery = z.object({
  day: z.iso.date('Ngày viết như 2026-11-23.').optional(),
  after: z.string().max(60, 'Trang này không có.').optional(),
});
const outgoingSchema = z
  .object({
    number: z.string().max(40, 'Số này dài quá.').optional(),
    ticketId: z.string().max(40, 'Không có phiếu này.').optional(),
    callBackId: z.string().max(40, 'Không có cuộc gọi lại này.').optional(),
  })
  .refine((body) => Object.values(body).filter((value) => value !== undefined).length === 1, {
    path: ['number'],
    message: 'Xin chọn đúng một: số điện thoại, phiếu, hoặc cuộc gọi lại.',
  });
const callerSchema = z.object({ phone: z.string().max(200, 'Số này dài quá.') });
const blockSchema = z.object({
  phone: z.string('Xin ghi số điện thoại.').max(40, 'Số này dài quá.'),
  reason: z.string('Xin ghi lý do.').max(300, 'Lý do dài quá 300 ký tự. Xin viết gọn lại.'),
  days: z.coerce.number('Xin ghi số ngày.').int('Xin ghi số ngày chẵn.'),
});
const CHOSEN_STATES = ['ready', 'wrapup', 'break', 'offline'] as const;
const stateSchema = z.object({ state: z.enum(CHOSEN_STATES, 'Không có trạng thái này.') });

export interface OperatorStateView {
  readonly accountId: string;
  readonly name: string;
  readonly extension: string | null;
  readonly state: OperatorState;
  readonly label: string;
  /** null: never said since the beginning. */
  readonly since: Date | null;
  readonly callId: string | null;
}

/** Calls, callers and who takes them. */
@Controller('api/v1')
export class CallsController {
  constructor(
    private readonly calls: CallQueries,
    private readonly history: CallerHistory,
    private readonly outgoing: OutgoingCalls,
    private readonly blocked: BlockedCallers,
    private readonly lines: OperatorLines,
    private readonly states: OperatorStates,
    private readonly clock: Clock,
  ) {}

  @Get('calls')
  @Permit('call.supervise')
  @Api({ summary: 'Cuộc gọi của một ngày, mới nhất đứng trước' })
  list(@Query(valid(dayQuery)) query: z.output<typeof dayQuery>, @Context() ctx: CommandContext): Promise<CallPage> {
    return this.calls.ofDay(ctx.principal, query.day ?? null, query.after ?? null);
  }

  @Get('calls/open')
  @Permit('call.supervise')
  @Api({ summary: 'Cuộc gọi đang chờ và đang nói' })
  async open(@Context() ctx: CommandContext): Promise<{ calls: CallView[] }> {
    return { calls: await this.calls.open(ctx.principal) };
  }

  @Get('calls/mine')
  @Permit('contact.record')
  @Api({ summary: 'Cuộc gọi đang đổ chuông hoặc đang nói của tôi' })
  async mine(@Context() { principal }: CommandContext): Promise<{ calls: CallView[] }> {
    return { calls: principal.kind === 'staff' ? await this.calls.mine(principal) : [] };
  }

  @Get('calls/:id')
  @Permit('contact.record')
  @Api({ summary: 'Một cuộc gọi' })
  async one(@Param('id') callId: string, @Context() ctx: CommandContext): Promise<CallView> {
    const call = id.safeParse(callId).success ? await this.calls.find(ctx.principal, callId) : null;
    if (call === null) throw Problem.notFound('Không tìm thấy cuộc gọi này.');
    return call;
  }

  /** A POST, because addresses are written into logs and numbers are not. */
  @Post('callers/look-up')
  @Permit('contact.record')
  @HttpCode(200)
  @NotIdempotent('nothing is written')
  @Api({ summary: 'Số này đã gọi, đã gửi những gì' })
  caller(
    @Body(valid(callerSchema)) { phone }: z.output<typeof callerSchema>,
    @Context() ctx: CommandContext,
  ): Promise<CallerView> {
    return this.history.of(ctx.principal, phone);
  }

  @Post('calls/outgoing')
  @Permit('contact.record')
  @HttpCode(200)
  @Api({ summary: 'Nhờ tổng đài gọi ra', response: z.object({ id: z.string() }) })
  dial(
    @Body(valid(outgoingSchema)) { number, ticketId, callBackId }: z.output<typeof outgoingSchema>,
    @Context() ctx: CommandContext,
  ): Promise<{ id: string }> {
    if (callBackId !== undefined) return this.outgoing.dial({ callBackId }, ctx);
    if (ticketId !== undefined) return this.outgoing.dial({ ticketId }, ctx);
    return this.outgoing.dial({ number: number ?? '' }, ctx);
  }

  @Get('blocked-callers')
  @Permit('call.supervise')
  @Api({ summary: 'Số đang bị chặn' })
  async blockedCallers(): Promise<{ callers: BlockedCallerView[] }> {
    return { callers: await this.blocked.list() };
  }

  @Post('blocked-callers')
  @Permit('call.supervise')
  @Api({ summary: 'Chặn một số đến một ngày, có lý do', response: z.object({ id: z.string() }) })
  block(
    @Body(valid(blockSchema)) body: z.output<typeof blockSchema>,
    @Context() ctx: CommandContext,
  ): Promise<{ id: string }> {
    return this.blocked.block(body, ctx);
  }

  @Post('blocked-callers/:id/lift')
  @Permit('call.supervise')
  @HttpCode(200)
  @Api({ summary: 'Thôi chặn một số' })
  async lift(@Param('id') blockId: string, @Context() ctx: CommandContext): Promise<object> {
    await this.blocked.lift(blockId, ctx);
    return {};
  }

  @Get('operator-states')
  @Permit('contact.record')
  @Api({ summary: 'Tổng đài viên đang làm gì' })
  async operatorStates(): Promise<{ operators: OperatorStateView[] }> {
    const [operators, states] = await Promise.all([this.lines.all(), this.states.now()]);
    return {
      operators: operators.map(({ accountId, name, extension }) => {
        const now = states.find((one) => one.accountId === accountId);
        const state = now?.state ?? 'offline';
        return {
          accountId,
          name,
          extension,
          state,
          label: OPERATOR_STATE_LABELS[state],
          since: now?.since ?? null,
          callId: now?.callId ?? null,
        };
      }),
    };
  }

  /** What somebody does is set by the calls; the rest by the person. Saying it twice changes nothing. */
  @Post('operator-states/mine')
  @Permit('contact.record')
  @HttpCode(200)
  @NotIdempotent('a state is set, and setting it again changes nothing')
  @Api({ summary: 'Tôi sẵn sàng, nghỉ, hoặc thôi trực', response: z.object({ state: z.enum(OPERATOR_STATES) }) })
  async setMine(
    @Body(valid(stateSchema)) { state }: z.output<typeof stateSchema>,
    @Context() ctx: CommandContext,
  ): Promise<{ state: OperatorState }> {
    if (ctx.principal.kind === 'staff') await this.states.set(ctx.principal.accountId, state, this.clock.now());
    return { state };
  }
}
