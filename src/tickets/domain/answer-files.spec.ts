import { describe, expect, it } from '@jest/globals';
import type { Principal, Role } from '../../identity/domain/principal.js';
import { NO_LINE } from '../../kernel/index.js';
import { seesAnswerFiles } from './answer-files.js';
import type { AnswerStatus } from './ticket.js';

const staff = (role: Role, agencyCode: string, before: string[] = []): Principal => ({
  ...{ kind: 'staff', accountId: 'ME', displayName: '', roles: [role], agencyCode },
  line: { ...NO_LINE, before },
});
const EARLY: readonly AnswerStatus[] = ['draft'];
const WAITING: readonly AnswerStatus[] = ['submitted', 'returned', 'approved'];

describe('the files of an answer', () => {
  it.each<[string, Principal, boolean, boolean]>([
    ['the agency that writes it', staff('handler', 'SXD'), true, true],
    ['its head', staff('agency_head', 'SXD'), true, true],
    ['whoever came after it', staff('handler', 'SXDM', ['SXD']), true, true],
    ['an agency that gives a part', staff('handler', 'SYT'), false, false],
    ['a coordinator', staff('coordinator', 'TD1022'), false, true],
    ['an operator', staff('operator', 'TD1022'), false, true],
    ['the director', staff('director', 'TD1022'), false, true],
    ['the overseer', staff('overseer', 'VPUBND'), false, true],
    ['the reporter', { kind: 'reporter', ticketId: 'T' }, false, false],
  ])('%s', (_, principal, early, waiting) => {
    const seen = (statuses: readonly AnswerStatus[]): boolean[] =>
      statuses.map((status) => seesAnswerFiles(principal, { status, authorAgencyCode: 'SXD' }));
    expect(seen(EARLY)).toEqual(EARLY.map(() => early));
    expect(seen(WAITING)).toEqual(WAITING.map(() => waiting));
    expect(seen(['published'])).toEqual([true]);
  });
});
