import type { Locale } from '../platform/templates/index.js';
import { badgeEn } from '../sla/index.js';
import { isGuided, type TrackingView } from '../tickets/index.js';

/** From this share of the time on the promise presses. */
const SOON = 0.8;

const STILL_EN = {
  awaiting_citizen: 'waiting for your reply',
  centre_review: 'Centre 1022 is checking the answer',
} as const;

/** The badge: how the promise stands. It goes on by itself where there is a script. */
export function clockOf(ticket: TrackingView, texts: Locale) {
  const { clock } = ticket;
  if (clock === null || clock.remainingShort === null) return null;
  const look = clock.late
    ? { tone: 'late', icon: 'clock-alert' }
    : clock.still === null
      ? { tone: clock.usedShare >= SOON ? 'soon' : 'ok', icon: 'timer' }
      : { tone: 'hold', icon: 'pause' };
  const { late, countdown } = clock;
  const [next] = countdown?.open ?? [];
  return {
    ...look,
    ...standing(ticket, texts),
    // Beside "trễ" it would read as if there were time left.
    off: !late && countdown !== null && !countdown.elapsed && (next === undefined || countdown.at < next[0]),
    live:
      countdown === null
        ? null
        : JSON.stringify({
            ...countdown,
            id: clock.id,
            ...(texts.language === 'en' && { dueEn: dueEn(countdown, texts) }),
          }),
  };
}

/** The two parts of the badge; the second is empty where the first says it all. */
function standing({ clock }: TrackingView, texts: Locale): { short: string; until: string } {
  const short = clock?.remainingShort ?? '';
  if (clock === null || texts.language !== 'en')
    return { short, until: short.startsWith('trễ từ') ? '' : (clock?.remainingUntil ?? '') };
  if (clock.countdown !== null) return badgeEn(clock.countdown, clock.late, dueEn(clock.countdown, texts));
  if (clock.still === null) return { short: '', until: '' };
  const since = texts.instant(clock.still.since, { year: true });
  return { short: 'It stands still', until: `since ${since}, ${STILL_EN[clock.still.reason]}` };
}

function dueEn({ dueAt }: { readonly dueAt: number }, texts: Locale): string {
  return texts.instant(new Date(dueAt), { year: true });
}

/** "trễ 3 giờ làm việc", where some working time has passed since the deadline. */
function lateBy(ticket: TrackingView, texts: Locale): string | null {
  const { short, until } = standing(ticket, texts);
  const runs = ticket.isOpen && ticket.clock !== null && ticket.clock.countdown !== null;
  return runs && ticket.clock.late && until !== '' ? short : null;
}

/** An answer that promises the rest by a day is not the end; null: nothing is promised, or it is done. */
export function owedNow({ answer, isOpen, commitment }: TrackingView, agency: string, texts: Locale): string | null {
  if (answer === null || isOpen || !commitment || commitment.doneAt !== null || commitment.reopenedAt) return null;
  const day = texts.day(commitment.on);
  return texts.text(`portal.follow.${commitment.late ? 'now_missed' : 'now_committed'}`, { agency, day });
}

/** Late is said, with what is owed for it. */
export function lateNotice(ticket: TrackingView, texts: Locale): string | null {
  if (!ticket.late || ticket.dueAt === null || isGuided(ticket.boundary)) return null;
  const text = (key: string, values = {}) => texts.text(`portal.follow.${key}`, values);
  const at = (instant: Date) => texts.instant(instant, { year: true });
  const due = at(ticket.dueAt);
  const by = lateBy(ticket, texts);
  const late =
    by === null ? text(ticket.isOpen ? 'late_now' : 'late_then', { due }) : text('late_by', { late: by, due });
  if (ticket.apologyOwed === null) return late;
  const { agency, dueAt, late: missed } = ticket.apologyOwed;
  return `${late} ${text(missed ? 'late_owed_missed' : 'late_owed', { agency: agency.name, at: at(dueAt) })}`;
}

/** That there is more time, with the agency's own words why. */
export function extended({ extension }: TrackingView, texts: Locale) {
  if (extension === null) return null;
  const { reason, dueBefore, dueAfter } = extension;
  const [from, to] = [dueBefore, dueAfter].map((at) => texts.instant(at, { year: true }));
  return { text: texts.text('portal.follow.extended', { from: from ?? '', to: to ?? '' }), reason };
}

/** "Vì sao hạn là …", in the language of the page. */
export function whyIn({ why, whyEn }: Pick<TrackingView, 'why' | 'whyEn'>, texts: Locale): readonly string[] {
  return texts.language === 'en' ? whyEn : why;
}
