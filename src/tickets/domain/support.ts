import { dayInVietnam, formatInstant, newId } from '../../kernel/index.js';
import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { again, factsOf, holding, ofKinds, RESOLVE_KINDS, started, stopped, type ClockPlanner } from './clock-moves.js';
import type { TicketClock } from './clock.js';
import type { SupportPart } from './support-part.js';

/** The parts nobody has delivered yet. */
export function openParts({ supports }: Pick<LoadedTicket, 'supports'>): SupportPart[] {
  return supports.filter(({ status }) => status === 'asked');
}

export const NOTHING_OWED = 'Đơn vị của anh chị không còn phần nào phải gửi cho phiếu này.';

/** What an agency still owes to this ticket; null: nothing. */
export function openPartOf(loaded: Pick<LoadedTicket, 'supports'>, agencyCode: string): SupportPart | null {
  return openParts(loaded).find((part) => part.agencyCode === agencyCode) ?? null;
}

/** One day a part may be due: as a limit of its clock, and the instant at which that day's work ends. */
export interface SupportChoice {
  readonly limit: string;
  readonly dueAt: Date;
}

interface AskFacts extends Pick<LoadedTicket, 'ticket' | 'running'> {
  readonly at: Date;
  readonly planner: ClockPlanner;
}

const HALF_HOUR_MS = 30 * 60_000;
const MOST_HOURS = 8;
const MOST_DAYS = 30;

/**
 * The days by which a part may be asked for, in order: what is left of today, and each working day of the
 * agency asked, up to the lead's own deadline. A lead that is late, or nearly, may still ask for the next working day.
 * Empty where the province gives a part no clock.
 */
export function supportChoices({ ticket, running, at, planner }: AskFacts, holderAgencyCode: string): SupportChoice[] {
  const plan = planner.plan('support', { ...factsOf(ticket), startedAt: at, holderAgencyCode });
  if (plan === null) return [];
  const clock = started(plan, ticket.id, 1, null);
  const choice = (limit: string): SupportChoice => ({
    limit,
    dueAt: planner.replan({ ...clock, limit }, factsOf(ticket)).dueAt,
  });
  const last = Math.min(...ofKinds(running, RESOLVE_KINDS).map(({ dueAt }) => dueAt.getTime()));
  /** Nobody asks for something "before 15:37": the half hour before, where it is still after now and in the same turn. */
  const round = (found: SupportChoice, minutes: number): SupportChoice => {
    const over = Math.ceil((found.dueAt.getTime() % HALF_HOUR_MS) / 60_000);
    if (over === 0 || over >= minutes) return found;
    const earlier = choice(`${String(minutes - over)}m`);
    return earlier.dueAt.getTime() >= found.dueAt.getTime() - HALF_HOUR_MS ? earlier : found;
  };
  const byDay = new Map<string, SupportChoice>();
  const limits = [
    ...Array.from({ length: MOST_HOURS }, (_, hour) => ({ limit: `${String(hour + 1)}h`, minutes: 60 * (hour + 1) })),
    ...Array.from({ length: MOST_DAYS }, (_, day) => ({ limit: `${String(day + 1)}wd`, minutes: null })),
  ];
  for (const { limit, minutes } of limits) {
    const found = minutes === null ? choice(limit) : round(choice(limit), minutes);
    if (found.dueAt.getTime() > last) {
      if (limit.endsWith('wd')) break;
      continue;
    }
    const day = dayInVietnam(found.dueAt);
    const known = byDay.get(day);
    if (known === undefined || known.dueAt <= found.dueAt) byDay.set(day, found);
  }
  const choices = [...byDay.values()].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
  return choices.length > 0 ? choices : [choice('1wd')];
}

/** The choice that ends on a day; else what is wrong with the day. */
export function supportChoiceOn(choices: readonly SupportChoice[], day: string): SupportChoice | string {
  const found = choices.find(({ dueAt }) => dayInVietnam(dueAt) === day);
  if (found) return found;
  const last = choices.at(-1);
  if (last && day > dayInVietnam(last.dueAt))
    return `Phần phối hợp phải xong trước hạn của đơn vị chủ trì: muộn nhất ${formatInstant(last.dueAt)}.`;
  return 'Xin chọn một ngày làm việc của đơn vị phối hợp, từ hôm nay trở đi.';
}

/** Another agency is asked for its part. The lead's clocks run on: the citizen waits for one answer. */
export function askSupport(
  loaded: LoadedTicket,
  asked: {
    readonly agencyCode: string;
    readonly ask: string;
    readonly choice: SupportChoice;
    readonly actor: Actor;
    readonly at: Date;
  },
  planner: ClockPlanner,
): TicketChange {
  const { ticket } = loaded;
  const { agencyCode, actor, at } = asked;
  const facts = factsOf(ticket);
  const plan = planner.plan('support', { ...facts, startedAt: at, holderAgencyCode: agencyCode });
  const clock =
    plan === null
      ? null
      : again({ ...started(plan, ticket.id, loaded.clockCount + 1, null), limit: asked.choice.limit }, facts, planner);
  const part: SupportPart = {
    id: newId(),
    ticketId: ticket.id,
    number: Math.max(0, ...loaded.supports.map(({ number }) => number)) + 1,
    agencyCode,
    status: 'asked',
    ask: asked.ask,
    clockId: clock?.id ?? null,
    dueAt: asked.choice.dueAt,
    askedByAccountId: actor.accountId,
    askedByAgencyCode: actor.agencyCode,
    askedAt: at,
    reminderCount: 0,
    remindedAt: null,
    part: null,
    endedByAccountId: null,
    endedAt: null,
    withdrawnBecause: null,
  };
  return change(ticket.state, {
    set: { openParts: ticket.openParts + 1 },
    clocks: clock === null ? [] : [clock],
    holdings: clock === null ? [] : [holding(clock, { agencyCode, accountId: null }, ticket.state, at)],
    supports: [part],
    notes: [{ type: 'support_asked', data: { ...noted(part), dueAt: part.dueAt.toISOString() } }],
    events: [{ type: 'ticket.support_asked', data: heard(loaded, part) }],
  });
}

/** The part is there: its clock stops, and the lead can go on with it. */
export function deliverSupport(
  loaded: LoadedTicket,
  part: SupportPart,
  given: { readonly words: string; readonly actor: Actor; readonly at: Date },
): TicketChange {
  const { words, actor, at } = given;
  return change(loaded.ticket.state, {
    set: { openParts: Math.max(0, loaded.ticket.openParts - 1) },
    clocks: clocksOf(loaded, [part], at, 'part_delivered'),
    supports: [{ ...part, status: 'delivered', part: words, endedByAccountId: actor.accountId, endedAt: at }],
    notes: [{ type: 'support_delivered', data: noted(part) }],
    events: [{ type: 'ticket.support_delivered', data: heard(loaded, part) }],
  });
}

/** From when on an agency may be reminded again: a working hour of its own after the last time; null: now. */
export function remindableFrom(loaded: LoadedTicket, part: SupportPart, planner: ClockPlanner): Date | null {
  const clock = loaded.running.find(({ id }) => id === part.clockId);
  if (part.remindedAt === null || clock === undefined) return null;
  const hour: TicketClock = { ...clock, limit: '1h', startedAt: part.remindedAt, pauses: [] };
  return planner.replan(hour, factsOf(loaded.ticket)).dueAt;
}

/** The lead asks again. Counted; nothing else moves. */
export function remindSupport(loaded: LoadedTicket, part: SupportPart, at: Date): TicketChange {
  const reminderCount = part.reminderCount + 1;
  return change(loaded.ticket.state, {
    supports: [{ ...part, reminderCount, remindedAt: at }],
    notes: [{ type: 'support_reminded', data: { ...noted(part), times: reminderCount } }],
    events: [{ type: 'ticket.support_reminded', data: heard(loaded, part) }],
  });
}

/** The lead does without it, and says why. */
export function withdrawSupport(
  loaded: LoadedTicket,
  part: SupportPart,
  taken: { readonly because: string; readonly actor: Actor; readonly at: Date },
): TicketChange {
  const { because, actor, at } = taken;
  return change(loaded.ticket.state, {
    ...withdrawn(loaded, [part], because, at, actor.accountId),
    set: { openParts: Math.max(0, loaded.ticket.openParts - 1) },
  });
}

/**
 * All open parts end, because the ticket moves on without them (another lead, merged, withdrawn, …): for a
 * command to spread into its own change. `set` goes into the change's `set`; the lists are added to its lists.
 * Nothing at all when no part is open.
 *
 * @param because a standing sentence, as the agencies asked will read it.
 */
export function endParts(
  loaded: Pick<LoadedTicket, 'ticket' | 'running' | 'supports'>,
  because: string,
  at: Date,
  accountId: string | null,
): Pick<TicketChange, 'set' | 'clocks' | 'supports' | 'notes' | 'events'> {
  const open = openParts(loaded);
  if (open.length === 0) return { set: {}, clocks: [], supports: [], notes: [], events: [] };
  return { set: { openParts: 0 }, ...withdrawn(loaded, open, because, at, accountId) };
}

/** Says nothing of whom the ticket is about: the agency asked reads it. */
const CORRECTED = 'Phiếu đã được sửa; không cần phần phối hợp này nữa.';

/**
 * Whom a ticket is about has no look at the case: the parts that such an agency was asked for end, delivered ones as
 * well, and with them what it sees. For a change to spread, as `endParts`.
 *
 * @param isAccused by code; null: this kind of matter may be shown to the agency it is about.
 */
export function endPartsOfAccused(
  loaded: Pick<LoadedTicket, 'ticket' | 'running' | 'supports'>,
  isAccused: ((agencyCode: string) => boolean) | null,
  at: Date,
  accountId: string | null,
): Pick<TicketChange, 'set' | 'clocks' | 'supports' | 'notes' | 'events'> {
  const theirs = loaded.supports.filter(
    ({ status, agencyCode }) => status !== 'withdrawn' && isAccused?.(agencyCode) === true,
  );
  if (theirs.length === 0) return { set: {}, clocks: [], supports: [], notes: [], events: [] };
  const stillOpen = openParts(loaded).filter((part) => !theirs.includes(part));
  return { set: { openParts: stillOpen.length }, ...withdrawn(loaded, theirs, CORRECTED, at, accountId) };
}

function withdrawn(
  loaded: Pick<LoadedTicket, 'ticket' | 'running'>,
  parts: readonly SupportPart[],
  because: string,
  at: Date,
  accountId: string | null,
): Pick<TicketChange, 'clocks' | 'supports' | 'notes' | 'events'> {
  return {
    clocks: clocksOf(loaded, parts, at, 'part_withdrawn'),
    supports: parts.map((part) => ({
      ...part,
      status: 'withdrawn',
      endedByAccountId: accountId,
      endedAt: at,
      withdrawnBecause: because,
    })),
    notes: parts.map((part) => ({ type: 'support_withdrawn', data: noted(part) })),
    events: parts.map((part) => ({ type: 'ticket.support_withdrawn', data: heard(loaded, part) })),
  };
}

function noted(part: SupportPart): { readonly supportId: string; readonly supportAgencyCode: string } {
  return { supportId: part.id, supportAgencyCode: part.agencyCode };
}

function heard(
  { ticket }: Pick<LoadedTicket, 'ticket'>,
  part: SupportPart,
): {
  readonly agencyCode: string;
  readonly supportAgencyCode: string;
  readonly supportId: string;
} {
  return { agencyCode: ticket.leadAgencyCode ?? '', supportAgencyCode: part.agencyCode, supportId: part.id };
}

/** The clocks of some parts, stopped. */
function clocksOf(
  loaded: Pick<LoadedTicket, 'running'>,
  parts: readonly SupportPart[],
  at: Date,
  reason: 'part_delivered' | 'part_withdrawn',
): TicketClock[] {
  const ids = new Set(parts.map(({ clockId }) => clockId));
  return loaded.running.filter(({ id }) => ids.has(id)).map((clock) => stopped(clock, at, reason));
}

export const NO_OPEN_PART = 'Không còn phần phối hợp nào đang chờ.';

/** Why nothing can be asked of others now; null when it can. */
export function askSupportObstacle(facts: AskFacts): string | null {
  return supportChoices(facts, facts.ticket.leadAgencyCode ?? '').length === 0
    ? 'Chưa có thời hạn cho phần phối hợp; quản trị viên đặt ở trang Quy định thời hạn.'
    : null;
}

/**
 * Why the answer cannot go to the head yet: agencies still owe their part, and only the head may do without,
 * saying why. null when no part is open.
 * @param nameOf how an agency is called.
 */
export function openPartsObstacle(
  loaded: Pick<LoadedTicket, 'supports'>,
  nameOf: (agencyCode: string) => string,
): string | null {
  const open = openParts(loaded);
  if (open.length === 0) return null;
  const names = open.map(({ agencyCode }) => nameOf(agencyCode)).join(', ');
  return `Còn chờ phần phối hợp của ${names}. Xin đợi, thôi đề nghị phần ấy, hoặc để thủ trưởng đơn vị trình và nói rõ vì sao không đợi.`;
}
