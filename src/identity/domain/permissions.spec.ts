import { describe, expect, it } from '@jest/globals';
import { allows, GRANTS, PERMISSIONS, ungranted, type Permission } from './permissions.js';
import { ROLES, type Principal, type Role } from './principal.js';

const staff = (...roles: Role[]): Principal => ({
  kind: 'staff',
  accountId: 'a',
  displayName: 'A',
  roles,
  agencyCode: 'SXD',
});

/** The rule written out: one line a permission, who has it. */
const WHO: Record<Permission, readonly Role[]> = {
  'contact.record': ['operator', 'coordinator'],
  'ticket.open': ['operator', 'coordinator'],
  'ticket.read': ['operator', 'coordinator', 'handler', 'agency_head', 'overseer', 'director', 'auditor'],
  'ticket.classify': ['coordinator'],
  'ticket.guide': ['coordinator', 'overseer'],
  'ticket.accept': ['coordinator', 'handler', 'agency_head'],
  'ticket.answer': ['coordinator', 'handler', 'agency_head'],
  'ticket.approve': ['agency_head', 'director'],
  'ticket.publish': ['coordinator'],
  'ticket.assign': ['agency_head', 'director'],
  'ticket.rule': ['overseer'],
  'ticket.order': ['director'],
  'reporter.read': ['operator', 'coordinator'],
  'overview.read': ['overseer', 'director', 'leader'],
  'escalation.read': ['coordinator', 'handler', 'agency_head', 'overseer', 'director', 'leader'],
  'roster.edit': ['coordinator', 'agency_head', 'director', 'admin'],
  'deputy.edit': ['agency_head', 'director'],
  'canned.edit': ['coordinator', 'agency_head', 'director'],
  'knowledge.read': ['operator', 'coordinator', 'handler', 'agency_head', 'overseer', 'director'],
  'knowledge.edit': ['coordinator'],
  'knowledge.approve': ['agency_head', 'director'],
  'call.supervise': ['coordinator', 'director'],
  'call.figures': ['coordinator', 'overseer', 'director', 'leader'],
  'shift.read': ['operator', 'coordinator', 'director'],
  'quality.read': ['operator', 'coordinator', 'director'],
  'agency.change': ['admin'],
  'config.read': ['admin'],
  'config.edit': ['admin'],
  'audit.read': ['auditor'],
  'account.read': ['admin'],
};

describe('permissions', () => {
  it.each(PERMISSIONS)('%s belongs to the roles that need it, and to no other', (permission) => {
    expect(ROLES.filter((role) => allows(staff(role), permission))).toEqual(
      ROLES.filter((role) => WHO[permission].includes(role)),
    );
  });

  it('adds up over the roles of one account', () => {
    expect(allows(staff('handler', 'admin'), 'config.read')).toBe(true);
    expect(allows(staff('handler', 'admin'), 'ticket.accept')).toBe(true);
    expect(allows(staff('handler', 'admin'), 'ticket.approve')).toBe(false);
    expect(allows(staff(), 'ticket.read')).toBe(false);
  });

  it('gives a visitor nothing, and does not hold back the service itself', () => {
    expect(PERMISSIONS.filter((permission) => allows({ kind: 'public' }, permission))).toEqual([]);
    expect(PERMISSIONS.filter((permission) => !allows({ kind: 'system', name: 'importer' }, permission))).toEqual([]);
  });

  it('finds a permission that nobody has', () => {
    expect(ungranted()).toEqual([]);
    expect(ungranted({ ...GRANTS, admin: ['config.read'] })).toEqual(['agency.change', 'config.edit', 'account.read']);
  });
});
