import type { IdempotencyRequest } from '../platform/database/index.js';
import type { Principal } from './domain/principal.js';

/** What every command is given beside its input. */
export interface CommandContext {
  readonly principal: Principal;
  /** Ties logs together; shown to the user when something breaks. */
  readonly requestId: string;
  /** null for the service's own work, which has claims instead. */
  readonly idempotency: IdempotencyRequest | null;
}
