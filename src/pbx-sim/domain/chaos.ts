import { orderKey, type CtiEvent } from '../../cti-client/domain/wire.js';
import { Random } from './random.js';

/** One event on its way to the service. */
export interface Sending {
  readonly event: CtiEvent;
  /** When it is sent, epoch milliseconds of the shift; not before the event. */
  readonly due: number;
  /** Place of the event in the shift; the same for an event that is sent twice. */
  readonly index: number;
}

/** Every event once, when it happens. */
export function inOrder(events: readonly CtiEvent[]): readonly Sending[] {
  return events.map((event, index) => ({ event, due: Date.parse(event.at), index }));
}

/** So many of a hundred are sent twice … */
const TWICE = 0.06;
/** … are overtaken by the next one of the same call (the hangup before the answer) … */
const OVERTAKEN = 0.06;
/** … come late, up to so many seconds. */
const LATE = 0.05;
const LATEST_SECONDS = 20;

/**
 * What bad exchanges and worse lines make of it: events come twice, late, and in the wrong order. None is lost.
 * The instants inside the events stay right.
 */
export function chaotic(events: readonly CtiEvent[], seed: number): readonly Sending[] {
  const random = new Random(seed ^ 0x5eed);
  const sendings: Sending[] = [];
  /** The event that lets the next one of its call go first. */
  const held = new Map<string, Sending>();
  for (const sending of inOrder(events)) {
    const key = orderKey(sending.event);
    const before = held.get(key);
    const fate = random.next();
    if (before === undefined && fate < OVERTAKEN) {
      held.set(key, sending);
      continue;
    }
    const late = fate < OVERTAKEN + LATE ? random.between(1, LATEST_SECONDS) * 1000 : 0;
    const due = sending.due + late;
    sendings.push({ ...sending, due });
    if (fate >= 1 - TWICE) sendings.push({ ...sending, due: due + random.between(0, 5_000) });
    if (before === undefined) continue;
    sendings.push({ ...before, due: due + 1 });
    held.delete(key);
  }
  sendings.push(...held.values());
  return sendings.sort((one, other) => one.due - other.due || one.index - other.index);
}
