import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { IdentifiedRequest } from '../../identity/index.js';
import { TicketQueries } from '../../tickets/index.js';

/** A form with files is read only from somebody who sees the ticket that they are for. */
@Injectable()
export class UploaderGuard implements CanActivate {
  constructor(private readonly queries: TicketQueries) {}

  /** @throws Problem `not-found`, as the command would say. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { unreadForm, principal, params } = context.switchToHttp().getRequest<IdentifiedRequest>();
    if (unreadForm !== undefined) await this.queries.requireVisible(principal, String(params['id']));
    return true;
  }
}
