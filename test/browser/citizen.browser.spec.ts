import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { TicketRow, TrackingLinks } from '../../src/tickets/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';
import { eventually } from '../support/gate.js';

jest.setTimeout(180_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WARD = '25993';
const WARD_AGENCY = `UBND-${WARD}`;
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
/** Pictures for whoever wants to look: `TEST_PICTURES=folder`. */
const PICTURES = process.env['TEST_PICTURES'];

let app: TestApp;
let browser: TestBrowser;
let operator: Agent;
let handler: Agent;
let head: Agent;

beforeAll(async () => {
  app = await createTestApp();
  browser = await startBrowser(app.url);
  operator = await signIn(app, 'operator');
  handler = await signIn(app, 'handler', WARD_AGENCY);
  head = await signIn(app, 'agency_head', WARD_AGENCY);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function report(at: string): Promise<string> {
  app.clock.set(at);
  const answer = await operator.post('/api/v1/contacts', {
    name: 'Lê Thị Bịa Đặt',
    phone: '0900 000 456',
    tickets: [{ words: 'Ổ gà sâu, xe máy té.', categoryCode: 'gt-mat-duong', wardCode: WARD, boundary: 'ordinary' }],
  });
  const ticketId = (answer.body as { tickets: { ticketId: string }[] }).tickets[0]?.ticketId ?? '';
  await handler.post(`/api/v1/tickets/${ticketId}/accept`, { version: 1 }).expect(200);
  return ticketId;
}

async function windowOf(agent: Agent, name: string): Promise<Window> {
  const window = await browser.window(name, { size: DESKTOP });
  const [key = '', value = ''] = (agent.cookie ?? '').split('=');
  await window.context.addCookies([{ name: key, value, url: app.url }]);
  return window;
}

/** What is wrong with a page at both widths. */
async function flaws(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    if (PICTURES !== undefined)
      await page.screenshot({ path: `${PICTURES}/${name}-${size.width}.png`, fullPage: true });
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (wide) found.push(`${String(size.width)} px: the page scrolls sideways`);
    const results = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
    );
    found.push(...results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`));
  }
  await page.setViewportSize(DESKTOP);
  return found;
}

describe('a citizen and the ticket of his or her own', () => {
  it('answers a question with a photo, presses, and the head sees it', async () => {
    await browser.walk('citizen-answers', async () => {
      const ticketId = await report('2026-11-16 08:00');
      const desk = await windowOf(handler, 'handler');
      await desk.page.goto(`/don-vi?phieu=${ticketId}`);
      await desk.page.getByText('Hỏi thêm người gửi…').click();
      await desk.page.getByLabel('Cần hỏi điều gì').fill('Trước nhà số mấy?');
      await desk.page.getByRole('button', { name: 'Gửi câu hỏi' }).click();
      await desk.page.getByText('Đã gửi câu hỏi.').waitFor();
      const due = (await app.rows.findOneByOrFail(TicketRow, { id: ticketId })).resolveDueAt;

      // Without a script: the form is the browser's own.
      app.clock.set('2026-11-17 08:00');
      const citizen = await browser.window('citizen', { size: DESKTOP, javaScript: false });
      const { page } = citizen;
      await page.goto(app.get(TrackingLinks).pathFor(ticketId));
      await page.getByText('Trước nhà số mấy?').waitFor();
      await page.getByRole('button', { name: 'Gửi câu trả lời' }).click();
      const field = page.getByLabel('Câu trả lời của anh chị');
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      expect(await page.getByRole('alert').innerText()).toContain('Xin viết câu trả lời');
      await field.fill('Trước nhà số 5.');
      const photo = await sharp({ create: { width: 320, height: 200, channels: 3, background: '#7a8' } })
        .jpeg()
        .toBuffer();
      await page.locator('#tra-loi-anh').setInputFiles({ name: 'o-ga.jpg', mimeType: 'image/jpeg', buffer: photo });
      await page.getByRole('button', { name: 'Gửi câu trả lời' }).click();
      await page.getByText('Đã nhận câu trả lời của anh chị.').waitFor();
      expect(await page.getByAltText('Ảnh 1 anh chị đã gửi').count()).toBe(1);
      const ticket = await app.rows.findOneByOrFail(TicketRow, { id: ticketId });
      expect(ticket.state).toBe('in_progress');
      expect(ticket.resolveDueAt?.getTime()).toBeGreaterThan(due?.getTime() ?? Infinity);

      await page.getByText('Giục trả lời', { exact: true }).first().click();
      await page.getByLabel('Lời nhắn kèm theo').fill('Mưa rồi, nguy hiểm.');
      await page.getByRole('button', { name: 'Giục trả lời' }).click();
      await page.getByText('Nơi đang giữ việc và lãnh đạo được báo ngay.').waitFor();
      await page.getByText('Mỗi ngày làm việc giục một lần.').waitFor();
      await page.getByText('Bổ sung thông tin, ảnh').click();
      await page.getByLabel('Anh chị muốn bổ sung gì').fill('Sâu thêm sau mưa.');
      await page.getByRole('button', { name: 'Gửi bổ sung' }).click();
      await page.getByText('Đã nhận phần bổ sung.').waitFor();
      expect(citizen.complaints).toEqual([]);

      const boss = await windowOf(head, 'head');
      await boss.page.goto(`/don-vi?phieu=${ticketId}`);
      await boss.page.locator('.case [data-pressed]').getByText('đã giục 1 lần', { exact: false }).waitFor();
      expect(await boss.page.locator('.list [data-ticket]').first().innerText()).toContain('Đã giục 1 lần');
      expect(await boss.page.locator('[data-fresh]').innerText()).toContain('Sâu thêm sau mưa.');
      expect(await boss.page.getByAltText('Ảnh 1 của người gửi').count()).toBe(1);
      await eventually('the head is told', async () => {
        await boss.page.goto('/nhac-viec');
        return (await boss.page.getByText('Người gửi giục trả lời').count()) > 0;
      });
      const look = await browser.window('citizen-look', { size: DESKTOP });
      await look.page.goto(app.get(TrackingLinks).pathFor(ticketId));
      await look.page.getByText('Bổ sung thông tin, ảnh').click();
      expect(await flaws(look.page, 'follow')).toEqual([]);
      await boss.page.goto(`/don-vi?phieu=${ticketId}`);
      expect(await flaws(boss.page, 'desk')).toEqual([]);
    });
  });

  it('did not answer: the ticket ends, with the way back', async () => {
    await browser.walk('citizen-silent', async () => {
      const ticketId = await report('2026-11-16 08:00');
      await handler.post(`/api/v1/tickets/${ticketId}/question`, { version: 2, text: 'Ở đâu?' }).expect(200);
      const { page } = await browser.window('citizen-question', { size: DESKTOP });
      await page.goto(app.get(TrackingLinks).pathFor(ticketId));
      expect(await flaws(page, 'question')).toEqual([]);
      app.clock.set('2026-12-03 08:00');
      await eventually('the service ends it', async () => {
        const { state } = await app.rows.findOneByOrFail(TicketRow, { id: ticketId });
        return state === 'withdrawn';
      });
      await page.goto(app.get(TrackingLinks).pathFor(ticketId));
      await page.getByText('Hết hạn chờ mà chưa có bổ sung').waitFor();
      expect(await page.getByRole('link', { name: 'Yêu cầu xem lại' }).getAttribute('href')).toMatch(/^\/theo-doi\//);
      expect(await flaws(page, 'expired')).toEqual([]);
    });
  });
});
