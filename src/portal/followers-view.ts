import type { Directory } from '../agencies/index.js';
import type { FollowerView } from '../followers/index.js';
import type { Locale } from '../platform/templates/index.js';
import type { PublicStatusRow } from '../publication/index.js';
import type { Catalog } from '../routing/index.js';
import { stateLabel, type TicketState } from '../tickets/index.js';
import { STATE_LOOK } from './follow-view.js';

/** What was typed, and why it was not taken. */
export interface AskedForm {
  readonly email: string;
  readonly met: boolean;
  readonly error: string | null;
  /** The same key again, so that a repeat acts once; null: a new one. */
  readonly key: string | null;
}

/** A running report as anybody may know of it, and the form to be told how it goes on. */
export function meetPage(
  status: PublicStatusRow,
  {
    people,
    form,
    done,
  }: {
    /** Who reported it and who has the same trouble. */
    readonly people: number;
    readonly form: AskedForm;
    readonly done: boolean;
  },
  { directory, catalog, texts }: { readonly directory: Directory; readonly catalog: Catalog; readonly texts: Locale },
) {
  const text = (key: string, values = {}) => texts.text(`portal.meet.${key}`, values);
  const agency = status.agencyCode === null ? null : (directory.agency(status.agencyCode)?.shortName ?? null);
  const state = status.state as TicketState;
  const category = catalog.category(status.categoryCode ?? '');
  return {
    code: status.code,
    heading: category ? texts.name('category', category.code, category.name) : text('unsorted'),
    ward: directory.unit(status.wardCode ?? '')?.name ?? null,
    receivedAt: status.receivedAt,
    people: people > 1 ? text('people', { people: String(people) }) : text('one'),
    state: { ...STATE_LOOK[state], label: texts.said(stateLabel(state)) ?? stateLabel(state) },
    holder: text(status.answeredAt === null ? 'held' : 'answered', {
      agency: agency ?? texts.text('portal.item.centre'),
    }),
    dueAt: status.answeredAt === null ? status.dueAt : null,
    publishedHref: status.publishedAt === null ? null : `/da-cong-khai/${status.code}`,
    action: `/cung-gap/${status.code}`,
    key: form.key,
    email: form.email,
    met: form.met,
    error: form.error,
    problems: form.error === null ? [] : [{ id: 'email', message: form.error }],
    done,
  };
}

/** The page behind the link in the mails: confirm, or end. */
export function mailingPage(
  follower: FollowerView,
  { action, href }: { readonly action: string; readonly href: string | null },
  texts: Locale,
) {
  const text = (key: string) => texts.text(`portal.mailing.${key}`);
  const { state } = follower;
  return {
    heading: text(`${state}_title`),
    text: text(`${state}_text`),
    action,
    step: state === 'asked' ? 'xac-nhan' : state === 'confirmed' ? 'thoi' : null,
    button: state === 'asked' || state === 'confirmed' ? text(`${state}_button`) : null,
    expired: state === 'expired',
    confirmed: state === 'confirmed',
    href,
  };
}
