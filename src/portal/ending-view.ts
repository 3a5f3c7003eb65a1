import type { FieldError } from '../kernel/index.js';
import type { Locale } from '../platform/templates/index.js';
import { SCORES, type SurveyView } from '../surveys/index.js';
import type { TrackingView } from '../tickets/index.js';

/** A form that comes back: what was typed, and why it was not taken. */
export interface Sent {
  readonly values: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
  /** Why it cannot be done at all any more. */
  readonly refused: string | null;
  /** The same key again, so that a repeat acts once; null: a new one. */
  readonly key: string | null;
}

export const NOTHING_SENT: Sent = { values: {}, errors: [], refused: null, key: null };

function fieldOf({ values, errors }: Sent, name: string, start = '') {
  return { value: values[name] ?? start, error: errors.find(({ field }) => field === name)?.message ?? null };
}

const problemsOf = ({ errors }: Sent): { id: string; message: string }[] =>
  errors.map(({ field, message }) => ({ id: field, message }));

/** Taking a report back. */
export function withdrawPage(ticket: TrackingView, token: string, sent: Sent, texts: Locale) {
  return {
    code: ticket.code,
    title: ticket.title,
    action: `/theo-doi/${token}/rut`,
    back: `/theo-doi/${token}`,
    allowed: ticket.ending.canWithdraw,
    refused: withdrawRefused(ticket, sent, texts),
    key: sent.key,
    words: fieldOf(sent, 'words'),
    problems: problemsOf(sent),
  };
}

/** That others wait for the same answer is said in the reporter's words, not in the coordinator's. */
function withdrawRefused({ ending }: TrackingView, sent: Sent, texts: Locale): string | null {
  if (ending.withdrawShared) return texts.text('portal.ending.withdraw_shared');
  return sent.refused ?? (ending.canWithdraw ? null : texts.text('portal.ending.withdraw_late'));
}

/** Having it looked at again, or coming back to a report that was withdrawn. */
export function reopenPage(ticket: TrackingView, token: string, sent: Sent, texts: Locale) {
  const { reopen } = ticket.ending;
  const cameBack = ticket.state === 'withdrawn';
  const text = (key: string): string => texts.text(`portal.ending.${cameBack ? 'back' : 'reopen'}_${key}`);
  return {
    code: ticket.code,
    title: ticket.title,
    heading: text('title'),
    intro: text('intro'),
    label: text('label'),
    button: text('button'),
    action: `/theo-doi/${token}/xem-lai`,
    back: `/theo-doi/${token}`,
    allowed: reopen?.allowed === true,
    refused: sent.refused ?? (reopen === null ? texts.text('portal.ending.reopen_no') : reopen.reason),
    key: sent.key,
    words: fieldOf(sent, 'words'),
    problems: problemsOf(sent),
  };
}

const SCORE_TEXTS = { very_satisfied: 'very', satisfied: 'yes', unsatisfied: 'no' } as const;
const FACES = { very_satisfied: 'laugh', satisfied: 'smile', unsatisfied: 'frown' } as const;

/** Rating an answer; whoever is not satisfied can have it looked at again on the same page. */
export function ratePage(
  survey: SurveyView,
  page: {
    readonly token: string;
    readonly sent: Sent;
    /** The form for looking again, when that was the one that came back. */
    readonly again: Sent;
    /** What was just done here. */
    readonly done: 'rated' | 'reopened' | null;
    readonly ticket: Pick<TrackingView, 'ending' | 'lead' | 'dueAt' | 'reopened'>;
  },
  texts: Locale,
) {
  const { token, sent, again, done, ticket } = page;
  const { reopen } = ticket.ending;
  const { given, obstacle, until } = survey;
  const chosen = sent.values['score'] ?? given?.score ?? '';
  const unsatisfied = given?.score === 'unsatisfied';
  return {
    code: survey.code,
    action: `/danh-gia/${token}`,
    // Said with what was done already.
    refused: sent.refused ?? (done === 'reopened' && ticket.reopened ? null : obstacle),
    open: obstacle === null,
    until:
      until === null ? null : texts.text('portal.ending.rate_until', { until: texts.instant(until, { year: true }) }),
    options: SCORES.map((score) => ({
      value: score,
      label: texts.text(`portal.satisfaction.${SCORE_TEXTS[score]}`),
      icon: FACES[score],
      checked: score === chosen,
    })),
    scoreError: sent.errors.find(({ field }) => field === 'score')?.message ?? null,
    reason: fieldOf(sent, 'reason', given?.reason ?? ''),
    key: sent.key,
    done: doneText(done, survey, ticket, texts),
    given: given !== null,
    problems: [...problemsOf(sent), ...problemsOf(again)],
    again:
      unsatisfied && reopen !== null
        ? {
            action: `/danh-gia/${token}/xem-lai`,
            allowed: reopen.allowed,
            reason: again.refused ?? reopen.reason,
            key: again.key,
            words: fieldOf(again, 'words', given.reason ?? ''),
          }
        : null,
  };
}

function doneText(
  done: 'rated' | 'reopened' | null,
  { given }: SurveyView,
  { lead, dueAt, reopened }: Pick<TrackingView, 'lead' | 'dueAt' | 'reopened'>,
  texts: Locale,
): string | null {
  if (done === 'rated' && given !== null) return texts.text('portal.ending.rate_done');
  if (done !== 'reopened' || !reopened) return null;
  return lead === null || dueAt === null
    ? texts.text('portal.ending.reopen_done_centre')
    : texts.text('portal.ending.reopen_done', { agency: lead.name, due: texts.instant(dueAt, { year: true }) });
}
