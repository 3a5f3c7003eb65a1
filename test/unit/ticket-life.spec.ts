import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StopReason } from '../../src/tickets/domain/clock.js';
import { TICKET_COMMANDS, TICKET_STATES } from '../../src/tickets/domain/state-table.js';
import { endingOf, lifeHolds, stepHolds, STOPS } from './life-invariants.js';
import { GOALS, LEAVING, nameOf, NOT_BY_ITSELF, ROLES, steps, walk } from './life-walk.js';

/** The same walks every time; `LIFE_SEED=7 npm run jest -- test/unit/ticket-life` takes others. */
const SEED = Number(process.env['LIFE_SEED'] ?? 20_261_117);
/** A walk that strays too far from its goal is followed by another. */
const MOST_WALKS = 12;

describe('whatever people do', () => {
  const reached = new Set<string>();

  it.each(TICKET_STATES)(
    'on the way to everything that may be done when it is %s: one lead and one promise, an end with a reason, one chain',
    (state) => {
      for (const [nth, goal] of [...GOALS, ...LEAVING].entries()) {
        if (goal.from !== state) continue;
        let there = false;
        const walks = fc.property(fc.nat(9), steps, (about, taken) => {
          const way: string[] = [];
          there = walk(goal, about, taken, (step) => {
            const { after, command, role } = step;
            const { ticket } = after.loaded;
            way.push(`${role} ${command} → ${ticket.state}`);
            holding(way, () => {
              stepHolds(step);
              lifeHolds(after);
              if (after.other !== null) lifeHolds({ ...after.other, other: after });
            });
            reached.add(command).add(ticket.state).add(role);
            for (const { kind, stopReason } of after.clocks)
              if (stopReason !== null) reached.add(`${kind} ${stopReason}`);
            const ending = endingOf(after);
            if (ending !== null) reached.add(ending);
          });
        });
        for (let walked = 0; walked < MOST_WALKS && !there; walked += 1)
          fc.assert(walks, { seed: SEED + nth * 100 + walked, numRuns: 1, endOnFailure: true });
        if (there) reached.add(nameOf(goal));
      }
    },
  );

  it('has been everywhere, done everything, by everybody, to every end', () => {
    const reasons = Object.entries(STOPS).flatMap(([kind, listed]) =>
      (Object.keys(listed) as StopReason[]).map((reason) => `${kind} ${reason}`),
    );
    const endings = ['answered', 'guided', 'refused', 'withdrawn', 'unanswered question', 'merged'];
    const goals = [...GOALS, ...LEAVING].map(nameOf);
    const all = [...TICKET_STATES, ...TICKET_COMMANDS, ...ROLES, ...goals, ...reasons, ...endings];
    expect(all.filter((name) => !reached.has(name))).toEqual(NOT_BY_ITSELF);
  });
});

/** What is wrong is told with the way that led to it. */
function holding(way: readonly string[], check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${(error as Error).message}\nafter ${way.join(', ')}`, { cause: error });
  }
}
