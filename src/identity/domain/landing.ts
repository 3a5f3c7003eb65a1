import type { Role } from './principal.js';

/** Where each role's work is; the first that fits an account with several roles. */
const LANDING: readonly (readonly [Role, string])[] = [
  ['operator', '/tong-dai'],
  ['coordinator', '/dieu-phoi'],
  ['agency_head', '/don-vi'],
  ['handler', '/don-vi'],
  ['overseer', '/toan-canh'],
  ['director', '/toan-canh'],
  ['leader', '/toan-canh'],
  ['admin', '/quan-tri'],
  ['auditor', '/nhat-ky'],
];

export const SIGN_IN_PATH = '/dang-nhap';

export function landingPage(roles: readonly Role[]): string {
  return LANDING.find(([role]) => roles.includes(role))?.[1] ?? '/';
}

const ELSEWHERE = 'http://elsewhere.invalid';

/**
 * A path of this service to go back to after signing in, or null for anything that leads elsewhere.
 * Browsers read `//host`, `/\host` and a tab in between as another host, so it is not enough to look at
 * the first character: the address is resolved as a browser does it, and what comes out is used.
 */
export function localPath(raw: string | null | undefined): string | null {
  if (!raw?.startsWith('/') || raw.length > 500) return null;
  let url: URL;
  try {
    url = new URL(raw, ELSEWHERE);
  } catch {
    return null;
  }
  if (url.origin !== ELSEWHERE || url.pathname.startsWith('//') || url.pathname === SIGN_IN_PATH) return null;
  return url.pathname + url.search;
}
