import type { ClockView } from '../../tickets/index.js';

/** From this share of the time on, a clock is shown as pressing (the step at which the head is told). */
const SOON = 0.8;
/** Circumference of the ring in the badge. */
const RING = 47.1;

/** The badge of a clock: ring, words, until when. */
export interface SlaBadge {
  readonly tone: 'ok' | 'soon' | 'late' | 'hold';
  /** Length of the ring's arc; null: an icon stands in its place. */
  readonly dash: string | null;
  readonly text: string;
  readonly until: string;
  /** Outside the hours of the clock. */
  readonly off: boolean;
  /** What lets the page count by itself, as JSON; null when nothing moves. */
  readonly live: string | null;
}

/** What the time of a clock is for, when it is not the answer itself: while there is time, and afterwards. */
const WHAT_IS_DUE: Readonly<Partial<Record<ClockView['kind'], readonly [ahead: string, missed: string]>>> = {
  classify: ['để phân loại', 'chưa phân loại'],
  accept: ['để nhận', 'chưa nhận'],
  act: ['để xử lý tại chỗ', 'chưa xử lý tại chỗ'],
  publish: ['để công khai', 'chưa công khai'],
  apology: ['để gửi thư xin lỗi', 'chưa gửi thư xin lỗi'],
  commitment: ['để làm xong việc đã hẹn', 'chưa báo xong việc đã hẹn'],
};

/**
 * A clock that has not stopped as a badge.
 * @param named whether the words say what is due; where the label stands beside it they need not.
 */
export function badge(clock: ClockView, named = false): SlaBadge {
  const [ahead = null, missed = null] = (named ? WHAT_IS_DUE[clock.kind] : undefined) ?? [];
  const short = clock.remainingShort ?? '';
  const what = clock.still !== null ? null : clock.late ? missed : ahead;
  const text = what === null ? short : `${short}${clock.late ? ',' : ''} ${what}`;
  const base = {
    text,
    // "trễ từ 16:30 hôm nay" has said it.
    until: short.startsWith('trễ từ') ? '' : (clock.remainingUntil ?? ''),
    // Beside "trễ" it would read as if there were time left.
    off: !clock.late && isOff(clock),
    live: clock.countdown === null ? null : JSON.stringify({ ...clock.countdown, id: clock.id, ahead, missed }),
  };
  if (clock.late) return { ...base, tone: 'late', dash: null };
  if (clock.still !== null) return { ...base, tone: 'hold', dash: null };
  return { ...base, tone: clock.usedShare >= SOON ? 'soon' : 'ok', dash: arc(clock.usedShare) };
}

/** A badge of which nothing moves any more. */
export function settled(late: boolean, text: string, until = ''): SlaBadge {
  return { tone: late ? 'late' : 'ok', dash: null, text, until, off: false, live: null };
}

/** Of the clocks that run the one that presses most for whoever looks: an agency is pressed by its own. */
export function mostPressing(clocks: readonly ClockView[], agencyCode: string | null): ClockView | null {
  const own = clocks.filter(({ holder }) => holder.code === agencyCode);
  const [first] = [...(own.length > 0 ? own : clocks)].sort(byPressure);
  return first ?? null;
}

/** What stands still presses nobody; else the earlier deadline goes first. */
export function byPressure(a: ClockView, b: ClockView): number {
  const still = Number(a.still !== null) - Number(b.still !== null);
  return still === 0 ? a.dueAt.getTime() - b.dueAt.getTime() : still;
}

function arc(usedShare: number): string {
  return (Math.min(1, Math.max(0.02, usedShare)) * RING).toFixed(1);
}

function isOff({ countdown }: ClockView): boolean {
  if (countdown === null || countdown.elapsed) return false;
  const [next] = countdown.open;
  return next === undefined || countdown.at < next[0];
}
