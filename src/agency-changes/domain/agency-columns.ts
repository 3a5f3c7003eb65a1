/**
 * Every column of the service that names an agency, and what an order on agencies does with it. A test holds the
 * list against the tables, so that a new one is thought of.
 *
 * - `people`: goes where the person of the same row works from then on.
 * - `rest`: goes to whoever takes the rest.
 * - `parts`: goes by ward and category, as the tickets do.
 * - `ticket`: moved ticket by ticket, by `move_agency`.
 * - `order`: the tables of the orders themselves, of agencies, rules and calendars: written by the switch.
 * - `stays`: says who it was then; a name of before resolves.
 */
export type Follows =
  | { readonly how: 'people'; readonly person: string; readonly while?: string }
  | { readonly how: 'rest'; readonly while?: string }
  | { readonly how: 'parts'; readonly ward: string; readonly category: string; readonly while?: string }
  | { readonly how: 'ticket' | 'order' | 'stays' };

const STAYS: Follows = { how: 'stays' };
const TICKET: Follows = { how: 'ticket' };
const ORDER: Follows = { how: 'order' };

/** `table.column`; `while` is a condition on the row, for those that still hold. */
export const AGENCY_COLUMNS: Readonly<Record<string, Follows>> = {
  'agency.parent_code': ORDER,
  'agency_succession.from_code': ORDER,
  'agency_succession.to_code': ORDER,
  'agency_former_name.agency_code': ORDER,
  'account.agency_code': ORDER,
  // Limits by agency stay with the code they were decided for; the preview says so.
  'sla_limit.agency_code': STAYS,
  'calendar.agency_code': ORDER,
  'on_call_shift.agency_code': {
    how: 'people',
    person: 'account_id',
    while: 'r.cancelled_at is null and r.to_at > :now',
  },
  'absence.agency_code': { how: 'people', person: 'account_id', while: 'r.cancelled_at is null and r.to_on >= :today' },
  'deputation.agency_code': {
    how: 'people',
    person: 'head_account_id',
    while: 'r.cancelled_at is null and r.to_on >= :today',
  },
  'assignment_rule.agency_code': {
    how: 'parts',
    ward: 'ward_code',
    category: 'category_code',
    while: 'r.removed_at is null',
  },
  'ticket.subject_agency_code': STAYS,
  'ticket.lead_agency_code': TICKET,
  'ticket_clock.holder_agency_code': TICKET,
  'clock_holding.agency_code': STAYS,
  'ticket_answer.author_agency_code': TICKET,
  'ticket_remark.author_agency_code': STAYS,
  'ticket_apology.agency_code': TICKET,
  'ticket_extension.agency_code': TICKET,
  'ticket_history.actor_agency_code': STAYS,
  'ticket_support.agency_code': TICKET,
  'ticket_support.asked_by_agency_code': TICKET,
  'ticket_question.asked_by_agency_code': STAYS,
  // The number that a letter has got stays the number of the agency that sent it.
  'letter.agency_code': STAYS,
  'canned_text.agency_code': { how: 'rest' },
  'knowledge_article.owner_agency_code': { how: 'rest' },
  'escalation_firing.agency_code': STAYS,
  'ticket_watch.agency_code': STAYS,
  // The projections follow the tickets' events.
  'public_status.agency_code': TICKET,
  'public_change.agency_code': STAYS,
  'published_item.agency_code': STAYS,
  'withdrawn_item.agency_code': STAYS,
};
