import type { Request } from 'express';
import type { IdempotencyRequest } from '../database/index.js';
import type { UnreadForm } from './unread-form.js';

/** Vietnamese is at the address itself, English at the same one below `/en`: a link says the language, no cookie does. */
export type Language = 'vi' | 'en';

/** What the service adds to a request on its way in. */
export interface ServiceRequest extends Request {
  requestId: string;
  /** In which language a page is answered; left out where no page is. */
  language?: Language;
  idempotency: IdempotencyRequest | null;
  /** The principal; identity's guard puts it here. */
  principal?: unknown;
  /** A form with files; read once the guards have let it through. */
  unreadForm?: UnreadForm;
}

export const STATE_CHANGING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Whether the answer is meant for a program: the API speaks problem+json, everything else HTML. */
export function isApi(request: Pick<Request, 'path'>): boolean {
  // Routes match in any case, so this does too.
  return /^\/api(\/|$)/i.test(request.path);
}
