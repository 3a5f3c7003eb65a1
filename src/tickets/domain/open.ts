import { GUIDED_CLASS } from '../../routing/domain/category.js';
import type { ClockHolding, TicketClock } from './clock.js';
import { holding, started, stopped, type ClockPlanner } from './clock-moves.js';
import { withoutReporter } from './escrow.js';
import type { TicketEvent } from './events.js';
import type { HistoryNote } from './history.js';
import { isOpen } from './state-table.js';
import { isGuided, type Boundary, type NewTicket, type Reporter, type RouteMissing, type Ticket } from './ticket.js';

/** Emergencies: act within hours, day and night. */
export const URGENT_CLASS = 'K1';

/** Room for the sentence in its column. */
export const MAX_REASON = 500;

/** What is known of the category; null fields of a ticket without one. */
export interface CategoryFacts {
  readonly code: string;
  readonly slaClass: string;
  readonly publicByDefault: boolean;
}

/** Where the rules send a ticket, and why. */
export interface RouteFacts {
  readonly leadAgencyCode: string | null;
  readonly slaClass: string | null;
  readonly supportingAgencyCodes: readonly string[];
  readonly ruleId: string | null;
  readonly ruleVersion: number | null;
  readonly reason: string;
  readonly missing: RouteMissing | null;
}

export interface OpenFacts {
  readonly id: string;
  readonly code: string;
  readonly at: Date;
  readonly boundary: Boundary;
  /** The category that counts: of a complaint or denunciation always the guided one. */
  readonly category: CategoryFacts | null;
  readonly route: RouteFacts;
  readonly centreAgencyCode: string;
  /** Of a complaint or denunciation: the office outside the centre that keeps it; null or left out: the centre does. */
  readonly keptBy?: string | null;
  readonly planner: ClockPlanner;
}

export interface OpenedTicket {
  readonly ticket: Ticket;
  readonly reporter: Reporter & { readonly ticketId: string; readonly wordsAsSent: string | null };
  readonly clocks: readonly TicketClock[];
  readonly holdings: readonly ClockHolding[];
  readonly notes: readonly HistoryNote[];
  readonly events: readonly TicketEvent[];
}

/**
 * What a ticket is before the law, from what was said of it and the category it came in with: something
 * filed under "complaint or denunciation" is one, whoever filed it.
 */
export function boundaryOf(said: Boundary, category: CategoryFacts | null): Boundary {
  return category?.slaClass === GUIDED_CLASS && !isGuided(said) ? 'complaint' : said;
}

/** An emergency is judged by the urgent class, whatever its category usually has. */
export function classOf(boundary: Boundary, categoryClass: string | null): string | null {
  if (isGuided(boundary)) return GUIDED_CLASS;
  return boundary === 'emergency' ? URGENT_CLASS : categoryClass;
}

/** Private until a category says otherwise, and always for complaints and denunciations. */
export function visibilityOf(boundary: Boundary, category: CategoryFacts | null): Ticket['visibility'] {
  return !isGuided(boundary) && category?.publicByDefault === true ? 'public' : 'private';
}

/**
 * Opens a ticket: with the agency in charge when the rules name one, else in the triage queue; a complaint
 * or denunciation stays with the centre, or with whoever keeps what is about the centre.
 */
export function openTicket(input: NewTicket, facts: OpenFacts): OpenedTicket {
  const { at, boundary, route, centreAgencyCode } = facts;
  const guided = isGuided(boundary);
  const lead = guided ? null : route.leadAgencyCode;
  const slaClass = classOf(boundary, route.slaClass ?? facts.category?.slaClass ?? null);
  const receivedAt = input.receivedAt > at ? at : input.receivedAt;
  const run = openingClocks({ facts, lead, slaClass, receivedAt });
  const words = withoutReporter(input.words, input.reporter);
  const title = input.title === null ? null : withoutReporter(input.title, input.reporter);
  const placeText = input.placeText === null ? null : withoutReporter(input.placeText, input.reporter);
  const untouched = words === input.words && title === input.title && placeText === input.placeText;
  const state = lead === null ? 'received' : 'assigned';
  const notes = openingNotes(input, facts, lead, slaClass);

  const ticket: Ticket = {
    id: facts.id,
    code: facts.code,
    version: 1,
    state,
    isOpen: isOpen(state),
    channel: input.channel,
    externalId: input.externalId,
    contactId: input.contactId,
    title,
    words,
    placeText,
    lat: input.point?.lat ?? null,
    lng: input.point?.lng ?? null,
    wardCode: input.wardCode,
    categoryCode: facts.category?.code ?? null,
    subjectAgencyCode: input.subjectAgencyCode,
    boundary,
    urgent: slaClass === URGENT_CLASS,
    priority: 'normal',
    visibility: visibilityOf(boundary, facts.category),
    slaClass,
    leadAgencyCode: guided ? centreAgencyCode : lead,
    handlerAccountId: null,
    routeRuleId: guided ? null : route.ruleId,
    routeRuleVersion: guided ? null : route.ruleVersion,
    routeReason: (guided ? keptReason(facts.keptBy) : route.reason).slice(0, MAX_REASON),
    routeMissing: guided ? null : route.missing,
    receivedAt,
    assignedAt: lead === null ? null : at,
    resolveDueAt: run.resolveDueAt,
    listDueAt: run.resolveDueAt ?? run.classifyDueAt ?? at,
    answeredAt: null,
    pausedAt: null,
    extensionAsked: false,
    enteredByAccountId: input.enteredByAccountId,
    publishedAt: null,
    closedAt: null,
    returnCount: 0,
    leadLocked: false,
    appealed: false,
    reopenCount: 0,
    answerReturnCount: 0,
    openParts: 0,
    enquiryCount: 0,
    chaseCount: 0,
    lastChasedAt: null,
    additionCount: 0,
    mergedIntoId: null,
    mergedCount: 0,
    closeDueAt: null,
    commitmentDueAt: null,
    historyHash: '',
    historyLength: notes.length,
    deadlineRevision: 0,
    createdAt: at,
    updatedAt: at,
  };
  return {
    ticket,
    reporter: { ...input.reporter, ticketId: facts.id, wordsAsSent: untouched ? null : asSent(input) },
    clocks: run.clocks,
    holdings: run.holdings,
    notes,
    events: openingEvents(ticket, lead),
  };
}

/** Why a complaint or denunciation goes to no agency. @param keptBy the office outside the centre that has it. */
export function keptReason(keptBy: string | null = null): string {
  return keptBy === null
    ? 'Nội dung giống khiếu nại hoặc tố cáo: Tổng đài 1022 giữ phiếu để hướng dẫn nơi nhận, không chuyển nơi bị nêu.'
    : `Nội dung giống khiếu nại hoặc tố cáo về Trung tâm 1022 hoặc cơ quan cấp trên của Trung tâm: ${keptBy} giữ phiếu để hướng dẫn nơi nhận; nơi bị nêu không xem được.`;
}

/** Who keeps it, for the story. */
export function keptNote(
  slaClass: string | null,
  { keptBy = null, centreAgencyCode }: Pick<OpenFacts, 'keptBy' | 'centreAgencyCode'>,
): HistoryNote {
  return { type: 'kept_by_centre', data: { slaClass, ...(keptBy === null ? {} : { agencyCode: centreAgencyCode }) } };
}

/** All that was sent, where any part of it named the sender. */
function asSent(input: NewTicket): string {
  return [input.title, input.words, input.placeText].filter((part) => part !== null && part !== '').join('\n\n');
}

interface OpeningClocks {
  readonly clocks: TicketClock[];
  readonly holdings: ClockHolding[];
  readonly resolveDueAt: Date | null;
  readonly classifyDueAt: Date | null;
}

/**
 * Classifying runs from the recording and ends at once when the rules name the agency; the agency's own
 * clocks run from the assignment; end to end from when the citizen sent it; acting (urgent only) from the recording.
 */
function openingClocks(from: {
  facts: OpenFacts;
  lead: string | null;
  slaClass: string | null;
  receivedAt: Date;
}): OpeningClocks {
  const { facts, lead, slaClass, receivedAt } = from;
  const { at, centreAgencyCode: centre, id, planner } = facts;
  const state = lead === null ? 'received' : 'assigned';
  const holderCode = lead ?? centre;
  const clocks: TicketClock[] = [];
  const holdings: ClockHolding[] = [];
  const run = (kind: TicketClock['kind'], startedAt: Date, agencyCode: string): TicketClock | null => {
    const categoryCode = facts.category?.code ?? null;
    const plan = planner.plan(kind, {
      slaClass,
      categoryCode,
      priority: 'normal',
      startedAt,
      holderAgencyCode: agencyCode,
    });
    if (plan === null) return null;
    const clock = started(plan, id, clocks.length + 1, null);
    clocks.push(clock);
    return clock;
  };
  const hold = (clock: TicketClock | null, agencyCode: string, fromAt: Date): void => {
    if (clock !== null) holdings.push(holding(clock, { agencyCode, accountId: null }, state, fromAt));
  };

  const classify = run('classify', at, centre);
  hold(classify, centre, at);
  if (classify !== null && lead !== null) clocks[0] = stopped(classify, at, 'assigned');
  if (classify !== null && isGuided(facts.boundary)) clocks[0] = stopped(classify, at, 'kept_by_centre');

  let resolve: TicketClock | null = null;
  if (slaClass !== null) {
    resolve = run('resolve', receivedAt, holderCode);
    // What came by a detour was with the centre until now.
    if (receivedAt < at && holderCode !== centre) hold(resolve, centre, receivedAt);
    hold(resolve, holderCode, holderCode === centre ? receivedAt : at);
    if (slaClass === URGENT_CLASS) hold(run('act', at, holderCode), holderCode, at);
  }
  if (lead !== null) {
    hold(run('accept', at, lead), lead, at);
    hold(run('resolve_holder', at, lead), lead, at);
  }
  return { clocks, holdings, resolveDueAt: resolve?.dueAt ?? null, classifyDueAt: classify?.dueAt ?? null };
}

function openingNotes(input: NewTicket, facts: OpenFacts, lead: string | null, slaClass: string | null): HistoryNote[] {
  const opened: HistoryNote = { type: 'opened', data: { channel: input.channel, boundary: facts.boundary } };
  if (isGuided(facts.boundary)) return [opened, keptNote(slaClass, facts)];
  const { route } = facts;
  if (lead === null) return [opened, { type: 'kept_for_triage', data: { missing: route.missing } }];
  const { ruleId, ruleVersion, supportingAgencyCodes } = route;
  return [opened, { type: 'routed', data: { agencyCode: lead, slaClass, ruleId, ruleVersion, supportingAgencyCodes } }];
}

function openingEvents(ticket: Ticket, lead: string | null): TicketEvent[] {
  const { code, channel, boundary, slaClass } = ticket;
  const received: TicketEvent = { type: 'ticket.received', data: { code, channel, boundary, slaClass } };
  if (lead === null) return [received];
  return [
    received,
    { type: 'ticket.assigned', data: { agencyCode: lead, slaClass: slaClass ?? '', reason: 'routed' } },
  ];
}
