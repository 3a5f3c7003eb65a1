import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { z } from 'zod';
import { Problem } from '../../kernel/index.js';
import { Api, NotIdempotent, Public, type ServiceRequest } from '../../platform/http/index.js';
import { TakeMail, type MailTaken } from './take-mail.js';

const takenAnswer = z.union([
  z.object({ outcome: z.enum(['reply', 'facts']), code: z.string() }),
  z.object({ outcome: z.literal('ignored'), reason: z.string() }),
]);

/**
 * Where the mail server hands over what came to the reply address; `RawMail` has asked for its token. Whatever a
 * mail is, the answer is one that makes the server neither bounce it nor send it again; only when we are in
 * trouble it keeps it.
 */
@Controller('api/v1/inbound-mail')
export class InboundMailController {
  constructor(private readonly mails: TakeMail) {}

  @Public()
  @NotIdempotent('a message has an id of its own')
  @Api({ summary: 'Nhận thư trả lời của người dân từ máy chủ thư (message/rfc822)', response: takenAnswer })
  @Post()
  @HttpCode(200)
  take(@Req() request: ServiceRequest): Promise<MailTaken> {
    const body: unknown = request.body;
    if (!Buffer.isBuffer(body) || body.length === 0)
      throw Problem.invalid([{ field: 'body', message: 'Gửi nguyên bức thư, kiểu message/rfc822.' }]);
    return this.mails.take(body, request.requestId);
  }
}
