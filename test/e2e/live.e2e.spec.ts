import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { LiveGateway } from '../../src/console/index.js';
import { createApp } from '../../src/create-app.js';
import { Accounts } from '../../src/identity/index.js';
import { SessionRow } from '../../src/identity/entities.js';
import { newId } from '../../src/kernel/index.js';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import { Feed, Outbox } from '../../src/platform/outbox/index.js';
import { signIn, visitor, type Agent } from '../support/agent.js';
import { createTestApp, freePort, type TestApp } from '../support/app.js';
import { ENGINE, eventually } from '../support/index.js';

jest.setTimeout(180_000);

const WARD = '25993';
const WARD_AGENCY = `UBND-${WARD}`;
const OTHER_AGENCY = 'SYT';
const QUIET_MS = 400;
/** What signing out and a machine with other work may take besides; far from the minute of the regular look. */
const BUSY_MS = 5_000;

interface Change {
  readonly ticketId: string;
  readonly version: number;
  readonly seq: number;
  readonly type: string;
}

interface CatchUp {
  readonly reset: boolean;
  readonly seq: number;
  readonly changes: readonly Change[];
}

/** A page's end of the line, which writes down all it is told. */
interface Line {
  readonly socket: Socket;
  readonly told: Change[];
  /** What a page asks when it comes back. */
  since(body: unknown): Promise<CatchUp>;
}

interface Hello {
  readonly seq: number;
  /** What pages of this build load. */
  readonly script: string;
}

const open: Socket[] = [];

function dial(url: string, headers: Readonly<Record<string, string>>, namespace = '/live'): Socket {
  const socket = io(`${url}${namespace}`, {
    transports: ['websocket'],
    extraHeaders: headers,
    forceNew: true,
    reconnection: false,
  });
  open.push(socket);
  return socket;
}

/** Connects and waits for the greeting. @throws Error with the reason of the refusal. */
async function line(url: string, headers: Readonly<Record<string, string>>): Promise<Line & Hello> {
  const socket = dial(url, headers);
  const told: Change[] = [];
  socket.on('changed', (...changes: readonly Change[]) => told.push(...changes));
  const hello = await new Promise<Hello>((resolve, reject) => {
    socket.once('hello', resolve);
    socket.once('connect_error', reject);
  });
  return {
    socket,
    told,
    ...hello,
    since: (body) => socket.timeout(5_000).emitWithAck('since', body) as Promise<CatchUp>,
  };
}

/** Begins a connection without saying who it is. */
async function handshake(service: string): Promise<{ readonly url: string; readonly heard: string }> {
  const address = `${service}/socket.io/?EIO=4&transport=polling`;
  const heard = await (await fetch(address)).text();
  const { sid } = JSON.parse(heard.slice(1)) as { sid: string };
  return { url: `${address}&sid=${sid}`, heard };
}

const refusal = (url: string, headers: Readonly<Record<string, string>>): Promise<string> =>
  line(url, headers).then(
    () => 'let in',
    (error: Error) => error.message,
  );

/** @throws Error when the service does not cut the line in that time, and what a busy machine takes besides. */
const cutWithin = ({ socket }: Line, ms: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Error('The line is still there.')), ms + BUSY_MS);
    socket.once('disconnect', () => {
      clearTimeout(tooLate);
      resolve();
    });
  });

const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, QUIET_MS));

describe('the live feed', () => {
  let app: TestApp;
  let operator: Agent;
  let coordinator: Agent;
  let handler: Agent;
  let foreign: Agent;

  beforeAll(async () => {
    app = await createTestApp();
    operator = await signIn(app, 'operator');
    coordinator = await signIn(app, 'coordinator');
    handler = await signIn(app, 'handler', WARD_AGENCY);
    foreign = await signIn(app, 'handler', OTHER_AGENCY);
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });
  afterAll(() => app?.close());

  const cookieOf = (who: Agent): { cookie: string } => ({ cookie: who.cookie ?? '' });
  const lineOf = (who: Agent) => line(app.url, cookieOf(who));
  const loginOf = async ({ accountId }: Agent): Promise<string> =>
    (await app.get(Accounts).byIds([accountId ?? '']))[0]?.login ?? '';
  const ticket = async (matter: Readonly<Record<string, unknown>> = {}): Promise<string> => {
    const tickets = [
      { words: 'Ổ gà sâu trước chợ.', categoryCode: 'gt-mat-duong', wardCode: WARD, boundary: 'ordinary', ...matter },
    ];
    const answer = await operator
      .post('/api/v1/contacts', { name: 'Người Thử', phone: '0900 000 456', tickets })
      .expect(201);
    return (answer.body as { tickets: { ticketId: string }[] }).tickets[0]?.ticketId ?? '';
  };
  const accept = (ticketId: string) => handler.post(`/api/v1/tickets/${ticketId}/accept`, { version: 1 }).expect(200);
  const numbered = () =>
    eventually('all events are in the feed', async () => {
      const before = await app.get(Feed).position();
      await quiet();
      return (await app.get(Feed).position()) === before;
    });

  describe('lets in', () => {
    it.each<[string, () => Readonly<Record<string, string>>]>([
      ['nobody without a cookie', () => ({})],
      ['nobody with a made-up cookie', () => ({ cookie: `sid=${'A'.repeat(43)}` })],
      ['nobody with nonsense for a cookie', () => ({ cookie: 'sid=%E0%A4%A; sid; =;;' })],
    ])('%s', async (_, headers) => {
      expect(await refusal(app.url, headers())).toBe('unauthenticated');
    });

    it('nobody whose session has run out, and nobody who has signed out', async () => {
      const leaving = await signIn(app, 'handler', WARD_AGENCY);
      const sleeping = await signIn(app, 'handler', WARD_AGENCY);
      expect(await refusal(app.url, cookieOf(leaving))).toBe('let in');
      expect(await refusal(app.url, cookieOf(sleeping))).toBe('let in');
      await leaving.form('/dang-xuat', {}).expect(303);
      expect(await refusal(app.url, cookieOf(leaving))).toBe('unauthenticated');
      app.clock.advance(3 * 3600);
      try {
        expect(await refusal(app.url, cookieOf(sleeping))).toBe('unauthenticated');
      } finally {
        app.clock.advance(-3 * 3600);
      }
    });

    it('somebody who is signed in, and says of which build its pages are', async () => {
      const { script } = await lineOf(operator);
      expect((await operator.get('/tong-dai').expect(200)).text).toContain(`<script src="${script}"`);
    });

    it('no page of another site, though the cookie is good', async () => {
      expect(await refusal(app.url, { ...cookieOf(handler), origin: app.url })).toBe('let in');
      expect(await refusal(app.url, { ...cookieOf(handler), origin: 'https://xau.example' })).toBe('foreign');
      expect(await refusal(app.url, { ...cookieOf(handler), origin: 'null' })).toBe('foreign');
    });

    it('nobody into the empty room beside it', async () => {
      const socket = dial(app.url, cookieOf(handler), '/');
      const outcome = await new Promise((resolve) => {
        socket.once('connect', () => resolve('let in'));
        socket.once('connect_error', (error) => resolve(error.message));
      });
      expect(outcome).toBe('unauthenticated');
    });

    it('no message that comes before it is known who sends it', async () => {
      // By hand: the library waits until it is let in, an attacker does not.
      const { url, heard } = await handshake(app.url);
      expect(heard).toMatch(/^0\{"sid"/);
      const packets = ['42/live,7["since",{"seq":0}]', '40/live,', '42/live,8["since",{"seq":0}]'];
      await fetch(url, { method: 'POST', body: packets.join('\x1e') });
      const answer = await (await fetch(url)).text();
      // The connection is closed, or told that it is not let in; the questions have no answer.
      const packetsBack = answer.split('\x1e');
      expect(packetsBack.at(-1)).toMatch(/^(1|44\/live,\{"message":"unauthenticated"\})$/);
      expect(packetsBack.filter((packet) => /^4[23]/.test(packet))).toEqual([]);
    });
  });

  describe('tells', () => {
    it('the centre and the agency in charge, with four facts and nothing else', async () => {
      const [desk, ward] = [await lineOf(coordinator), await lineOf(handler)];
      const ticketId = await ticket({ words: 'Ổ gà sâu, gọi tôi số 0900 000 456.' });
      await accept(ticketId);
      await eventually('both have heard of the acceptance', () =>
        [desk, ward].every(({ told }) => told.some(({ type }) => type === 'ticket.accepted')),
      );
      for (const { told } of [desk, ward]) {
        const own = told.filter((change) => change.ticketId === ticketId);
        expect(own.length).toBeGreaterThan(0);
        for (const change of told) expect(Object.keys(change).sort()).toEqual(['seq', 'ticketId', 'type', 'version']);
        expect(own.at(-1)).toEqual({ ticketId, version: 2, seq: expect.any(Number), type: 'ticket.accepted' });
        expect(told.map(({ seq }) => seq)).toEqual([...told.map(({ seq }) => seq)].sort((a, b) => a - b));
      }
    });

    it('no other agency, whatever that one asks for', async () => {
      const stranger = await lineOf(foreign);
      const desk = await lineOf(coordinator);
      for (const [event, body] of [
        ['join', `agency:${WARD_AGENCY}`],
        ['since', { seq: 0, rooms: ['centre'], principal: { roles: ['coordinator'] } }],
        ['hello', { room: 'centre' }],
      ] as const) {
        stranger.socket.emit(event, body);
      }
      const ticketId = await ticket();
      await accept(ticketId);
      await eventually('the centre has heard', () =>
        desk.told.some((change) => change.ticketId === ticketId && change.version === 2),
      );
      await quiet();
      expect(stranger.told).toEqual([]);
      const answer = await stranger.since({ seq: 0, rooms: ['centre'] });
      expect(answer).toMatchObject({ reset: false, changes: [] });
      expect((await desk.since({ seq: 0 })).changes.some((change) => change.ticketId === ticketId)).toBe(true);
    });

    it.each(['complaint', 'denunciation'])('of a %s nobody but the centre', async (boundary) => {
      const lines = { desk: await lineOf(coordinator), ward: await lineOf(handler), other: await lineOf(foreign) };
      const before = lines.desk.seq;
      const ticketId = await ticket({
        boundary,
        categoryCode: null,
        words: 'Tôi gửi đơn về việc làm của cán bộ phường.',
      });
      await eventually('the centre has heard', () => lines.desk.told.some((change) => change.ticketId === ticketId));
      await coordinator
        .post(`/api/v1/tickets/${ticketId}/guide-elsewhere`, {
          version: 1,
          kind: boundary,
          text: 'Gửi đơn đến Chủ tịch UBND phường.',
        })
        .expect(200);
      await eventually('the centre has heard the end', () =>
        lines.desk.told.some(({ ticketId: id, version }) => id === ticketId && version === 2),
      );
      await quiet();
      for (const agency of [lines.ward, lines.other]) {
        expect(agency.told).toEqual([]);
        expect((await agency.since({ seq: before })).changes).toEqual([]);
      }
    });
  });

  describe('catches up', () => {
    it('with exactly what was missed, once and in order', async () => {
      const first = await lineOf(handler);
      const seen = await ticket();
      await eventually('the page has heard', () => first.told.some((change) => change.ticketId === seen));
      await numbered();
      const place = first.told.at(-1)?.seq ?? 0;
      first.socket.disconnect();

      const missed = [await ticket(), await ticket()];
      await ticket({ boundary: 'complaint', categoryCode: null });
      for (const ticketId of missed) await accept(ticketId);
      await numbered();

      const back = await lineOf(handler);
      const answer = await back.since({ seq: place });
      expect(answer.reset).toBe(false);
      expect(answer.seq).toBe(back.seq);
      const stored = await app.get(Feed).since(place, 100);
      const own = stored.filter(({ audience }) => audience.includes(`agency:${WARD_AGENCY}`));
      expect(answer.changes.map(({ seq }) => seq)).toEqual(own.map(({ seq }) => seq));
      expect(answer.changes.filter(({ type }) => type === 'ticket.accepted').map(({ ticketId }) => ticketId)).toEqual(
        missed,
      );
      expect(new Set(answer.changes.map(({ ticketId }) => ticketId))).toEqual(new Set(missed));
      expect(back.told).toEqual([]);
      expect(await back.since({ seq: answer.seq })).toEqual({ reset: false, seq: answer.seq, changes: [] });
    });

    it('by a reload, of whoever is more than 500 events behind or ahead of the feed', async () => {
      const page = await lineOf(coordinator);
      const place = page.seq;
      const noise = Array.from({ length: 501 }, () => ({
        type: 'test.noise',
        aggregateId: newId(),
        version: 1,
        data: {},
        audience: ['centre'],
      }));
      await app.get(UnitOfWork).run((transaction) => app.get(Outbox).append(transaction, noise));
      await eventually('the noise is in the feed', async () => (await app.get(Feed).position()) >= place + 501);
      expect(await page.since({ seq: place })).toEqual({ reset: true, seq: place + 501, changes: [] });
      expect((await page.since({ seq: place + 1 })).changes).toHaveLength(500);
      expect(await page.since({ seq: place + 10_000 })).toEqual({ reset: true, seq: place + 501, changes: [] });
    });

    it.each<[string, unknown]>([
      ['nothing', undefined],
      ['null', null],
      ['a word', 'x'],
      ['a negative place', { seq: -1 }],
      ['no number', { seq: '1 or 1=1' }],
      ['half a number', { seq: 0.5 }],
      ['too large a number', { seq: 1e308 }],
      ['an array', [1, 2, 3]],
      ['a prototype', JSON.parse('{"__proto__":{"seq":0},"constructor":1}')],
      ['something deep', { seq: { seq: { seq: [[[[]]]] } } }],
      ['something long', { seq: 'x'.repeat(100_000) }],
    ])('harmlessly after %s', async (_, body) => {
      const page = await lineOf(handler);
      expect(await page.since(body)).toEqual({ reset: true, seq: expect.any(Number), changes: [] });
      expect(page.socket.connected).toBe(true);
    });
  });

  describe('goes quiet', () => {
    it('for a page that says too much, and for nobody else', async () => {
      const [wild, calm] = [await lineOf(operator), await lineOf(coordinator)];
      const cut = cutWithin(wild, 2_000);
      for (let n = 0; n < 5_000; n += 1) wild.socket.emit('since', { seq: 0 });
      await cut;
      expect(await calm.since({ seq: calm.seq })).toMatchObject({ reset: false });
      expect((await lineOf(operator)).socket.connected).toBe(true);
    });

    it.each<[string, (who: Agent) => Promise<unknown>]>([
      ['has signed out', (who) => who.form('/dang-xuat', {}).expect(303)],
      ['may not sign in any more', async (who) => app.get(Accounts).setActive(await loginOf(who), false)],
      [
        'works elsewhere now',
        (who) => app.get(UnitOfWork).run((tx) => app.get(Accounts).moveTo(tx, [who.accountId ?? ''], OTHER_AGENCY)),
      ],
    ])('at once for whoever %s, and for nobody else', async (_, end) => {
      const leaving = await signIn(app, 'handler', WARD_AGENCY);
      const [gone, staying] = [await lineOf(leaving), await lineOf(handler)];
      const cut = cutWithin(gone, 1_000);
      await end(leaving);
      await cut;
      const ticketId = await ticket();
      await eventually('the others have heard', () => staying.told.some((change) => change.ticketId === ticketId));
      expect(gone.told).toEqual([]);
      expect(staying.socket.connected).toBe(true);
    });

    it('when the time of a session is up, though nobody does anything', async () => {
      const sleeping = await signIn(app, 'handler', WARD_AGENCY);
      app.clock.advance(2 * 3600 - 1);
      try {
        const page = await lineOf(sleeping);
        const cut = cutWithin(page, 3_000);
        app.clock.advance(1);
        await cut;
      } finally {
        app.clock.advance(-2 * 3600);
      }
    });

    it('at the next look at the latest, when word of it was lost', async () => {
      const leaving = await signIn(app, 'handler', WARD_AGENCY);
      const page = await lineOf(leaving);
      const cut = cutWithin(page, 5_000);
      await app.get(UnitOfWork).run((tx) => managerOf(tx).delete(SessionRow, { accountId: leaving.accountId ?? '' }));
      await quiet();
      expect(page.socket.connected).toBe(true);
      await app.get(LiveGateway).dropEndedSessions();
      await cut;
    });

    it('and says so before the process stops, and lets nobody in from then on', async () => {
      const other = await createTestApp();
      const agent = await signIn(other, 'coordinator');
      const page = await line(other.url, cookieOf(agent));
      const heard: string[] = [];
      page.socket.onAny((event: string) => heard.push(event));
      page.socket.on('disconnect', (reason) => heard.push(reason));
      other.get(LiveGateway).stop();
      await eventually('the line is cut', () => !page.socket.connected);
      expect(heard).toEqual(['stopping', 'io server disconnect']);
      expect(await refusal(other.url, cookieOf(agent))).toBe('unavailable');
      expect((await visitor(other).get('/health/live')).status).toBe(200);
      // Somebody who never says who it is must not hold up the end.
      const silent = await handshake(other.url);
      const waiting = fetch(silent.url).catch(() => null);
      const from = Date.now();
      await other.close();
      expect(Date.now() - from).toBeLessThan(5_000);
      await waiting;
    });
  });

  if (ENGINE === 'mariadb') {
    it('tells pages of one process what was committed through another (server engine only: a SQLite file serves one process)', async () => {
      const port = await freePort();
      const url = `http://localhost:${port}`;
      const second = await createApp({ ...app.config, port, publicUrl: url }, app.clock);
      await second.listen(port);
      try {
        const there = await line(url, cookieOf(handler));
        const here = await lineOf(handler);
        const ticketId = await ticket();
        await accept(ticketId);
        for (const { told } of [there, here]) {
          await eventually('the page has heard', () =>
            told.some((change) => change.ticketId === ticketId && change.version === 2),
          );
        }
        const about = (told: readonly Change[]) => told.filter((change) => change.ticketId === ticketId);
        expect(about(there.told)).toEqual(about(here.told));
        // Signed out at one process, cut off at the other.
        const leaving = await signIn(app, 'handler', WARD_AGENCY);
        const elsewhere = await line(url, cookieOf(leaving));
        const cut = cutWithin(elsewhere, 1_000);
        await leaving.form('/dang-xuat', {}).expect(303);
        await cut;
        expect(there.socket.connected).toBe(true);
      } finally {
        await second.close();
      }
    });
  } else {
    it('tells pages what was committed beside the service, through its tail of the feed (SQLite: a command in another connection)', async () => {
      const page = await lineOf(coordinator);
      const { openOutbox } = await import('../support/outbox.js');
      const command = await openOutbox(app.config, app.clock);
      try {
        await command.happen('test.beside');
        await eventually('the page has heard', () => page.told.some(({ type }) => type === 'test.beside'));
      } finally {
        await command.close();
      }
    });
  }
});
