import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { RequestLimit } from '../intake/index.js';
import { Problem } from '../kernel/index.js';
import { Config } from '../platform/config/index.js';
import type { ServiceRequest } from '../platform/http/index.js';
import { ApiKeys, type ApiKey } from './api-keys.js';
import { readArguments } from './domain/arguments.js';

/** A request whose key is known. */
export interface KeyedRequest extends ServiceRequest {
  apiKey: ApiKey;
}

const WINDOW_MS = 10 * 60_000;
/** A whole city's reports come from one address; only what is refused is counted against it. */
const REFUSALS_PER_SUBMISSION = 10;
/** Reports and updates of one key in ten minutes, in submissions that one address may make. */
const PER_KEY = 20;
const TOO_MANY = 'Gửi quá nhiều lần trong thời gian ngắn. Xin đợi ít phút rồi gửi lại.';

/** Holds back whoever tries keys, or sends wrong reports over and over. */
@Injectable()
export class RefusedLimit extends RequestLimit {
  constructor(config: Config) {
    const limit = config.publicRateLimit * REFUSALS_PER_SUBMISSION;
    super({ limit, windowMs: WINDOW_MS, skipSuccessfulRequests: true }, TOO_MANY);
  }
}

/** Holds back a key that sends far more than people report. Stands after `KeyGuard`. */
@Injectable()
export class KeyLimit extends RequestLimit {
  constructor(config: Config) {
    const keyGenerator = (request: Request): string => (request as KeyedRequest).apiKey.id;
    super({ limit: config.publicRateLimit * PER_KEY, windowMs: WINDOW_MS, keyGenerator }, TOO_MANY);
  }
}

/** Only who has a key may send. */
@Injectable()
export class KeyGuard implements CanActivate {
  constructor(private readonly keys: ApiKeys) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<KeyedRequest>();
    const given = await givenKey(request);
    if (given === null) throw new Problem('forbidden', 'Thiếu api_key. Khoá do Tổng đài 1022 cấp.');
    const key = await this.keys.find(given);
    if (key === null) throw new Problem('forbidden', 'api_key không đúng hoặc đã bị thu hồi.');
    request.apiKey = key;
    return true;
  }
}

/** The key stands early in a form with files, as a rule; if not, the form is read to its end, which has a limit. */
async function givenKey(request: KeyedRequest): Promise<string | null> {
  const early = readArguments(request.body, request.query).one('api_key');
  const { unreadForm } = request;
  if (early !== null || unreadForm === undefined) return early;
  const ahead = await unreadForm.field('api_key');
  if (ahead !== null && ahead.trim() !== '') return ahead.trim();
  await unreadForm.read();
  return readArguments(request.body).one('api_key');
}
