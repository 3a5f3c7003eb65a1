import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import { raw, type NextFunction, type Request, type Response } from 'express';
import { Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';

/** What mail servers commonly take, with a little room. */
const MOST_BYTES = '26mb';

const read = raw({ type: 'message/rfc822', limit: MOST_BYTES });

/** Reads a whole mail into the body, as it is, from whoever shows the token of the settings. */
@Injectable()
export class RawMail implements NestMiddleware {
  constructor(private readonly config: Config) {}

  use(request: Request, response: Response, next: NextFunction): void {
    // Before anything is read: without a token in the settings there is no such address.
    if (this.admits(request.get('authorization') ?? '')) read(request, response, next);
    else next(Problem.notFound());
  }

  private admits(header: string): boolean {
    const { inboundMailToken } = this.config;
    if (inboundMailToken === null) return false;
    const given = /^Bearer (.+)$/i.exec(header)?.[1] ?? '';
    const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
    return timingSafeEqual(hash(given), hash(inboundMailToken));
  }
}
