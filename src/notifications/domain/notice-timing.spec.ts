import { describe, expect, it } from '@jest/globals';
import { mailsDue } from './notice-timing.js';

const NOW = new Date('2026-11-23T01:00:00Z');
const ago = (seconds: number | null): Date | null =>
  seconds === null ? null : new Date(NOW.getTime() - seconds * 1000);

describe('when somebody is written to', () => {
  it.each<[string, [number | null, number | null, number | null], boolean, [boolean, boolean]]>([
    ['nothing waits', [null, null, null], false, [false, false]],
    ['urgent: others of the same moment are waited for', [1, null, null], false, [false, false]],
    ['urgent: two seconds are enough', [2, null, null], false, [true, false]],
    ['urgent: also while timers are caught up', [2, 2, null], true, [true, false]],
    ['ordinary: gathered for five seconds', [null, 4.9, null], false, [false, false]],
    ['ordinary: then sent', [null, 5, null], false, [false, true]],
    ['catching up: as long as timers are overdue', [null, 59, null], true, [false, false]],
    ['catching up: a minute at most', [null, 60, null], true, [false, true]],
    ['a digest went out 14 minutes ago', [null, 800, 899], false, [false, false]],
    ['a quarter of an hour ago', [null, 800, 900], false, [false, true]],
    ['urgent ones do not wait for that', [5, 800, 10], false, [true, false]],
    ['the clock was set back', [-60, -60, null], false, [false, false]],
  ])('%s', (_, [urgent, ordinary, digest], catchingUp, [sendsUrgent, sendsOrdinary]) => {
    const waiting = { urgentSince: ago(urgent), ordinarySince: ago(ordinary), lastDigestAt: ago(digest) };
    expect(mailsDue(waiting, NOW, catchingUp)).toEqual({ urgent: sendsUrgent, ordinary: sendsOrdinary });
  });
});
