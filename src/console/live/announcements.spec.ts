import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../../platform/outbox/index.js';
import { announcements } from './announcements.js';

const ROOMS: Readonly<Record<string, readonly string[]>> = {
  centre: ['tong-dai-1', 'tong-dai-2', 'giam-doc'],
  'agency:SXD': ['so-xay-dung', 'giam-doc'],
  'agency:SYT': ['so-y-te'],
  'agency:empty': [],
};

/** One event for each audience, numbered from 1; who hears which. */
function told(...audiences: readonly string[][]): Record<string, number[]> {
  const events = audiences.map((audience, index): StoredEvent => ({
    id: `event-${String(index)}`,
    type: 'ticket.accepted',
    aggregateId: `ticket-${String(index)}`,
    version: 1,
    data: {},
    audience,
    occurredAt: new Date(0),
    seq: index + 1,
  }));
  const heard: Record<string, number[]> = {};
  for (const { to, changes } of announcements(events, (room) => ROOMS[room] ?? []))
    for (const name of new Set(to.flatMap((room) => ROOMS[room] ?? [room]))) {
      if (heard[name] !== undefined) throw new Error(`${name} gets two packets.`);
      heard[name] = changes.map(({ seq }) => seq);
    }
  return heard;
}

describe('what several events at once say to whom', () => {
  it.each<[string, string[][], Record<string, number[]>]>([
    ['nothing', [], {}],
    ['what nobody is to hear', [[], []], {}],
    ['one', [['agency:SYT']], { 'so-y-te': [1] }],
    ['several for the same people', [['agency:SYT'], ['agency:SYT']], { 'so-y-te': [1, 2] }],
    [
      'different ones, in the order of the feed, each person once',
      [['centre', 'agency:SXD'], ['agency:SYT'], ['centre'], [], ['agency:SXD']],
      { 'tong-dai-1': [1, 3], 'tong-dai-2': [1, 3], 'giam-doc': [1, 3, 5], 'so-xay-dung': [1, 5], 'so-y-te': [2] },
    ],
    ['a room that nobody is in', [['agency:empty'], ['agency:none'], ['agency:SYT']], { 'so-y-te': [3] }],
  ])('%s', (_, audiences, expected) => {
    expect(told(...audiences)).toEqual(expected);
  });
});
