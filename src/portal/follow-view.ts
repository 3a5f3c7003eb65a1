import { formatDay, formatInstant } from '../kernel/index.js';
import type { Locale } from '../platform/templates/index.js';
import { commitmentLine, promisedBy } from './commitment-line.js';
import { ownForms, type OwnForm } from './own-ticket-view.js';
import type { MovedDeadline } from '../sla-admin/index.js';
import { durationVi } from '../sla/index.js';
import {
  isGuided,
  type Boundary,
  type Hop,
  type StoryLine,
  type TicketState,
  type TrackingView,
} from '../tickets/index.js';

export const STATE_LOOK: Readonly<Record<TicketState, { readonly tone: string; readonly icon: string }>> = {
  received: { tone: 'hold', icon: 'inbox' },
  assigned: { tone: 'info', icon: 'send' },
  in_progress: { tone: 'info', icon: 'wrench' },
  awaiting_info: { tone: 'hold', icon: 'message-circle-question-mark' },
  awaiting_approval: { tone: 'info', icon: 'pen-line' },
  awaiting_publication: { tone: 'info', icon: 'clipboard-check' },
  published: { tone: 'ok', icon: 'check' },
  resolved_private: { tone: 'ok', icon: 'lock' },
  closed: { tone: 'ok', icon: 'lock' },
  guided_elsewhere: { tone: 'hold', icon: 'signpost' },
  rejected: { tone: 'hold', icon: 'eye-off' },
  withdrawn: { tone: 'hold', icon: 'corner-up-left' },
  merged: { tone: 'info', icon: 'arrow-right' },
};

const STORY_LOOK: Readonly<Partial<Record<StoryLine['type'], { readonly tone: string; readonly icon: string }>>> = {
  opened: { tone: '', icon: 'inbox' },
  accepted: { tone: '', icon: 'wrench' },
  answer_approved: { tone: '', icon: 'clipboard-check' },
  answer_returned: { tone: 'back', icon: 'corner-up-left' },
  published: { tone: 'done', icon: 'check' },
  resolved_private: { tone: 'done', icon: 'check' },
  guided_elsewhere: { tone: 'done', icon: 'signpost' },
  action_reported: { tone: '', icon: 'wrench' },
  question_asked: { tone: '', icon: 'message-circle-question-mark' },
  reply_recorded: { tone: '', icon: 'inbox' },
  question_reminded: { tone: '', icon: 'bell' },
  question_expired: { tone: 'back', icon: 'clock' },
  facts_added: { tone: '', icon: 'inbox' },
  enquired: { tone: '', icon: 'message-circle-question-mark' },
  chased: { tone: '', icon: 'bell' },
  corrected: { tone: '', icon: 'pen-line' },
  reclassified: { tone: '', icon: 'pen-line' },
  returned: { tone: 'back', icon: 'corner-up-left' },
  support_asked: { tone: '', icon: 'users' },
  support_delivered: { tone: '', icon: 'inbox' },
  rejected: { tone: 'back', icon: 'eye-off' },
  withdrawn: { tone: 'back', icon: 'corner-up-left' },
  reopened: { tone: '', icon: 'rotate-ccw' },
  closed: { tone: 'done', icon: 'lock' },
  merged: { tone: '', icon: 'arrow-right' },
  split: { tone: '', icon: 'arrow-right' },
  incident_updated: { tone: '', icon: 'pen-line' },
  incident_ended: { tone: '', icon: 'circle-check' },
  extension_approved: { tone: '', icon: 'calendar-plus' },
  apology_sent: { tone: '', icon: 'mail' },
  done_reported: { tone: 'done', icon: 'circle-check' },
  unpublished: { tone: 'back', icon: 'eye-off' },
  republished: { tone: '', icon: 'eye' },
};

/** Whether the public copy is off now, by what was last done with it. */
function isTakenOff({ story }: TrackingView): boolean {
  return story.findLast(({ type }) => type === 'unpublished' || type === 'republished')?.type === 'unpublished';
}

/** From this share of the time on the promise presses. */
const SOON = 0.8;

/** The reporter's own page: where it is, who holds it until when and why, what was answered. */
export function followPage(
  ticket: TrackingView,
  moved: readonly MovedDeadline[],
  texts: Locale,
  own: {
    readonly token: string;
    readonly sent: OwnForm | null;
    readonly done: string | null;
    /** Where this ticket's answer is rated. */
    readonly ratePath: string;
    /** Others who have confirmed that they have the same trouble. */
    readonly met: number;
  },
) {
  const text = (key: string, values = {}) => texts.text(`portal.follow.${key}`, values);
  const agency = ticket.lead?.name ?? texts.text('portal.item.centre');
  const [by, keeper] = keptBy(ticket);
  const guidedInWork = isGuided(ticket.boundary) && ticket.isOpen;
  return {
    code: ticket.code,
    title: ticket.title,
    state: { ...STATE_LOOK[ticket.state], label: text(`state.${ticket.state}`) },
    late: ticket.answer !== null && ticket.late,
    category: ticket.category?.name ?? null,
    ward: ticket.ward?.name ?? null,
    receivedAt: ticket.receivedAt,
    boundary: shownBoundary(ticket),
    now: guidedInWork
      ? text(`now_guided${by}`, keeper)
      : (owedNow(ticket, agency, text) ??
        text(ticket.state === 'guided_elsewhere' ? `now_guided_elsewhere${by}` : `now_${ticket.state}`, {
          agency,
          code: ticket.mergedInto ?? '',
          ...keeper,
        })),
    clock: clockOf(ticket),
    lateNotice: lateNotice(ticket, text),
    extended: extended(ticket, text),
    ...answersOf(ticket, texts),
    rejection: ticket.rejection,
    rateHref: ticket.ending.rateUntil === null ? null : own.ratePath,
    private: ticket.visibility === 'private',
    // Once public, the page stays: closed, or looked at again; unless it was taken off.
    publishedHref:
      ticket.answer !== null && ticket.visibility === 'public' && !isTakenOff(ticket)
        ? `/da-cong-khai/${ticket.joint?.code ?? ticket.code}`
        : null,
    guidance: ticket.guidance,
    question: ticket.question === null ? null : { agency, text: ticket.question, until: ticket.questionUntil },
    mergedInto: ticket.mergedInto,
    joint: jointly(ticket, text),
    met: own.met > 0 ? texts.text('portal.meet.met_too', { people: String(own.met) }) : null,
    meetHref: mayBeMet(ticket) ? `/cung-gap/${ticket.joint?.code ?? ticket.code}` : null,
    added: ticket.added.map(({ at, text: words, photos }) => ({
      at,
      text: words,
      photos: photosOf(photos, own.token, text),
    })),
    ...ownForms(ticket, texts, own),
    apology: apologyOf(ticket, own.token, texts),
    seen: ticket.seen.map(({ as, at }) => text(`seen_${as}`, { at: formatInstant(at, { year: true }) })),
    storyHref: `/theo-doi/${own.token}/cau-chuyen.pdf`,
    words: ticket.words,
    photos: photosOf(ticket.photos, own.token, text),
    place: ticket.placeText,
    line: [...ticket.story.map(storyEntry), ...movedEntries(ticket, moved, text)].sort(
      (a, b) => a.at.getTime() - b.at.getTime(),
    ),
    held: heldBy(ticket.hops, text),
    returned: ticket.returns > 0 ? text('returned', { times: String(ticket.returns) }) : null,
    review: ticket.reopened && ticket.answer !== null,
    dueAt: ticket.dueAt,
    why: ticket.why,
  };
}

function photosOf(photos: TrackingView['photos'], token: string, text: Text) {
  return photos.map(({ id, width, height }, index) => ({
    href: `/theo-doi/${token}/anh/${id}`,
    width,
    height,
    name: text('photo_alt', { number: String(index + 1) }),
  }));
}

/** The end of a text's name, and its value, where an office outside the centre speaks instead of the centre. */
function keptBy({ keptBy: keeper }: TrackingView): ['' | '_by', Readonly<Record<string, string>>] {
  return keeper === null ? ['', {}] : ['_by', { keeper }];
}

/** The present answer and those before, each with what it promised. */
function answersOf({ answer, earlierAnswers, commitment }: TrackingView, texts: Locale) {
  const line = commitment && { ...commitmentLine(commitment, texts), words: commitment.words };
  const [giver] = [answer, ...earlierAnswers].filter(
    (one) => one !== null && commitment !== null && promisedBy(commitment, one.publishedAt),
  );
  return {
    answer: answerOf(answer, texts),
    commitment: giver !== undefined && giver === answer ? line : null,
    earlierAnswers: earlierAnswers.map((one) => ({
      ...answerOf(one, texts),
      commitment: giver === one ? line : null,
    })),
  };
}

/** Whether others may follow it, too: while it runs, and as far as anybody may know of it. */
function mayBeMet({ isOpen, visibility, boundary }: TrackingView): boolean {
  return isOpen && visibility === 'public' && !isGuided(boundary);
}

/** Why the page of one ticket shows the life of another. */
function jointly({ joint }: TrackingView, text: Text): string | null {
  if (joint === null) return null;
  const { code, reporters, mergedAt, askedBefore } = joint;
  const why = text('joint', { code, count: String(reporters), at: formatInstant(mergedAt, { year: true }) });
  return askedBefore ? `${why} ${text('joint_asked', { code })}` : why;
}

type Text = (key: string, values?: Readonly<Record<string, string>>) => string;

/** The story tells of "người gửi"; on the reporter's own page that is the reader. */
function spokenTo(sentence: string): string {
  return sentence.replace(/^Người gửi/, 'Anh chị').replaceAll('người gửi', 'anh chị');
}

function storyEntry(line: StoryLine) {
  const look = STORY_LOOK[line.type] ?? { tone: '', icon: 'arrow-right' };
  return { ...look, who: null, text: spokenTo(line.text), at: line.at, held: null };
}

/** Where a change of the calendar or of the rules moved what the reporter was promised. */
function movedEntries(ticket: TrackingView, moved: readonly MovedDeadline[], text: Text) {
  return moved
    .filter(({ clockId }) => clockId === ticket.clock?.id)
    .map(({ kind, at, dueBefore, dueAfter }) => ({
      tone: '',
      icon: 'calendar-clock',
      who: null,
      text: text(kind === 'days' || kind === 'hours' ? 'moved_calendar' : 'moved_rules', {
        from: formatInstant(dueBefore, { year: true }),
        to: formatInstant(dueAfter, { year: true }),
      }),
      at,
      held: null,
    }));
}

/** The badge: how the promise stands. It goes on by itself where there is a script. */
function clockOf({ clock }: TrackingView) {
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
    short: clock.remainingShort,
    until: clock.remainingShort.startsWith('trễ từ') ? '' : (clock.remainingUntil ?? ''),
    // Beside "trễ" it would read as if there were time left.
    off: !late && countdown !== null && !countdown.elapsed && (next === undefined || countdown.at < next[0]),
    live: countdown === null ? null : JSON.stringify({ ...countdown, id: clock.id }),
  };
}

/** An answer that promises the rest by a day is not the end; null: nothing is promised, or it is done. */
function owedNow({ answer, isOpen, commitment }: TrackingView, agency: string, text: Text): string | null {
  if (answer === null || isOpen || !commitment || commitment.doneAt !== null || commitment.reopenedAt) return null;
  return text(commitment.late ? 'now_missed' : 'now_committed', { agency, day: formatDay(commitment.on) });
}

/** Late is said, with what is owed for it. */
function lateNotice(ticket: TrackingView, text: Text): string | null {
  if (!ticket.late || ticket.dueAt === null || isGuided(ticket.boundary)) return null;
  const due = formatInstant(ticket.dueAt, { year: true });
  const short = ticket.clock?.remainingShort ?? '';
  const waits = ticket.isOpen && short.startsWith('trễ') && !short.startsWith('trễ từ');
  const late = waits ? text('late_by', { late: short, due }) : text(ticket.isOpen ? 'late_now' : 'late_then', { due });
  if (ticket.apologyOwed === null) return late;
  const { agency, dueAt, late: missed } = ticket.apologyOwed;
  const owed = missed ? 'late_owed_missed' : 'late_owed';
  return `${late} ${text(owed, { agency: agency.name, at: formatInstant(dueAt, { year: true }) })}`;
}

function extended({ extension }: TrackingView, text: Text): string | null {
  if (extension === null) return null;
  const { reason, dueBefore, dueAfter } = extension;
  const [from, to] = [formatInstant(dueBefore, { year: true }), formatInstant(dueAfter, { year: true })];
  return text('extended', { from, to, reason });
}

/** What the page after sending tells: the code, the deadline, what comes next. */
export function donePage(ticket: TrackingView, followHref: string, texts: Locale) {
  const text = (key: string, values = {}) => texts.text(`portal.done.${key}`, values);
  const holder = ticket.lead?.name ?? texts.text('portal.item.centre');
  const [by, keeper] = keptBy(ticket);
  const next = isGuided(ticket.boundary)
    ? [text(`next_guided${by}`, keeper), text('next_mail')]
    : [
        ticket.lead === null ? text('next_triage') : text('next_agency', { agency: ticket.lead.name }),
        text('next_answer'),
        ...(ticket.visibility === 'public' ? [text('next_public')] : []),
        text('next_mail'),
      ];
  return {
    code: ticket.code,
    title: text(isGuided(ticket.boundary) ? 'title_guided' : 'title'),
    followHref,
    boundary: shownBoundary(ticket),
    dueLead: text(isGuided(ticket.boundary) ? `due_guided${by}` : 'due', { agency: holder, ...keeper }),
    dueAt: ticket.dueAt,
    why: ticket.why,
    next,
  };
}

/** The hint about 113, khiếu nại, tố cáo stays in sight while it helps. */
function shownBoundary({ boundary, isOpen }: TrackingView): Boundary | null {
  return boundary === 'ordinary' || !isOpen ? null : boundary;
}

function answerOf(answer: TrackingView['answer'], texts: Locale) {
  if (answer === null) return null;
  const at = (instant: Date) => formatInstant(instant, { year: true });
  return {
    agency: answer.agency.name,
    found: [{ text: answer.found }],
    done: [{ text: answer.done }],
    doneOn: answer.doneOn,
    inCharge: [{ text: answer.inCharge }],
    by: [
      ...(answer.approvedAt
        ? [texts.text('portal.follow.approved', { agency: answer.agency.name, at: at(answer.approvedAt) })]
        : []),
      ...(answer.publishedAt ? [texts.text('portal.follow.checked', { at: at(answer.publishedAt) })] : []),
    ],
  };
}

function apologyOf({ apology }: TrackingView, token: string, texts: Locale) {
  if (!apology?.sentAt) return null;
  const at = formatInstant(apology.sentAt, { year: true });
  const day = apology.committedOn === null ? '' : formatDay(apology.committedOn);
  const { reference, datedOn } = apology;
  const number =
    reference === null || datedOn === null
      ? []
      : [texts.text('portal.follow.apology_number', { reference, day: formatDay(datedOn) })];
  const by = [...number, texts.text('portal.follow.apology_by', { at, day })].join(' ');
  const pdfHref = `/theo-doi/${token}/thu-xin-loi.pdf`;
  return { agency: apology.agency.name, text: apology.text ?? '', by, pdfHref };
}

interface Turn {
  readonly code: string;
  readonly agency: string;
  readonly promise: boolean;
  seconds: number;
  now: boolean;
  moved: string | null;
}

/** The working time each had it, one line a turn: what changed hands inside an agency is one turn. */
function heldBy(hops: readonly Hop[], text: Text) {
  const turns: Turn[] = [];
  for (const { agency, stage, workingSeconds, toAt, moved, promise } of hops) {
    const last = turns.at(-1);
    // What was spent waiting for the reporter was nobody's.
    const seconds = stage === 'awaiting_info' ? 0 : workingSeconds;
    if (last?.code === agency.code && last.promise === promise && last.moved === null) {
      last.seconds += seconds;
      last.now = toAt === null;
      last.moved = moved;
    } else {
      const name = promise ? text('held_promise', { agency: agency.name }) : agency.name;
      turns.push({ code: agency.code, agency: name, promise, seconds, now: toAt === null, moved });
    }
  }
  return turns
    .filter(({ seconds, now, moved }) => now || moved !== null || seconds >= 60)
    .map(({ agency, seconds, now, moved }) => ({ agency, now, moved, duration: durationVi(Math.max(60, seconds)) }));
}
