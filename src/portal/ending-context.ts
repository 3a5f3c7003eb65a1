import type { Response } from 'express';
import type { CommandContext } from '../identity/index.js';
import { Problem, type ProblemKind } from '../kernel/index.js';
import type { Sent } from './ending-view.js';

/** These bring the form back with what was typed. */
const COMES_BACK = new Set<ProblemKind>(['invalid-input', 'stale-version', 'conflict']);

/** Whoever holds the secret link, for that ticket alone; two citizens' keys never meet. */
export function asReporter(ctx: CommandContext, ticketId: string): CommandContext {
  return {
    ...ctx,
    principal: { kind: 'reporter', ticketId },
    idempotency: ctx.idempotency && { ...ctx.idempotency, scope: `own:${ticketId}` },
  };
}

/**
 * A form that was refused, as it comes back; the answer's status is set with it.
 * @throws the error when it is none that somebody can mend.
 */
export function sentBack(
  error: unknown,
  values: Readonly<Record<string, string>>,
  ctx: CommandContext,
  response: Response,
): Sent {
  if (!(error instanceof Problem) || !COMES_BACK.has(error.kind)) throw error;
  const wrong = error.kind === 'invalid-input';
  response
    .status(wrong ? 400 : 409)
    .setHeader('cache-control', 'no-store')
    .type('html');
  return {
    values,
    errors: wrong ? error.fields : [],
    refused: wrong ? null : error.title,
    key: ctx.idempotency?.key ?? null,
  };
}
