import type { Locale } from '../platform/templates/index.js';
import type { Hop } from '../tickets/index.js';
import { durationIn } from './duration.js';

interface Turn {
  readonly code: string;
  readonly agency: string;
  readonly promise: boolean;
  seconds: number;
  now: boolean;
  moved: string | null;
}

/** The working time each had it, one line a turn: what changed hands inside an agency is one turn. */
export function heldBy(hops: readonly Hop[], texts: Locale) {
  const turns: Turn[] = [];
  for (const { agency, stage, workingSeconds, toAt, moved, promise } of hops) {
    const last = turns.at(-1);
    // What was spent waiting for the reporter was nobody's.
    const seconds = stage === 'awaiting_info' ? 0 : workingSeconds;
    if (last?.code === agency.code && last.promise === promise && last.moved === null) {
      last.seconds += seconds;
      last.now = toAt === null;
      last.moved = moved;
    } else {
      const name = promise ? texts.text('portal.follow.held_promise', { agency: agency.name }) : agency.name;
      turns.push({ code: agency.code, agency: name, promise, seconds, now: toAt === null, moved });
    }
  }
  return turns
    .filter(({ seconds, now, moved }) => now || moved !== null || seconds >= 60)
    .map(({ agency, seconds, now, moved }) => ({
      agency,
      now,
      moved,
      duration: durationIn(texts, Math.max(60, seconds)),
    }));
}
