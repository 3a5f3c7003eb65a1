import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { IdentifiedRequest } from '../../identity/index.js';
import { isApi } from '../../platform/http/index.js';
import { PhoneModel } from './phone-model.js';

/** Before a page of somebody who takes calls is made: the telephone's bar, and how many wait to be called. */
@Injectable()
export class PhoneInterceptor implements NestInterceptor {
  constructor(private readonly phone: PhoneModel) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<ReturnType<CallHandler['handle']>> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    // A form that comes back shows the bar, too.
    if (!isApi(request) && request.headers['x-part'] === undefined && request.principal.kind === 'staff') {
      request.phone = await this.phone.of(request.principal);
    }
    return next.handle();
  }
}
