import type { Locale } from '../platform/templates/index.js';
import { commitmentLine, promisedBy } from './commitment-line.js';
import { questionAndAnswer } from './structured-data.js';
import {
  HIDDEN_KINDS,
  toMarked,
  type Holder,
  type PublicStatusRow,
  type PublishedAnswer,
  type PublishedItemRow,
  type PublishedLine,
  type Segment,
} from '../publication/index.js';
import { SCORES, type Score } from '../surveys/index.js';
import { durationIn } from './duration.js';

const EXCERPT = 180;

/** A published item in a list. */
export function publishedRow(item: PublishedLine, texts: Locale) {
  return {
    href: `/da-cong-khai/${item.code}`,
    title: pieces(item.title),
    meta: [item.wardName, categoryIn(item, texts), item.agencyName]
      .filter((name) => name !== null && name !== '')
      .join(' · '),
    answer: excerpt(toMarked(item.answer.done)),
    timely: timely(item, texts),
    publishedAt: item.publishedAt,
  };
}

/** The kind of matter as it was called then; in English as it is called now. */
function categoryIn({ categoryCode, categoryName }: PublishedLine, texts: Locale): string | null {
  return categoryName === null ? null : texts.name('category', categoryCode, categoryName);
}

/** What stands beside the copy. */
export interface PublishedFacts {
  /** The ticket as it is now; null: nothing more is known of it. */
  readonly status: Pick<PublicStatusRow, 'state' | 'reporterCount'> | null;
  /** How often each score was given to this answer: by its reporter, and by those whose tickets were merged into it. */
  readonly ratings: ReadonlyMap<Score, number>;
  readonly centreCode: string;
  readonly lateSeconds: LateSeconds;
  readonly now: Date;
  /** Where a photo of the copy is sent from; left out: where everybody gets it. */
  readonly photoHref?: (id: string) => string;
}

const AT_REST: readonly string[] = ['published', 'closed'];

/** A published item on its own page. */
export function publishedPage(
  item: PublishedItemRow,
  { status, ratings, centreCode, lateSeconds, now, photoHref }: PublishedFacts,
  texts: Locale,
) {
  const text = (key: string, values = {}) => texts.text(`portal.item.${key}`, values);
  const at = (instant: Date) => texts.instant(instant, { year: true });
  const href = photoHref ?? ((id: string) => `/da-cong-khai/${item.code}/anh/${id}`);
  return {
    code: item.code,
    title: pieces(item.title),
    titleText: toMarked(item.title),
    about: `${texts.text('portal.answered_by', { agency: item.agencyName })}: ${excerpt(toMarked(item.answer.done))}`,
    timely: timely(item, texts),
    category: categoryIn(item, texts),
    ward: item.wardName,
    wardHref: item.wardCode === null ? null : `/phuong-xa/${item.wardCode}`,
    agency: item.agencyName,
    agencyHref: `/co-quan/${item.agencyCode}`,
    image: `/anh-chia-se/${item.code}.png`,
    data: questionAndAnswer(item),
    receivedAt: item.receivedAt,
    alsoReported: status !== null && status.reporterCount > 1 ? status.reporterCount : null,
    inReview: status !== null && !AT_REST.includes(status.state),
    rating: ratingOf(ratings, texts),
    question: pieces(item.question),
    channel: texts.text(`portal.channel.${item.channel}`),
    answer: {
      ...answerOf(item.agencyName, item.answer, href, texts),
      by: [
        text('by_answered', { agency: item.agencyName, at: at(item.answeredAt) }),
        text('by_published', { at: at(item.publishedAt) }),
      ],
    },
    earlier: (item.earlier ?? []).map(({ agencyName, answer, publishedAt }, index, all) => ({
      commitment: index === all.findIndex((one) => gave(item, one)) ? commitmentOf(item, now, texts) : null,
      heading: texts.text('portal.follow.earlier', { agency: agencyName }),
      ...answerOf(agencyName, answer, href, texts),
      by: [text('by_published', { at: at(new Date(publishedAt)) })],
    })),
    commitment: gave(item, item) ? commitmentOf(item, now, texts) : null,
    apology: apologyOf(item, texts),
    strip: strip(item, centreCode, lateSeconds, texts),
    line: line(item, centreCode, texts),
    dueAt: item.dueAt,
    why: whyKept(item, texts),
  };
}

/** Why it was due then, in the words of then; a copy from before they were kept in English says them in Vietnamese. */
function whyKept({ deadline: { sentences, sentencesEn } }: PublishedItemRow, texts: Locale) {
  if (texts.language !== 'en') return { sentences, original: false };
  return { sentences: sentencesEn ?? sentences, original: sentencesEn === undefined };
}

const RATING_LOOKS: Readonly<Record<Score, { readonly tone: string; readonly icon: string }>> = {
  very_satisfied: { tone: 'ok', icon: 'laugh' },
  satisfied: { tone: 'ok', icon: 'smile' },
  unsatisfied: { tone: 'soon', icon: 'frown' },
};

/** One rating in words, several counted. */
function ratingOf(ratings: ReadonlyMap<Score, number>, texts: Locale) {
  const given = SCORES.filter((score) => ratings.has(score));
  const worst = given.at(-1);
  if (worst === undefined) return null;
  const label = (score: Score): string => texts.text(`reading.score.${score}`);
  const people = given.reduce((sum, score) => sum + (ratings.get(score) ?? 0), 0);
  const score = given.map((one) => `${String(ratings.get(one) ?? 0)} ${label(one)}`).join(', ');
  return {
    ...RATING_LOOKS[worst],
    text:
      people === 1
        ? texts.text('portal.ending.rating', { score: label(worst) })
        : texts.text('portal.ending.ratings', { people: String(people), score }),
  };
}

function answerOf(agency: string, answer: PublishedAnswer, href: (photo: string) => string, texts: Locale) {
  return {
    agency,
    found: pieces(answer.found),
    done: pieces(answer.done),
    doneOn: answer.doneOn,
    inCharge: pieces(answer.inCharge),
    legalBasis: answer.legalBasis ? pieces(answer.legalBasis) : null,
    photos: (answer.photos ?? []).map((photo, index, all) => ({
      ...photo,
      href: href(photo.id),
      alt: texts.text('portal.item.photo', { number: index + 1, count: all.length }),
    })),
    inPlace: answer.approvedInPlace === true,
  };
}

/** Working seconds that a holder had the ticket after its deadline; null when they cannot be counted. */
export type LateSeconds = (holder: Holder) => number | null;

function timely({ late, dueAt }: PublishedLine, texts: Locale) {
  if (late) return { tone: 'late', icon: 'clock-alert', text: texts.text('portal.published.late') };
  return dueAt === null ? null : { tone: 'ok', icon: 'check', text: texts.text('portal.published.on_time') };
}

/** The holding strip: the width is the share of the working time, hatched what lies after the deadline. */
function strip(item: PublishedItemRow, centreCode: string, lateSeconds: LateSeconds, texts: Locale) {
  const held = item.holders.map((holder) => {
    const seconds = holder.workingSeconds ?? 0;
    return { ...holder, seconds, after: Math.min(seconds, lateSeconds(holder) ?? 0) };
  });
  const total = held.reduce((sum, { seconds }) => sum + seconds, 0);
  if (total <= 0) return null;
  const percent = (seconds: number) => Math.round((seconds / total) * 1000) / 10;
  const parts = held.map(({ agencyName, seconds, after }) =>
    after > 0
      ? texts.text('portal.item.strip_late', {
          agency: agencyName,
          time: durationIn(texts, seconds),
          late: durationIn(texts, after),
        })
      : texts.text('portal.item.strip_part', { agency: agencyName, time: durationIn(texts, seconds) }),
  );
  const inTime = held.reduce((sum, { seconds, after }) => sum + seconds - after, 0);
  return {
    label: texts.text('portal.item.strip', { total: durationIn(texts, total), parts: parts.join(' ') }),
    segments: held.flatMap(({ agencyCode, seconds, after }) => [
      ...(seconds > after
        ? [{ kind: agencyCode === centreCode ? 'centre' : '', percent: percent(seconds - after) }]
        : []),
      ...(after > 0 ? [{ kind: 'late', percent: percent(after) }] : []),
    ]),
    marks: inTime < total ? [{ percent: percent(inTime), text: texts.text('portal.item.due_mark'), end: false }] : [],
  };
}

function line(item: PublishedItemRow, centreCode: string, texts: Locale) {
  const text = (key: string) => texts.text(`portal.item.${key}`);
  const lastAgency = item.holders.findLastIndex(({ agencyCode }) => agencyCode !== centreCode);
  const entries = item.holders.map((holder, index) => {
    const centre = holder.agencyCode === centreCode;
    const did = centre
      ? index === 0 || lastAgency < 0
        ? 'received'
        : index < lastAgency
          ? // Sent back to it by an agency, or an answer that it sent back itself.
            'passed_on'
          : 'checked'
      : index === lastAgency
        ? 'answered'
        : 'worked';
    return {
      tone: '',
      icon: {
        received: 'inbox',
        passed_on: 'arrow-right',
        checked: 'clipboard-check',
        answered: 'wrench',
        worked: 'arrow-right',
      }[did],
      who: centre ? text('centre') : holder.agencyName,
      text: text(did),
      at: new Date(holder.fromAt),
      held:
        holder.workingSeconds === null || holder.workingSeconds < 60 ? null : durationIn(texts, holder.workingSeconds),
    };
  });
  const published = {
    tone: 'done',
    icon: 'check',
    who: text('centre'),
    text: text('published'),
    at: item.publishedAt,
    held: null,
  };
  const overdue =
    item.late && item.dueAt !== null
      ? [{ tone: 'late', icon: 'clock-alert', who: text('overdue'), text: '', at: item.dueAt, held: null }]
      : [];
  return [...entries, ...overdue, published].sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** What the answer promised to have done by a day. */
function commitmentOf({ commitment }: PublishedItemRow, now: Date, texts: Locale) {
  if (commitment === null) return null;
  const dueAt = new Date(commitment.dueAt);
  const doneAt = commitment.doneAt === null ? null : new Date(commitment.doneAt);
  const reopenedAt = commitment.reopenedAt === undefined ? undefined : new Date(commitment.reopenedAt);
  const late = (doneAt ?? reopenedAt ?? now) > dueAt;
  return commitmentLine({ on: commitment.on, doneAt, late, ...(reopenedAt && { reopenedAt }) }, texts);
}

/** Whether it was this answer that promised, and not one that has been looked at again since. */
function gave({ commitment }: PublishedItemRow, answer: { readonly publishedAt: Date | string }) {
  if (commitment === null) return false;
  const reopenedAt = commitment.reopenedAt === undefined ? {} : { reopenedAt: new Date(commitment.reopenedAt) };
  return promisedBy(reopenedAt, new Date(answer.publishedAt));
}

/** The letter that was owed for the delay. */
function apologyOf({ apology }: PublishedItemRow, texts: Locale) {
  if (apology === null) return null;
  const { agencyName, reference, sentAt, signer, committedOn } = apology;
  const at = texts.instant(new Date(sentAt), { year: true });
  return {
    heading: texts.text('portal.letter.public', { agency: agencyName }),
    opening: pieces(apology.opening),
    parts: [
      { label: texts.text('portal.letter.reason'), pieces: pieces(apology.reason), written: true },
      { label: texts.text('portal.letter.remedy'), pieces: pieces(apology.remedy), written: true },
      { label: texts.text('portal.letter.committed'), pieces: [{ text: texts.day(committedOn) }], written: false },
      { label: texts.text('portal.letter.contact'), pieces: pieces(apology.contact), written: true },
    ],
    by: texts.text('portal.letter.public_by', { reference, at, signer }),
  };
}

function pieces(segments: readonly Segment[]) {
  return segments.map((segment) => ('text' in segment ? segment : { hidden: HIDDEN_KINDS[segment.hidden] }));
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= EXCERPT) return line;
  return `${line.slice(0, line.lastIndexOf(' ', EXCERPT)).replace(/[\s,.;:]+$/, '')}…`;
}
