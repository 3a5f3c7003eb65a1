import { expect } from '@jest/globals';
import { provincePlanner } from '../support/planner.js';
import type { Principal } from '../../src/identity/index.js';
import { accept, approve, pass, sendBack, submit } from '../../src/tickets/domain/answer-moves.js';
import { assign, assignObstacle } from '../../src/tickets/domain/assign.js';
import { addFacts } from '../../src/tickets/domain/facts.js';
import { chase, chaseObstacle, enquire, remindHolder } from '../../src/tickets/domain/chase.js';
import { classify } from '../../src/tickets/domain/classify.js';
import { close } from '../../src/tickets/domain/close.js';
import { correct } from '../../src/tickets/domain/correct.js';
import { historyEntries, type HistoryEntry } from '../../src/tickets/domain/history.js';
import { linkBoth } from '../../src/tickets/domain/link.js';
import { mergeObstacle, mergeTogether } from '../../src/tickets/domain/merge.js';
import { moveAgency } from '../../src/tickets/domain/move-agency.js';
import { reject, rejectObstacle } from '../../src/tickets/domain/reject.js';
import { reopen } from '../../src/tickets/domain/reopen.js';
import { disputeObstacle, returnObstacle, returnTicket } from '../../src/tickets/domain/return-ticket.js';
import { appealLead, appealObstacle, ruleLead, rulingObstacle } from '../../src/tickets/domain/rule-lead.js';
import { splitApart } from '../../src/tickets/domain/split.js';
import { withdraw } from '../../src/tickets/domain/withdraw.js';
import {
  askSupport,
  askSupportObstacle,
  deliverSupport,
  openParts,
  remindSupport,
  supportChoices,
  withdrawSupport,
} from '../../src/tickets/domain/support.js';
import { sendApology } from '../../src/tickets/domain/apology-moves.js';
import type { LoadedTicket, TicketChange } from '../../src/tickets/domain/change.js';
import type { TicketClock } from '../../src/tickets/domain/clock.js';
import { guide } from '../../src/tickets/domain/guide.js';
import {
  decideExtension,
  extensionChoices,
  extensionObstacle,
  pendingExtension,
  requestExtension,
} from '../../src/tickets/domain/extension-moves.js';
import type { Extension } from '../../src/tickets/domain/extension.js';
import { openTicket, type CategoryFacts } from '../../src/tickets/domain/open.js';
import { reclassify } from '../../src/tickets/domain/reclassify.js';
import { answerObstacle, reportAction, reportObstacle } from '../../src/tickets/domain/report-action.js';
import { isOpen, leads, type TicketCommand } from '../../src/tickets/domain/state-table.js';
import {
  askCitizen,
  askObstacle,
  expireQuestion,
  openQuestion,
  recordReply,
  remindQuestion,
} from '../../src/tickets/domain/supplement.js';
import { transfer } from '../../src/tickets/domain/transfer.js';

export const planner = provincePlanner();
const CENTRE = 'TD1022';
const HANDLER = { accountId: 'H', agencyCode: 'SXD' };
const PARTS = { found: 'a', done: 'b', doneOn: '2026-11-20', inCharge: 'c', legalBasis: null, evidenceWaiver: 'd' };
const ASKING = { askWithinDays: 5, mostQuestions: 2, remindAfterDays: 3, remindBeforeDays: 2, expireAfterDays: 10 };
const BY: Principal = { kind: 'staff', accountId: 'H', displayName: '', roles: ['handler'], agencyCode: 'SXD' };
const AGENCIES = ['SXD', 'SYT', 'STC'];
export const CATEGORIES: readonly CategoryFacts[] = [
  { code: 'gt-mat-duong', slaClass: 'K2', publicByDefault: true },
  { code: 'dat-lan-chiem', slaClass: 'K4', publicByDefault: true },
  { code: 'ht-nguy-hiem', slaClass: 'K1', publicByDefault: true },
];

/** A ticket with all that was ever written of it. */
export interface Life {
  readonly loaded: LoadedTicket;
  readonly clocks: readonly TicketClock[];
  readonly extensions: readonly Extension[];
  /** Who held which clock from when on. */
  readonly holdings: TicketChange['holdings'];
  readonly entries: readonly HistoryEntry[];
  /** The ticket it was merged with, or into. */
  readonly other: Life | null;
}

/** @param lead null: nobody knows yet who is in charge. */
export function born(
  category: CategoryFacts,
  at: Date,
  { lead = 'SXD', id = 'T' }: { readonly lead?: string | null; readonly id?: string } = {},
): Life {
  const route = {
    leadAgencyCode: lead,
    slaClass: null,
    supportingAgencyCodes: [],
    ruleId: null,
    ruleVersion: null,
    reason: '',
    missing: lead === null ? ('rule' as const) : null,
  };
  const opened = openTicket(
    {
      channel: 'web',
      externalId: null,
      contactId: 'C',
      words: 'x',
      title: null,
      placeText: null,
      point: null,
      wardCode: null,
      categoryCode: category.code,
      subjectAgencyCode: null,
      boundary: 'ordinary',
      reporter: { kind: 'citizen', name: null, phone: null, email: null, anonymous: true },
      receivedAt: at,
      enteredByAccountId: null,
    },
    { id, code: `DN-${id}`, at, boundary: 'ordinary', category, route, centreAgencyCode: CENTRE, planner },
  );
  const empty = {
    ticket: opened.ticket,
    running: [],
    ended: [],
    clockCount: 0,
    answer: null,
    apology: null,
    supports: [],
    question: null,
  };
  const entries = historyEntries(opened.notes, { ticketId: id, after: 0, head: '', version: 1, principal: BY, at });
  const ticket = { ...opened.ticket, historyHash: entries.at(-1)?.hash ?? '' };
  const first = {
    loaded: { ...empty, ticket },
    clocks: [],
    extensions: [],
    holdings: opened.holdings,
    entries,
    other: null,
  };
  return withClocks(first, opened.clocks);
}

/** As the store writes clocks: by their id. */
export function withClocks(life: Life, written: readonly TicketClock[]): Life {
  const byId = new Map(life.clocks.map((clock) => [clock.id, clock]));
  for (const clock of written) {
    const before = byId.get(clock.id);
    // A clock that has stopped is never written again, but when its ticket is taken out of a merge.
    if (before?.stopReason !== 'merged') expect(before?.stoppedAt ?? null).toBeNull();
    // An earlier promise is taken over with its start; else a clock stays what it was.
    if (before) expect([clock.kind, clock.position]).toEqual([before.kind, before.position]);
    if (before && life.loaded.ticket.mergedCount === 0 && clock.startedAt < before.startedAt)
      expect(life.other).not.toBeNull();
    byId.set(clock.id, clock);
  }
  const clocks = [...byId.values()];
  expect(new Set(clocks.map(({ position }) => position)).size).toBe(clocks.length);
  const loaded: LoadedTicket = {
    ...life.loaded,
    running: clocks.filter(({ stoppedAt }) => stoppedAt === null),
    ended: clocks.filter(({ stoppedAt }) => stoppedAt !== null),
    clockCount: clocks.length,
  };
  return { ...life, loaded, clocks };
}

/** What the store makes of a change. */
export function live(life: Life, command: TicketCommand, change: TicketChange, at = new Date(0)): Life {
  const { ticket } = life.loaded;
  expect([ticket.state, command, leads(ticket.state, command, change.state)]).toEqual([ticket.state, command, true]);
  const { extension } = change;
  const extensions = extension
    ? [...life.extensions.filter(({ id }) => id !== extension.id), extension]
    : life.extensions;
  const version = ticket.version + 1;
  const entries = historyEntries(change.notes, {
    ticketId: ticket.id,
    after: ticket.historyLength,
    head: ticket.historyHash,
    version,
    principal: BY,
    at,
  });
  const supports = new Map([...life.loaded.supports, ...change.supports].map((part) => [part.id, part]));
  const loaded: LoadedTicket = {
    ...life.loaded,
    ticket: {
      ...ticket,
      ...change.set,
      state: change.state,
      isOpen: isOpen(change.state),
      version,
      historyLength: ticket.historyLength + entries.length,
      historyHash: entries.at(-1)?.hash ?? ticket.historyHash,
      updatedAt: at,
    },
    answer: change.answer ?? life.loaded.answer,
    apology: change.apology ?? life.loaded.apology,
    question: change.question ?? life.loaded.question,
    supports: [...supports.values()],
  };
  const history = [...life.entries, ...entries];
  const holdings = [...life.holdings, ...change.holdings];
  return withClocks({ ...life, loaded, extensions, holdings, entries: history }, change.clocks);
}

/** What a command makes of the ticket; null where something stands in its way. */
export const COMMANDS: Readonly<
  Partial<Record<TicketCommand, (life: Life, at: Date, pick: number) => TicketChange | null>>
> = {
  classify: ({ loaded }, at, pick) => {
    if (disputeObstacle(loaded.ticket) !== null) return null;
    const category = CATEGORIES[pick % CATEGORIES.length] as CategoryFacts;
    const leadAgencyCode = AGENCIES[pick % AGENCIES.length] as string;
    const boundary = pick % 13 === 0 ? ('complaint' as const) : ('ordinary' as const);
    const route = {
      leadAgencyCode,
      slaClass: null,
      supportingAgencyCodes: [],
      ruleId: null,
      ruleVersion: null,
      reason: '',
      missing: null,
    };
    const to = { boundary, category, wardCode: null, subjectAgencyCode: null, route, remark: null };
    return classify(loaded, { ...to, centreAgencyCode: CENTRE, at }, planner);
  },
  accept: ({ loaded }, at) => accept(loaded, actor(loaded), at),
  submit_answer: ({ loaded }, at) =>
    answerObstacle(loaded) === null
      ? submit(loaded, PARTS, actor(loaded), at, loaded.ticket.openParts > 0 ? 'x' : null)
      : null,
  approve_answer: ({ loaded }, at) =>
    answerObstacle(loaded) === null && loaded.answer !== null
      ? approve(loaded, loaded.answer, { actor: actor(loaded), at, centreAgencyCode: CENTRE, planner })
      : null,
  return_answer: ({ loaded }, at) => {
    const by = loaded.ticket.state === 'awaiting_publication' ? 'centre' : 'head';
    return loaded.answer && sendBack(loaded, loaded.answer, { by, actor: actor(loaded), remarks: 'x', at, planner });
  },
  publish: ({ loaded }, at, pick) =>
    loaded.answer && pass(loaded, loaded.answer, pick % 4 === 0 ? null : 'x', actor(loaded), at),
  guide_elsewhere: ({ loaded }, at) =>
    guide(loaded, { kind: 'complaint', text: 'x', actor: actor(loaded), at, centreAgencyCode: CENTRE }),
  report_action: ({ loaded }, at) =>
    reportObstacle(loaded) === null ? reportAction(loaded, { text: 'x', actedAt: at, actor: actor(loaded), at }) : null,
  reclassify: ({ loaded }, at, pick) => {
    const category = CATEGORIES[pick % CATEGORIES.length] as CategoryFacts;
    const priority = pick % 2 === 0 ? 'normal' : 'high';
    const to = { category, slaClass: null, boundary: 'ordinary', priority, remark: null } as const;
    return reclassify(loaded, { ...to, actor: HANDLER, centreAgencyCode: CENTRE, at }, planner);
  },
  transfer: ({ loaded, extensions }, at, pick) => {
    if (disputeObstacle(loaded.ticket) !== null) return null;
    const agencyCode = AGENCIES.filter((code) => code !== loaded.ticket.leadAgencyCode)[pick % 2] ?? '';
    const pending = pendingExtension(extensions);
    return transfer(loaded, { agencyCode, reason: 'x', ground: 'x', actor: HANDLER, at, pending }, planner);
  },
  ask_citizen: ({ loaded }, at) =>
    askObstacle(loaded, at, ASKING, planner) === null
      ? askCitizen(loaded, { text: 'x', actor: actor(loaded), at }, ASKING, planner)
      : null,
  record_reply: ({ loaded }, at) =>
    recordReply(loaded, { text: 'x', author: actor(loaded), channel: 'phone', at }, planner),
  request_extension: ({ loaded, extensions }, at, pick) => {
    const facts = { ...loaded, extensions, at, planner };
    const choices = extensionObstacle(facts) === null ? extensionChoices(facts) : [];
    const choice = choices[pick % Math.max(1, choices.length)];
    return choice ? requestExtension(facts, { choice, reason: 'x', actor: actor(loaded) }) : null;
  },
  decide_extension: ({ loaded, extensions }, at, pick) => {
    const facts = { ...loaded, extensions, at, planner };
    const pending = pendingExtension(extensions);
    const grant = pick % 2 === 0 && at <= loaded.ticket.listDueAt && extensionChoices(facts).length === 5;
    return pending && decideExtension(facts, { pending, grant, words: 'x', actor: actor(loaded) });
  },
  send_apology: ({ loaded }, at) =>
    loaded.apology?.status === 'owed'
      ? sendApology(loaded, loaded.apology, {
          letterId: 'L',
          text: 'x',
          committedOn: '2026-12-01',
          actor: actor(loaded),
          at,
        })
      : null,
  remind_question: ({ loaded }, at) => {
    const question = openQuestion(loaded);
    return question && remindQuestion(loaded, question, at, ASKING, planner);
  },
  expire_question: ({ loaded, extensions }, at) => {
    const question = openQuestion(loaded);
    return question && expireQuestion(loaded, question, at, planner, pendingExtension(extensions));
  },
  return_ticket: ({ loaded, extensions }, at) => {
    if (returnObstacle(loaded, at, planner) !== null) return null;
    const words = { ground: 'other', words: 'x', proposedAgencyCode: null, reason: 'x' } as const;
    const pending = pendingExtension(extensions);
    return returnTicket(loaded, { ...words, actor: actor(loaded), centreAgencyCode: CENTRE, pending, at, planner });
  },
  rule_lead: ({ loaded, extensions }, at, pick) => {
    const by = loaded.ticket.leadLocked ? ('overseer' as const) : ('centre' as const);
    if (rulingObstacle(loaded.ticket, by) !== null || loaded.ticket.slaClass === null) return null;
    const agencyCode = AGENCIES[pick % AGENCIES.length] as string;
    const pending = pendingExtension(extensions);
    return ruleLead(loaded, { agencyCode, by, words: 'x', reason: 'x', actor: HANDLER, pending, at, planner });
  },
  appeal_lead: ({ loaded, entries }, at) =>
    appealObstacle(loaded.ticket, entries) === null
      ? appealLead(loaded, { words: 'x', actor: actor(loaded), at })
      : null,
  assign: ({ loaded }, at, pick) => {
    const [accountId, how] = [`A${String(pick % 3)}`, 'hand' as const];
    return assignObstacle(loaded.ticket, accountId, how) === null
      ? assign(loaded, { accountId, how, words: null, author: actor(loaded), at })
      : null;
  },
  ask_support: ({ loaded }, at, pick) => {
    const agencyCode = AGENCIES.find((code) => code !== loaded.ticket.leadAgencyCode) ?? '';
    const facts = { ...loaded, at, planner };
    const choices = askSupportObstacle(facts) === null ? supportChoices(facts, agencyCode) : [];
    const choice = choices[pick % Math.max(1, choices.length)];
    return choice ? askSupport(loaded, { agencyCode, ask: 'x', choice, actor: actor(loaded), at }, planner) : null;
  },
  deliver_support: ({ loaded }, at) => {
    const [part] = openParts(loaded);
    return part ? deliverSupport(loaded, part, { words: 'x', actor: HANDLER, at }) : null;
  },
  remind_support: ({ loaded }, at) => {
    const [part] = openParts(loaded);
    return part ? remindSupport(loaded, part, at) : null;
  },
  withdraw_support: ({ loaded }, at) => {
    const [part] = openParts(loaded);
    return part ? withdrawSupport(loaded, part, { because: 'x', actor: actor(loaded), at }) : null;
  },
  correct: ({ loaded }, at, pick) =>
    correct(loaded, { fields: { title: `t${String(pick)}` }, why: 'x', actor: HANDLER, at })?.change ?? null,
  add_facts: ({ loaded }, at, pick) =>
    addFacts(loaded, { text: 'x', photos: pick % 3, author: HANDLER, by: 'reporter', at }),
  enquire: ({ loaded }) => enquire(loaded, 'reporter'),
  chase: ({ loaded }, at) =>
    chaseObstacle(loaded, at, planner) === null
      ? chase(loaded, { text: '', author: HANDLER, by: 'reporter', at })
      : null,
  remind_holder: ({ loaded }, at) => remindHolder(loaded, { text: 'x', author: HANDLER, at }),
  reject: ({ loaded }, at) =>
    rejectObstacle(loaded, { at, order: false, planner }) === null
      ? reject(loaded, { ground: 'spam', text: 'x', order: false, actor: HANDLER, at, planner })
      : null,
  withdraw: ({ loaded, extensions }, at) => {
    const pending = pendingExtension(extensions);
    return withdraw(loaded, { by: 'reporter', words: null, author: HANDLER, pending, at, planner });
  },
  reopen: ({ loaded }, at, pick) => {
    const agencyCode = pick % 2 === 0 || loaded.ticket.state === 'rejected' ? null : 'STC';
    const to = { ground: 'order', by: 'centre', words: 'x', reason: 'x' } as const;
    return reopen(loaded, { ...to, agencyCode, centreAgencyCode: CENTRE, author: HANDLER, at, planner });
  },
  close: ({ loaded }, at) => close(loaded, at),
  move_agency: ({ loaded }, at) => {
    const takesOver = (code: string): string => (code === 'SXD' ? 'STC' : code);
    return moveAgency(loaded, { takesOver, leads: takesOver, agencyOf: () => 'STC', orderId: 'O', at });
  },
};

/** What is done with two tickets: the change of this one, and the other as it is then. */
const TOGETHER: Readonly<
  Partial<Record<TicketCommand, (life: Life, at: Date, pick: number) => readonly [TicketChange, Life] | null>>
> = {
  merge: (life, at, pick) => {
    const parent = born(CATEGORIES[pick % CATEGORIES.length] as CategoryFacts, at, {
      id: `P${String(life.entries.length)}`,
    });
    return together(parent, life, at, (changes) => [
      changes.children[0] as TicketChange,
      live(parent, 'absorb', changes.parent, at),
    ]);
  },
  absorb: (life, at, pick) => {
    const child = born(CATEGORIES[pick % CATEGORIES.length] as CategoryFacts, at, {
      id: `C${String(life.entries.length)}`,
    });
    return together(life, child, at, (changes) => [
      changes.parent,
      live(child, 'merge', changes.children[0] as TicketChange, at),
    ]);
  },
  split: (life, at) => {
    const parent = life.other;
    if (parent === null) return null;
    const to = { reason: 'x', actor: HANDLER, at, centreAgencyCode: CENTRE };
    const changes = splitApart(life.loaded, parent.loaded, to, planner);
    return [changes.child, live(parent, 'absorb', changes.parent, at)];
  },
  link: (life, at) => {
    const other = born(CATEGORIES[0] as CategoryFacts, at, { id: `L${String(life.entries.length)}` });
    const changes = linkBoth(life.loaded, other.loaded, { removed: false });
    return [changes.one, live(other, 'link', changes.other, at)];
  },
};

function together(
  parent: Life,
  child: Life,
  at: Date,
  result: (changes: ReturnType<typeof mergeTogether>) => readonly [TicketChange, Life],
): readonly [TicketChange, Life] | null {
  if (mergeObstacle(parent.loaded, [child.loaded]) !== null) return null;
  const waits = pendingExtension(child.extensions);
  const pending = new Map(waits === null ? [] : [[child.loaded.ticket.id, waits] as const]);
  return result(mergeTogether(parent.loaded, [child.loaded], { reason: 'x', actor: HANDLER, at, pending }, planner));
}

/** What ends a ticket is done seldom, so that there is a way to walk. */
const SELDOM: Readonly<Partial<Record<TicketCommand, number>>> = {
  guide_elsewhere: 16,
  withdraw: 12,
  reject: 8,
  merge: 6,
  expire_question: 4,
  publish: 2,
};

/** The ticket after a command; null where something stands in its way. */
export function attempt(life: Life, command: TicketCommand, at: Date, pick: number): Life | null {
  if (pick % (SELDOM[command] ?? 1) !== 0) return null;
  const both = TOGETHER[command]?.(life, at, pick) ?? null;
  // A linked ticket is another matter: only a merge keeps two together.
  if (both !== null) return { ...live(life, command, both[0], at), other: command === 'link' ? life.other : both[1] };
  const change = COMMANDS[command]?.(life, at, pick) ?? null;
  return change && live(life, command, change, at);
}

function actor({ ticket }: LoadedTicket) {
  return { accountId: 'H', agencyCode: ticket.leadAgencyCode ?? CENTRE };
}

export function does(life: Life, command: TicketCommand, at: Date, pick = 0): Life {
  const change = COMMANDS[command]?.(life, at, pick) ?? null;
  if (change === null) throw new Error(`${command} does not go through.`);
  return live(life, command, change, at);
}
