import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Problem } from '../../kernel/index.js';
import { Api, NotIdempotent, Permit, Public, type ServiceRequest } from '../../platform/http/index.js';
import { readMessage } from '../domain/cti-message.js';
import { CtiCounts, type CtiCount } from './cti-counts.js';
import { CtiIntake, type CtiReply } from './cti-intake.js';
import { FloodGate, HeldBack } from './flood-gate.js';
import { PbxTokens } from './pbx-tokens.js';

/** As bridges of the generic CTI interface expect it, beside the status. */
interface CtiError {
  readonly error: string;
}

const replyAnswer = z.union([
  z.object({ action: z.literal('reject'), reason: z.literal('busy') }),
  z.object({ action: z.literal('dial'), caller_id: z.string(), number: z.string() }),
  z.object({}),
]);
const countsAnswer = z.object({
  counts: z.array(z.object({ day: z.string(), pbx: z.string().nullable(), kind: z.string(), times: z.number() })),
});

/** Where telephone systems tell of their calls. */
@Controller('api/v1/cti')
export class CtiController {
  constructor(
    private readonly tokens: PbxTokens,
    private readonly gate: FloodGate,
    private readonly intake: CtiIntake,
    private readonly counts: CtiCounts,
  ) {}

  @Get('counts')
  @Permit('config.read')
  @Api({ summary: 'Mỗi ngày tổng đài báo bao nhiêu tin, bao nhiêu bị từ chối và vì sao', response: countsAnswer })
  async list(): Promise<{ counts: CtiCount[] }> {
    return { counts: await this.counts.list() };
  }

  @Post(':token')
  @Public()
  @HttpCode(200)
  @NotIdempotent('an event is known by the call and what happened to it')
  @Api({ summary: 'Tổng đài điện thoại báo cuộc gọi (Generic CTI: newCall, answer, hangup)', response: replyAnswer })
  async take(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: ServiceRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CtiReply | CtiError> {
    if (this.tokens.isOff) throw Problem.notFound();
    const pbx = this.tokens.pbxOf(token);
    try {
      if (pbx === null) return this.refuse(request, response);
      return await this.gate.pass(pbx, () => this.handle(pbx, body, response));
    } catch (error) {
      if (!(error instanceof HeldBack)) throw error;
      this.counts.add(pbx, 'held_back');
      response.status(429).setHeader('Retry-After', String(error.retryAfterSeconds));
      return { error: 'Tổng đài gửi quá nhiều tin trong thời gian ngắn; gửi lại sau.' };
    }
  }

  private refuse(request: ServiceRequest, response: Response): CtiError {
    this.gate.stranger(request.ip ?? '');
    this.counts.add(null, 'refused');
    response.status(401);
    return { error: 'Mã trong địa chỉ không đúng. Xin xem lại CTI_TOKENS.' };
  }

  private async handle(pbx: string, body: unknown, response: Response): Promise<CtiReply | CtiError> {
    const message = readMessage(body);
    const taken = 'error' in message ? message : await this.intake.take(pbx, message);
    if ('error' in taken) {
      this.counts.add(pbx, 'unreadable');
      response.status(422);
      return { error: taken.error };
    }
    this.counts.add(pbx, taken.repeated ? 'repeated' : 'taken');
    return taken.reply;
  }
}
