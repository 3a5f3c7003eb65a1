import type { Principal, Role } from './principal.js';

/** Everything somebody may be allowed to do. A route or gateway handler names one, or is public. */
export const PERMISSIONS = [
  'contact.record',
  'ticket.open',
  'ticket.read',
  'ticket.classify',
  'ticket.guide',
  'ticket.accept',
  'ticket.answer',
  'ticket.approve',
  'ticket.publish',
  'ticket.assign',
  'ticket.rule',
  'ticket.order',
  'reporter.read',
  'overview.read',
  'escalation.read',
  'roster.edit',
  'deputy.edit',
  'canned.edit',
  'knowledge.read',
  'knowledge.edit',
  'knowledge.approve',
  'call.supervise',
  'call.figures',
  'shift.read',
  'quality.read',
  'agency.change',
  'config.read',
  'config.edit',
  'audit.read',
  'account.read',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/**
 * Who may do what. `ticket.read` says that somebody may look at tickets at all; which ones is a matter of
 * the agency and is decided in the query (the centre and the watching roles: all; an agency: its own).
 *
 * `reporter.read` belongs to the centre's desk alone: agencies are shown the case, not the person, and
 * whoever configures the service or audits it has no business with the person either.
 */
export const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  operator: [
    'contact.record',
    'ticket.open',
    'ticket.read',
    'reporter.read',
    'knowledge.read',
    'shift.read',
    // The own scores.
    'quality.read',
  ],
  coordinator: [
    'contact.record',
    'ticket.open',
    'ticket.read',
    'ticket.classify',
    'ticket.guide',
    'ticket.publish',
    'reporter.read',
    // The centre's own tickets (questions on procedures): answered here, approved by the director.
    'ticket.accept',
    'ticket.answer',
    'escalation.read',
    'roster.edit',
    'canned.edit',
    'knowledge.read',
    'knowledge.edit',
    'call.supervise',
    'call.figures',
    'shift.read',
    'quality.read',
  ],
  handler: ['ticket.read', 'ticket.accept', 'ticket.answer', 'escalation.read', 'knowledge.read'],
  agency_head: [
    'ticket.read',
    'ticket.accept',
    'ticket.answer',
    'ticket.approve',
    'ticket.assign',
    'escalation.read',
    'roster.edit',
    'deputy.edit',
    'canned.edit',
    'knowledge.read',
    'knowledge.approve',
  ],
  overseer: [
    'ticket.read',
    'ticket.rule',
    'ticket.guide',
    'overview.read',
    'escalation.read',
    'knowledge.read',
    'call.figures',
  ],
  director: [
    'ticket.read',
    'ticket.order',
    'overview.read',
    'ticket.approve',
    'ticket.assign',
    'escalation.read',
    'roster.edit',
    'deputy.edit',
    'canned.edit',
    'knowledge.read',
    'knowledge.approve',
    'call.supervise',
    'call.figures',
    'shift.read',
    'quality.read',
  ],
  leader: ['overview.read', 'escalation.read', 'call.figures'],
  admin: ['config.read', 'config.edit', 'agency.change', 'account.read', 'roster.edit'],
  auditor: ['audit.read', 'ticket.read'],
};

export function isPermission(name: string): name is Permission {
  return (PERMISSIONS as readonly string[]).includes(name);
}

/** Permissions that no role has: somebody forgot a line in the table, and a page nobody can open. */
export function ungranted(grants: Readonly<Record<Role, readonly Permission[]>> = GRANTS): Permission[] {
  const granted = new Set(Object.values(grants).flat());
  return PERMISSIONS.filter((permission) => !granted.has(permission));
}

/**
 * Whether somebody may do something at all; whether with this very ticket is decided by the command.
 * The service's own work (importers, timers) is not held back by roles; a visitor has no permission, and
 * reaches public routes only.
 */
export function allows(principal: Principal, permission: Permission): boolean {
  if (principal.kind === 'system') return true;
  if (principal.kind !== 'staff') return false;
  if (permission === 'ticket.approve' && (principal.deputyFor ?? []).length > 0) return true;
  return principal.roles.some((role) => GRANTS[role].includes(permission));
}

/** In whose place somebody approves: a head who has lent the right; null for whoever has it as the own one. */
export function approvesFor(principal: Principal): string | null {
  if (principal.kind !== 'staff') return null;
  if (principal.roles.some((role) => GRANTS[role].includes('ticket.approve'))) return null;
  return principal.deputyFor?.[0] ?? null;
}
