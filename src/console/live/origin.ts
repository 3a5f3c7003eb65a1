/**
 * Whether a socket comes from a page of this service. Programs send no `Origin`; they have no cookie
 * that a foreign page could misuse.
 *
 * @param host of the request; behind a proxy that changes it, the public address is what counts.
 */
export function fromOwnPage(origin: string | undefined, host: string | undefined, publicUrl: string): boolean {
  if (origin === undefined || origin === publicUrl) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
