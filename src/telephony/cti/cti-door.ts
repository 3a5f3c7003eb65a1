import { Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { CtiCounts } from './cti-counts.js';
import { FloodGate, HeldBack } from './flood-gate.js';
import { PbxTokens } from './pbx-tokens.js';

/** Where the door stands: everything below is for telephone systems, and `counts` for people. */
export const CTI_PATH = '/api/v1/cti';

/**
 * Whoever does not wait as told is made to: a refusal that comes at once is asked for again at once, and hundreds of
 * them a second hold up the pages as much as events would.
 */
const HELD_MS = 1_000;
/** Beyond so many refusals under way there is nothing to be gained. */
const MOST_HELD = 500;

/**
 * Looks at the token before anything of a request is read: whoever has none that holds, or sends too much, costs
 * neither a body nor a statement of the database. What never comes further than here is counted here, also what is
 * forged so badly that no handler would get to see it.
 */
@Injectable()
export class CtiDoor {
  private readonly inside = new WeakMap<Request, string>();
  private held = 0;

  constructor(
    private readonly tokens: PbxTokens,
    private readonly gate: FloodGate,
    private readonly counts: CtiCounts,
  ) {}

  /** For a request below `CTI_PATH`, before its body is parsed. */
  handle(request: Request, response: Response, next: NextFunction): void {
    const token = shownIn(request.path);
    if (this.tokens.isOff || request.method !== 'POST' || token === undefined) {
      next();
      return;
    }
    const pbx = token === null ? null : this.tokens.pbxOf(token);
    try {
      if (pbx === null) this.refuse(request, response);
      else {
        this.gate.admit(pbx);
        this.letIn(pbx, request, response);
        next();
      }
    } catch (error) {
      if (!(error instanceof HeldBack)) throw error;
      this.counts.add(pbx, 'held_back');
      this.holdBack(response, error.retryAfterSeconds);
    }
  }

  /** Which telephone system sent what has got as far as its handler; null: it did not come through the door. */
  pbxOf(request: Request): string | null {
    const pbx = this.inside.get(request) ?? null;
    this.inside.delete(request);
    return pbx;
  }

  private refuse(request: Request, response: Response): void {
    this.gate.stranger(request.ip ?? '');
    this.counts.add(null, 'refused');
    response.status(401).json({ error: 'Mã trong địa chỉ không đúng. Xin xem lại CTI_TOKENS.' });
  }

  private holdBack(response: Response, retryAfterSeconds: number): void {
    const answer = (): void => {
      response.status(429).setHeader('Retry-After', String(retryAfterSeconds));
      response.json({ error: 'Tổng đài gửi quá nhiều tin trong thời gian ngắn; gửi lại sau.' });
    };
    if (this.held >= MOST_HELD) {
      answer();
      return;
    }
    this.held += 1;
    setTimeout(() => {
      this.held -= 1;
      answer();
    }, HELD_MS);
  }

  private letIn(pbx: string, request: Request, response: Response): void {
    this.inside.set(request, pbx);
    response.once('finish', () => {
      // Nobody asked for it: the body was too large or no JSON.
      if (this.pbxOf(request) !== null && response.statusCode < 500) this.counts.add(pbx, 'unreadable');
    });
  }
}

/** @returns undefined when nothing is shown, null when it cannot be read. */
function shownIn(path: string): string | null | undefined {
  const [, token] = /^\/([^/]+)\/?$/.exec(path) ?? [];
  if (token === undefined) return undefined;
  try {
    return decodeURIComponent(token);
  } catch {
    return null;
  }
}
