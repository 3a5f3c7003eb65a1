import { Controller, Delete, Get, Module, Post } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import supertest from 'supertest';
import {
  AccessCheck,
  accessFaults,
  AccessGuard,
  allows,
  PERMISSIONS,
  ROLES,
  Sessions,
  type Handler,
  type Role,
} from '../../src/identity/index.js';
import { Config } from '../../src/platform/config/index.js';
import { Permit, Public } from '../../src/platform/http/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { signIn, visitor, type Agent } from '../support/agent.js';

jest.setTimeout(180_000);

describe('every handler of the service', () => {
  let app: TestApp;
  let handlers: Handler[];

  beforeAll(async () => {
    app = await createTestApp();
    handlers = app.get(AccessCheck).handlers();
  });
  afterAll(() => app?.close());

  it('states its permission or that it is public', () => {
    expect(handlers.filter(({ access }) => access === undefined).map(({ name }) => name)).toEqual([]);
    // The list is the real one: these are known to be there.
    expect(handlers.map(({ kind, address }) => `${kind} ${address}`)).toEqual(
      expect.arrayContaining([
        'http GET /dang-nhap',
        'http GET /toan-canh',
        'http GET /api/v1/session',
        'http GET /health/live',
      ]),
    );
    expect(handlers.some(({ kind }) => kind === 'ws')).toBe(true);
  });

  it('asks for a permission that exists, and every permission is asked for or granted', () => {
    expect(accessFaults(handlers)).toEqual([]);
  });

  it('sends whoever is not signed in to the sign-in page, or says 401 to programs', async () => {
    const asked = httpOnly(handlers).filter(({ access }) => access && 'permission' in access);
    expect(asked.length).toBeGreaterThan(5);
    for (const { address } of asked) {
      const answer = await call(visitor(app), address);
      const expected = pathOf(address).startsWith('/api/') ? 401 : 303;
      expect([address, answer.status]).toEqual([address, expected]);
      if (expected === 303) expect(answer.headers['location']).toMatch(/^\/dang-nhap(\?tiep=%2F|$)/);
    }
  });

  it('looks to everybody without the permission as if it were not there', async () => {
    const agents: [Role, Agent][] = [];
    for (const role of ROLES) agents.push([role, await signIn(app, role, 'TD1022')]);
    for (const { address, access } of httpOnly(handlers)) {
      if (!access || !('permission' in access)) continue;
      for (const [role, agent] of agents) {
        const may = allows(
          { kind: 'staff', accountId: '', displayName: '', roles: [role], agencyCode: '' },
          access.permission as (typeof PERMISSIONS)[number],
        );
        if (may) continue;
        const answer = await call(agent, address);
        expect([role, address, answer.status]).toEqual([role, address, 404]);
      }
    }
  });
});

describe('the check at start', () => {
  const handler = (permission: string): Handler => ({
    kind: 'http',
    name: 'X.y',
    address: 'GET /x',
    access: { permission },
  });

  it.each([
    ['nothing is wrong', [handler('ticket.read')], [], []],
    [
      'a handler asks for what nobody knows',
      [handler('ticket.raed')],
      [],
      [expect.stringMatching(/^X\.y asks for the unknown permission ticket\.raed/)],
    ],
    [
      'nobody has a permission',
      [],
      ['audit.read'],
      [expect.stringMatching(/^permission audit\.read is granted to no role/)],
    ],
  ])('%s', (_, handlers, nobodyHas, faults) => {
    expect(accessFaults(handlers, nobodyHas)).toEqual(faults);
  });
});

@Controller('made-up')
class MadeUpController {
  @Get('silent') silent(): string {
    return 'secret';
  }

  @Post('silent') change(): string {
    return 'secret';
  }

  @Permit('ticket.raed')
  @Get('unknown')
  unknown(): string {
    return 'secret';
  }

  @Permit('audit.read')
  @Get('audit')
  audit(): string {
    return 'fine';
  }

  @Public()
  @Delete('public')
  open(): string {
    return 'fine';
  }
}

describe('the guard', () => {
  let app: NestExpressApplication;
  const principal = { kind: 'staff', accountId: 'a', displayName: 'A', roles: ROLES, agencyCode: 'TD1022' } as const;
  const sessions = {
    find: async (cookie?: string) => (cookie === undefined ? null : { id: 's', principal, csrf: 'token' }),
  };

  beforeAll(async () => {
    @Module({
      controllers: [MadeUpController],
      providers: [
        { provide: Sessions, useValue: sessions },
        { provide: Config, useValue: { publicUrl: 'http://localhost:3000' } },
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
    })
    class MadeUpModule {}
    app = await NestFactory.create<NestExpressApplication>(MadeUpModule, { logger: false });
    await app.listen(0);
  });
  afterAll(() => app?.close());

  it.each([
    ['GET /made-up/silent', false],
    ['POST /made-up/silent', false],
    ['GET /made-up/unknown', false],
    ['GET /made-up/audit', true],
    ['DELETE /made-up/public', true],
  ])('%s, by somebody with every role: %s', async (address, let_in) => {
    const [method, path] = address.split(' ') as ['GET', string];
    const answer = await supertest(app.getHttpServer())
      [method.toLowerCase() as 'get'](path)
      .set({ cookie: 'sid=x', 'x-csrf-token': 'token' });
    expect(answer.text.includes('fine')).toBe(let_in);
    expect(answer.text).not.toContain('secret');
  });

  it.each(['GET /made-up/silent', 'GET /made-up/unknown', 'GET /made-up/audit'])(
    '%s, by nobody: refused',
    async (address) => {
      const answer = await supertest(app.getHttpServer()).get(pathOf(address));
      expect(answer.text).not.toMatch(/secret|fine/);
    },
  );
});

const httpOnly = (handlers: readonly Handler[]): Handler[] => handlers.filter(({ kind }) => kind === 'http');

/** The path of `GET /x/:id`, with something in place of what is left open. */
const pathOf = (address: string): string =>
  address.slice(address.indexOf(' ') + 1).replace(/[:*]\w+/g, '01ARZ3NDEKTSV4RRFFQ69G5FAV');

async function call(agent: Agent, address: string): Promise<{ status: number; headers: Record<string, string> }> {
  const path = pathOf(address);
  const [method] = address.split(' ');
  if (method === 'GET') return agent.get(path);
  if (method === 'POST') return agent.post(path);
  throw new Error(`${address}: teach this test to send ${method}`);
}
