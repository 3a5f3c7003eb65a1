import type { Verdict, WalkedClock } from './verdict.js';

/** What a change does to the running clocks, in numbers. */
export interface Tally {
  readonly seen: number;
  /** Deadlines that move. */
  readonly moved: number;
  readonly later: number;
  readonly earlier: number;
  /** In time before, late after; the other way round. Of clocks that run: one that stands still is not late. */
  readonly becameLate: number;
  readonly noLongerLate: number;
  /** The deadline stays, the next step of the ladder changes. */
  readonly rearmed: number;
  readonly unplannable: number;
}

export const NOTHING: Tally = {
  seen: 0,
  moved: 0,
  later: 0,
  earlier: 0,
  becameLate: 0,
  noLongerLate: 0,
  rearmed: 0,
  unplannable: 0,
};

/** The tally of one clock. @param now late means now > deadline. */
export function counted(clock: WalkedClock, verdict: Verdict, now: Date): Tally {
  if (verdict.kind === 'unplannable') return { ...NOTHING, seen: 1, unplannable: 1 };
  if (verdict.kind === 'stays') return { ...NOTHING, seen: 1 };
  const before = clock.dueAt;
  const { dueAt: after, timerMark, timerAt } = verdict.set;
  if (before.getTime() === after.getTime()) {
    const rearmed = timerMark !== clock.timerMark || timerAt?.getTime() !== clock.timerAt?.getTime();
    return { ...NOTHING, seen: 1, rearmed: Number(rearmed) };
  }
  const wasLate = now > before;
  const isLate = now > after;
  return {
    ...NOTHING,
    seen: 1,
    moved: 1,
    later: Number(after > before),
    earlier: Number(after < before),
    becameLate: Number(!clock.standsStill && !wasLate && isLate),
    noLongerLate: Number(!clock.standsStill && wasLate && !isLate),
  };
}

export function added(one: Tally, other: Tally): Tally {
  return {
    seen: one.seen + other.seen,
    moved: one.moved + other.moved,
    later: one.later + other.later,
    earlier: one.earlier + other.earlier,
    becameLate: one.becameLate + other.becameLate,
    noLongerLate: one.noLongerLate + other.noLongerLate,
    rearmed: one.rearmed + other.rearmed,
    unplannable: one.unplannable + other.unplannable,
  };
}
