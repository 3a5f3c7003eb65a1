import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { signIn, visitor, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import type { Suggested } from '../../src/suggestions/index.js';

jest.setTimeout(60_000);

let app: TestApp;
let operator: Agent;
beforeAll(async () => {
  app = await createTestApp();
  operator = await signIn(app, 'operator');
}, 120_000);
afterAll(() => app.close());

describe('POST /api/v1/suggestions', () => {
  it('names category, class and ward with reasons, from words without accents', async () => {
    const { body, status } = await operator.post(
      '/api/v1/suggestions',
      { words: 'kh bao den duong tat het toi om', placeText: 'Tân Phong, Biên Hòa' },
      { key: null },
    );
    expect(status).toBe(200);
    const { categories, wards, askWard } = body as Suggested;
    expect(categories[0]).toMatchObject({ code: 'ht-chieu-sang', slaClass: 'K2', slaClassName: 'K2 Hiện trường' });
    expect(categories[0]?.reason).toContain('“den duong');
    expect(wards[0]).toMatchObject({ code: '26188', name: 'Phường Tân Triều' });
    expect(askWard).toBeNull();
  });

  it('asks back about a former city', async () => {
    const { body } = await operator.post('/api/v1/suggestions', { words: 'rác', placeText: 'Biên Hòa' }, { key: null });
    expect((body as Suggested).wards).toEqual([]);
    expect((body as Suggested).askWard?.question).toContain('Xin hỏi lại');
  });

  it.each([
    [{}, 'words'],
    [{ words: 7 }, 'words'],
    [{ words: 'đ'.repeat(2_561) }, 'words'],
    [{ words: 'rác', placeText: 'x'.repeat(301) }, 'placeText'],
  ])('refuses what it cannot take (%#)', async (input, field) => {
    const { body, status } = await operator.post('/api/v1/suggestions', input, { key: null });
    expect(status).toBe(400);
    expect((body as { errors: { field: string }[] }).errors[0]?.field).toBe(field);
  });

  it('is for the centre’s desk', async () => {
    expect((await visitor(app).post('/api/v1/suggestions', { words: 'rác' }, { key: null })).status).toBe(401);
  });
});

describe('POST /api/v1/type-ahead', () => {
  it.each([
    ['ward', 'td', '25993'],
    ['ward', 'tan phong', '26188'],
    ['category', 'o ga', 'gt-mat-duong'],
    ['category', 'Chiếu s', 'ht-chieu-sang'],
    ['agency', 'so xay', 'SXD'],
  ])('%s "%s" is %s', async (kind, q, code) => {
    const { body, status } = await operator.post('/api/v1/type-ahead', { kind, q }, { key: null });
    expect(status).toBe(200);
    expect((body as { items: { code: string }[] }).items[0]?.code).toBe(code);
  });

  it('refuses a kind it does not know', async () => {
    expect((await operator.post('/api/v1/type-ahead', { kind: 'person', q: 'a' }, { key: null })).status).toBe(400);
  });
});

describe('GET /api/v1/categories/:code/script', () => {
  it('has questions and a sentence for the caller for every category', async () => {
    const { body } = await operator.get('/api/v1/categories');
    const { categories } = body as { categories: { code: string }[] };
    expect(categories.length).toBeGreaterThan(40);
    for (const { code } of categories) {
      const script = await operator.get(`/api/v1/categories/${code}/script`);
      expect([code, script.status]).toEqual([code, 200]);
      expect((script.body as { questions: string[] }).questions.length).toBeGreaterThan(1);
    }
    expect((await operator.get('/api/v1/categories/none/script')).status).toBe(404);
  });
});
