import { describe, expect, it } from '@jest/globals';
import type { Principal, Role } from '../../identity/domain/principal.js';
import { can, offers, type PolicyTicket } from './policy.js';

/** OLD and OTHER were merged into NEW; PART was taken from OLD before. */
const LINE = { before: ['OLD', 'OTHER'], kin: ['OLD', 'OTHER'] };
const person = (role: Role): Principal => ({
  ...{ kind: 'staff', accountId: 'ME', displayName: '', roles: [role], agencyCode: 'NEW', line: LINE },
});
const ticket = (change: Partial<PolicyTicket>): PolicyTicket => ({
  ...{ state: 'closed', boundary: 'ordinary', leadAgencyCode: 'OLD', enteredByAccountId: 'ME' },
  ...change,
});

describe('what an agency reads of those that came to it as a whole', () => {
  it.each<[string, Partial<PolicyTicket>, boolean]>([
    ['what one had led', {}, true],
    ['what the other had led', { leadAgencyCode: 'OTHER' }, true],
    ['what it gave a part to', { leadAgencyCode: 'X', supports: [{ agencyCode: 'OLD', status: 'delivered' }] }, true],
    [
      'a part that was taken back',
      { leadAgencyCode: 'X', supports: [{ agencyCode: 'OLD', status: 'withdrawn' }] },
      false,
    ],
    ['what it had sent a letter for', { leadAgencyCode: 'X', apology: { agencyCode: 'OLD', status: 'sent' } }, true],
    ['what one had answered about itself', { subjectAgencyCode: 'OLD' }, true],
    ['what one had judged about a stranger', { subjectAgencyCode: 'X' }, true],
    ['what one had judged about the other', { subjectAgencyCode: 'OTHER' }, false],
    ['what one had judged about whoever comes after it', { subjectAgencyCode: 'NEW' }, false],
    ['what it leads itself, about one of them', { leadAgencyCode: 'NEW', subjectAgencyCode: 'OLD' }, true],
    ['what a stranger led', { leadAgencyCode: 'X' }, false],
    ['what lies with a part that was taken from one', { leadAgencyCode: 'PART' }, false],
    ['a complaint', { boundary: 'complaint' }, false],
    ['a denunciation', { boundary: 'denunciation' }, false],
  ])('%s: %j is read: %s', (_, change, seen) => {
    expect(can(person('handler'), 'read', ticket(change)).allowed).toBe(seen);
  });

  it('is to be read and nothing else', () => {
    for (const role of ['handler', 'agency_head'] as const)
      expect(offers(person(role), ticket({ state: 'in_progress' }))).toEqual([]);
  });
});

describe('a denunciation about one of a line', () => {
  const about = (subjectAgencyCode: string): PolicyTicket =>
    ticket({ state: 'received', boundary: 'denunciation', leadAgencyCode: 'NEW', subjectAgencyCode });
  it.each<[string, boolean]>([
    ['NEW', false],
    ['OLD', false],
    ['OTHER', false],
    ['X', true],
  ])('%s, kept by NEW, is read there by those who keep: %s', (subject, seen) => {
    for (const role of ['overseer', 'coordinator', 'director', 'operator'] as const)
      expect([role, can(person(role), 'read', about(subject)).allowed]).toEqual([role, seen]);
    expect(can(person('handler'), 'read', about(subject)).allowed).toBe(false);
  });
});
