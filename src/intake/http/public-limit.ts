import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { rateLimit, type RateLimitRequestHandler } from 'express-rate-limit';
import { Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';

const WINDOW_MINUTES = 10;

/**
 * Holds back an address that sends far more than people do. Generous, because whole offices and mobile
 * networks share one address; counted per process, which is enough against a flood.
 */
abstract class Limit implements CanActivate {
  private readonly limiter: RateLimitRequestHandler;

  constructor(limit: number) {
    this.limiter = rateLimit({
      windowMs: WINDOW_MINUTES * 60_000,
      limit,
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: (_request, _response, next) =>
        next(
          new Problem(
            'too-many-requests',
            'Gửi quá nhiều lần trong thời gian ngắn. Xin đợi ít phút rồi gửi lại, hoặc gọi 1022.',
          ),
        ),
    });
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    await new Promise<void>((resolve, reject) => {
      const next = (refusal?: unknown): void => {
        if (refusal === undefined) resolve();
        else reject(refusal instanceof Error ? refusal : new Error('The rate limiter failed.'));
      };
      void this.limiter(http.getRequest<Request>(), http.getResponse<Response>(), next);
    });
    return true;
  }
}

/** `@UseGuards(PublicLimit)` on whatever takes a submission without an account. */
@Injectable()
export class PublicLimit extends Limit {
  constructor(config: Config) {
    super(config.publicRateLimit);
  }
}

const HINTS_PER_SUBMISSION = 40;

/** The same for hints, which a form asks for while somebody types. */
@Injectable()
export class HintLimit extends Limit {
  constructor(config: Config) {
    super(config.publicRateLimit * HINTS_PER_SUBMISSION);
  }
}
