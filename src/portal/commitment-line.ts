import type { Locale } from '../platform/templates/index.js';
import type { CommitmentView } from '../tickets/index.js';

/** How a promise stands, in one sentence: to come, missed, kept, kept late; and what became of it when the ticket was opened again. */
export function commitmentLine(
  { on, doneAt, late, reopenedAt }: Pick<CommitmentView, 'on' | 'doneAt' | 'late' | 'reopenedAt'>,
  texts: Locale,
) {
  const at = (instant: Date | null | undefined) => (instant ? texts.instant(instant, { year: true }) : '');
  const text = (key: string) =>
    texts.text(`portal.commitment.${key}`, { day: texts.day(on), at: at(doneAt), reopened: at(reopenedAt) });
  const how = doneAt === null ? (late ? 'missed' : 'to_come') : late ? 'done_late' : 'done';
  if (reopenedAt !== undefined) return { tone: 'info', icon: 'rotate-ccw', text: text(`reopened_${how}`) };
  if (doneAt !== null) return { tone: 'info', icon: 'circle-check', text: text(how) };
  return late
    ? { tone: 'soon', icon: 'clock-alert', text: text(how) }
    : { tone: 'info', icon: 'calendar-clock', text: text(how) };
}

/** Whether a promise was given by an answer of that instant, and not by one before the ticket was opened again. */
export function promisedBy(
  { reopenedAt }: Pick<CommitmentView, 'reopenedAt'>,
  answeredAt: Date | null | undefined,
): boolean {
  return reopenedAt === undefined || !answeredAt || answeredAt <= reopenedAt;
}
