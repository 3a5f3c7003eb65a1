import { describe, expect, it } from '@jest/globals';
import type { Role } from '../../identity/domain/principal.js';
import { recipientsOf, Staff, type Addressing } from './recipients.js';
import type { RecipientRole } from './step.js';

const CENTRE = 'TD1022';
const member = (accountId: string, role: Role, agencyCode: string) => ({ accountId, roles: [role], agencyCode });

const EVERYBODY = [
  member('handler', 'handler', 'SXD'),
  member('colleague', 'handler', 'SXD'),
  member('head', 'agency_head', 'SXD'),
  member('superior', 'agency_head', 'UBND'),
  member('coordinator', 'coordinator', CENTRE),
  member('director', 'director', CENTRE),
  member('overseer', 'overseer', 'VPUBND'),
  member('leader', 'leader', 'UBND'),
];

const TICKET: Addressing['ticket'] = {
  state: 'in_progress',
  boundary: 'ordinary',
  leadAgencyCode: 'SXD',
  enteredByAccountId: null,
  subjectAgencyCode: null,
};

const TO: Addressing = {
  ticket: TICKET,
  agencyCode: 'SXD',
  accountId: null,
  centreAgencyCode: CENTRE,
  superiorAgencyCode: 'UBND',
  onCall: [],
};

const without = (...ids: string[]): Staff => new Staff(EVERYBODY.filter(({ accountId }) => !ids.includes(accountId)));

function found(roles: RecipientRole[], staff = without(), to: Partial<Addressing> = {}) {
  const { told, fallback } = recipientsOf(roles, staff, { ...TO, ...to });
  return { told: told.map((each) => `${each.member.accountId} as ${each.role}`), fallback };
}

describe('who is told of a step', () => {
  it.each<[string, RecipientRole[], Partial<Addressing>, string[]]>([
    ['nobody has taken it: all who might', ['handler'], {}, ['handler as handler', 'colleague as handler']],
    ['somebody has', ['handler'], { accountId: 'colleague' }, ['colleague as handler']],
    [
      'somebody who has left: all who might',
      ['handler'],
      { accountId: 'gone' },
      ['handler as handler', 'colleague as handler'],
    ],
    ['head and director', ['head', 'director'], {}, ['head as head', 'director as director']],
    [
      'the agency above, its leaders, the overseer',
      ['superior', 'leader', 'overseer'],
      {},
      ['superior as superior', 'leader as leader', 'overseer as overseer'],
    ],
    [
      'at the centre the director is the head, once',
      ['head', 'director', 'handler'],
      { agencyCode: CENTRE },
      ['director as head', 'coordinator as handler'],
    ],
    ['on call', ['on_call'], { onCall: ['colleague'] }, ['colleague as on_call']],
  ])('%s', (_, roles, to, told) => {
    expect(found(roles, without(), to)).toEqual({ told, fallback: null });
  });

  it('is also the deputy of who is away, once', () => {
    const deputies = new Map([
      ['colleague', 'head'],
      ['handler', 'colleague'],
    ]);
    const staff = new Staff(EVERYBODY, deputies);
    expect(found(['handler', 'head'], staff, { accountId: 'colleague' }).told).toEqual([
      'colleague as handler',
      'head as handler',
    ]);
  });

  it.each<[string, string | null, string[]]>([
    ['whoever handles the ticket', 'handler', ['handler as lead']],
    ['its head while nobody does', null, ['head as lead']],
  ])('of the agency in charge, for a part asked of another: %s', (_, handlerAccountId, told) => {
    const ticket = { ...TICKET, handlerAccountId };
    expect(found(['lead'], without(), { ticket, agencyCode: 'UBND' }).told).toEqual(told);
  });

  it('is the head where nobody is on call, beside whom else the step names', () => {
    expect(found(['on_call', 'coordinator'])).toEqual({
      told: ['head as head', 'coordinator as coordinator'],
      fallback: 'head',
    });
  });

  it.each([
    [['handler', 'colleague'], ['head as head'], 'head'],
    [['handler', 'colleague', 'head'], ['director as director'], 'director'],
    [['handler', 'colleague', 'head', 'director'], ['coordinator as coordinator'], 'coordinator'],
    [['handler', 'colleague', 'head', 'director', 'coordinator'], [], 'nobody'],
  ])('goes upwards without %j', (gone, told, fallback) => {
    expect(found(['handler'], without(...gone))).toEqual({ told, fallback });
  });

  it('is somebody of the centre alone for a complaint', () => {
    // It lies with the centre, whichever agency had it.
    const ticket = { ...TICKET, boundary: 'complaint' as const, leadAgencyCode: 'TD1022' };
    expect(found(['head', 'superior', 'leader', 'overseer'], without(), { ticket })).toEqual({
      told: ['director as director'],
      fallback: 'director',
    });
  });

  it('is never the agency complained about, except as the one that holds it', () => {
    const ticket = { ...TICKET, subjectAgencyCode: 'UBND' };
    expect(found(['head', 'superior'], without(), { ticket }).told).toEqual(['head as head']);
    // Nor is whoever came from it, or it from them.
    const line = { before: [], kin: ['OLD'] };
    const since = new Staff(EVERYBODY.map((member) => (member.agencyCode === 'UBND' ? { ...member, line } : member)));
    const old = { ...TICKET, subjectAgencyCode: 'OLD' };
    expect(found(['head', 'superior'], since, { ticket: old }).told).toEqual(['head as head']);
    expect(found(['head', 'superior'], without(), { ticket: old }).told).toHaveLength(2);
    expect(found(['head'], without(), { ticket: { ...TICKET, subjectAgencyCode: 'SXD' } }).told).toEqual([
      'head as head',
    ]);
  });
});
