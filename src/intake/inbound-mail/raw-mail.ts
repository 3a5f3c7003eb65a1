import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, PayloadTooLargeException, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';

/** What mail servers commonly take, with a little room. */
const MOST_BYTES = 26 * 1024 * 1024;

/** Reads a whole mail into the body, as it is, from whoever shows the token of the settings. */
@Injectable()
export class RawMail implements NestMiddleware {
  constructor(private readonly config: Config) {}

  async use(request: Request, _response: Response, next: NextFunction): Promise<void> {
    // Before anything is read: without a token in the settings there is no such address.
    if (!this.admits(request.get('authorization') ?? '')) {
      next(Problem.notFound());
      return;
    }
    try {
      if (request.is('message/rfc822') !== false) request.body = await wholeMail(request);
      next();
    } catch (error) {
      next(error);
    }
  }

  private admits(header: string): boolean {
    const { inboundMailToken } = this.config;
    if (inboundMailToken === null) return false;
    const given = /^Bearer (.+)$/i.exec(header)?.[1] ?? '';
    const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
    return timingSafeEqual(hash(given), hash(inboundMailToken));
  }
}

/** @throws PayloadTooLargeException when it is longer than mail servers send. */
async function wholeMail(request: Request): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new PayloadTooLargeException();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
