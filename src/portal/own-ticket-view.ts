import type { FieldError } from '../kernel/index.js';
import type { Locale } from '../platform/templates/index.js';
import type { TrackingView } from '../tickets/index.js';
import type { KeptPhoto } from './sent-photos.js';

/** The forms of the reporter's own page, by the last piece of their addresses. */
export const OWN_STEPS = ['tra-loi', 'bo-sung', 'giuc', 'hoi', 'nhan-tin'] as const;

/** What the page says was done: a step; `thay`: an answer that came too late was kept as an addition. */
export const OWN_DONE = [...OWN_STEPS, 'thay'] as const;

export type OwnStep = (typeof OWN_STEPS)[number];
export type OwnDone = (typeof OWN_DONE)[number];

/** A form that comes back: what was typed, and why it was not taken. */
export interface OwnForm {
  readonly step: OwnStep;
  readonly text: string;
  readonly errors: readonly FieldError[];
  /** The same key again, so that a repeat acts once; null: a new one. */
  readonly key: string | null;
  /** Photos that have come and wait for the rest. */
  readonly photos: readonly KeptPhoto[];
}

/** Names of the commands' fields → pieces of the ids on the page. */
const FIELDS: Readonly<Record<string, string>> = { text: 'loi', photos: 'anh', files: 'anh' };

interface Field {
  readonly id: string;
  readonly value: string;
  readonly error: string | null;
}

/** The reporter's forms: answer the question, add something, press, ask; and the ways to pages of their own. */
export function ownForms(
  ticket: TrackingView,
  texts: Locale,
  own: { readonly token: string; readonly sent: OwnForm | null; readonly done: string | null },
) {
  const { may } = ticket;
  const { token, sent, done } = own;
  const path = `/theo-doi/${token}`;
  const text = (key: string, values = {}) => texts.text(`portal.own.${key}`, values);
  const form = (step: OwnStep) => {
    const mine = sent?.step === step ? sent : null;
    const field = (name: 'text' | 'photos'): Field => {
      const id = `${step}-${FIELDS[name] ?? name}`;
      return {
        id,
        value: name === 'text' ? (mine?.text ?? '') : '',
        error: mine?.errors.find((error) => idOf(step, error.field) === id)?.message ?? null,
      };
    };
    return {
      action: `${path}/${step}`,
      key: mine?.key ?? null,
      open: mine !== null,
      text: field('text'),
      photos: field('photos'),
      kept: (mine?.photos ?? []).map((photo, index) => ({
        ...photo,
        name: texts.text('portal.photos.one', { number: String(index + 1) }),
        drop: texts.text('portal.photos.drop_one', { number: String(index + 1) }),
      })),
    };
  };
  const chased = ticket.lastChasedAt === null ? null : texts.instant(ticket.lastChasedAt);
  return {
    reply: may.reply && ticket.question !== null ? form('tra-loi') : null,
    addFacts: may.addFacts ? form('bo-sung') : null,
    chase: may.chase ? { ...form('giuc'), hint: chaseHint(ticket, texts) } : null,
    chaseReason: may.chaseReason,
    chased: chased === null ? null : text('chased', { times: String(ticket.chaseCount), at: chased }),
    mailing: form('nhan-tin'),
    enquire: may.enquire && ticket.isOpen ? form('hoi') : null,
    withdrawHref: ticket.ending.canWithdraw ? `${path}/rut` : null,
    withdrawReason: ticket.ending.withdrawShared ? texts.text('portal.ending.withdraw_shared') : null,
    reopen: ticket.ending.reopen && {
      href: ticket.ending.reopen.allowed ? `${path}/xem-lai` : null,
      reason: ticket.ending.reopen.reason,
    },
    done: done === null ? null : text(`done_${done}`, { due: dueOf(ticket, texts) }),
    problems: (sent?.errors ?? []).map(({ field, message }) => ({ id: idOf(sent?.step ?? 'bo-sung', field), message })),
  };
}

function idOf(step: OwnStep, field: string): string {
  return `${step}-${FIELDS[field] ?? 'loi'}`;
}

function dueOf({ dueAt }: TrackingView, texts: Locale): string {
  return dueAt === null ? '' : texts.instant(dueAt, { year: true });
}

/** What is already promised stands beside the button. */
function chaseHint(ticket: TrackingView, texts: Locale): string {
  if (ticket.dueAt === null) return texts.text('portal.own.chase_hint');
  return texts.text(`portal.own.chase_hint_${ticket.late ? 'late' : 'due'}`, { due: dueOf(ticket, texts) });
}
