import { describe, expect, it } from '@jest/globals';
import { endOf, expiryLimits, isLive, needsTouch } from './session-life.js';

const at = (text: string): Date => new Date(`2026-11-23T${text}+07:00`);

describe('a session', () => {
  it.each([
    ['just made', '08:00:00', '08:00:00', '08:00:00', true],
    ['a second before two idle hours', '08:00:00', '08:10:00', '10:09:59', true],
    ['after two idle hours', '08:00:00', '08:10:00', '10:10:00', false],
    ['in use, a second before twelve hours', '08:00:00', '19:59:00', '19:59:59', true],
    ['in use, after twelve hours', '08:00:00', '19:59:00', '20:00:00', false],
  ])('%s', (_, createdAt, lastSeenAt, now, live) => {
    const session = { createdAt: at(createdAt), lastSeenAt: at(lastSeenAt) };
    expect(isLive(session, at(now))).toBe(live);
    expect(at(now) < endOf(session)).toBe(live);
    // What is swept away is exactly what is over.
    const { createdBefore, lastSeenBefore } = expiryLimits(at(now));
    expect(session.createdAt <= createdBefore || session.lastSeenAt <= lastSeenBefore).toBe(!live);
  });

  it.each([
    ['08:00:59', false],
    ['08:01:00', true],
  ])('last seen at 08:00:00 is written again at %s: %s', (now, touch) => {
    expect(needsTouch({ createdAt: at('07:00:00'), lastSeenAt: at('08:00:00') }, at(now))).toBe(touch);
  });
});
