import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { z } from 'zod';
import { Problem } from '../../kernel/index.js';
import { Api, NotIdempotent, Permit, Public, type ServiceRequest } from '../../platform/http/index.js';
import { readMessage } from '../domain/cti-message.js';
import { CtiCounts, type CtiCount } from './cti-counts.js';
import { CtiDoor } from './cti-door.js';
import { CtiIntake, type CtiReply } from './cti-intake.js';
import { FloodGate } from './flood-gate.js';

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

/** Where telephone systems tell of their calls, once the door has let them in. */
@Controller('api/v1/cti')
export class CtiController {
  constructor(
    private readonly door: CtiDoor,
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
    @Body() body: unknown,
    @Req() request: ServiceRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CtiReply | CtiError> {
    const pbx = this.door.pbxOf(request);
    // Without a token in the settings the door stands open, and there is no such address behind it.
    if (pbx === null) throw Problem.notFound();
    return this.gate.write(pbx, () => this.handle(pbx, body, response));
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
