import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { queryIn, type ServiceRequest } from '../../platform/http/index.js';
import type { PageContext } from '../../platform/templates/index.js';
import type { CommandContext } from '../command-context.js';
import type { Principal } from '../domain/principal.js';
import type { LiveSession } from '../sessions.js';

/** A request after the guard: it is known who sends it. */
export interface IdentifiedRequest extends ServiceRequest {
  principal: Principal;
  /** null: not signed in. */
  session: LiveSession | null;
  /** Reminders not taken note of; set for those who get some, when a page is asked for. */
  unread?: number;
  /** What the pages of those who take calls show of the telephone; null for everybody else. */
  phone?: object | null;
}

const requestOf = (context: ExecutionContext): IdentifiedRequest =>
  context.switchToHttp().getRequest<IdentifiedRequest>();

/** `@Context() ctx: CommandContext`: what a command is given beside its input. */
export const Context = createParamDecorator((_: unknown, context: ExecutionContext): CommandContext => {
  const { principal, requestId, idempotency } = requestOf(context);
  return { principal, requestId, idempotency };
});

/** `@Viewing() page: PageContext`: what `Pages.render` is given beside the model. */
export const Viewing = createParamDecorator((_: unknown, context: ExecutionContext): PageContext => {
  const { principal, session, path, url, language = 'vi', unread = null, phone = null } = requestOf(context);
  // A link's holder is made inside a command, never by the edge: to a page he or she is a visitor.
  const viewer = principal.kind === 'reporter' ? ({ kind: 'public' } as const) : principal;
  return { principal: viewer, csrf: session?.csrf ?? null, path, query: queryIn(url), language, unread, phone };
});

/** `@Session() session: LiveSession | null`, for handlers about the session itself. */
export const Session = createParamDecorator(
  (_: unknown, context: ExecutionContext): LiveSession | null => requestOf(context).session,
);
