import { dayInVietnam, formatInstant, newId } from '../../kernel/index.js';
import { parseLimit } from '../../sla/domain/limit.js';
import type { Actor } from './actor.js';
import { change, type LoadedTicket, type TicketChange } from './change.js';
import { extended, factsOf, longerLimit, ofKinds, RESOLVE_KINDS, type ClockPlanner } from './clock-moves.js';
import type { TicketClock } from './clock.js';
import type { Extension } from './extension.js';

/** One way to extend the clock: by so much, to this deadline. */
export interface ExtensionChoice {
  readonly extendedBy: string;
  readonly dueAt: Date;
}

export interface ExtensionFacts extends Pick<LoadedTicket, 'ticket' | 'running'> {
  /** All requests of this ticket. */
  readonly extensions: readonly Extension[];
  readonly at: Date;
  readonly planner: ClockPlanner;
}

/**
 * The deadlines that may be asked for, in order: each further working day up to what the policy allows; of
 * an extension in hours only the whole one.
 */
export function extensionChoices({
  ticket,
  running,
  planner,
}: Omit<ExtensionFacts, 'extensions' | 'at'>): ExtensionChoice[] {
  const [resolve] = ofKinds(running, ['resolve']);
  const most = resolve ? planner.extensionOf(resolve, factsOf(ticket)) : null;
  if (!resolve || most === null) return [];
  const limit = parseLimit(most);
  const steps =
    limit.kind === 'working-days' ? Array.from({ length: limit.days }, (_, day) => `${String(day + 1)}wd`) : [most];
  return steps.flatMap((extendedBy) => {
    const longer = longerLimit(resolve.limit, extendedBy);
    if (longer === null) return [];
    return [{ extendedBy, dueAt: planner.replan({ ...resolve, limit: longer }, factsOf(ticket)).dueAt }];
  });
}

/** Why no extension can be asked for; null when one can. At the deadline itself it still can. */
export function extensionObstacle(facts: ExtensionFacts): string | null {
  const { ticket, extensions, at } = facts;
  const [resolve] = ofKinds(facts.running, ['resolve']);
  const moved = resolve?.extendedBy ?? null;
  if (moved !== null || extensions.some(({ status }) => status === 'approved'))
    return 'Phiếu này đã được gia hạn; mỗi phiếu chỉ gia hạn một lần.';
  if (extensions.some(({ status }) => status === 'asked'))
    return 'Đã xin gia hạn, đang chờ thủ trưởng đơn vị quyết định.';
  if (extensionChoices(facts).length === 0)
    return 'Loại việc này không được gia hạn; chỉ việc phức tạp, liên ngành mới được.';
  const dueAt = resolve?.dueAt ?? ticket.listDueAt;
  return at > dueAt ? `Hạn trả lời đã qua lúc ${formatInstant(dueAt)}; gia hạn phải được xin trước hạn.` : null;
}

/** The choice that ends on a day; else what is wrong with the day. */
export function choiceOn(choices: readonly ExtensionChoice[], day: string, present: Date): ExtensionChoice | string {
  const found = choices.find(({ dueAt }) => dayInVietnam(dueAt) === day);
  if (found) return found;
  const last = choices.at(-1);
  if (day <= dayInVietnam(present)) return `Ngày mới phải sau hạn hiện nay, ${formatInstant(present)}.`;
  if (last && day > dayInVietnam(last.dueAt)) return `Chỉ được gia hạn đến ${formatInstant(last.dueAt)}.`;
  return 'Ngày này không phải ngày làm việc; xin chọn ngày khác.';
}

/** A handler asks for more time. Nothing moves before the head has decided. */
export function requestExtension(
  facts: ExtensionFacts,
  asked: { readonly choice: ExtensionChoice; readonly reason: string; readonly actor: Actor },
): TicketChange {
  const { ticket, at } = facts;
  const { choice, actor } = asked;
  const extension: Extension = {
    id: newId(),
    ticketId: ticket.id,
    number: Math.max(0, ...facts.extensions.map(({ number }) => number)) + 1,
    status: 'asked',
    agencyCode: actor.agencyCode,
    reason: asked.reason,
    extendedBy: choice.extendedBy,
    dueBefore: ticket.resolveDueAt ?? ticket.listDueAt,
    dueAfter: choice.dueAt,
    askedByAccountId: actor.accountId,
    askedAt: at,
    decidedByAccountId: null,
    decidedAt: null,
    decisionWords: null,
  };
  const about = { extensionId: extension.id };
  return change(ticket.state, {
    set: { extensionAsked: true },
    extension,
    notes: [{ type: 'extension_requested', data: { ...about, dueAt: choice.dueAt.toISOString() } }],
    events: [{ type: 'ticket.extension_requested', data: { agencyCode: actor.agencyCode, ...about } }],
  });
}

export const NO_REQUEST = 'Chưa có ai xin gia hạn phiếu này.';

/** Why a request cannot be granted any more, so that only refusing is left; null when it can. */
export function grantObstacle(facts: ExtensionFacts, pending: Extension): string | null {
  const { at, ticket } = facts;
  const dueAt = ticket.resolveDueAt ?? ticket.listDueAt;
  if (at > dueAt)
    return `Hạn trả lời đã qua lúc ${formatInstant(dueAt)}; gia hạn phải được duyệt trước hạn. Chỉ còn từ chối được.`;
  return extensionChoices(facts).some(({ extendedBy }) => extendedBy === pending.extendedBy)
    ? null
    : 'Loại việc nay không còn được gia hạn chừng đó. Chỉ còn từ chối được.';
}

/** The head decides. Granted, both clocks of the answer get the same time more. */
export function decideExtension(
  facts: ExtensionFacts,
  decision: {
    readonly pending: Extension;
    readonly grant: boolean;
    readonly words: string | null;
    readonly actor: Actor;
  },
): TicketChange {
  const { ticket, at, planner } = facts;
  const { pending, grant, actor } = decision;
  const decided: Extension = {
    ...pending,
    decidedByAccountId: actor.accountId,
    decidedAt: at,
    decisionWords: decision.words,
  };
  const { agencyCode } = pending;
  const about = { extensionId: pending.id };
  if (!grant) {
    return change(ticket.state, {
      set: { extensionAsked: false },
      extension: { ...decided, status: 'refused' },
      notes: [{ type: 'extension_refused', data: about }],
      events: [{ type: 'ticket.extension_refused', data: { agencyCode, ...about } }],
    });
  }
  const clocks: TicketClock[] = ofKinds(facts.running, RESOLVE_KINDS).map((clock) =>
    extended(clock, pending.extendedBy, factsOf(ticket), planner),
  );
  const dueBefore = ticket.resolveDueAt ?? ticket.listDueAt;
  const dueAfter = clocks.find(({ kind }) => kind === 'resolve')?.dueAt ?? dueBefore;
  const dates = { fromDueAt: dueBefore.toISOString(), dueAt: dueAfter.toISOString() };
  return change(ticket.state, {
    set: { resolveDueAt: dueAfter, listDueAt: dueAfter, extensionAsked: false },
    extension: { ...decided, status: 'approved', dueBefore, dueAfter },
    clocks,
    notes: [{ type: 'extension_approved', data: { ...about, ...dates } }],
    events: [{ type: 'ticket.extension_approved', data: { agencyCode, ...about } }],
  });
}
