import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { catchError, from, switchMap, throwError, type Observable } from 'rxjs';
import type { IdentifiedRequest } from '../../identity/index.js';
import { WhatChanged } from '../queries/what-changed.js';
import { StaleTicket } from '../stale-ticket.js';

/** A refusal because of a stale version says what has changed, whichever command it comes from. */
@Injectable()
export class StaleTicketInterceptor implements NestInterceptor {
  constructor(private readonly changes: WhatChanged) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof StaleTicket) || error.changes.length > 0) return throwError(() => error);
        const { principal } = context.switchToHttp().getRequest<IdentifiedRequest>();
        return from(this.changes.since(principal, error.ticketId, error.since)).pipe(
          switchMap((changes) => throwError(() => error.telling(changes))),
        );
      }),
    );
  }
}
