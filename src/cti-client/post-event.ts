import type { CtiEvent } from './domain/wire.js';

/** What became of one attempt to post an event. */
export type PostOutcome =
  /** `rejected`: taken in, and the service wants the call to be refused (a blocked caller). */
  | { readonly kind: 'accepted'; readonly rejected: boolean }
  /** The service says that this event can never be taken in: it is not tried again. */
  | { readonly kind: 'refused'; readonly status: number }
  /**
   * To be tried again. `scope` "service": nothing gets through at present, wrong token or address included, since
   * somebody will set that right and no event may be lost by then. "event": this one fails, others may not.
   */
  | {
      readonly kind: 'later';
      readonly scope: 'service' | 'event';
      readonly reason: string;
      readonly afterMs: number | null;
    };

export type PostEvent = (event: CtiEvent) => Promise<PostOutcome>;

/** So long an answer is waited for. */
const TIMEOUT_MS = 10_000;
/** No Retry-After, a date in a wrong clock say, holds the events back for longer. */
const LONGEST_PAUSE_MS = 300_000;
/** What the service answers when the event itself is at fault. */
const AT_FAULT = new Set([400, 413, 415, 422]);

/**
 * Posts events to the service's CTI endpoint, one JSON object each.
 * @param url the service, "https://1022.example.vn"; a path before /api is kept.
 * @param token the secret part of the endpoint's address.
 */
export function ctiEndpoint(url: string, token: string): PostEvent {
  const address = `${url.replace(/\/+$/, '')}/api/v1/cti/${encodeURIComponent(token)}`;
  return async (event) => {
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'manual',
      });
      const body = await response.text();
      return outcomeOf(response.status, response.headers.get('retry-after'), body);
    } catch (error) {
      return { kind: 'later', scope: 'service', reason: reasonOf(error), afterMs: null };
    }
  };
}

function outcomeOf(status: number, retryAfter: string | null, body: string): PostOutcome {
  if (status >= 200 && status < 300) return { kind: 'accepted', rejected: wantsRejection(body) };
  if (AT_FAULT.has(status)) return { kind: 'refused', status };
  const scope = status === 500 ? 'event' : 'service';
  return { kind: 'later', scope, reason: `HTTP ${status}`, afterMs: pauseOf(retryAfter) };
}

function wantsRejection(body: string): boolean {
  try {
    return (JSON.parse(body) as { action?: unknown } | null)?.action === 'reject';
  } catch {
    return false;
  }
}

function pauseOf(retryAfter: string | null): number | null {
  const seconds = Number(retryAfter ?? '');
  if (retryAfter === null || !Number.isFinite(seconds) || seconds < 0) return null;
  return Math.min(seconds * 1000, LONGEST_PAUSE_MS);
}

/** The code of the failed connection: its message would repeat the address, which holds the token. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const cause = error.cause as { code?: unknown } | undefined;
  return typeof cause?.code === 'string' ? cause.code : error.name;
}
