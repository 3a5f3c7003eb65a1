/** The roles of the service; `permissions.ts` says what each may do. */
export const ROLES = [
  'operator',
  'coordinator',
  'handler',
  'agency_head',
  'overseer',
  'director',
  'leader',
  'admin',
  'auditor',
] as const;

export type Role = (typeof ROLES)[number];

/** Who acts. Made on the server from the session, never from what a client says. */
export type Principal =
  | {
      readonly kind: 'staff';
      readonly accountId: string;
      readonly displayName: string;
      readonly roles: readonly Role[];
      /** The agency the account belongs to; the centre's own staff belong to the centre's agency. */
      readonly agencyCode: string;
    }
  /** A visitor without an account: a citizen on the public pages. */
  | { readonly kind: 'public' }
  /** The service itself: importers, timers, subscribers. */
  | { readonly kind: 'system'; readonly name: string };
