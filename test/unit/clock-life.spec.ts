import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instant } from '../support/clock.js';
import { provincePlanner } from '../support/planner.js';
import { accept, approve, pass, sendBack, submit } from '../../src/tickets/domain/answer-moves.js';
import { owedApology } from '../../src/tickets/domain/apology.js';
import { sendApology } from '../../src/tickets/domain/apology-moves.js';
import type { LoadedTicket, TicketChange } from '../../src/tickets/domain/change.js';
import type { TicketClock } from '../../src/tickets/domain/clock.js';
import { runningPause } from '../../src/tickets/domain/clock-moves.js';
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
import { isOpen, leads, stateRow, type TicketCommand } from '../../src/tickets/domain/state-table.js';
import { askCitizen, askObstacle, recordReply } from '../../src/tickets/domain/supplement.js';
import { transfer } from '../../src/tickets/domain/transfer.js';

const planner = provincePlanner();
const CENTRE = 'TD1022';
const HANDLER = { accountId: 'H', agencyCode: 'SXD' };
const PARTS = { found: 'a', done: 'b', doneOn: '2026-11-20', inCharge: 'c' };
const CATEGORIES: readonly CategoryFacts[] = [
  { code: 'gt-mat-duong', slaClass: 'K2', publicByDefault: true },
  { code: 'dat-lan-chiem', slaClass: 'K4', publicByDefault: true },
  { code: 'ht-nguy-hiem', slaClass: 'K1', publicByDefault: true },
];

/** A ticket with all that was ever written of it. */
interface Life {
  readonly loaded: LoadedTicket;
  readonly clocks: readonly TicketClock[];
  readonly extensions: readonly Extension[];
  /** Who held which clock from when on. */
  readonly holdings: TicketChange['holdings'];
}

function born(category: CategoryFacts, at: Date): Life {
  const route = {
    leadAgencyCode: 'SXD',
    slaClass: null,
    supportingAgencyCodes: [],
    ruleId: null,
    ruleVersion: null,
    reason: '',
    missing: null,
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
    { id: 'T', code: 'DN', at, boundary: 'ordinary', category, route, centreAgencyCode: CENTRE, planner },
  );
  const empty = {
    ticket: opened.ticket,
    running: [],
    ended: [],
    clockCount: 0,
    answer: null,
    apology: null,
    supports: [],
  };
  return withClocks({ loaded: empty, clocks: [], extensions: [], holdings: opened.holdings }, opened.clocks);
}

/** As the store writes clocks: by their id. */
function withClocks(life: Life, written: readonly TicketClock[]): Life {
  const byId = new Map(life.clocks.map((clock) => [clock.id, clock]));
  for (const clock of written) {
    const before = byId.get(clock.id);
    // A clock that has stopped is never written again, and no two have one place.
    expect(before?.stoppedAt ?? null).toBeNull();
    if (before)
      expect([clock.kind, clock.startedAt, clock.position]).toEqual([before.kind, before.startedAt, before.position]);
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

function live(life: Life, command: TicketCommand, change: TicketChange): Life {
  const { ticket } = life.loaded;
  expect([ticket.state, command, leads(ticket.state, command, change.state)]).toEqual([ticket.state, command, true]);
  const { extension } = change;
  const extensions = extension
    ? [...life.extensions.filter(({ id }) => id !== extension.id), extension]
    : life.extensions;
  const loaded: LoadedTicket = {
    ...life.loaded,
    ticket: { ...ticket, ...change.set, state: change.state, isOpen: isOpen(change.state) },
    answer: change.answer ?? life.loaded.answer,
    apology: change.apology ?? life.loaded.apology,
  };
  return withClocks({ ...life, loaded, extensions, holdings: [...life.holdings, ...change.holdings] }, change.clocks);
}

/** What a command makes of the ticket; null where something stands in its way. */
const COMMANDS: Readonly<Partial<Record<TicketCommand, (life: Life, at: Date, pick: number) => TicketChange | null>>> =
  {
    accept: ({ loaded }, at) => accept(loaded, actor(loaded), at),
    submit_answer: ({ loaded }, at) =>
      answerObstacle(loaded) === null ? submit(loaded, PARTS, actor(loaded), at) : null,
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
      reportObstacle(loaded) === null
        ? reportAction(loaded, { text: 'x', actedAt: at, actor: actor(loaded), at })
        : null,
    reclassify: ({ loaded }, at, pick) => {
      const category = CATEGORIES[pick % CATEGORIES.length] as CategoryFacts;
      const priority = pick % 2 === 0 ? 'normal' : 'high';
      const to = { category, slaClass: null, boundary: 'ordinary', priority, remark: null } as const;
      return reclassify(loaded, { ...to, actor: HANDLER, centreAgencyCode: CENTRE, at }, planner);
    },
    transfer: ({ loaded, extensions }, at, pick) => {
      const agencyCode = ['SXD', 'SYT', 'STC'].filter((code) => code !== loaded.ticket.leadAgencyCode)[pick % 2] ?? '';
      const pending = pendingExtension(extensions);
      return transfer(loaded, { agencyCode, reason: 'x', ground: 'x', actor: HANDLER, at, pending }, planner);
    },
    ask_citizen: ({ loaded }, at) =>
      askObstacle(loaded, at, planner) === null ? askCitizen(loaded, { text: 'x', actor: actor(loaded), at }) : null,
    record_reply: ({ loaded }, at) => recordReply(loaded, { text: 'x', actor: actor(loaded), at }, planner),
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
        ? sendApology(loaded, loaded.apology, { letterId: 'L', text: 'x', committedOn: '2026-12-01', actor: actor(loaded), at })
        : null,
  };

type Step = TicketChange & { readonly command: TicketCommand };

/** What ends a ticket is done seldom, so that there is a way to walk. */
function attempt(life: Life, command: TicketCommand, at: Date, pick: number): Step | null {
  const seldom = command === 'guide_elsewhere' ? 16 : command === 'publish' ? 2 : 1;
  const change = pick % seldom === 0 ? (COMMANDS[command]?.(life, at, pick) ?? null) : null;
  return change && { ...change, command };
}

function actor({ ticket }: LoadedTicket) {
  return { accountId: 'H', agencyCode: ticket.leadAgencyCode ?? CENTRE };
}

function does(life: Life, command: TicketCommand, at: Date, pick = 0): Life {
  const change = COMMANDS[command]?.(life, at, pick) ?? null;
  if (change === null) throw new Error(`${command} does not go through.`);
  return live(life, command, change);
}

const START = '2026-11-17 08:00';
const running = (life: Life) => life.loaded.running.map(({ kind }) => kind).sort();
const stops = (life: Life) =>
  life.clocks.flatMap(({ kind, stopReason }) => (stopReason === null ? [] : [`${kind} ${stopReason}`])).sort();
const holders = (life: Life, kind: string) =>
  life.holdings
    .filter(({ clockId }) => life.clocks.find(({ id }) => id === clockId)?.kind === kind)
    .map(({ agencyCode, accountId, stage }) => `${agencyCode} ${accountId ?? '-'} ${stage}`);

describe('each clock by its commands', () => {
  const [K2, K4, K1] = CATEGORIES as [CategoryFacts, CategoryFacts, CategoryFacts];

  it.each<[string, CategoryFacts, [TicketCommand, number?][], string[], string[]]>([
    ['opened', K2, [], ['accept', 'resolve', 'resolve_holder'], ['classify assigned']],
    ['opened, urgent', K1, [], ['accept', 'act', 'resolve', 'resolve_holder'], ['classify assigned']],
    ['accepted', K1, [['accept']], ['act', 'resolve', 'resolve_holder'], ['accept accepted', 'classify assigned']],
    [
      'reported: acting stops, the answer is still owed',
      K1,
      [['accept'], ['report_action']],
      ['resolve', 'resolve_holder'],
      ['accept accepted', 'act action_reported', 'classify assigned'],
    ],
    [
      'corrected to an emergency: acting starts',
      K2,
      [['accept'], ['reclassify', 2]],
      ['act', 'resolve', 'resolve_holder'],
      ['accept accepted', 'classify assigned'],
    ],
    [
      'corrected to none: acting stops',
      K1,
      [['accept'], ['reclassify', 0]],
      ['resolve', 'resolve_holder'],
      ['accept accepted', 'act reclassified', 'classify assigned'],
    ],
    [
      'reported, corrected and corrected back: nobody has to act twice',
      K1,
      [['accept'], ['report_action'], ['reclassify', 0], ['reclassify', 2]],
      ['resolve', 'resolve_holder'],
      ['accept accepted', 'act action_reported', 'classify assigned'],
    ],
    [
      'transferred before it was accepted',
      K2,
      [['transfer']],
      ['accept', 'resolve', 'resolve_holder'],
      ['accept handed_over', 'classify assigned', 'resolve_holder handed_over'],
    ],
    [
      'transferred after: acting goes with it',
      K1,
      [['accept'], ['transfer']],
      ['accept', 'act', 'resolve', 'resolve_holder'],
      ['accept accepted', 'classify assigned', 'resolve_holder handed_over'],
    ],
    [
      'asked: nothing stops',
      K2,
      [['accept'], ['ask_citizen']],
      ['resolve', 'resolve_holder'],
      ['accept accepted', 'classify assigned'],
    ],
    [
      'extended: nothing stops',
      K4,
      [['accept'], ['request_extension', 4], ['decide_extension']],
      ['resolve', 'resolve_holder'],
      ['accept accepted', 'classify assigned'],
    ],
    [
      'published',
      K2,
      [['accept'], ['submit_answer'], ['approve_answer'], ['publish']],
      [],
      ['accept accepted', 'classify assigned', 'publish published', 'resolve answered', 'resolve_holder answered'],
    ],
  ])('%s', (_, category, commands, runs, stopped) => {
    let life = born(category, instant(START));
    for (const [command, pick] of commands) life = does(life, command, instant('2026-11-17 09:00'), pick);
    expect(running(life)).toEqual(runs);
    expect(stops(life)).toEqual(stopped);
  });

  it('says who held the end-to-end clock, through a transfer and a question', () => {
    let life = born(K2, instant(START));
    for (const command of ['accept', 'transfer', 'accept', 'ask_citizen', 'record_reply'] as const)
      life = does(life, command, instant('2026-11-17 09:00'));
    expect(holders(life, 'resolve')).toEqual([
      'SXD - assigned',
      'SXD H in_progress',
      'SYT - assigned',
      'SYT H in_progress',
      'SYT H awaiting_info',
      'SYT H in_progress',
    ]);
    expect(life.clocks.filter(({ kind }) => kind === 'resolve')).toHaveLength(1);
  });

  it('a correction keeps the start, replays the pause, and tells when the promise moves', () => {
    let life = born(K2, instant(START));
    life = does(life, 'accept', instant('2026-11-17 09:00'));
    life = does(life, 'ask_citizen', instant('2026-11-18 07:00'));
    life = does(life, 'record_reply', instant('2026-11-18 16:30'));
    // Three working days end on Friday; one of them was spent waiting.
    expect(life.loaded.ticket.resolveDueAt).toEqual(instant('2026-11-23 16:30'));
    const change = COMMANDS.reclassify?.(life, instant('2026-11-19 09:00'), 1);
    expect(change?.events).toEqual([
      {
        type: 'ticket.reclassified',
        data: { agencyCode: 'SXD', slaClass: 'K4', dueBefore: '2026-11-23T09:30:00.000Z' },
      },
    ]);
    life = live(life, 'reclassify', change as TicketChange);
    const resolve = life.loaded.running.find(({ kind }) => kind === 'resolve');
    // Ten working days end on 2/12, Tuesday 24/11 being a day off; one more for the pause.
    expect(resolve).toMatchObject({ startedAt: instant(START), limit: '10wd', dueAt: instant('2026-12-03 16:30') });
    const back = COMMANDS.reclassify?.(life, instant('2026-11-19 10:00'), 4);
    expect(back?.events[0]?.data).toMatchObject({ dueBefore: null });
  });

  it('an extension outlives a correction of the priority, not one to a class that knows none', () => {
    let life = born(K4, instant(START));
    for (const [command, pick] of [
      ['accept', 0],
      ['request_extension', 4],
      ['decide_extension', 0],
    ] as const)
      life = does(life, command, instant('2026-11-17 09:00'), pick);
    const limits = () => life.loaded.running.map(({ kind, limit, extendedBy }) => [kind, limit, extendedBy]);
    const extendedBoth = [
      ['resolve', '15wd', '5wd'],
      ['resolve_holder', '15wd', '5wd'],
    ];
    expect(limits()).toEqual(extendedBoth);
    life = does(life, 'reclassify', instant('2026-11-17 10:00'), 1);
    expect([life.loaded.ticket.priority, ...limits()]).toEqual(['high', ...extendedBoth]);
    life = does(life, 'reclassify', instant('2026-11-17 10:00'), 0);
    expect(limits()).toEqual([
      ['resolve', '3wd', null],
      ['resolve_holder', '3wd', null],
    ]);
    const facts = { ...life.loaded, extensions: life.extensions, at: instant('2026-11-17 10:00'), planner };
    expect(extensionObstacle(facts)).toContain('chỉ gia hạn một lần');
  });

  it('while the answer lies at the gate its ladders are silent, and an answer that fails wakes them', () => {
    let life = born(K2, instant(START));
    for (const command of ['accept', 'submit_answer', 'approve_answer'] as const)
      life = does(life, command, instant('2026-11-17 09:00'));
    const timers = () =>
      life.loaded.running.filter(({ kind }) => kind.startsWith('resolve')).map(({ timerAt }) => timerAt !== null);
    expect(timers()).toEqual([false, false]);
    life = does(life, 'return_answer', instant('2026-11-23 09:00'));
    expect(timers()).toEqual([true, true]);
    // End to end the review counted, so what was missed in it is due at once.
    const [resolve] = life.loaded.running.filter(({ kind }) => kind === 'resolve');
    expect(resolve?.timerAt).toEqual(instant('2026-11-20 16:30'));
  });

  it('an apology is owed from the breach on, by whoever held it, and ends with the letter alone', () => {
    let life = born(K2, instant(START));
    life = does(life, 'accept', instant('2026-11-17 09:00'));
    const [resolve] = life.loaded.running.filter(({ kind }) => kind === 'resolve');
    const debt = owedApology(life.loaded.ticket, resolve as TicketClock, {
      holderAgencyCode: 'SXD',
      position: 99,
      planner,
    });
    // The breach lies at a closing, so the day of the letter is counted from Monday; Tuesday is a day off.
    expect(debt).toMatchObject({
      apology: { agencyCode: 'SXD', status: 'owed', owedAt: instant('2026-11-20 16:30'), ticketId: 'T' },
      clock: { kind: 'apology', startedAt: instant('2026-11-20 16:30'), dueAt: instant('2026-11-25 16:30') },
      holding: { agencyCode: 'SXD', stage: 'in_progress', fromAt: instant('2026-11-20 16:30') },
    });
    if (debt === null) return;
    life = withClocks({ ...life, loaded: { ...life.loaded, apology: debt.apology } }, [debt.clock]);
    life = does(life, 'transfer', instant('2026-11-23 09:00'));
    life = does(life, 'guide_elsewhere', instant('2026-11-23 10:00'));
    expect(running(life)).toEqual(['apology']);
    life = does(life, 'send_apology', instant('2026-11-23 11:00'));
    expect(running(life)).toEqual([]);
    expect(life.loaded.apology).toMatchObject({ status: 'sent', sentAt: instant('2026-11-23 11:00') });
  });
});

describe('whatever people do', () => {
  const steps = fc.array(
    fc.record({ command: fc.nat(), pick: fc.nat(), minutes: fc.integer({ min: -30, max: 600 }) }),
    {
      minLength: 15,
      maxLength: 30,
    },
  );

  it('every clock stops once, none takes another’s place, and both clocks of the answer run while it is worked on', () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(fc.nat(2), steps, (first, taken) => {
        let at = instant(START).getTime();
        let life = born(CATEGORIES[first] as CategoryFacts, new Date(at));
        for (const { command: nth, pick, minutes } of taken) {
          // Also backwards: the machine's clock may be set back.
          at += minutes * 60_000;
          const possible = Object.keys(stateRow(life.loaded.ticket.state).on) as TicketCommand[];
          const turn = nth % possible.length;
          const change = [...possible.slice(turn), ...possible.slice(0, turn)].reduce<Step | null>(
            (found, command) => found ?? attempt(life, command, new Date(at), pick),
            null,
          );
          if (change === null) continue;
          life = live(life, change.command, change);
          reached.add(`${change.command} ${life.loaded.ticket.state}`);
          invariants(life);
        }
      }),
      { numRuns: 50 },
    );
    // The walk has really been everywhere.
    const commands = new Set([...reached].map((step) => step.split(' ')[0]));
    // Nothing is owed here, and nothing waits for a class.
    expect(Object.keys(COMMANDS).filter((command) => !commands.has(command))).toEqual(['send_apology']);
    expect(new Set([...reached].map((step) => step.split(' ')[1])).size).toBe(8);
  });
});

function invariants(life: Life): void {
  const { ticket, running: now } = life.loaded;
  const kinds = now.map(({ kind }) => kind);
  expect(new Set(kinds).size).toBe(kinds.length);
  const both = ['resolve', 'resolve_holder'].every((kind) => kinds.some((running) => running === kind));
  expect([ticket.state, both]).toEqual([ticket.state, ticket.isOpen]);
  if (!ticket.isOpen) expect(kinds.filter((kind) => kind !== 'apology')).toEqual([]);
  expect(kinds.includes('accept')).toBe(ticket.state === 'assigned');
  expect(kinds.includes('publish')).toBe(ticket.state === 'awaiting_publication');
  for (const clock of life.clocks) {
    if (clock.stoppedAt !== null) expect(clock.stoppedAt >= clock.startedAt).toBe(true);
    // What is still to be noted of a clock that has stopped had come before it did.
    if (clock.stoppedAt !== null && clock.timerAt !== null) expect(clock.timerAt < clock.stoppedAt).toBe(true);
    const still = clock.kind.startsWith('resolve') && clock.stoppedAt === null && ticket.state === 'awaiting_info';
    if (clock.stoppedAt === null) expect(runningPause(clock) !== null).toBe(still);
    for (const { fromAt, toAt } of clock.pauses) expect(toAt === null || toAt >= fromAt).toBe(true);
  }
  const [resolve] = now.filter(({ kind }) => kind === 'resolve');
  expect(life.clocks.filter(({ kind }) => kind === 'resolve')).toHaveLength(1);
  if (resolve) {
    expect(resolve.startedAt).toEqual(ticket.receivedAt);
    expect([ticket.resolveDueAt, ticket.listDueAt]).toEqual([resolve.dueAt, resolve.dueAt]);
    expect(planner.replan(resolve, ticket).dueAt).toEqual(resolve.dueAt);
    expect(['1wd', '3wd', '10wd', '11wd', '12wd', '13wd', '14wd', '15wd']).toContain(resolve.limit);
  }
  expect(ticket.pausedAt !== null).toBe(ticket.state === 'awaiting_info');
  expect(life.extensions.filter(({ status }) => status === 'approved').length).toBeLessThanOrEqual(1);
}
