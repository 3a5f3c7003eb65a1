import type { StopReason, PauseReason, TicketClock, TicketClockKind } from '../../src/tickets/domain/clock.js';
import { runningPause } from '../../src/tickets/domain/clock-moves.js';
import { chainFaults } from '../../src/tickets/domain/history-chain-check.js';
import { isRejectionGround } from '../../src/tickets/domain/grounds.js';
import { stateRow, type TicketCommand, type TicketState } from '../../src/tickets/domain/state-table.js';
import { openParts } from '../../src/tickets/domain/support.js';
import { isGuided } from '../../src/tickets/domain/ticket.js';
import { CENTRE, must, planner, WORDS, type Life } from './life-model.js';
import type { Taken } from './life-walk.js';

/** A ticket that ends takes its clocks along. */
const ENDS = {
  merged: ['merge'],
  withdrawn: ['withdraw', 'expire_question'],
  rejected: ['reject'],
  guided: ['guide_elsewhere'],
} as const satisfies Partial<Record<StopReason, readonly TicketCommand[]>>;

/** Why a clock of each kind may stop, and by what; `open`: with the opening itself. There is no other reason. */
export const STOPS: Readonly<
  Record<TicketClockKind, Readonly<Partial<Record<StopReason, readonly (TicketCommand | 'open')[]>>>>
> = {
  classify: { assigned: ['open', 'classify', 'rule_lead'], kept_by_centre: ['classify'], ...ENDS },
  accept: { accepted: ['accept'], handed_over: ['transfer', 'rule_lead'], returned: ['return_ticket'], ...ENDS },
  act: { action_reported: ['report_action'], reclassified: ['reclassify', 'classify'], ...ENDS },
  resolve: { answered: ['publish'], ...ENDS },
  resolve_holder: {
    answered: ['publish'],
    handed_over: ['transfer', 'rule_lead'],
    returned: ['return_ticket'],
    ...ENDS,
  },
  publish: { published: ['publish'], failed_gate: ['return_answer'] },
  apology: { apology_sent: ['send_apology'] },
  commitment: { done_reported: ['report_done'], reopened: ['reopen'] },
  support: {
    part_delivered: ['deliver_support'],
    part_withdrawn: [
      'withdraw_support',
      'transfer',
      'return_ticket',
      'rule_lead',
      'publish',
      'guide_elsewhere',
      'withdraw',
      'expire_question',
      'merge',
      'reject',
    ],
  },
};

/** Why a clock may stand still, which ones do, and what sets them going again. There is no other reason. */
const STANDS: Readonly<
  Record<
    PauseReason,
    {
      readonly kinds: readonly TicketClockKind[];
      readonly from: readonly TicketCommand[];
      readonly to: readonly TicketCommand[];
    }
  >
> = {
  awaiting_citizen: {
    kinds: ['resolve', 'resolve_holder'],
    from: ['ask_citizen'],
    to: ['record_reply', 'expire_question', 'transfer', 'withdraw', 'merge'],
  },
  // Known only when the answer has failed: written whole.
  centre_review: { kinds: ['resolve_holder'], from: ['return_answer'], to: ['return_answer'] },
};

/** What moves a deadline that was given; else it stays as it was promised. */
const MOVES: readonly TicketCommand[] = [
  ...['classify', 'reclassify', 'decide_extension', 'return_answer', 'absorb', 'split'],
  ...STANDS.awaiting_citizen.to,
] as TicketCommand[];

/** What one step may change and must leave alone. */
export function stepHolds({ before, after, command }: Taken): void {
  const [was, is] = [before.loaded.ticket, after.loaded.ticket];
  const grows = command === 'save_draft' ? 0 : 1;
  must(is.version === was.version + grows, 'versions grow by one', command, was.version, is.version);
  const added = after.entries.slice(before.entries.length);
  must(
    added.every(({ version }) => version === is.version) && added.length >= grows,
    'every step tells what it did, under its own version',
    command,
    added,
  );
  must(is.createdAt === was.createdAt && is.receivedAt === was.receivedAt, 'a ticket began once', command);
  for (const clock of after.clocks) {
    const old = before.clocks.find(({ id }) => id === clock.id);
    if (old !== clock) clockStep(command, old ?? null, clock);
  }
}

function clockStep(command: TicketCommand, old: TicketClock | null, clock: TicketClock): void {
  const { kind, stopReason } = clock;
  if (stopReason !== null && (old === null || old.stopReason === null)) {
    const by = STOPS[kind][stopReason] ?? [];
    must(by.includes(command), 'a clock stops for a listed reason', kind, stopReason, command);
  }
  if (old !== null && old.stopReason !== null && stopReason === null)
    must(command === 'split', 'only a split lets a clock that stopped run on', kind, old.stopReason, command);
  const [stood, stands] = [old?.pauses.length ?? 0, clock.pauses.length];
  for (const pause of clock.pauses.slice(stood)) {
    const rule = STANDS[pause.reason];
    // A promise that is taken over brings its own past along.
    const listed = rule.kinds.includes(kind) && (rule.from.includes(command) || command === 'absorb');
    must(listed, 'a clock stands still for a listed reason', kind, pause, command);
  }
  if (old !== null && stands >= stood) {
    const pause = runningPause(old);
    if (pause !== null && runningPause(clock) === null)
      must(STANDS[pause.reason].to.includes(command), 'a clock goes on for a listed reason', kind, command);
  }
  if (old !== null && old.dueAt.getTime() !== clock.dueAt.getTime())
    must(MOVES.includes(command), 'a deadline moves for a listed reason', kind, command, old.dueAt, clock.dueAt);
}

/** What is true of a ticket at any time. */
export function lifeHolds(life: Life): void {
  const { ticket, running } = life.loaded;
  const { state } = ticket;
  must(ticket.isOpen === !stateRow(state).terminal, 'open is what has not ended', state);
  chainHolds(life);
  leadHolds(life);
  clocksHold(life);
  endHolds(life);
  nothingPersonal(life);
  must(ticket.openParts === openParts(life.loaded).length, 'open parts are counted', state);
  must(
    running.filter(({ kind }) => kind === 'support').length === ticket.openParts,
    'each open part has a clock',
    state,
    ticket.openParts,
  );
  must((ticket.pausedAt !== null) === (state === 'awaiting_info'), 'paused is waiting for the citizen', state);
  if (state === 'awaiting_info') must(life.loaded.question?.status === 'asked', 'whoever waits has asked', state);
  must(
    ticket.extensionAsked === life.loaded.extensions.some(({ status }) => status === 'asked'),
    'a request for more time waits as the ticket says',
    state,
  );
}

function chainHolds({ loaded: { ticket }, entries }: Life): void {
  const faults = chainFaults({ length: ticket.historyLength, head: ticket.historyHash, entries });
  must(faults.length === 0, 'the chain verifies', faults);
  must(entries.at(-1)?.version === ticket.version, 'the last entry is of the last version', ticket.version);
}

/** In each state somebody in particular is in charge, and nobody else. */
function leadHolds({ loaded: { ticket, running }, clocks, holdings }: Life): void {
  const { state, leadAgencyCode: lead } = ticket;
  const holders = (kinds: readonly TicketClockKind[]): string[] => [
    ...new Set(running.filter(({ kind }) => kinds.includes(kind)).map(({ holderAgencyCode }) => holderAgencyCode)),
  ];
  const turn = holders(['classify', 'accept', 'resolve_holder']);
  if (ticket.isOpen && state !== 'received') {
    must(lead !== null && turn.length === 1 && turn[0] === lead, 'exactly one lead while open', state, lead, turn);
    must(holders(['resolve']).join() === lead, 'the lead has to meet the promise', state, holders(['resolve']));
    must(
      holders(['publish']).every((code) => code === CENTRE),
      'the centre publishes',
      state,
      holders(['publish']),
    );
  }
  if (state === 'received') {
    // The centre names the lead, or keeps what is a complaint or denunciation.
    const kept = isGuided(ticket.boundary);
    must(kept ? lead === CENTRE : lead === null, 'without an agency the centre is in charge', ticket.boundary, lead);
    must(kept ? turn.length === 0 : turn.join() === CENTRE, 'and has to name one', turn);
    must(
      holders(['resolve', 'act']).every((code) => code === CENTRE),
      'and nobody else',
      holders(['resolve', 'act']),
    );
  }
  for (const clock of clocks) {
    if (clock.stoppedAt !== null) continue;
    const last = holdings.findLast(({ clockId }) => clockId === clock.id);
    // What was promised begins with the clock's own holder, and says so nowhere else.
    if (clock.kind === 'commitment' && last === undefined) continue;
    // At the gate the time is the centre's, and the promise is still the lead's.
    const atGate = clock.kind === 'resolve' && state === 'awaiting_publication';
    const holder = atGate ? [CENTRE, null] : [clock.holderAgencyCode, clock.holderAccountId];
    must(
      last?.agencyCode === holder[0] && last?.accountId === holder[1],
      'who holds a clock is written down',
      clock.kind,
      holder,
      last,
    );
  }
}

/** What runs on beside the way to the answer: a letter, a part of another agency, what an answer has promised. */
const BESIDE: readonly TicketClockKind[] = ['support', 'apology', 'commitment'];

/** Which clocks run in each open state; `resolve` waits for a class. */
function clocksHold(life: Life): void {
  const { ticket, running } = life.loaded;
  const { state } = ticket;
  const kinds = running.map(({ kind }) => kind).filter((kind) => !BESIDE.includes(kind));
  must(new Set(kinds).size === kinds.length, 'one clock of a kind runs at a time', kinds);
  if (!ticket.isOpen) must(kinds.length === 0, 'what has ended owes no answer', state, kinds);
  must(kinds.includes('accept') === (state === 'assigned'), 'accepting is asked while assigned', state, kinds);
  must(kinds.includes('publish') === (state === 'awaiting_publication'), 'publishing after approval', state, kinds);
  if (ticket.isOpen && ticket.slaClass !== null) must(kinds.includes('resolve'), 'an answer is promised', state);
  const reported = life.clocks.some(({ stopReason }) => stopReason === 'action_reported');
  const acts = ticket.isOpen && state !== 'received' && ticket.urgent && !reported;
  if (acts) must(kinds.includes('act'), 'in an emergency somebody has to act', state, kinds);
  if (reported) must(!kinds.includes('act'), 'and nobody twice', state, kinds);
  const promised = running.some(({ kind }) => kind === 'commitment');
  must(promised === (ticket.commitmentDueAt !== null), 'what is promised is due as the ticket says', state);
  if (promised) must(ANSWERED.includes(state), 'what is promised stands with the answer', state);
  for (const clock of life.clocks) {
    const { kind, startedAt, stoppedAt, stopReason, timerAt } = clock;
    must((stoppedAt === null) === (stopReason === null), 'what stops has a reason', kind);
    if (stoppedAt !== null) must(stoppedAt >= startedAt, 'a clock does not stop before it began', kind);
    // What is still to be noted of a clock that has stopped had come before it did.
    if (stoppedAt !== null && timerAt !== null) must(timerAt < stoppedAt, 'a stopped clock presses nobody', kind);
    const still = kind.startsWith('resolve') && stoppedAt === null && state === 'awaiting_info';
    must((runningPause(clock) !== null) === still, 'the answer stands still while the citizen is asked', kind, state);
    for (const { fromAt, toAt } of clock.pauses)
      must(toAt === null || toAt >= fromAt, 'a pause does not end before it began', kind);
  }
  const promises = life.clocks.filter(({ kind }) => kind === 'resolve');
  const again = life.entries.filter(({ type }) => type === 'reopened').length;
  must(promises.length <= 1 + again, 'one promise for each time it was opened', promises.length, again);
  const resolve = running.find(({ kind }) => kind === 'resolve');
  if (resolve === undefined) return;
  const due = resolve.dueAt.getTime();
  must(ticket.resolveDueAt?.getTime() === due && ticket.listDueAt.getTime() === due, 'the ticket says its promise');
  must(planner.replan(resolve, ticket).dueAt.getTime() === due, 'a deadline can be computed again', resolve.dueAt);
  // An earlier promise that was taken over is kept, also after a split.
  const tookOver = life.entries.some(({ type }) => type === 'absorbed');
  if (again === 0 && !tookOver)
    must(resolve.startedAt.getTime() === ticket.receivedAt.getTime(), 'end to end the time runs from the receipt');
}

const ANSWERED: readonly TicketState[] = ['published', 'resolved_private'];

/** What a ticket may end with. */
type Ending = 'answered' | 'guided' | 'refused' | 'withdrawn' | 'unanswered question' | 'merged';

/** What leads back to work: everything before it has been overtaken. */
const BACK_TO_WORK = ['reopened', 'split'];

/**
 * What a ticket has ended with, by what is written of it and whatever its state says; null: nothing. Each has to be there with
 * all that the citizen is owed: an answer in its four parts, a ground and a way forward, where to go, who took it back.
 */
export function endingOf({ loaded, entries, remarks, answers, questions, other }: Life): Ending | null {
  const { ticket } = loaded;
  const present = entries.slice(entries.findLastIndex(({ type }) => BACK_TO_WORK.includes(type)) + 1);
  const told = (...types: string[]) => present.find(({ type }) => types.includes(type)) ?? null;
  const remarked = (id: unknown, kind: string): boolean =>
    remarks.some((remark) => remark.id === id && remark.kind === kind && remark.text !== '');

  const out = told('published', 'resolved_private');
  if (out !== null) {
    const answer = answers.find(({ id }) => id === out.data['answerId']);
    const whole =
      answer && answer.found !== '' && answer.done !== '' && answer.doneOn !== null && answer.inCharge !== '';
    const stoodFor =
      answer !== undefined && answer.approvedByAccountId !== null && answer.publishedByAccountId !== null;
    const given = answer?.status === 'published' && answer.publishedAt !== null;
    const saidWhy = out.type === 'published' ? answer?.privateReason === null : Boolean(answer?.privateReason);
    return whole && stoodFor && given && saidWhy ? 'answered' : null;
  }
  const guided = told('guided_elsewhere');
  if (guided !== null)
    return remarked(guided.data['remarkId'], 'guidance') && isGuided(ticket.boundary) ? 'guided' : null;
  const refused = told('rejected');
  if (refused !== null) {
    const ground = isRejectionGround(String(refused.data['ground']));
    return ground && remarked(refused.data['remarkId'], 'rejection') ? 'refused' : null;
  }
  const takenBack = told('withdrawn');
  if (takenBack !== null) return ['reporter', 'centre'].includes(String(takenBack.data['by'])) ? 'withdrawn' : null;
  const expired = present.find(({ type, data }) => type === 'question_expired' && data['shared'] !== true);
  if (expired !== undefined) {
    const question = questions.find(({ id }) => id === expired.data['questionId']);
    return question?.status === 'expired' && question.reply === null ? 'unanswered question' : null;
  }
  const merged = told('merged');
  if (merged !== null) {
    const stands = other?.loaded.ticket;
    const same = stands?.id === ticket.mergedIntoId && merged.data['intoTicketId'] === stands?.id;
    return same && (stands?.mergedCount ?? 0) > 0 && stands?.mergedIntoId === null ? 'merged' : null;
  }
  return null;
}

function endHolds(life: Life): void {
  const { ticket } = life.loaded;
  const ending = endingOf(life);
  must(
    ticket.isOpen === (ending === null),
    'nothing closes without a result, refusal or withdrawal',
    ticket.state,
    ending,
  );
  must((ticket.mergedIntoId !== null) === (ending === 'merged'), 'merged is into another', ticket.state, ending);
  if (ticket.isOpen) return;
  const waits = life.loaded.extensions.some(({ status }) => status === 'asked') || openParts(life.loaded).length > 0;
  must(!waits && !ticket.appealed, 'nobody is asked to decide anything about what has ended', ticket.state);
  must(life.loaded.question?.status !== 'asked', 'nor to answer', ticket.state);
}

/** History and events refer to what people wrote; they do not hold it. */
function nothingPersonal({ entries, events }: Life): void {
  for (const one of [...entries.slice(-3), ...events.slice(-3)])
    must(!JSON.stringify(one.data).includes(WORDS), 'nobody’s words in history or events', one);
}
