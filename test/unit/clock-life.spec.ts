import { describe, expect, it } from '@jest/globals';
import { instant } from '../support/clock.js';
import { owedApology } from '../../src/tickets/domain/apology.js';
import type { TicketChange } from '../../src/tickets/domain/change.js';
import type { TicketClock } from '../../src/tickets/domain/clock.js';
import { extensionObstacle } from '../../src/tickets/domain/extension-moves.js';
import type { CategoryFacts } from '../../src/tickets/domain/open.js';
import type { TicketCommand } from '../../src/tickets/domain/state-table.js';
import { decides, does } from './life-commands.js';
import { born, CATEGORIES, live, planner, withClocks, type Life } from './life-model.js';

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
      'reported, given back and named again: nobody has to act twice',
      K1,
      [['accept'], ['report_action'], ['return_ticket'], ['classify', 2]],
      ['accept', 'resolve', 'resolve_holder'],
      ['accept accepted', 'act action_reported', 'classify assigned', 'classify assigned', 'resolve_holder returned'],
    ],
    [
      'taken back before anybody acted, and opened again: somebody still has to',
      K1,
      [['accept'], ['withdraw'], ['reopen', 1]],
      ['accept', 'act', 'resolve', 'resolve_holder'],
      ['accept accepted', 'act withdrawn', 'classify assigned', 'resolve withdrawn', 'resolve_holder withdrawn'],
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

  it('what is said of a ticket that was refused and opened again counts from then, not from the receipt', () => {
    let life = born(null, instant(START), { lead: null });
    life = does(life, 'reject', instant('2026-11-17 09:00'));
    life = does(life, 'reopen', instant('2026-12-01 08:00'));
    life = does(life, 'classify', instant('2026-12-01 08:20'), 2);
    const starts = life.loaded.running.map(({ kind, startedAt }) => [kind, startedAt]);
    expect(Object.fromEntries(starts)).toEqual({
      resolve: instant('2026-12-01 08:00'),
      act: instant('2026-12-01 08:00'),
      accept: instant('2026-12-01 08:20'),
      resolve_holder: instant('2026-12-01 08:20'),
    });
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
    const change = decides(life, 'reclassify', instant('2026-11-19 09:00'), 1);
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
    const back = decides(life, 'reclassify', instant('2026-11-19 10:00'), 4);
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
    const facts = { ...life.loaded, at: instant('2026-11-17 10:00'), planner };
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
