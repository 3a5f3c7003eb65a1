import { describe, expect, it } from '@jest/globals';
import { TICKET_STATES } from '../../tickets/domain/state-table.js';
import { changeOf, phaseOf, statesOf } from './public-change.js';
import type { PublicStatus } from './public-status.js';

const NOW = new Date('2026-11-23T02:00:00Z');
const PUBLISHED = new Date('2026-11-20T02:00:00Z');
const STATUS: PublicStatus = {
  ticketId: '01',
  code: 'DN26-0000-0001',
  ticketVersion: 1,
  state: 'in_progress',
  categoryCode: 'mt-rac',
  wardCode: '26017',
  agencyCode: 'UBND-26017',
  receivedAt: new Date('2026-11-19T02:00:00Z'),
  dueAt: new Date('2026-11-24T02:00:00Z'),
  answeredAt: null,
  publishedAt: null,
  reporterCount: 1,
  verySatisfied: 0,
  satisfied: 0,
  unsatisfied: 0,
};

describe('what the public is told of a ticket', () => {
  it.each([
    ['received', 'received'],
    ['awaiting_approval', 'in_progress'],
    ['awaiting_publication', 'in_progress'],
    ['published', 'answered'],
    ['closed', 'answered'],
    ['merged', 'merged'],
  ])('%s is %s to the public', (state, phase) => {
    expect(phaseOf(state)).toBe(phase);
  });

  it('finds the states of phases again', () => {
    expect(statesOf(['answered', 'merged'])).toEqual(['published', 'closed', 'merged']);
    // Each state that can be public has its phase.
    const hidden = ['resolved_private', 'guided_elsewhere', 'rejected', 'withdrawn'];
    expect(
      [...statesOf(['received', 'assigned', 'in_progress', 'awaiting_info', 'answered', 'merged']), ...hidden].sort(),
    ).toEqual([...TICKET_STATES].sort());
  });

  const seen = (status: PublicStatus, revisedAt: Date | null = null) => ({ status, revisedAt });
  const first = changeOf(seen(STATUS), null, NOW);
  it.each<[string, Partial<PublicStatus>, { told: boolean } | null]>([
    ['nothing', { ticketVersion: 2 }, null],
    ['the answer goes to the head', { state: 'awaiting_approval' }, null],
    ['the deadline moves', { dueAt: new Date('2026-11-30T02:00:00Z') }, { told: false }],
    ['more people report it', { reporterCount: 2 }, { told: false }],
    ['another category', { categoryCode: 'mt-nuoc-thai' }, { told: false }],
    ['another agency', { agencyCode: 'SXD' }, { told: true }],
    ['an answer', { state: 'published', publishedAt: NOW, answeredAt: NOW }, { told: true }],
  ])('%s', (_, change, expected) => {
    const made = changeOf(seen({ ...STATUS, ...change }), first, NOW);
    if (expected === null) expect(made).toBeNull();
    else expect(made).toMatchObject({ ...expected, changedAt: NOW });
  });

  it('an answer whose ticket is closed after the days for rating is the same answer', () => {
    const answered = { ...STATUS, state: 'published', publishedAt: PUBLISHED, answeredAt: PUBLISHED };
    const before = changeOf(seen(answered), null, NOW);
    expect(before).toMatchObject({ phase: 'answered', told: true, changedAt: PUBLISHED });
    expect(changeOf(seen({ ...answered, state: 'closed' }), before, NOW)).toBeNull();
  });

  it('is newer, without being told, when words of its copy are hidden', () => {
    const answered = { ...STATUS, state: 'published', answeredAt: PUBLISHED, publishedAt: PUBLISHED };
    const before = changeOf(seen(answered), null, PUBLISHED);
    const after = changeOf(seen(answered, NOW), before, NOW);
    expect(after).toMatchObject({ told: false, changedAt: NOW });
    expect(changeOf(seen(answered, NOW), after, NOW)).toBeNull();
  });
});
