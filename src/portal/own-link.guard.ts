import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Problem } from '../kernel/index.js';
import type { ServiceRequest } from '../platform/http/index.js';
import { TrackingLinks } from '../tickets/index.js';

/** A form with photos is read only from somebody who has a reporter's link. */
@Injectable()
export class OwnLinkGuard implements CanActivate {
  constructor(private readonly links: TrackingLinks) {}

  /** @throws Problem `not-found`, as the handler would say. */
  canActivate(context: ExecutionContext): boolean {
    const { unreadForm, params } = context.switchToHttp().getRequest<ServiceRequest>();
    if (unreadForm !== undefined && this.links.ticketIdOf(String(params['token'])) === null)
      throw Problem.notFound('Không tìm thấy phiếu này.');
    return true;
  }
}
