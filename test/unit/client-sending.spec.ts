import { describe, expect, it } from '@jest/globals';
import {
  inOrder,
  isOver,
  nextToSend,
  settled,
  verdictOf,
  waitingText,
  waitMs,
  type Answer,
  type UnsentCall,
  type Verdict,
} from '../../client/console/sending.js';

const DAY_MS = 24 * 3600 * 1000;

const call = (key: string, over: Partial<UnsentCall> = {}): UnsentCall => ({
  key,
  owner: 'A',
  at: 1_000,
  fields: [['tickets.0.words', 'Ổ gà']],
  state: 'waiting',
  attempts: 0,
  because: null,
  faults: [],
  lines: [],
  ...over,
});

describe('what an answer means for a contact', () => {
  it.each<[string, Partial<Answer> | null, Verdict]>([
    ['led on to what was recorded', { ledTo: '/tong-dai?da-ghi=01A', done: true }, 'sent'],
    ['led on, the receipt being somebody else’s', { ledTo: '/tong-dai?da-ghi=01A' }, 'sent'],
    ['the page goes on with another matter', { done: true }, 'shown'],
    ['led to the sign-in page', { ledTo: '/dang-nhap?tiep=%2Ftong-dai' }, 'session'],
    ['not signed in', { status: 401 }, 'session'],
    ['made before a sign-in', { status: 403 }, 'token'],
    ['something to mend', { status: 400 }, 'refused'],
    ['too late', { status: 409 }, 'refused'],
    ['no right any more', { status: 404 }, 'refused'],
    ['too large', { status: 413 }, 'refused'],
    ['the key stands for something else', { status: 422 }, 'reused'],
    ['too many at once', { status: 429 }, 'line'],
    ['a proxy without the service behind it', { status: 502 }, 'line'],
    ['stopping', { status: 503 }, 'line'],
    ['a proxy that waited in vain', { status: 504 }, 'line'],
    ['failed', { status: 500 }, 'server'],
    ['a page of something in between, which records nothing', {}, 'line'],
    ['led to a page of something in between', { ledTo: '/hotspot' }, 'line'],
    ['no answer in time', null, 'line'],
  ])('%s', (_, answer, verdict) => {
    expect(verdictOf(answer && { status: 200, ledTo: null, done: false, ...answer })).toBe(verdict);
  });
});

describe('the queue', () => {
  it('goes out oldest first, past what was tried and what waits for somebody', () => {
    const calls = [
      call('c', { at: 3 }),
      call('b', { at: 2, because: 'server' }),
      call('a', { at: 1, state: 'refused' }),
      call('s', { at: 0, state: 'sent' }),
    ];
    expect(inOrder(calls).map(({ key }) => key)).toEqual(['s', 'a', 'b', 'c']);
    expect(nextToSend(calls, new Set())?.key).toBe('b');
    expect(nextToSend(calls, new Set(['b']))?.key).toBe('c');
    expect(nextToSend(calls, new Set(['b', 'c']))).toBeNull();
  });

  it.each<[Verdict, Partial<UnsentCall>]>([
    ['sent', { state: 'sent', fields: [], lines: ['Đã ghi DN-1.'], because: null }],
    ['shown', { state: 'sent', fields: [], lines: ['Đã ghi DN-1.'], because: null }],
    ['refused', { state: 'refused', lines: ['Đã ghi DN-1.'], because: null }],
    ['reused', { state: 'refused', lines: [expect.stringContaining('đã được gửi') as unknown as string] }],
    ['session', { state: 'waiting', because: 'session' }],
    ['token', { state: 'waiting', because: 'session' }],
    ['line', { state: 'waiting', because: 'line' }],
    ['server', { state: 'waiting', because: 'server' }],
  ])('keeps of a contact after “%s” no more and no less than is needed', (verdict, left) => {
    const before = call('a', { because: 'line' });
    const after = settled(before, verdict, { lines: ['Đã ghi DN-1.'], faults: [] });
    expect(after).toMatchObject({ key: 'a', at: 1_000, attempts: 1, ...left });
    if (after.state !== 'sent') expect(after.fields).toEqual(before.fields);
  });

  it('waits longer each time, at most a minute, and never all at the same moment', () => {
    expect([1, 2, 3, 4, 5, 6, 7].map((attempts) => waitMs(attempts, 1))).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000,
    ]);
    expect(waitMs(3, 0)).toBe(4_000);
    expect(waitMs(0, 1)).toBe(2_000);
  });

  it('says how many wait and why, with what somebody can do first', () => {
    expect(waitingText([])).toBeNull();
    expect(waitingText([call('a', { state: 'sent' }), call('b', { state: 'refused' })])).toBeNull();
    expect(waitingText([call('a', { because: 'line' })])).toMatch(/^1 cuộc gọi chưa gửi, đang chờ mạng\./);
    expect(waitingText([call('a')])).toBe('1 cuộc gọi chưa gửi, đang gửi.');
    expect(waitingText([call('a', { because: 'line' }), call('b', { because: 'session' })])).toMatch(
      /^2 cuộc gọi chưa gửi, phiên làm việc đã hết\. Xin đăng nhập lại/,
    );
  });

  it('forgets after a week', () => {
    expect(isOver(call('a', { at: 0 }), 7 * DAY_MS)).toBe(false);
    expect(isOver(call('a', { at: 0 }), 7 * DAY_MS + 1)).toBe(true);
  });
});
