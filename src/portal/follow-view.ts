import type { Locale } from '../platform/templates/index.js';
import { commitmentLine, promisedBy } from './commitment-line.js';
import { keptBy, shownBoundary } from './done-view.js';
import { heldBy } from './held-by.js';
import { ownForms, type OwnForm } from './own-ticket-view.js';
import type { MovedDeadline } from '../sla-admin/index.js';
import { isGuided, type CitizenLine, type TicketState, type TrackingView } from '../tickets/index.js';
import { clockOf, extended, lateNotice, owedNow, whyIn } from './ticket-clock.js';

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

const STORY_LOOK: Readonly<Partial<Record<CitizenLine['type'], { readonly tone: string; readonly icon: string }>>> = {
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
    category: ticket.category && texts.name('category', ticket.category.code, ticket.category.name),
    ward: ticket.ward?.name ?? null,
    receivedAt: ticket.receivedAt,
    boundary: shownBoundary(ticket),
    now: guidedInWork
      ? text(`now_guided${by}`, keeper)
      : (owedNow(ticket, agency, texts) ??
        text(ticket.state === 'guided_elsewhere' ? `now_guided_elsewhere${by}` : `now_${ticket.state}`, {
          agency,
          code: ticket.mergedInto ?? '',
          ...keeper,
        })),
    clock: clockOf(ticket, texts),
    lateNotice: lateNotice(ticket, texts),
    extended: extended(ticket, texts),
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
    joint: jointly(ticket, texts),
    met: own.met > 0 ? texts.text('portal.meet.met_too', { people: String(own.met) }) : null,
    meetHref: mayBeMet(ticket) ? `/cung-gap/${ticket.joint?.code ?? ticket.code}` : null,
    added: ticket.added.map(({ at, text: words, photos }) => ({
      at,
      text: words,
      photos: photosOf(photos, own.token, text),
    })),
    ...ownForms(ticket, texts, own),
    apology: apologyOf(ticket, own.token, texts),
    seen: ticket.seen.map(({ as, at }) => text(`seen_${as}`, { at: texts.instant(at, { year: true }) })),
    storyHref: `/theo-doi/${own.token}/cau-chuyen.pdf`,
    words: ticket.words,
    photos: photosOf(ticket.photos, own.token, text),
    place: ticket.placeText,
    line: [...ticket.story.map((line) => storyEntry(line, texts)), ...movedEntries(ticket, moved, texts)].sort(
      (a, b) => a.at.getTime() - b.at.getTime(),
    ),
    held: heldBy(ticket.hops, texts),
    returned: ticket.returns > 0 ? text('returned', { times: String(ticket.returns) }) : null,
    review: ticket.reopened && ticket.answer !== null,
    dueAt: ticket.dueAt,
    why: whyIn(ticket, texts),
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
function jointly({ joint }: TrackingView, texts: Locale): string | null {
  if (joint === null) return null;
  const text: Text = (key, values) => texts.text(`portal.follow.${key}`, values);
  const { code, reporters, mergedAt, askedBefore } = joint;
  const why = text('joint', { code, count: String(reporters), at: texts.instant(mergedAt, { year: true }) });
  return askedBefore ? `${why} ${text('joint_asked', { code })}` : why;
}

type Text = (key: string, values?: Readonly<Record<string, string>>) => string;

/** The story tells of "người gửi"; on the reporter's own page that is the reader. */
function spokenTo(sentence: string): string {
  return sentence.replace(/^Người gửi/, 'Anh chị').replaceAll('người gửi', 'anh chị');
}

function storyEntry(line: CitizenLine, texts: Locale) {
  const look = STORY_LOOK[line.type] ?? { tone: '', icon: 'arrow-right' };
  const text = texts.language === 'en' ? line.english : spokenTo(line.text);
  return { ...look, who: null, text, at: line.at, held: null };
}

/** Where a change of the calendar or of the rules moved what the reporter was promised. */
function movedEntries(ticket: TrackingView, moved: readonly MovedDeadline[], texts: Locale) {
  return moved
    .filter(({ clockId }) => clockId === ticket.clock?.id)
    .map(({ kind, at, dueBefore, dueAfter }) => ({
      tone: '',
      icon: 'calendar-clock',
      who: null,
      text: texts.text(`portal.follow.${kind === 'days' || kind === 'hours' ? 'moved_calendar' : 'moved_rules'}`, {
        from: texts.instant(dueBefore, { year: true }),
        to: texts.instant(dueAfter, { year: true }),
      }),
      at,
      held: null,
    }));
}

function answerOf(answer: TrackingView['answer'], texts: Locale) {
  if (answer === null) return null;
  const at = (instant: Date) => texts.instant(instant, { year: true });
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
  const at = texts.instant(apology.sentAt, { year: true });
  const day = apology.committedOn === null ? '' : texts.day(apology.committedOn);
  const { reference, datedOn } = apology;
  const number =
    reference === null || datedOn === null
      ? []
      : [texts.text('portal.follow.apology_number', { reference, day: texts.day(datedOn) })];
  const by = [...number, texts.text('portal.follow.apology_by', { at, day })].join(' ');
  const pdfHref = `/theo-doi/${token}/thu-xin-loi.pdf`;
  return { agency: apology.agency.name, text: apology.text ?? '', by, pdfHref };
}
