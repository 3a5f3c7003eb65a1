import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Routes, STATE_CHANGING } from '../../src/platform/http/index.js';
import { visitor } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let app: TestApp;
let document: Document;

beforeAll(async () => {
  app = await createTestApp();
  document = (await visitor(app).get('/api/openapi.json')).body as Document;
}, 180_000);
afterAll(() => app?.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('the description of the API', () => {
  it('has every route of the API, and no other', () => {
    const real = app
      .get(Routes)
      .all()
      .filter(({ path }) => path.startsWith('/api/v1') || path.startsWith('/health'))
      .map(({ method, path }) => `${method.toLowerCase()} ${path.replace(/:(\w+)/g, '{$1}')}`);
    expect(
      operations()
        .map(({ path, method }) => `${method} ${path}`)
        .sort(),
    ).toEqual([...new Set(real)].sort());
    expect(document.openapi).toBe('3.1.0');
  });

  it('says what each does, in Vietnamese, under a name of its own', () => {
    expect(operations().filter(({ operation }) => operation.summary === '')).toEqual([]);
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('declares every path parameter, and the idempotency key of whatever changes something', () => {
    for (const { path, method, operation } of operations()) {
      const declared = operation.parameters.filter((one) => one.in === 'path').map((one) => one.name);
      expect([path, declared]).toEqual([path, [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1])]);
      if (!STATE_CHANGING.has(method.toUpperCase())) continue;
      const keyed = operation.parameters.some((one) => one.name === 'Idempotency-Key' && one.required);
      expect([`${method} ${path}`, keyed]).toEqual([`${method} ${path}`, !KEYLESS.has(`${method} ${path}`)]);
    }
  });

  it('has no reference that leads nowhere', () => {
    const text = JSON.stringify(document);
    for (const [, pointer = ''] of text.matchAll(/"\$ref":"#([^"]*)"/g)) {
      const found = pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
      expect([pointer, found === undefined]).toEqual([pointer, false]);
    }
  });

  it('names the status that the service answers with', async () => {
    const preview = await visitor(app).post('/api/v1/intake/preview', { words: 'Đèn đường tắt' }, { key: null });
    expect(preview.status).toBe(200);
    expect(Object.keys(document.paths['/api/v1/intake/preview']?.['post']?.responses ?? {})).toContain('200');
  });
});

/** Signing in and out repeats harmlessly, and a preview writes nothing. */
const KEYLESS = new Set([
  'post /api/v1/tickets/bulk/preview',
  // A mail names itself, by its Message-ID.
  'post /api/v1/inbound-mail',
  // A telephone system sends no key: an event is known by its call.
  'post /api/v1/cti/{token}',
  // Looks somebody up by a number, which must not stand in an address.
  'post /api/v1/callers/look-up',
  // A state is set, and setting it again changes nothing.
  'post /api/v1/operator-states/mine',
  // What a call is about is compared with what is open.
  'post /api/v1/tickets/likely-duplicates',
  // Looks at an answer as it is being written.
  'post /api/v1/tickets/{id}/answer-hints',
  'post /api/v1/session',
  'delete /api/v1/session',
  'post /api/v1/intake/preview',
  'post /api/v1/suggestions',
  'post /api/v1/type-ahead',
  'post /api/v1/knowledge/search',
  // Pieces of a photo have their places.
  'put /api/v1/photo-uploads/{upload}',
  'delete /api/v1/photo-uploads/{upload}',
]);
