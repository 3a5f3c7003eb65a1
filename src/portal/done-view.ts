import type { Locale } from '../platform/templates/index.js';
import { isGuided, type Boundary, type TrackingView } from '../tickets/index.js';
import { whyIn } from './ticket-clock.js';

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
    why: whyIn(ticket, texts),
    next,
  };
}

/** The hint about 113, khiếu nại, tố cáo stays in sight while it helps. */
export function shownBoundary({ boundary, isOpen }: TrackingView): Boundary | null {
  return boundary === 'ordinary' || !isOpen ? null : boundary;
}

/** The end of a text's name, and its value, where an office outside the centre speaks instead of the centre. */
export function keptBy({ keptBy: keeper }: TrackingView): ['' | '_by', Readonly<Record<string, string>>] {
  return keeper === null ? ['', {}] : ['_by', { keeper }];
}
