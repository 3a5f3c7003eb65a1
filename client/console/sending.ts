import { isOld, type Fault } from './keeping.js';

/** What is decided about contacts on their way to the server; the sending itself is in `send-queue`. */

/** A saved contact that the server has not acknowledged, or what became of one that went out later. */
export interface UnsentCall {
  /** The idempotency key of its form: sent twice, it is recorded once. */
  readonly key: string;
  readonly owner: string;
  /** When it was saved, in ms since 1970. */
  readonly at: number;
  /** As the form would send it, in its order; empty once the server has it. */
  readonly fields: readonly (readonly [string, string])[];
  readonly state: 'waiting' | 'refused' | 'sent';
  readonly attempts: number;
  /** Why it is still here. */
  readonly because: Because | null;
  readonly faults: readonly Fault[];
  /** What the server said about it: the sentences to read, with the code. */
  readonly lines: readonly string[];
}

type Because = 'line' | 'server' | 'session';

/** What came back. */
export interface Answer {
  readonly status: number;
  /** Path and query where it ended; null: it was not led on. */
  readonly ledTo: string | null;
  /** Whether the page says that something was done. */
  readonly done: boolean;
}

/**
 * - `sent`: recorded; `shown`: recorded, and the page that came back goes on with another matter;
 * - `refused`: it must be mended by whoever wrote it; `reused`: its key stands for something else;
 * - `token`: the page is from before a sign-in; `session`: nobody is signed in;
 * - `line`: it has not arrived, as far as can be told; `server`: the server has failed on it.
 */
export type Verdict = 'sent' | 'shown' | 'refused' | 'reused' | 'token' | 'session' | 'line' | 'server';

/** @param answer null: none came in time. */
export function verdictOf(answer: Answer | null): Verdict {
  if (answer === null) return 'line';
  const { status, ledTo, done } = answer;
  if (ledTo !== null && /^\/dang-nhap(\?|$)/.test(ledTo)) return 'session';
  if (status < 300) {
    if (ledTo !== null && (done || /[?&]da-ghi=/.test(ledTo))) return 'sent';
    // Something between here and the server has answered in its place.
    return done ? 'shown' : 'line';
  }
  if (status === 401) return 'session';
  if (status === 403) return 'token';
  if (status === 422) return 'reused';
  if ([408, 425, 429, 502, 503, 504].includes(status)) return 'line';
  return status >= 500 ? 'server' : 'refused';
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * How long until the next attempt: longer each time, and not all consoles of the room at the same moment.
 * @param chance between 0 and 1.
 */
export function waitMs(attempts: number, chance: number): number {
  const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(most / 2 + (most / 2) * chance);
}

/**
 * The oldest goes first; one that the server fails on does not hold up those behind it.
 * @param tried keys that have had their attempt in this round.
 */
export function nextToSend(calls: readonly UnsentCall[], tried: ReadonlySet<string>): UnsentCall | null {
  return inOrder(calls).find(({ state, key }) => state === 'waiting' && !tried.has(key)) ?? null;
}

export function inOrder(calls: readonly UnsentCall[]): UnsentCall[] {
  return [...calls].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

/** What stays in the browser of a contact after an answer; null: nothing. Words are gone once the server has them. */
export function settled(
  call: UnsentCall,
  verdict: Verdict,
  said: { readonly lines: readonly string[]; readonly faults: readonly Fault[] },
): UnsentCall {
  const attempts = call.attempts + 1;
  switch (verdict) {
    case 'sent':
    case 'shown':
      return { ...call, state: 'sent', because: null, fields: [], faults: [], lines: said.lines, attempts };
    case 'refused':
      return { ...call, state: 'refused', because: null, faults: said.faults, lines: said.lines, attempts };
    case 'reused':
      return { ...call, state: 'refused', because: null, faults: [], lines: [REUSED], attempts };
    case 'session':
    case 'token':
      return { ...call, because: 'session', attempts };
    case 'line':
    case 'server':
      return { ...call, because: verdict, attempts };
  }
}

const REUSED = 'Có vẻ cuộc gọi này đã được gửi với nội dung khác. Xin xem danh sách vừa ghi trước khi ghi lại.';

/** What is no longer of use to anybody. */
export function isOver(call: UnsentCall, now: number): boolean {
  return isOld(call.at, now);
}

const WHY: Readonly<Record<Because, string>> = {
  line: 'đang chờ mạng. Chữ còn nguyên trên máy này, có mạng sẽ tự gửi.',
  server: 'máy chủ đang lỗi. Chữ còn nguyên trên máy này, sẽ tự gửi lại.',
  session: 'phiên làm việc đã hết. Xin đăng nhập lại để gửi.',
};

/** "1 cuộc gọi chưa gửi, đang chờ mạng. …"; null: nothing waits. */
export function waitingText(calls: readonly UnsentCall[]): string | null {
  const waiting = calls.filter(({ state }) => state === 'waiting');
  if (waiting.length === 0) return null;
  const reasons = waiting.map(({ because }) => because);
  const why = (['session', 'line', 'server'] as const).find((one) => reasons.includes(one));
  return `${unsentText(waiting.length)}, ${why === undefined ? 'đang gửi.' : WHY[why]}`;
}

export function unsentText(count: number): string {
  return `${String(count)} cuộc gọi chưa gửi`;
}
