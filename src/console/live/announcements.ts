import type { StoredEvent } from '../../platform/outbox/index.js';

/** All that goes over the wire: the page refetches, so authorization lives in one place. */
export interface Change {
  readonly ticketId: string;
  readonly version: number;
  readonly seq: number;
  readonly type: string;
}

export interface Announcement {
  /** Rooms; a socket is a room of its own too. Nobody is in two announcements. */
  readonly to: readonly string[];
  /** In the order of the feed. */
  readonly changes: readonly Change[];
}

/**
 * What is said to whom when several events are told at once: each socket gets one packet with all that it may hear.
 * Writing to a socket costs far more than what is written, so with hundreds of them a packet for each event is what
 * pages would wait for.
 *
 * @param membersOf the sockets in a room.
 */
export function announcements(
  events: readonly StoredEvent[],
  membersOf: (room: string) => Iterable<string>,
): Announcement[] {
  const audiences = new Map<string, readonly string[]>();
  for (const event of events) if (event.audience.length > 0) audiences.set(nameOf(event), event.audience);
  const [only] = audiences.values();
  if (only === undefined) return [];
  if (audiences.size === 1) return [{ to: only, changes: changesFor(events, audiences) }];

  const hearing = new Map<string, string[]>();
  for (const [name, rooms] of audiences)
    for (const socket of new Set(rooms.flatMap((room) => [...membersOf(room)])))
      hearing.set(socket, [...(hearing.get(socket) ?? []), name]);
  const groups = new Map<string, { readonly to: string[]; readonly names: ReadonlySet<string> }>();
  for (const [socket, names] of hearing) {
    const key = names.join('\n');
    const group = groups.get(key) ?? { to: [], names: new Set(names) };
    group.to.push(socket);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ to, names }) => ({ to, changes: changesFor(events, names) }));
}

const nameOf = ({ audience }: StoredEvent): string => audience.join(' ');

function changesFor(events: readonly StoredEvent[], audiences: { has(name: string): boolean }): Change[] {
  return events.filter((event) => audiences.has(nameOf(event))).map(toChange);
}

export function toChange(event: StoredEvent): Change {
  return { ticketId: event.aggregateId, version: event.version, seq: event.seq, type: event.type };
}
