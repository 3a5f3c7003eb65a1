import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '../support/clock.js';
import { runningPause } from '../../src/tickets/domain/clock-moves.js';
import type { StopReason, TicketClockKind } from '../../src/tickets/domain/clock.js';
import { chainFaults } from '../../src/tickets/domain/history-chain-check.js';
import type { CategoryFacts } from '../../src/tickets/domain/open.js';
import {
  stateRow,
  TICKET_COMMANDS,
  TICKET_STATES,
  type TicketCommand,
  type TicketState,
} from '../../src/tickets/domain/state-table.js';
import { openParts } from '../../src/tickets/domain/support.js';
import { attempt, born, CATEGORIES, planner, type Life } from './life-model.js';

const ENDS: readonly StopReason[] = ['merged', 'withdrawn', 'rejected', 'guided'];

/** Why a clock of each kind may stop, written out once more by hand. */
const STOPS: Readonly<Record<TicketClockKind, readonly StopReason[]>> = {
  classify: ['assigned', 'kept_by_centre', ...ENDS],
  accept: ['accepted', 'handed_over', 'returned', ...ENDS],
  act: ['action_reported', 'reclassified', ...ENDS],
  resolve: ['answered', ...ENDS],
  resolve_holder: ['answered', 'handed_over', 'returned', ...ENDS],
  publish: ['published', 'failed_gate', 'reclassified', ...ENDS],
  apology: ['apology_sent'],
  support: ['part_delivered', 'part_withdrawn', ...ENDS],
};

/** How a ticket ends: by what its history must say last. */
const CLOSES: Readonly<Partial<Record<TicketState, readonly string[]>>> = {
  published: ['published'],
  resolved_private: ['resolved_private'],
  closed: ['closed'],
  guided_elsewhere: ['guided_elsewhere'],
  rejected: ['rejected'],
  withdrawn: ['withdrawn', 'question_expired'],
  merged: ['merged'],
};

describe('whatever people do', () => {
  const steps = fc.array(
    fc.record({ command: fc.nat(), pick: fc.nat(), minutes: fc.integer({ min: -30, max: 600 }) }),
    {
      minLength: 25,
      maxLength: 40,
    },
  );

  it('a ticket has one lead and one promise, ends with a reason, and tells all of it in one chain', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.nat(2), fc.boolean(), steps, (first, routed, taken) => {
        let at = instant('2026-11-17 08:00').getTime();
        let life = born(CATEGORIES[first] as CategoryFacts, new Date(at), { lead: routed ? 'SXD' : null });
        for (const { command: nth, pick, minutes } of taken) {
          // Also backwards: the machine’s clock may be set back.
          at += minutes * 60_000;
          const possible = Object.keys(stateRow(life.loaded.ticket.state).on) as TicketCommand[];
          const turn = nth % possible.length;
          for (const command of [...possible.slice(turn), ...possible.slice(0, turn)]) {
            const next = attempt(life, command, new Date(at), pick);
            if (next === null) continue;
            expect(next.loaded.ticket.version).toBe(life.loaded.ticket.version + 1);
            life = next;
            reached.add(command).add(life.loaded.ticket.state);
            invariants(life);
            if (life.other !== null) invariants(life.other);
            break;
          }
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
    // The walk has really been nearly everywhere, whatever the seed; a draft is no step of the life, and nothing is owed here.
    const left = [...TICKET_COMMANDS, ...TICKET_STATES].filter((name) => !reached.has(name));
    expect(left).toEqual(expect.arrayContaining(['save_draft', 'send_apology']));
    expect(left.length).toBeLessThan(16);
  });
});

function invariants(life: Life): void {
  const { ticket, running: now } = life.loaded;
  const { state } = ticket;
  expect([state, ticket.isOpen]).toEqual([state, !stateRow(state).terminal]);
  expect([state, ticket.mergedIntoId !== null]).toEqual([state, state === 'merged']);
  chained(life);
  clocks(life);

  const kinds = now.map(({ kind }) => kind).filter((kind) => kind !== 'support' && kind !== 'apology');
  expect(new Set(kinds).size).toBe(kinds.length);
  if (!ticket.isOpen) expect([state, kinds]).toEqual([state, []]);
  expect([state, kinds.includes('accept')]).toEqual([state, state === 'assigned']);
  expect([state, kinds.includes('publish')]).toEqual([state, state === 'awaiting_publication']);
  const worked = ticket.isOpen && state !== 'received';
  expect([state, kinds.includes('resolve_holder')]).toEqual([state, worked]);
  // Exactly one lead, and it is the one whose time runs.
  if (worked) {
    expect(kinds).toContain('resolve');
    expect(ticket.leadAgencyCode).not.toBeNull();
    const holders = now.filter(({ kind }) => kind === 'resolve_holder').map(({ holderAgencyCode }) => holderAgencyCode);
    if (state !== 'awaiting_publication') expect([state, holders]).toEqual([state, [ticket.leadAgencyCode]]);
  }
  expect(ticket.openParts).toBe(openParts(life.loaded).length);
  expect(now.filter(({ kind }) => kind === 'support')).toHaveLength(ticket.openParts);
  expect([state, ticket.pausedAt !== null]).toEqual([state, state === 'awaiting_info']);
  // What the ticket leaves behind open is cancelled by the follower of its events.
  if (state === 'awaiting_info') expect(life.loaded.question?.status).toBe('asked');
  expect(ticket.extensionAsked).toBe(life.extensions.some(({ status }) => status === 'asked'));
  const closes = CLOSES[state];
  if (closes !== undefined) expect(life.entries.some(({ type }) => closes.includes(type))).toBe(true);
  if (state === 'published' || state === 'resolved_private') expect(life.loaded.answer?.status).toBe('published');
}

function chained({ loaded: { ticket }, entries }: Life): void {
  expect(chainFaults({ length: ticket.historyLength, head: ticket.historyHash, entries })).toEqual([]);
  expect(entries.at(-1)?.version).toBe(ticket.version);
}

function clocks(life: Life): void {
  const { ticket } = life.loaded;
  for (const clock of life.clocks) {
    const { kind, startedAt, stoppedAt, stopReason, timerAt } = clock;
    if (stoppedAt !== null) expect(stoppedAt >= startedAt).toBe(true);
    if (stopReason !== null)
      expect([kind, stopReason, STOPS[kind].includes(stopReason)]).toEqual([kind, stopReason, true]);
    // What is still to be noted of a clock that has stopped had come before it did.
    if (stoppedAt !== null && timerAt !== null) expect(timerAt < stoppedAt).toBe(true);
    const still = kind.startsWith('resolve') && stoppedAt === null && ticket.state === 'awaiting_info';
    if (stoppedAt === null) expect([kind, runningPause(clock) !== null]).toEqual([kind, still]);
    for (const { fromAt, toAt } of clock.pauses) expect(toAt === null || toAt >= fromAt).toBe(true);
  }
  const promises = life.clocks.filter(({ kind }) => kind === 'resolve');
  expect(promises.length).toBeLessThanOrEqual(1 + ticket.reopenCount);
  const [resolve] = life.loaded.running.filter(({ kind }) => kind === 'resolve');
  if (!resolve) return;
  expect([ticket.resolveDueAt, ticket.listDueAt]).toEqual([resolve.dueAt, resolve.dueAt]);
  expect(planner.replan(resolve, ticket).dueAt).toEqual(resolve.dueAt);
  // An earlier promise that was taken over is kept, also after a split.
  const tookOver = life.entries.some(({ type }) => type === 'absorbed');
  if (ticket.reopenCount === 0 && !tookOver) expect(resolve.startedAt).toEqual(ticket.receivedAt);
}
