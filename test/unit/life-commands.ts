import type { Principal } from '../../src/identity/index.js';
import { dayInVietnam, newId } from '../../src/kernel/index.js';
import type { Actor } from '../../src/tickets/domain/actor.js';
import { GATE_CHECKS, type GateChecks } from '../../src/tickets/domain/answer-gate.js';
import { accept, approve, drafted, pass, sendBack, submit } from '../../src/tickets/domain/answer-moves.js';
import { sendApology } from '../../src/tickets/domain/apology-moves.js';
import { assign, assignObstacle, type AssignedBy } from '../../src/tickets/domain/assign.js';
import type { LoadedTicket, TicketChange } from '../../src/tickets/domain/change.js';
import { chase, chaseObstacle, enquire, remindHolder } from '../../src/tickets/domain/chase.js';
import { classify } from '../../src/tickets/domain/classify.js';
import { close } from '../../src/tickets/domain/close.js';
import { commitmentObstacle, openCommitment, reportDone } from '../../src/tickets/domain/commitment.js';
import { correct } from '../../src/tickets/domain/correct.js';
import { pendingExtension } from '../../src/tickets/domain/extension.js';
import {
  decideExtension,
  extensionChoices,
  extensionObstacle,
  grantObstacle,
  requestExtension,
} from '../../src/tickets/domain/extension-moves.js';
import { addFacts } from '../../src/tickets/domain/facts.js';
import { guide } from '../../src/tickets/domain/guide.js';
import { linkBoth } from '../../src/tickets/domain/link.js';
import { mergeObstacle, mergeTogether } from '../../src/tickets/domain/merge.js';
import { moderate, moderateObstacle } from '../../src/tickets/domain/moderate.js';
import { moveAgency } from '../../src/tickets/domain/move-agency.js';
import type { CategoryFacts } from '../../src/tickets/domain/open.js';
import { reclassify } from '../../src/tickets/domain/reclassify.js';
import { reject, rejectObstacle } from '../../src/tickets/domain/reject.js';
import { reopen, reopenObstacle, resumesWork } from '../../src/tickets/domain/reopen.js';
import { answerObstacle, reportAction, reportObstacle } from '../../src/tickets/domain/report-action.js';
import { disputeObstacle, returnObstacle, returnTicket } from '../../src/tickets/domain/return-ticket.js';
import { appealLead, appealObstacle, ruleLead, rulingObstacle } from '../../src/tickets/domain/rule-lead.js';
import { ownAnswerObstacle, ownRequestObstacle } from '../../src/tickets/domain/four-eyes.js';
import { goOnUnanswered, sharedObstacle } from '../../src/tickets/domain/shared-ticket.js';
import { splitApart } from '../../src/tickets/domain/split.js';
import { isOpen, type TicketCommand } from '../../src/tickets/domain/state-table.js';
import {
  askCitizen,
  askObstacle,
  expireQuestion,
  openQuestion,
  recordReply,
  remindQuestion,
} from '../../src/tickets/domain/supplement.js';
import {
  askSupport,
  askSupportObstacle,
  deliverSupport,
  openPartOf,
  openParts,
  remindableFrom,
  remindSupport,
  supportChoices,
  withdrawSupport,
} from '../../src/tickets/domain/support.js';
import { transfer } from '../../src/tickets/domain/transfer.js';
import { withdraw } from '../../src/tickets/domain/withdraw.js';
import {
  AGENCIES,
  born,
  CATEGORIES,
  CENTRE,
  live,
  planner,
  SOMEBODY,
  withDraft,
  WORDS,
  type Life,
} from './life-model.js';

const DAY_MS = 86_400_000;

/** An answer in its four parts; every third promises a day to come. */
const answerAt = (at: Date, pick: number) => ({
  found: WORDS,
  done: WORDS,
  doneOn: dayInVietnam(new Date(at.getTime() + (pick % 3 === 2 ? 4 : 0) * DAY_MS)),
  inCharge: WORDS,
  legalBasis: null,
  evidenceWaiver: WORDS,
});
/** A coordinator has looked at everything. */
const CHECKED = Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed'])) as GateChecks;
const ASKING = { askWithinDays: 5, mostQuestions: 2, remindAfterDays: 3, remindBeforeDays: 2, expireAfterDays: 10 };

/** A turn: who does it, when, and a number that decides between what may be chosen. */
interface Turn {
  readonly at: Date;
  readonly pick: number;
  readonly by: Principal;
}

type Decision = (life: Life, turn: Turn) => TicketChange | null;

/** What is decided of one ticket; null where something stands in its way. The guards are those of the commands. */
const ALONE: Readonly<Record<Exclude<TicketCommand, 'save_draft' | 'merge' | 'absorb' | 'split' | 'link'>, Decision>> =
  {
    classify: ({ loaded }, { at, pick }) => {
      if (disputeObstacle(loaded.ticket) !== null) return null;
      const category = categoryOf(pick);
      const leadAgencyCode = AGENCIES[pick % AGENCIES.length] as string;
      const boundary = pick % 13 === 0 ? ('complaint' as const) : ('ordinary' as const);
      const rule = { ruleId: null, ruleVersion: null, reason: WORDS, missing: null };
      const route = { leadAgencyCode, slaClass: null, supportingAgencyCodes: [], ...rule };
      const to = { boundary, category, wardCode: null, subjectAgencyCode: null, route, remark: null };
      return classify(loaded, { ...to, centreAgencyCode: CENTRE, at }, planner);
    },
    accept: ({ loaded }, { at, by }) => accept(loaded, actorOf(by, loaded), at),
    submit_answer: ({ loaded }, { at, pick, by }) => {
      if (answerObstacle(loaded) !== null) return null;
      const waits = openParts(loaded).length > 0;
      if (waits && !heads(by)) return null;
      return submit(loaded, answerAt(at, pick), actorOf(by, loaded), at, waits ? WORDS : null);
    },
    approve_answer: ({ loaded }, { at, by }) => {
      const { answer } = loaded;
      const isClear = answerObstacle(loaded) === null && ownAnswerObstacle(answer, deputyIn(by)) === null;
      return isClear && answer !== null
        ? approve(loaded, answer, { actor: actorOf(by, loaded), at, centreAgencyCode: CENTRE, planner })
        : null;
    },
    return_answer: ({ loaded }, { at, by }) => {
      if (ownAnswerObstacle(loaded.answer, deputyIn(by)) !== null) return null;
      const from = loaded.ticket.state === 'awaiting_publication' ? 'centre' : 'head';
      const remarks = { actor: actorOf(by, loaded), remarks: WORDS, at, planner };
      return loaded.answer && sendBack(loaded, loaded.answer, { by: from, ...remarks });
    },
    publish: ({ loaded }, { at, pick, by }) => {
      const privateReason = pick % 4 === 0 ? null : WORDS;
      const gate = { checks: CHECKED, hints: [] };
      return (
        loaded.answer &&
        pass(loaded, loaded.answer, { privateReason, ...gate, actor: actorOf(by, loaded), at, planner })
      );
    },
    report_done: ({ loaded }, { at, by }) => {
      const open = openCommitment(loaded);
      return open && reportDone(loaded, open, { reportId: newId(), words: WORDS, actor: actorOf(by, loaded), at });
    },
    guide_elsewhere: ({ loaded }, { at, by }) => {
      if (sharedObstacle(loaded) !== null) return null;
      const to = { kind: 'complaint', text: WORDS, centreAgencyCode: CENTRE } as const;
      return guide(loaded, { ...to, actor: actorOf(by, loaded), at });
    },
    report_action: ({ loaded }, { at, by }) =>
      reportObstacle(loaded) === null
        ? reportAction(loaded, { text: WORDS, actedAt: at, actor: actorOf(by, loaded), at })
        : null,
    reclassify: ({ loaded }, { at, pick, by }) => {
      const priority = pick % 2 === 0 ? 'normal' : 'high';
      const to = { category: categoryOf(pick), slaClass: null, boundary: 'ordinary', priority, remark: null } as const;
      return reclassify(
        loaded,
        { ...to, isAccused: null, actor: actorOf(by, loaded), centreAgencyCode: CENTRE, at },
        planner,
      );
    },
    transfer: ({ loaded }, { at, pick, by }) => {
      if (disputeObstacle(loaded.ticket) !== null) return null;
      const agencyCode = AGENCIES.filter((code) => code !== loaded.ticket.leadAgencyCode)[pick % 2] ?? '';
      const why = { reason: WORDS, ground: WORDS, actor: actorOf(by, loaded) };
      return transfer(loaded, { agencyCode, at, ...why }, planner);
    },
    return_ticket: ({ loaded }, { at, by }) => {
      if (returnObstacle(loaded, at, planner) !== null) return null;
      const why = { ground: 'other', words: WORDS, proposedAgencyCode: null, reason: WORDS } as const;
      const actor = actorOf(by, loaded);
      return returnTicket(loaded, { ...why, actor, centreAgencyCode: CENTRE, at, planner });
    },
    rule_lead: ({ loaded }, { at, pick, by }) => {
      const ruler = by.kind === 'staff' && by.roles.includes('overseer') ? 'overseer' : 'centre';
      if (rulingObstacle(loaded.ticket, ruler) !== null || loaded.ticket.slaClass === null) return null;
      const to = { agencyCode: AGENCIES[pick % AGENCIES.length] as string, words: WORDS, reason: WORDS };
      return ruleLead(loaded, { ...to, by: ruler, actor: actorOf(by, loaded), at, planner });
    },
    appeal_lead: ({ loaded, entries }, { at, by }) =>
      appealObstacle(loaded.ticket, entries) === null
        ? appealLead(loaded, { words: WORDS, actor: actorOf(by, loaded), at })
        : null,
    assign: ({ loaded }, { at, pick, by }) => {
      const how: AssignedBy = by.kind !== 'staff' ? 'rule' : heads(by) ? 'hand' : 'takeover';
      const accountId = how === 'takeover' && by.kind === 'staff' ? by.accountId : `A${String(pick % 3)}`;
      return assignObstacle(loaded.ticket, accountId, how) === null
        ? assign(loaded, { accountId, how, words: how === 'hand' ? WORDS : null, author: actorOf(by, loaded), at })
        : null;
    },
    ask_support: ({ loaded }, { at, pick, by }) => {
      const { leadAgencyCode } = loaded.ticket;
      const agencyCode = AGENCIES.find((code) => code !== leadAgencyCode && openPartOf(loaded, code) === null);
      const facts = { ...loaded, at, planner };
      if (agencyCode === undefined || askSupportObstacle(facts) !== null) return null;
      const choices = supportChoices(facts, agencyCode);
      const choice = choices[pick % Math.max(1, choices.length)];
      return choice
        ? askSupport(loaded, { agencyCode, ask: WORDS, choice, actor: actorOf(by, loaded), at }, planner)
        : null;
    },
    deliver_support: ({ loaded }, { at, by }) => {
      const part = by.kind === 'staff' ? openPartOf(loaded, by.agencyCode) : null;
      return part && deliverSupport(loaded, part, { words: WORDS, actor: actorOf(by, loaded), at });
    },
    remind_support: ({ loaded }, { at }) => {
      const [part] = openParts(loaded);
      const from = part ? remindableFrom(loaded, part, planner) : null;
      return part && (from === null || at >= from) ? remindSupport(loaded, part, at) : null;
    },
    withdraw_support: ({ loaded }, { at, by }) => {
      const [part] = openParts(loaded);
      return part ? withdrawSupport(loaded, part, { because: WORDS, actor: actorOf(by, loaded), at }) : null;
    },
    ask_citizen: ({ loaded }, { at, by }) =>
      askObstacle(loaded, at, ASKING, planner) === null
        ? askCitizen(loaded, { text: WORDS, actor: actorOf(by, loaded), at }, ASKING, planner)
        : null,
    record_reply: ({ loaded }, { at, by }) => {
      const channel = by.kind === 'reporter' ? ('link' as const) : ('phone' as const);
      return recordReply(loaded, { replyId: newId(), text: WORDS, author: authorOf(by), channel, at }, planner);
    },
    remind_question: ({ loaded }, { at }) => {
      const question = openQuestion(loaded);
      const due = question !== null && question.remindAt !== null && question.remindAt <= at;
      return due ? remindQuestion(loaded, question, at, ASKING, planner) : null;
    },
    expire_question: ({ loaded }, { at }) => {
      const question = openQuestion(loaded);
      if (question === null || question.expiresAt > at) return null;
      return loaded.ticket.mergedCount > 0
        ? goOnUnanswered(loaded, question, at, planner)
        : expireQuestion(loaded, question, at, planner);
    },
    request_extension: ({ loaded }, { at, pick, by }) => {
      const facts = { ...loaded, at, planner };
      const choices = extensionObstacle(facts) === null ? extensionChoices(facts) : [];
      const choice = choices[pick % Math.max(1, choices.length)];
      return choice ? requestExtension(facts, { choice, reason: WORDS, actor: actorOf(by, loaded) }) : null;
    },
    decide_extension: ({ loaded }, { at, pick, by }) => {
      const facts = { ...loaded, at, planner };
      const pending = pendingExtension(loaded.extensions);
      if (pending !== null && ownRequestObstacle(pending, deputyIn(by)) !== null) return null;
      const grant = pick % 2 === 0 && pending !== null && grantObstacle(facts, pending) === null;
      return pending && decideExtension(facts, { pending, grant, words: WORDS, actor: actorOf(by, loaded) });
    },
    send_apology: ({ loaded }, { at, by }) => {
      const letter = { letterId: 'L', text: WORDS, committedOn: '2026-12-01', at };
      return loaded.apology?.status === 'owed'
        ? sendApology(loaded, loaded.apology, { ...letter, actor: actorOf(by, loaded) })
        : null;
    },
    correct: ({ loaded }, { at, pick, by }) => {
      const fields = { title: `${WORDS} ${String(pick)}` };
      return correct(loaded, { fields, why: WORDS, actor: actorOf(by, loaded), at, isAccused: null })?.change ?? null;
    },
    add_facts: ({ loaded }, { at, pick, by }) =>
      addFacts(loaded, { text: WORDS, photos: pick % 3, author: authorOf(by), by: outside(by), at }),
    enquire: ({ loaded }, { by }) => enquire(loaded, outside(by)),
    chase: ({ loaded }, { at, pick, by }) =>
      chaseObstacle(loaded, at, planner) === null
        ? chase(loaded, { text: pick % 2 === 0 ? '' : WORDS, author: authorOf(by), by: outside(by), at })
        : null,
    remind_holder: ({ loaded }, { at, by }) => remindHolder(loaded, { text: WORDS, author: authorOf(by), at }),
    reject: ({ loaded }, { at, by }) => {
      const order = by.kind === 'staff' && by.roles.includes('director');
      return rejectObstacle(loaded, { at, order, planner }) === null
        ? reject(loaded, { ground: 'spam', text: WORDS, order, actor: actorOf(by, loaded), at, planner })
        : null;
    },
    withdraw: ({ loaded }, { at, pick, by }) => {
      if (sharedObstacle(loaded) !== null) return null;
      const who = { by: outside(by), author: authorOf(by), words: pick % 2 === 0 ? WORDS : null };
      return withdraw(loaded, { ...who, at, planner });
    },
    reopen: ({ loaded }, { at, pick, by }) => {
      const own = by.kind === 'reporter';
      if (own && reopenObstacle(loaded, at) !== null) return null;
      const back = resumesWork(loaded);
      const agencyCode =
        pick % 2 === 0 || loaded.ticket.slaClass === null || loaded.ticket.state === 'rejected' ? null : 'STC';
      const ground = back ? 'came_back' : own ? 'not_satisfied' : 'order';
      const to = { ground, by: outside(by), words: WORDS, reason: WORDS } as const;
      return reopen(loaded, { ...to, agencyCode, centreAgencyCode: CENTRE, author: authorOf(by), at, planner });
    },
    close: ({ loaded }, { at }) => {
      const { closeDueAt } = loaded.ticket;
      if (commitmentObstacle(loaded) !== null) return null;
      return closeDueAt !== null && at > closeDueAt ? close(loaded, at) : null;
    },
    moderate: ({ loaded }, { pick }) => {
      if (moderateObstacle(loaded) !== null) return null;
      const about = { withdrawalId: 'W' } as const;
      const whats = [
        { what: 'revised', answerId: 'A' },
        { what: 'withdrawn', ground: 'wrong', ...about },
        { what: 'restored', ...about },
      ] as const;
      return moderate(loaded, whats[pick % whats.length] ?? whats[0]);
    },
    move_agency: ({ loaded }, { at, pick }) => {
      const gone = loaded.apology?.agencyCode ?? loaded.ticket.leadAgencyCode ?? 'SXD';
      const heir = AGENCIES.filter((code) => code !== gone)[pick % 2] as string;
      const takesOver = (code: string): string => (code === gone && code !== CENTRE ? heir : code);
      return moveAgency(loaded, { takesOver, leads: takesOver, agencyOf: () => heir, orderId: 'O', at });
    },
  };

/** What is decided of two tickets: the change of this one, and the other as it is then. */
const TOGETHER: Readonly<
  Record<'merge' | 'absorb' | 'split' | 'link', (life: Life, turn: Turn) => readonly [TicketChange, Life] | null>
> = {
  merge: (life, turn) => {
    const parent = stranger(life, turn, 'P');
    return together(parent, life, turn, (changes) => [
      changes.children[0] as TicketChange,
      live(parent, 'absorb', changes.parent, turn),
    ]);
  },
  absorb: (life, turn) => {
    const child = stranger(life, turn, 'C');
    return together(life, child, turn, (changes) => [
      changes.parent,
      live(child, 'merge', changes.children[0] as TicketChange, turn),
    ]);
  },
  split: (life, { at, by }) => {
    const parent = life.other;
    if (parent === null) return null;
    const to = { reason: WORDS, actor: actorOf(by, life.loaded), at, centreAgencyCode: CENTRE };
    const changes = splitApart(life.loaded, parent.loaded, to, planner);
    const noted = isOpen(parent.loaded.ticket.state) ? 'absorb' : 'link';
    return [changes.child, live(parent, noted, changes.parent, { at, by })];
  },
  link: (life, turn) => {
    const other = stranger(life, turn, 'L');
    const changes = linkBoth(life.loaded, other.loaded, { removed: turn.pick % 2 === 1 });
    return [changes.one, live(other, 'link', changes.other, turn)];
  },
};

function together(
  parent: Life,
  child: Life,
  { at, by }: Turn,
  result: (changes: ReturnType<typeof mergeTogether>) => readonly [TicketChange, Life],
): readonly [TicketChange, Life] | null {
  if (mergeObstacle(parent.loaded, [child.loaded]) !== null) return null;
  const actor = by.kind === 'staff' ? by : null;
  return result(mergeTogether(parent.loaded, [child.loaded], { reason: WORDS, actor, at }, planner));
}

function stranger(life: Life, { at, pick }: Turn, letter: string): Life {
  return born(categoryOf(pick), at, { id: `${letter}${String(life.entries.length)}` });
}

/** The ticket after a command; null where something stands in its way. */
export function attempt(life: Life, command: TicketCommand, turn: Turn): Life | null {
  if (command === 'save_draft')
    return withDraft(life, drafted(life.loaded, answerAt(turn.at, turn.pick), actorOf(turn.by, life.loaded), turn.at));
  if (command === 'merge' || command === 'absorb' || command === 'split' || command === 'link') {
    const both = TOGETHER[command](life, turn);
    if (both === null) return null;
    // A linked ticket is another matter: only a merge keeps two together.
    return { ...live(life, command, both[0], turn), other: command === 'link' ? life.other : both[1] };
  }
  const change = ALONE[command](life, turn);
  return change && live(life, command, change, turn);
}

/** What a command decides, by whoever has the ticket. */
export function decides(
  life: Life,
  command: keyof typeof ALONE,
  at: Date,
  pick = 0,
  by: Principal = SOMEBODY,
): TicketChange | null {
  return ALONE[command](life, { at, pick, by });
}

/** @throws Error when something stands in its way. */
export function does(life: Life, command: TicketCommand, at: Date, pick = 0): Life {
  const next = attempt(life, command, { at, pick, by: SOMEBODY });
  if (next === null) throw new Error(`${command} does not go through.`);
  return next;
}

function categoryOf(pick: number): CategoryFacts {
  return CATEGORIES[pick % CATEGORIES.length] as CategoryFacts;
}

/** Somebody stands for whoever has the ticket; everybody else is who he or she is. */
function actorOf(by: Principal, { ticket }: LoadedTicket): Actor {
  return by.kind === 'staff' && by !== SOMEBODY
    ? { accountId: by.accountId, agencyCode: by.agencyCode }
    : { accountId: SOMEBODY.accountId, agencyCode: ticket.leadAgencyCode ?? CENTRE };
}

function authorOf(by: Principal): { accountId: string | null; agencyCode: string | null } {
  return by.kind === 'staff' ? by : { accountId: null, agencyCode: null };
}

function outside(by: Principal): 'reporter' | 'centre' {
  return by.kind === 'reporter' ? 'reporter' : 'centre';
}

function deputyIn(by: Principal): string | null {
  return by.kind === 'staff' && (by.deputyFor ?? []).length > 0 ? by.accountId : null;
}

function heads(by: Principal): boolean {
  return by.kind === 'staff' && (by.roles.includes('agency_head') || (by.deputyFor ?? []).length > 0);
}
