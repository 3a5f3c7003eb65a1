import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request } from 'node:http';
import fc from 'fast-check';
import supertest, { type Response } from 'supertest';
import { Routes, STATE_CHANGING, type RouteDescription } from '../../src/platform/http/index.js';
import { signIn, visitor, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';

let app: TestApp;
let people: Record<string, Agent>;

beforeAll(async () => {
  app = await createTestApp();
  people = {
    visitor: visitor(app),
    operator: await signIn(app, 'operator'),
    coordinator: await signIn(app, 'coordinator'),
    handler: await signIn(app, 'handler', 'SXD'),
    head: await signIn(app, 'agency_head', 'SXD'),
    auditor: await signIn(app, 'auditor'),
  };
}, 180_000);
afterAll(() => app?.close());

const NASTY = '\u0000\ud800"\'<script>alert(1)</script>${7*7}%00../../etc/passwd ; drop table ticket; --';
const IDS = ['x', '0', '-1', 'NaN', '01J00000000000000000000000', 'ư'.repeat(50), '%2e%2e', "' or 1=1 --"];

const BODIES: readonly unknown[] = [
  null,
  [],
  ['words'],
  'words',
  42,
  true,
  {},
  { __proto__: { admin: true }, constructor: { prototype: { admin: true } } },
  {
    words: NASTY,
    version: 'một',
    phone: NASTY,
    email: NASTY,
    categoryCode: NASTY,
    wardCode: [1],
    lat: Number.MAX_VALUE,
    lng: 'NaN',
  },
  {
    words: ['a', { b: 1 }],
    name: { first: 'x' },
    tickets: 'x',
    consent: [],
    version: -1,
    remarks: 7,
    login: {},
    password: [],
  },
  {
    words: 'a'.repeat(200_000),
    tickets: Array.from({ length: 50 }, () => ({ words: 'a' })),
    version: 1e20,
    tab: NASTY,
  },
  { words: 'ổ gà', name: 'x'.repeat(5_000), phone: '9'.repeat(5_000), placeText: 'đ'.repeat(5_000), version: 0.5 },
];

function pathOf({ path }: RouteDescription, id: string): string {
  return path.replace(/:\w+/g, encodeURIComponent(id).replaceAll("'", '%27'));
}

/** Never a 5xx, one shape of error, nothing of the inside. */
function expectDecent(answer: Response, what: string): void {
  expect([what, answer.status < 500]).toEqual([what, true]);
  if (answer.status < 400) return;
  const isApi = what.includes(' /api/') || what.includes(' /health');
  const type = String(answer.headers['content-type']);
  const geoReport = what.includes(' /open311/') && !what.includes('.json') ? 'text/xml' : 'application/json';
  const page = what.includes(' /open311/') ? geoReport : 'text/html';
  expect([what, type]).toEqual([what, expect.stringContaining(isApi ? 'application/problem+json' : page)]);
  expect(answer.headers['x-request-id']).toMatch(/^[0-9A-Z]{26}$/);
  expect([what, LEAKS.test(answer.text)]).toEqual([what, false]);
  if (!isApi) return;
  const body = JSON.parse(answer.text) as {
    type: string;
    title: string;
    status: number;
    errors: { message: string }[];
  };
  expect(body).toMatchObject({ type: expect.stringMatching(/^urn:pakn:/), status: answer.status });
  for (const { message } of body.errors)
    expect([what, message, VIETNAMESE.test(message)]).toEqual([what, message, true]);
}

const LEAKS = /node_modules|\.ts:\d|\.js:\d|QueryFailedError|SQLITE_|ER_[A-Z]+|select .* from|at async/i;
const VIETNAMESE = /[àáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]/i;

/**
 * At the door, by who they are or for what is not there: what they bring is not looked at (else the first body,
 * which is none, would be said to be wrong), and the rest of it would meet the same.
 */
const turnedAway = ({ status, headers }: Response): boolean =>
  [401, 403, 404].includes(status) || (status === 303 && String(headers['location']).startsWith('/dang-nhap'));

const routes = () => app.get(Routes).all();
/** Whoever is to go on must not be signed out on the way. */
const changing = () =>
  routes().filter(
    ({ method, path }) => STATE_CHANGING.has(method) && path !== '/dang-xuat' && path !== '/api/v1/session',
  );

describe('bad input never gives a 5xx, and says in Vietnamese what is wrong', () => {
  it('as body, to every route that takes one, from everybody', async () => {
    for (const route of changing()) {
      const path = pathOf(route, IDS[4] ?? '');
      for (const [who, agent] of Object.entries(people)) {
        for (const body of BODIES) {
          const answer = await send(agent, route.method, path, JSON.stringify(body), 'application/json');
          expectDecent(answer, `${who}: ${route.method} ${path}`);
          if (turnedAway(answer)) break;
        }
      }
    }
    expect((await (people['operator'] ?? visitor(app)).get('/api/v1/session')).status).toBe(200);
  }, 240_000);

  it('as an unreadable body or a wrong kind of content', async () => {
    const raw: [string, string][] = [
      ['{"words": ', 'application/json'],
      ['\u0000\u0001', 'application/json'],
      ['<a/>', 'application/xml'],
      ['words=%ff%fe&version=%00', 'application/x-www-form-urlencoded'],
      ['a[b][c][d][e][f][g][h]=1&__proto__[x]=1&words[]=1', 'application/x-www-form-urlencoded'],
      [`words=${'a'.repeat(400_000)}`, 'application/x-www-form-urlencoded'],
      ['--x\r\n', 'multipart/form-data; boundary=x'],
    ];
    for (const route of changing()) {
      const path = pathOf(route, IDS[4] ?? '');
      for (const [body, type] of raw) {
        const who = people['coordinator'] ?? visitor(app);
        expectDecent(await send(who, route.method, path, body, type), `${type}: ${route.method} ${path}`);
      }
    }
  }, 120_000);

  it('as an id or a query', async () => {
    const query = `?nhom=${encodeURIComponent(NASTY.slice(2))}&phieu=%27&tiep=abc&cursor=zzz&limit=-5&lat=abc&lng=1e400&q=%25&start=never&limit=x&tab[]=1&page=NaN&xong=__proto__`;
    for (const route of routes().filter(({ method }) => method === 'GET')) {
      const ids = /:\w/.test(route.path) ? IDS : IDS.slice(0, 1);
      for (const who of ['visitor', 'coordinator', 'handler']) {
        for (const id of ids) {
          const path = pathOf(route, id) + query;
          const answer = await (people[who] ?? visitor(app)).get(path);
          expectDecent(answer, `${who}: GET ${path}`);
          if (turnedAway(answer) && answer.status !== 404) break;
        }
      }
    }
  }, 240_000);

  it.each<[string, string, string, number]>([
    ['nobody who is signed in', 'visitor', '/phieu/01J00000000000000000000000/answer', 303],
    ['a session without its token', 'handler without a token', '/phieu/01J00000000000000000000000/answer', 403],
    ['a ticket that is not theirs', 'handler', '/phieu/01J00000000000000000000000/answer', 404],
    ['no link of a reporter', 'visitor', '/theo-doi/x/bo-sung', 404],
  ])('as fifty megabytes from %s: answered before they are sent', async (_, who, path, status) => {
    const { cookie, csrf } = people[who.replace(' without a token', '')] ?? visitor(app);
    const token = who.endsWith('token') ? 'x'.repeat(csrf?.length ?? 0) : csrf;
    const part = (name: string, value: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const upload = request(`${app.url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'multipart/form-data; boundary=x',
        'content-length': 50 * 1024 * 1024,
        ...(cookie === null ? {} : { cookie }),
      },
    });
    const answered = new Promise<number | undefined>((resolve, reject) => {
      upload.once('response', ({ statusCode }) => resolve(statusCode)).once('error', reject);
    });
    upload.write(
      `${part('_csrf', token ?? '')}${part('_key', '12345678')}--x\r\nContent-Disposition: form-data; name="evidence"`,
    );
    try {
      expect(await answered).toBe(status);
    } finally {
      upload.on('error', () => undefined).destroy();
    }
  });

  it.each([
    '/%',
    '/%ff',
    '/da-cong-khai/%E0%A4%A',
    '/theo-doi/%00',
    '/api/v1/%',
    '/assets/../package.json',
    '/assets/%2e%2e/x',
  ])('as the address %s', async (path) => {
    const answer = await supertest(app.url).get(path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expectDecent(answer, `visitor: GET ${path}`);
  });

  it('as anything a program may think of, on the public form', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.object({ maxDepth: 3 }),
        fc.object({ key: fc.constantFrom('words', 'ward', 'phone', 'consent'), maxDepth: 2 }),
        async (a, b) => {
          const answer = await send(
            visitor(app),
            'POST',
            '/api/v1/tickets',
            JSON.stringify({ ...a, ...b }),
            'application/json',
          );
          expectDecent(answer, 'visitor: POST /api/v1/tickets');
        },
      ),
      { numRuns: 60 },
    );
  }, 60_000);
});

describe('the idempotency key', () => {
  it.each([null, '', 'short', 'a'.repeat(101), 'with a space in it'])('%j is refused', async (key) => {
    const operator = people['operator'] ?? visitor(app);
    const answer = await operator.post(
      '/api/v1/contacts',
      {},
      { key: null, headers: key === null ? {} : { 'idempotency-key': key } },
    );
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ type: 'urn:pakn:idempotency-key-missing' });
  });
});

async function send(agent: Agent, method: string, path: string, body: string, type: string): Promise<Response> {
  const test = supertest(app.url)[method.toLowerCase() as 'post' | 'delete'](path);
  return test
    .set({
      'content-type': type,
      'idempotency-key': `k-${Math.random().toString(36).slice(2)}-${Date.now()}`,
      ...(agent.cookie === null ? {} : { cookie: agent.cookie }),
      ...(agent.csrf === null ? {} : { 'x-csrf-token': agent.csrf }),
    })
    .send(body);
}
