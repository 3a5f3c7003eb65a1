import { describe, expect, it } from '@jest/globals';
import type { TicketClock } from '../../tickets/domain/clock.js';
import { countedUntil, endWords, monthNameOf, monthOf, spanWords } from './late-list.js';

const at = (text: string): Date => new Date(`2026-${text.replace(' ', 'T')}:00+07:00`);
const clock = (change: Partial<TicketClock>): TicketClock =>
  ({ stoppedAt: null, stopReason: null, pauses: [], ...change }) as unknown as TicketClock;

describe('a month', () => {
  it('begins and ends at midnight in Viet Nam', () => {
    expect(monthOf('2026-11')).toEqual({ name: '2026-11', from: at('11-01 00:00'), to: at('12-01 00:00') });
    expect(monthOf('2026-12')?.to).toEqual(new Date('2027-01-01T00:00:00+07:00'));
  });
  it.each(['2026-13', '2026-00', '2026-1', '1999-11', '', '2026-11-01', '2026-11 '])('%j is none', (text) => {
    expect(monthOf(text)).toBeNull();
  });
  it('of an instant is the one on the wall in Viet Nam', () => {
    expect(monthNameOf(new Date('2026-10-31T17:00:00Z'))).toBe('2026-11');
    expect(monthNameOf(new Date('2026-10-31T16:59:59.999Z'))).toBe('2026-10');
  });
});

describe('until when time counts', () => {
  const now = at('11-26 09:00');
  it.each<[string, Partial<TicketClock>, Date | null, Date]>([
    ['running: now', {}, null, now],
    ['stopped: its stop', { stoppedAt: at('11-25 10:00') }, at('11-25 10:00'), at('11-25 10:00')],
    ['at the gate: when the answer came there', {}, at('11-25 15:00'), at('11-25 15:00')],
    [
      'standing still: the beginning of the pause',
      { pauses: [{ fromAt: at('11-24 08:00').toISOString(), toAt: null, reason: 'awaiting_citizen' }] },
      null,
      at('11-24 08:00'),
    ],
  ])('%s', (_, change, answeredAt, until) => {
    expect(countedUntil(clock(change), answeredAt, now)).toEqual(until);
  });
});

describe('words', () => {
  it.each([
    [0, 'chưa đến 1 phút'],
    [59, 'chưa đến 1 phút'],
    [5 * 3600 + 1200, '5 giờ 20 phút'],
    [28_800, '1 ngày'],
    [6 * 28_800 + 3 * 3600 + 600, '6 ngày 3 giờ'],
  ])('%d seconds of days of 8 hours: %s', (seconds, words) => {
    expect(spanWords(seconds, 28_800)).toBe(words);
  });

  it('say whether it has been answered since', () => {
    expect(endWords(clock({}), null)).toBe('Chưa trả lời');
    expect(endWords(clock({}), at('11-25 10:00'))).toBe('Đã trả lời, chờ kiểm tra');
    expect(endWords(clock({ stoppedAt: at('11-25 10:00'), stopReason: 'answered' }), null)).toBe('Đã trả lời');
    expect(endWords(clock({ stoppedAt: at('11-25 10:00'), stopReason: 'handed_over' }), null)).toBe(
      'Đã chuyển đơn vị khác',
    );
  });
});
