import { formatDay, formatInstant } from '../kernel/index.js';
import type { Locale } from '../platform/templates/index.js';
import type { CommitmentView } from '../tickets/index.js';

/** How a promise stands, in one sentence: to come, missed, kept, kept late. */
export function commitmentLine({ on, doneAt, late }: Pick<CommitmentView, 'on' | 'doneAt' | 'late'>, texts: Locale) {
  const text = (key: string) =>
    texts.text(`portal.commitment.${key}`, {
      day: formatDay(on),
      at: doneAt === null ? '' : formatInstant(doneAt, { year: true }),
    });
  if (doneAt === null) {
    return late
      ? { tone: 'soon', icon: 'clock-alert', text: text('missed') }
      : { tone: 'info', icon: 'calendar-clock', text: text('to_come') };
  }
  return late
    ? { tone: 'info', icon: 'circle-check', text: text('done_late') }
    : { tone: 'info', icon: 'circle-check', text: text('done') };
}
