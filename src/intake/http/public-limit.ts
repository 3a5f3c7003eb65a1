import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request, Response } from 'express';
import { rateLimit, type Options, type RateLimitRequestHandler } from 'express-rate-limit';
import { Problem } from '../../kernel/index.js';
import { Config } from '../../platform/config/index.js';

const WINDOW_MINUTES = 10;

/**
 * Holds back who sends far more than people do: an address, where nothing else is said. Counted per process, which is
 * enough against a flood.
 */
export abstract class RequestLimit implements CanActivate {
  private readonly limiter: RateLimitRequestHandler;

  /** @param refusal what whoever is held back is told, with what to do instead. */
  constructor(options: Partial<Options> & Pick<Options, 'limit' | 'windowMs'>, refusal: string) {
    this.limiter = rateLimit({
      standardHeaders: 'draft-8',
      legacyHeaders: false,
      handler: (_request, _response, next) => next(new Problem('too-many-requests', refusal)),
      ...options,
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

/** Generous, because whole offices and mobile networks share one address. */
abstract class AddressLimit extends RequestLimit {
  constructor(limit: number) {
    super(
      { limit, windowMs: WINDOW_MINUTES * 60_000 },
      'Gửi quá nhiều lần trong thời gian ngắn. Xin đợi ít phút rồi gửi lại, hoặc gọi 1022.',
    );
  }
}

/** `@UseGuards(PublicLimit)` on whatever takes a submission without an account. */
@Injectable()
export class PublicLimit extends AddressLimit {
  constructor(config: Config) {
    super(config.publicRateLimit);
  }
}

const HINTS_PER_SUBMISSION = 40;

/** The same for hints, which a form asks for while somebody types. */
@Injectable()
export class HintLimit extends AddressLimit {
  constructor(config: Config) {
    super(config.publicRateLimit * HINTS_PER_SUBMISSION);
  }
}
