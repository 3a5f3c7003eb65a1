import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { Api, Permit } from '../platform/http/index.js';
import { MailQueue } from './mail-queue.js';

const MOST = 200;

const response = z.object({
  counts: z.object({ pending: z.number(), sent: z.number(), failed: z.number(), dropped: z.number() }),
  troubled: z.array(
    z.object({
      id: z.string(),
      ticketId: z.string(),
      template: z.string(),
      status: z.string(),
      attempts: z.number(),
      createdAt: z.string(),
      nextAt: z.string(),
      lastError: z.string().nullable(),
    }),
  ),
});

/** How the mails stand: what failed and what waits for the gateway. No address, no content. */
@Controller('api/v1/mails')
export class MailsController {
  constructor(private readonly queue: MailQueue) {}

  @Get()
  @Permit('config.read')
  @Api({ summary: 'Tình trạng thư báo: đã gửi, đang chờ, không gửi được', response })
  async state(): Promise<z.infer<typeof response>> {
    const troubled = await this.queue.troubled(MOST);
    return {
      counts: await this.queue.counts(),
      troubled: troubled.map(({ id, ticketId, template, status, attempts, createdAt, nextAt, lastError }) => ({
        id,
        ticketId,
        template,
        status,
        attempts,
        createdAt: createdAt.toISOString(),
        nextAt: nextAt.toISOString(),
        lastError,
      })),
    };
  }
}
