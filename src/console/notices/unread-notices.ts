import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Notices } from '../../escalation/index.js';
import { allows, type IdentifiedRequest } from '../../identity/index.js';
import { isApi } from '../../platform/http/index.js';

/** Before a page of staff is made: how many reminders wait, for the number in the bar. */
@Injectable()
export class UnreadNotices implements NestInterceptor {
  constructor(private readonly notices: Notices) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<ReturnType<CallHandler['handle']>> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<IdentifiedRequest>();
    // A form that is taken leads to another page; only one that comes back shows the bar again, without a number.
    if (request.method === 'GET' && !isApi(request)) {
      const { principal } = request;
      if (principal.kind === 'staff' && allows(principal, 'escalation.read'))
        request.unread = await this.notices.unread(principal.accountId);
    }
    return next.handle();
  }
}
