import { describe, expect, it } from '@jest/globals';
import { denunciationKeeper } from '../../agencies/domain/agency.js';
import type { Principal, Role } from '../../identity/domain/principal.js';
import { audienceOf } from './events.js';
import { can, type PolicyTicket } from './policy.js';

const PARENTS: Readonly<Record<string, string>> = {
  TD1022: 'TTPVHCC',
  TTPVHCC: 'VPUBND',
  VPUBND: 'UBND',
  TTRA: 'UBND',
  SXD: 'UBND',
  'UBND-25993': 'UBND',
};
const keeperOf = (subject: string | null): string =>
  denunciationKeeper(subject === null ? [] : [subject], {
    centre: 'TD1022',
    keepers: ['VPUBND', 'TTRA'],
    parentOf: (code) => PARENTS[code] ?? null,
  });

describe('who keeps a denunciation', () => {
  it.each([
    [null, 'TD1022'],
    ['SXD', 'TD1022'],
    ['UBND-25993', 'TD1022'],
    ['TTRA', 'TD1022'],
    ['TD1022', 'VPUBND'],
    ['TTPVHCC', 'VPUBND'],
    ['VPUBND', 'TTRA'],
    ['UBND', 'TTRA'],
  ])('about %s: %s', (subject, keeper) => {
    expect(keeperOf(subject)).toBe(keeper);
  });

  it('is neither who came from the unit accused, nor whom it came from', () => {
    const from = { centre: 'TD1022', keepers: ['VPUBND', 'TTRA'], parentOf: (code: string) => PARENTS[code] ?? null };
    expect(denunciationKeeper(['OLD', 'TTPVHCC'], from)).toBe('VPUBND');
    expect(denunciationKeeper(['TD1022', 'VPUBND'], from)).toBe('TTRA');
    expect(denunciationKeeper(['OLD', 'SXD'], from)).toBe('TD1022');
  });

  it('ends also where the tree of agencies has a loop', () => {
    const parentOf = (code: string): string => (code === 'A' ? 'B' : 'A');
    expect(denunciationKeeper(['B'], { centre: 'A', keepers: ['A', 'C'], parentOf })).toBe('C');
  });
});

const ENTERED_BY = 'account-of-the-operator';
const person = (role: Role, agencyCode: string): Principal => ({
  kind: 'staff',
  accountId: role === 'operator' ? ENTERED_BY : `${role}-${agencyCode}`,
  displayName: '',
  roles: [role],
  agencyCode,
});

const CENTRE: Role[] = ['coordinator', 'director', 'operator'];
const AGENCY: Role[] = ['handler', 'agency_head'];
const EVERYBODY: [Role, string][] = [
  ...CENTRE.map((role): [Role, string] => [role, 'TD1022']),
  ...AGENCY.flatMap((role) => ['SXD', 'UBND-25993', 'UBND', 'VPUBND', 'TTRA'].map((at): [Role, string] => [role, at])),
  ['overseer', 'VPUBND'],
  ['overseer', 'TTRA'],
  ['auditor', 'VPUBND'],
  ['leader', 'UBND'],
  ['admin', 'TD1022'],
];

const about = (subjectAgencyCode: string | null): PolicyTicket => ({
  state: 'received',
  boundary: 'denunciation',
  leadAgencyCode: keeperOf(subjectAgencyCode),
  subjectAgencyCode,
  enteredByAccountId: ENTERED_BY,
  // Not even a letter that is owed, or a part that was asked for, opens it to anybody.
  apology: { agencyCode: subjectAgencyCode ?? 'SXD', status: 'owed' },
  supports: [{ agencyCode: subjectAgencyCode ?? 'SXD', status: 'asked' }],
});

describe('who sees a denunciation', () => {
  const centre = CENTRE.map((role) => `${role} TD1022`);
  it.each<[string | null, string[]]>([
    [null, centre],
    ['SXD', centre],
    ['UBND-25993', centre],
    ['TTRA', centre],
    ['TD1022', ['overseer VPUBND']],
    ['TTPVHCC', ['overseer VPUBND']],
    ['VPUBND', ['overseer TTRA']],
    ['UBND', ['overseer TTRA']],
  ])('about %s: %j', (subject, seen) => {
    const see = EVERYBODY.filter(([role, at]) => can(person(role, at), 'read', about(subject)).allowed);
    expect(see.map((who) => who.join(' '))).toEqual(seen);
  });

  it.each(['SXD', 'TD1022', 'VPUBND', 'UBND', 'TTPVHCC', 'TTRA', 'UBND-25993'])(
    'nobody of %s sees, does or hears anything of one about it',
    (subject) => {
      const ticket = about(subject);
      for (const role of [...CENTRE, ...AGENCY, 'overseer', 'auditor'] as Role[]) {
        for (const action of ['read', 'read_reporter', 'guide_elsewhere', 'classify', 'send_apology'] as const)
          expect(can(person(role, subject), action, ticket)).toMatchObject({ allowed: false, kind: 'hidden' });
      }
      const heard = audienceOf({ ...ticket, leadAgencyCode: ticket.leadAgencyCode });
      expect(heard).toEqual([`keeper:${keeperOf(subject)}`]);
    },
  );

  it.each<[string | null, string[]]>([
    ['SXD', centre],
    ['TD1022', ['overseer VPUBND']],
    ['TTPVHCC', ['overseer VPUBND']],
    ['VPUBND', ['overseer TTRA']],
  ])('and a complaint about %s: %j; the office that keeps it guides it', (subject, seen) => {
    const complaint = { ...about(subject), boundary: 'complaint' as const };
    const who = (action: 'read' | 'guide_elsewhere'): string[] =>
      EVERYBODY.filter(([role, at]) => can(person(role, at), action, complaint).allowed).map((one) => one.join(' '));
    expect(who('read')).toEqual(seen);
    expect(who('guide_elsewhere')).toEqual(
      seen.filter((one) => !one.startsWith('director') && !one.startsWith('operator')),
    );
    expect(audienceOf({ ...complaint })).toEqual([`keeper:${keeperOf(subject)}`]);
  });

  it('is guided by whoever keeps it, and by nobody else', () => {
    expect(can(person('overseer', 'VPUBND'), 'guide_elsewhere', about('TD1022')).allowed).toBe(true);
    expect(can(person('overseer', 'TTRA'), 'guide_elsewhere', about('TD1022'))).toMatchObject({ kind: 'hidden' });
    expect(can(person('coordinator', 'TD1022'), 'guide_elsewhere', about('SXD')).allowed).toBe(true);
    expect(can(person('overseer', 'VPUBND'), 'guide_elsewhere', about('SXD'))).toMatchObject({ kind: 'hidden' });
  });

  it('leaves the lists of the centre when an ordinary report turns out to be one about it', () => {
    const before = { boundary: 'ordinary' as const, leadAgencyCode: 'SXD' };
    expect(audienceOf({ boundary: 'denunciation', leadAgencyCode: 'VPUBND' }, before)).toEqual([
      'centre',
      'keeper:VPUBND',
    ]);
  });
});
