import { approvesFor, type Principal } from '../identity/index.js';
import { cleanText, Problem } from '../kernel/index.js';
import type { Actor } from './domain/actor.js';
import { HIDDEN_REASON } from './domain/policy.js';
import type { Author } from './domain/remark.js';

/** The person behind a command. @throws Problem `not-found` for whoever is none: the service itself does not answer citizens. */
export function actorOf(principal: Principal): Actor {
  if (principal.kind !== 'staff') throw Problem.notFound(HIDDEN_REASON);
  return { accountId: principal.accountId, agencyCode: principal.agencyCode };
}

/** Whoever decides in a head's place; null: in one's own right, or without any. */
export function deputyIdOf(principal: Principal): string | null {
  return principal.kind === 'staff' && approvesFor(principal) !== null ? principal.accountId : null;
}

/** Whose words a remark holds: the reporter and the service have no account. */
export function authorOf(principal: Principal): Author {
  return principal.kind === 'staff'
    ? { accountId: principal.accountId, agencyCode: principal.agencyCode }
    : { accountId: null, agencyCode: null };
}

/** @throws Problem `conflict` with the obstacle in words. */
export function requireClear(obstacle: string | null): void {
  if (obstacle !== null) throw Problem.conflict(obstacle);
}

/**
 * What somebody wrote, cleaned.
 * @throws Problem `invalid-input` beside the field when there is nothing, or too much.
 */
export function written(
  raw: string,
  to: { readonly field: string; readonly what: string; readonly most: number; readonly missing: string },
): string {
  const text = cleanText(raw);
  if (text === '') throw Problem.invalid([{ field: to.field, message: to.missing }]);
  if (text.length > to.most) {
    const message = `${to.what} dài quá ${to.most.toLocaleString('vi-VN')} ký tự; xin viết gọn lại.`;
    throw Problem.invalid([{ field: to.field, message }]);
  }
  return text;
}
