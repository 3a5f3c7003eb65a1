import { createHash } from 'node:crypto';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Observable } from 'rxjs';
import { Problem } from '../../kernel/index.js';
import { NOT_IDEMPOTENT_KEY } from './access.js';
import { STATE_CHANGING, type ServiceRequest } from './request.js';

const KEY = /^[\x21-\x7e]{8,100}$/;

/**
 * Every state-changing request names itself with an `Idempotency-Key` header, or `_key` in a form, so
 * that a second click, a retry on a bad line and a repeated queue message act once. The command writes
 * the key in its own transaction (see `Idempotency`).
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<ServiceRequest>();
    // The guards have let it through: only now is a form with files taken into memory.
    await request.unreadForm?.read();
    if (!STATE_CHANGING.has(request.method)) return next.handle();
    if (this.reflector.get<string | undefined>(NOT_IDEMPOTENT_KEY, context.getHandler()) !== undefined)
      return next.handle();

    const body = (request.body ?? {}) as Record<string, unknown>;
    const { _key: formKey, _csrf: _token, ...content } = body;
    const key = request.get('idempotency-key') ?? formKey;
    if (typeof key !== 'string' || !KEY.test(key)) {
      throw new Problem(
        'idempotency-key-missing',
        'Yêu cầu thiếu khoá chống gửi trùng (Idempotency-Key: 8 đến 100 ký tự ASCII không dấu cách). Xin tải lại trang rồi gửi lại.',
      );
    }
    const accountId = (request.principal as { accountId?: string } | undefined)?.accountId;
    request.idempotency = {
      scope: accountId ?? 'public',
      key,
      hash: createHash('sha256')
        .update(JSON.stringify([request.method, request.path, content]))
        .digest('hex'),
    };
    return next.handle();
  }
}
