import { randomUUID } from 'node:crypto';
import supertest, { type Test } from 'supertest';
import { Accounts, type Role } from '../../src/identity/index.js';
import type { TestApp } from './app.js';
import type { Clock } from '../../src/kernel/index.js';

export interface SendOptions {
  /** The `Idempotency-Key`; a new one each time when nothing is said, none at all when null. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Somebody who sends requests: a citizen, or a person who is signed in. */
export interface Agent {
  /** null for citizens, and for accounts this test did not make. */
  readonly accountId: string | null;
  readonly cookie: string | null;
  readonly csrf: string | null;
  get(path: string, headers?: Readonly<Record<string, string>>): Test;
  /** JSON with an idempotency key and, when signed in, the CSRF token. */
  post(path: string, body?: object, options?: SendOptions): Test;
  /** As a browser sends a form without scripts: url-encoded, `_key` and `_csrf` as fields. */
  form(path: string, fields: Readonly<Record<string, string | readonly string[]>>, options?: SendOptions): Test;
}

/** A citizen without an account. */
export function visitor(app: TestApp<Clock>): Agent {
  return agent(app.url, { accountId: null, cookie: null, csrf: null });
}

/** The centre's agency in the province that tests run with. */
export const CENTRE = 'TD1022';

const PASSWORD = 'một mật khẩu đủ dài';
const CENTRE_ROLES: readonly Role[] = ['operator', 'coordinator', 'director', 'admin', 'auditor', 'overseer', 'leader'];

/**
 * Makes an account with a session, and the agent that uses it.
 * @param agencyCode the centre when nothing is said and the role is one of the centre's.
 */
export async function signIn(app: TestApp<Clock>, role: Role, agencyCode?: string): Promise<Agent> {
  const agency = agencyCode ?? (CENTRE_ROLES.includes(role) ? CENTRE : undefined);
  if (agency === undefined) throw new Error(`A ${role} belongs to an agency: say which.`);
  const login = `${role.replace('_', '-')}-${randomUUID().slice(0, 8)}`;
  const account = await app
    .get(Accounts)
    .add({ login, displayName: `Thử ${role}`, roles: [role], agencyCode: agency, password: PASSWORD });
  return signInAs(app, login, PASSWORD, account.id);
}

/** Signs in with an account that exists, through the service's own door. */
export async function signInAs(
  app: TestApp<Clock>,
  login: string,
  password: string,
  accountId: string | null = null,
): Promise<Agent> {
  const answer = await supertest(app.url).post('/api/v1/session').send({ login, password });
  const cookie = answer.headers['set-cookie']?.[0]?.split(';', 1)[0];
  if (cookie === undefined) throw new Error(`${login} cannot sign in: ${answer.status} ${answer.text}`);
  const { csrf } = answer.body as { csrf: string };
  return agent(app.url, { accountId, cookie, csrf });
}

function agent(url: string, who: Pick<Agent, 'accountId' | 'cookie' | 'csrf'>): Agent {
  const send = (test: Test, headers: Readonly<Record<string, string>> = {}): Test =>
    test.set({ ...(who.cookie === null ? {} : { cookie: who.cookie }), ...headers });
  const keyOf = (options: SendOptions): string | null => (options.key === undefined ? randomUUID() : options.key);
  return {
    ...who,
    get: (path, headers) => send(supertest(url).get(path), headers),
    post: (path, body = {}, options = {}) => {
      const key = keyOf(options);
      return send(supertest(url).post(path), {
        ...(key === null ? {} : { 'idempotency-key': key }),
        ...(who.csrf === null ? {} : { 'x-csrf-token': who.csrf }),
        ...options.headers,
      }).send(body);
    },
    form: (path, fields, options = {}) => {
      const key = keyOf(options);
      return send(supertest(url).post(path), options.headers)
        .type('form')
        .send({ ...fields, ...(key === null ? {} : { _key: key }), ...(who.csrf === null ? {} : { _csrf: who.csrf }) });
    },
  };
}
