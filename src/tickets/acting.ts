import type { Principal } from '../identity/index.js';
import { Problem } from '../kernel/index.js';
import type { Actor } from './domain/answer-moves.js';
import { HIDDEN_REASON } from './domain/policy.js';

/** The person behind a command. @throws Problem `not-found` for whoever is none: the service itself does not answer citizens. */
export function actorOf(principal: Principal): Actor {
  if (principal.kind !== 'staff') throw Problem.notFound(HIDDEN_REASON);
  return { accountId: principal.accountId, agencyCode: principal.agencyCode };
}
