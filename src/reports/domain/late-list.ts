import type { StopReason, TicketClock } from '../../tickets/domain/clock.js';
import { closedPauses, runningPause } from '../../tickets/domain/clock-moves.js';

const VIETNAM_MS = 7 * 3_600_000;
const HOUR_S = 3_600;

/** A month of the calendar as `2026-11`, with its first instant and that of the next one (Viet Nam, UTC+7 all the year). */
export interface Month {
  readonly name: string;
  readonly from: Date;
  readonly to: Date;
}

/** @returns null when it is no month. */
export function monthOf(text: string): Month | null {
  const [, year, month] = /^(20\d\d)-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  if (year === undefined || month === undefined) return null;
  const first = (index: number): Date => new Date(Date.UTC(Number(year), index, 1) - VIETNAM_MS);
  return { name: text, from: first(Number(month) - 1), to: first(Number(month)) };
}

/** The month an instant falls in, as `2026-11`. */
export function monthNameOf(at: Date): string {
  return new Date(at.getTime() + VIETNAM_MS).toISOString().slice(0, 7);
}

/**
 * Until when a clock's time counts: its stop; while the answer lies at the gate, when it came there; while it
 * stands still, the beginning of the pause; else now.
 */
export function countedUntil(clock: TicketClock, answeredAt: Date | null, now: Date): Date {
  if (clock.stoppedAt !== null) return clock.stoppedAt;
  const still = runningPause(clock);
  if (still !== null) return new Date(still.fromAt);
  return answeredAt ?? now;
}

/** A clock as the SLA module takes it: with the pauses that have ended. */
export function withClosedPauses(clock: TicketClock): Omit<TicketClock, 'pauses'> & {
  readonly pauses: readonly { readonly from: Date; readonly to: Date }[];
} {
  return { ...clock, pauses: closedPauses(clock.pauses) };
}

/** Time in the clock's own measure: "6 ngày 3 giờ", "5 giờ 20 phút". @param daySeconds what people call one day of it. */
export function spanWords(seconds: number, daySeconds: number): string {
  const days = daySeconds > 0 ? Math.floor(seconds / daySeconds) : 0;
  const rest = seconds - days * daySeconds;
  const hours = Math.floor(rest / HOUR_S);
  const minutes = Math.floor((rest % HOUR_S) / 60);
  const parts = [
    days > 0 ? `${days} ngày` : '',
    hours > 0 ? `${hours} giờ` : '',
    days === 0 && minutes > 0 ? `${minutes} phút` : '',
  ].filter(Boolean);
  return parts.length === 0 ? 'chưa đến 1 phút' : parts.join(' ');
}

/** How it went on after the deadline. */
const ENDS: Readonly<Partial<Record<StopReason, string>>> = {
  answered: 'Đã trả lời',
  handed_over: 'Đã chuyển đơn vị khác',
  guided: 'Đã hướng dẫn nơi nhận',
  reclassified: 'Đã đổi loại việc',
};

/** Whether it has been answered since, in two or three words. */
export function endWords(clock: Pick<TicketClock, 'stoppedAt' | 'stopReason'>, answeredAt: Date | null): string {
  if (clock.stoppedAt !== null) return ENDS[clock.stopReason ?? 'answered'] ?? 'Đã xong';
  return answeredAt === null ? 'Chưa trả lời' : 'Đã trả lời, chờ kiểm tra';
}
