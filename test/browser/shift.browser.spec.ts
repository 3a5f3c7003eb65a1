import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import supertest from 'supertest';
import { ctiEndpoint, type CtiEvent, type PostEvent } from '../../src/cti-client/index.js';
import { ContactRow, intakeEntities } from '../../src/intake/index.js';
import { SystemClock } from '../../src/kernel/index.js';
import { inOrder, Player, shift, type Played, type Shift } from '../../src/pbx-sim/index.js';
import { CallBackRow, PhoneCallRow, telephonyEntities } from '../../src/telephony/index.js';
import { TicketRow, ticketsEntities } from '../../src/tickets/index.js';
import { startBuiltService, type BuiltService } from '../support/built-service.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';
import { eventually, openDatabase } from '../support/index.js';
import { install, type Installation } from '../support/installation.js';
import { OperatorAtWork } from '../support/operator-at-work.js';
import { setShiftStage, type Person, type ShiftStage } from '../support/shift-stage.js';
import { EXCHANGE } from '../support/exchange.js';

jest.setTimeout(360_000);

const OPERATORS = 10;
const SPEED = 80;
const TOKEN = 'a-token-for-tests-0123456789';
const ENVIRONMENT = { CTI_TOKENS: `pbx:${TOKEN}` };
const VOICE_BOX = 'voicemail';

let installation: Installation;
let stage: ShiftStage;
let service: BuiltService;
let browser: TestBrowser;

beforeAll(async () => {
  installation = install();
  stage = await setShiftStage(OPERATORS);
  service = await startBuiltService(stage.place, ENVIRONMENT, { root: installation.root });
  browser = await startBrowser(service.url);
});
afterAll(async () => {
  await browser?.close();
  await service?.kill();
  await stage?.place.drop();
  installation?.remove();
});

/** An hour from eight in the morning, with an incident in it, told so that it ends when it has been played. */
function anHour(): Shift {
  const from = Date.parse('2026-11-23T08:00:00+07:00');
  const course = shift({
    seed: 5,
    from,
    minutes: 60,
    operators: stage.operators.map(({ extension }) => extension),
    callsPerHour: 14,
    outboundPerHour: 4,
    burst: 12,
    burstMinutes: 2,
    ...EXCHANGE,
  });
  const end = Date.now() + (course.until - from) / SPEED;
  // Never ahead of the time, whatever the hour at which this runs: the service takes no event from the future.
  const later = Math.floor((end - course.until) / 1000) * 1000 - 1000;
  const events = course.events.map((event) => ({ ...event, at: new Date(Date.parse(event.at) + later).toISOString() }));
  return { ...course, events, until: course.until + later };
}

async function sessionOf({ login, password }: Person): Promise<{ cookie: string; csrf: string }> {
  const answer = await supertest(service.url).post('/api/v1/session').send({ login, password }).expect(201);
  return {
    cookie: answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '',
    csrf: (answer.body as { csrf: string }).csrf,
  };
}

async function seat(index: number, beforeSaving: () => Promise<void>): Promise<[Window, OperatorAtWork]> {
  const operator = stage.operators[index];
  if (operator === undefined) throw new Error('no such seat');
  const window = await browser.window(operator.login);
  const [name = '', value = ''] = (await sessionOf(operator)).cookie.split('=');
  await window.context.addCookies([{ name, value, url: service.url }]);
  await window.page.emulateMedia({ reducedMotion: 'reduce' });
  return [window, await OperatorAtWork.sit(operator, window.page, { beforeSaving })];
}

/** The number that is held back from the start: of somebody whom the exchange would have put through. */
async function holdBack(course: Shift): Promise<string> {
  const caller = course.events.find((event) => event.event === 'answer' && event.from.startsWith('0'));
  const number = caller?.event === 'answer' ? caller.from : '';
  const { cookie, csrf } = await sessionOf(stage.coordinator);
  await supertest(service.url)
    .post('/api/v1/blocked-callers')
    .set({ cookie, 'x-csrf-token': csrf, 'idempotency-key': 'held-back-0123456789' })
    .send({ phone: number, reason: 'Gọi phá liên tục trong đêm.', days: 1 })
    .expect(201);
  return number;
}

/** As the service keeps numbers; null: it is hidden. */
const e164 = (number: string): string | null => (/\d/.test(number) ? `+84${number.replace(/^(\+84|84|0)/, '')}` : null);

/** Whom the exchange rang or gave each call to: what may stand on whose page. */
function ringingAt(events: readonly CtiEvent[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const event of events) {
    if (event.event === 'agentState') continue;
    const who = event.event === 'newCall' ? event.user : 'answeringNumber' in event ? event.answeringNumber : undefined;
    if (who === undefined || who === VOICE_BOX) continue;
    const calls = found.get(who) ?? new Set<string>();
    found.set(who, calls.add(event.callId));
  }
  return found;
}

/** How many missed calls each number is still to be called back for: those after which it was never served. */
function stillOwed({ calls }: Played, startOf: (callId: string) => number): ReadonlyMap<string, number> {
  const owed = new Map<string, number>();
  const inbound = calls.filter(({ direction }) => direction === 'in');
  for (const { from, callId, outcome } of inbound) {
    const phone = e164(from);
    if (phone === null || ['answered', 'forwarded', 'rejected'].includes(outcome)) continue;
    const served = inbound.some(
      (other) => e164(other.from) === phone && other.outcome === 'answered' && startOf(other.callId) > startOf(callId),
    );
    if (!served) owed.set(phone, (owed.get(phone) ?? 0) + 1);
  }
  return owed;
}

it('agrees with the exchange to the last call, contact and ticket, though the service is killed in between', async () => {
  await browser.walk('shift', async () => {
    let dead: Promise<void> | null = null;
    let course: Shift | null = null;
    let player: Player | null = null;
    const atWork: OperatorAtWork[] = [];
    // In the middle of the shift, when one is about to save and another one's contact is on its way.
    const beforeSaving = async (): Promise<void> => {
      const share = course === null || player === null ? 0 : player.progress().accepted / course.events.length;
      const others = atWork.filter(({ saving }) => saving).length > 1;
      if (share > 0.65 || (share > 0.45 && others)) dead ??= service.kill();
      await dead;
    };
    const seats = await Promise.all(stage.operators.map((_operator, index) => seat(index, beforeSaving)));
    atWork.push(...seats.map(([, operator]) => operator));

    course = anHour();
    const { events, until } = course;
    const heldBack = await holdBack(course);
    const acknowledged = new Map<string, number>();
    const send = ctiEndpoint(service.url, TOKEN);
    const post: PostEvent = async (event) => {
      const outcome = await send(event);
      if (outcome.kind === 'accepted' && event.event === 'newCall' && event.user !== undefined)
        acknowledged.set(`${event.callId} ${event.user}`, Date.now());
      return outcome;
    };
    player = new Player({ shift: course, sendings: inOrder(events), post, speed: SPEED, clock: new SystemClock() });
    const isOver = { now: false };
    const playing = player.play();
    const working = Promise.all(atWork.map((operator) => operator.work(() => isOver.now)));
    working.catch(() => undefined);

    await eventually('the service is killed', () => dead !== null, 90);
    await Promise.resolve(dead);
    await eventually('a page has kept a contact back, and the exchange its events', () => {
      const waiting = player?.progress().waiting ?? 0;
      return waiting > 5 && atWork.some(({ keptBack }) => keptBack > 0);
    });
    const port = Number(new URL(service.url).port);
    service = await startBuiltService(stage.place, ENVIRONMENT, { root: installation.root, port });
    dead = Promise.resolve();

    const played = await playing;
    isOver.now = true;
    await working;
    expect([played.complete, played.events.accepted, played.events.refused]).toEqual([true, expect.any(Number), 0]);
    expect(played.figures.inbound.rejected).toBeGreaterThan(0);

    // The service's figures
    const { cookie } = await sessionOf(stage.coordinator);
    const figures = await supertest(service.url)
      .get('/api/v1/telephony/figures')
      .query({ from: events[0]?.at, to: new Date(until + 60_000).toISOString() })
      .set({ cookie })
      .expect(200);
    const { inbound, outbound, transfers, operators } = played.figures;
    const { withheld, ...ends } = inbound;
    expect(figures.body.incoming).toMatchObject(ends);
    expect(figures.body.outgoing).toEqual(outbound);
    expect(figures.body.transfers).toBe(transfers);
    const lineOf = new Map(stage.operators.map(({ accountId, extension }) => [accountId, extension]));
    const nobody = { answered: 0, takenOver: 0, calledOut: 0, talkSeconds: 0 };
    expect(
      Object.fromEntries(
        (figures.body.operators as { accountId: string }[]).map(({ accountId, ...one }) => [
          lineOf.get(accountId),
          one,
        ]),
      ),
    ).toEqual(
      Object.fromEntries(
        stage.operators.map(({ extension }) => [extension, expect.objectContaining(operators[extension] ?? nobody)]),
      ),
    );

    // What is in the database
    const database = await openDatabase(stage.place, [...telephonyEntities, ...intakeEntities, ...ticketsEntities]);
    const [calls, contacts, tickets, callBacks] = await Promise.all([
      database.rows.find(PhoneCallRow),
      database.rows.find(ContactRow),
      database.rows.find(TicketRow),
      database.rows.find(CallBackRow),
    ]);
    await database.close();
    expect(calls.filter(({ withheld: hidden }) => hidden)).toHaveLength(withheld);
    const callOf = new Map(calls.map((call) => [call.callId, call]));
    const written = new Map(atWork.flatMap(({ written: own }) => [...own]));
    expect(played.calls.map(({ callId }) => callId).sort()).toEqual([...callOf.keys()].sort());

    // Each call that was answered has one contact, with the outcome that was chosen on the page
    const answered = played.calls.filter(({ direction, outcome }) => direction === 'in' && outcome === 'answered');
    const meant = new Set([...written].map(([id, kind]) => `${id} ${kind}`));
    const kinds = new Set(contacts.map(({ callId, kind }) => `${String(callId)} ${kind}`));
    const differing = [...[...meant].filter((one) => !kinds.has(one)), ...[...kinds].filter((one) => !meant.has(one))];
    const about = atWork
      .flatMap(({ diary }) => diary)
      .filter((line) => differing.some((one) => line.includes(one.split(' ')[0] ?? '')));
    expect({ differing, about: about.sort() }).toEqual({ differing: [], about: [] });
    expect(contacts).toHaveLength(written.size);
    // Nobody has saved anything as a call that was not the form's any more, nor stood before the browser's error page.
    expect(atWork.flatMap(({ withoutCall }) => withoutCall)).toEqual([]);
    expect(atWork.map(({ errorPages }) => errorPages)).toEqual(atWork.map(() => 0));
    const unwritten = answered.filter(({ callId }) => !written.has(callOf.get(callId)?.id ?? ''));
    expect(unwritten).toEqual([]);
    const contactOf = new Map(calls.map(({ id, contactId }) => [id, contactId]));
    for (const { id, callId } of contacts) if (callId !== null) expect(contactOf.get(callId)).toBe(id);
    // A contact of a call that went out may be written, too; of others there is none.
    const others = written.size - answered.length;
    expect(others).toBeLessThanOrEqual(played.figures.outbound.placed);

    // Each contact that opened a ticket has one
    const opened = contacts.filter(({ kind }) => kind === 'ticket').map(({ id }) => id);
    expect(tickets.map(({ contactId }) => contactId).sort()).toEqual(opened.sort());

    // Who called in vain is called back
    const owed = stillOwed(played, (callId) => callOf.get(callId)?.startedAt.getTime() ?? 0);
    const open = callBacks.filter(({ state, ticketId }) => state === 'open' && ticketId === null);
    expect(Object.fromEntries(open.map(({ phone, times }) => [phone, times]))).toEqual(Object.fromEntries(owed));
    expect(open.map(({ phone }) => phone)).not.toContain(e164(heldBack));

    // Calls stood on the pages of those at whom they rang, and nowhere else
    const allowed = ringingAt(events);
    const delays: number[] = [];
    for (const { operator, shown } of atWork) {
      const mine = allowed.get(operator.extension) ?? new Set();
      const foreign = [...shown.keys()].filter((id) => !mine.has(calls.find((call) => call.id === id)?.callId ?? ''));
      expect({ operator: operator.extension, foreign }).toEqual({ operator: operator.extension, foreign: [] });
      for (const [id, at] of shown) {
        const { callId = '' } = calls.find((call) => call.id === id) ?? {};
        const told = acknowledged.get(`${callId} ${operator.extension}`);
        if (told !== undefined) delays.push(at - told);
      }
    }
    for (const { callId, operator: extension } of answered) {
      const id = callOf.get(callId)?.id ?? '';
      const seen = atWork.filter(({ shown }) => shown.has(id)).map(({ operator }) => operator.extension);
      // Where it rang in vain it may have stood, too; of a call that was handed over either has it.
      if (callOf.get(callId)?.transfers === 0)
        expect({ callId, seen }).toMatchObject({ callId, seen: expect.arrayContaining([extension]) });
      else expect(seen.length).toBeGreaterThan(0);
    }
    process.stdout.write(story(played, atWork, delays));
    for (const [{ who, complaints }] of seats) expect({ who, complaints }).toEqual({ who, complaints: [] });
  });
});

function story({ events, figures }: Played, atWork: readonly OperatorAtWork[], delays: readonly number[]): string {
  const sorted = [...delays].sort((a, b) => a - b);
  const at = (share: number): string => String(sorted[Math.floor((sorted.length - 1) * share)] ?? NaN);
  const sum = (of: (one: OperatorAtWork) => number): number => atWork.reduce((total, one) => total + of(one), 0);
  return [
    `${String(events.accepted)} events, ${String(events.retries)} tried again; ${String(figures.inbound.offered)} calls, ${String(figures.inbound.answered)} answered, ${String(figures.inbound.missed)} missed, ${String(figures.inbound.rejected)} rejected, ${String(figures.transfers)} handed over.`,
    `Written down ${String(sum(({ written }) => written.size))}, ${String(sum(({ keptBack }) => keptBack))} of them while the service was away; written by the other one before: ${String(sum(({ refused }) => refused.size))}; asked again: ${String(sum(({ doubts }) => doubts))}.`,
    `From the acknowledged event to the page, ${String(delays.length)} calls, ms: middle ${at(0.5)}, 90 % ${at(0.9)}, longest ${at(1)}.`,
    '',
  ].join('\n');
}
