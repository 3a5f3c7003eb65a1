import type { AgencyLine } from '../../kernel/index.js';

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

/** How the roles are called on screens. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  operator: 'Tổng đài viên',
  coordinator: 'Điều phối viên',
  handler: 'Cán bộ xử lý',
  agency_head: 'Thủ trưởng đơn vị',
  overseer: 'Văn phòng UBND',
  director: 'Giám đốc Trung tâm',
  leader: 'Lãnh đạo thành phố',
  admin: 'Quản trị',
  auditor: 'Kiểm tra',
};

/** Who acts. Made on the server from the session, never from what a client says. */
export type Principal =
  | {
      readonly kind: 'staff';
      readonly accountId: string;
      readonly displayName: string;
      readonly roles: readonly Role[];
      /** The agency the account belongs to; the centre's own staff belong to the centre's agency. */
      readonly agencyCode: string;
      /** Heads of the same agency for whom this person approves today (a deputation that is shown with what is approved). */
      readonly deputyFor?: readonly string[];
      /** Whom the agency came from and who came from it, by orders; left out: no order has touched it. */
      readonly line?: AgencyLine;
    }
  /** Whoever holds the secret link of one ticket: the reporter, for that ticket alone. */
  | { readonly kind: 'reporter'; readonly ticketId: string }
  /** A visitor without an account: a citizen on the public pages. */
  | { readonly kind: 'public' }
  /** The service itself: importers, timers, subscribers. */
  | { readonly kind: 'system'; readonly name: string };
