import type { Principal } from '../../identity/domain/principal.js';
import { ticketScope } from '../../tickets/domain/policy.js';

/** Which watched tickets somebody sees. */
export type WatchScope =
  | { readonly kind: 'none' }
  | { readonly kind: 'all' }
  /** All, but of denunciations only those that the own agency keeps, and that are not about it. */
  | { readonly kind: 'keeps'; readonly agencyCode: string; readonly accused: readonly string[] }
  /** All agencies' tickets, but no complaint or denunciation. */
  | { readonly kind: 'ordinary' }
  | { readonly kind: 'agency'; readonly agencyCode: string };

/**
 * The scope of tickets, except that leaders, who open no ticket, see which ones are late; and that the
 * desk of the centre, which may not see every denunciation, sees none here.
 *
 * @param mayRead whether the roles let somebody see what was escalated at all.
 */
export function watchScope(principal: Principal, mayRead: boolean): WatchScope {
  if (!mayRead) return { kind: 'none' };
  const scope = ticketScope(principal);
  switch (scope.kind) {
    case 'all':
      return scope.agencyCode === null
        ? { kind: 'all' }
        : { kind: 'keeps', agencyCode: scope.agencyCode, accused: [scope.agencyCode, ...scope.line.kin] };
    case 'agency':
      return { kind: 'agency', agencyCode: scope.agencyCode };
    case 'watch':
    case 'desk':
    case 'own':
    case 'none':
      return { kind: 'ordinary' };
  }
}
