import { createHmac, timingSafeEqual } from 'node:crypto';

/** The form field and the header that carry the token. */
export const CSRF_FIELD = '_csrf';
export const CSRF_HEADER = 'x-csrf-token';

/** The token that proves a request was made from a page of this session. */
export function csrfToken(secret: string, sessionId: string): string {
  return createHmac('sha256', secret).update(`csrf:${sessionId}`).digest('base64url');
}

/** Compares in constant time. */
export function csrfMatches(expected: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const a = Buffer.from(expected);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

export interface RequestOrigin {
  /** `Sec-Fetch-Site`: the browser's own word; a page cannot set it. Only sent over https and to localhost. */
  readonly fetchSite: string | undefined;
  readonly origin: string | undefined;
  readonly host: string | undefined;
}

/**
 * Where a state-changing request comes from, as its browser says: `own` pages, another site (`foreign`),
 * or `unknown` for programs, which have neither header and no cookies that could be misused.
 *
 * @param publicOrigin the service's origin as the outside sees it; a proxy may have changed the host.
 */
export function requestOrigin(request: RequestOrigin, publicOrigin: string): 'own' | 'foreign' | 'unknown' {
  if (request.fetchSite === 'same-origin' || request.fetchSite === 'none') return 'own';
  if (request.fetchSite === 'cross-site') return 'foreign';
  if (request.origin === undefined) return request.fetchSite === undefined ? 'unknown' : 'foreign';
  if (request.origin === publicOrigin) return 'own';
  try {
    return new URL(request.origin).host === request.host ? 'own' : 'foreign';
  } catch {
    // "null": a sandboxed frame or a page that hides where it is.
    return 'foreign';
  }
}
