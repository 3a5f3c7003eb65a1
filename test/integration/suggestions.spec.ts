import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Learning, Suggestions } from '../../src/suggestions/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';

jest.setTimeout(60_000);

/** Words no rule knows. */
const WORDS = 'cục zin zin trước cửa kêu rè rè';

let app: TestApp;
let operator: Agent;
let coordinator: Agent;
beforeAll(async () => {
  app = await createTestApp();
  operator = await signIn(app, 'operator');
  coordinator = await signIn(app, 'coordinator');
}, 120_000);
afterAll(() => app.close());

/** A ticket without a category, which a coordinator then classifies or does not. */
async function ticket(categoryCode: string | null, words = WORDS): Promise<void> {
  const { body, status } = await operator.post('/api/v1/contacts', {
    phone: '0900 000 027',
    tickets: [{ words, placeText: 'gần miễu Bà Cô, phường Trảng Dài' }],
  });
  expect(status).toBe(201);
  const [opened] = (body as { tickets: { ticketId: string; version: number }[] }).tickets;
  if (categoryCode === null || opened === undefined) return;
  const { ticketId, version } = opened;
  const answer = await coordinator.post(`/api/v1/tickets/${ticketId}/classify`, {
    version,
    categoryCode,
  });
  expect([answer.status, answer.body]).toEqual([expect.any(Number), expect.objectContaining({ state: 'assigned' })]);
}

describe('learning from the centre’s own tickets', () => {
  const ask = () => app.get(Suggestions).suggest({ words: WORDS, placeText: 'sau miễu bà cô', subject: null });

  it('starts from none, learns what a coordinator has confirmed three times, and where places are', async () => {
    expect(ask().categories.map(({ code }) => code)).not.toContain('mt-tieng-on');
    expect(ask().wards).toEqual([]);

    await ticket(null);
    // What all tickets have in common tells nothing: others are needed beside them.
    for (let at = 0; at < 3; at += 1) await ticket('kt-vien-thong', 'alo alo tút tút hoài');
    for (let at = 0; at < 2; at += 1) await ticket('mt-tieng-on');
    await app.get(Learning).learn();
    expect(ask().categories.map(({ code }) => code)).not.toContain('mt-tieng-on');

    await ticket('mt-tieng-on');
    await app.get(Learning).learn();
    const { categories, wards, version } = ask();
    expect(categories[0]?.code).toBe('mt-tieng-on');
    expect(categories[0]?.reason).toContain('3 phiếu trước');
    expect(wards[0]).toMatchObject({ code: '25993', reason: '7 phiếu trước có “miễu Bà Cô” đều ở phường Trảng Dài' });
    expect(version).toMatch(/^[0-9A-Z]{26}-6$/);
  });
});
