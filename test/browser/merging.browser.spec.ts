import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { GATE_CHECKS } from '../../src/tickets/domain/answer-gate.js';
import { TrackingLinks } from '../../src/tickets/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';

jest.setTimeout(180_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WARD = '25993';
/** A kind of matter that the ward handles, and whose answer needs no photo. */
const NOISE = 'mt-tieng-on';
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };
const PICTURES = process.env['TEST_PICTURES'];

interface Ticket {
  readonly ticketId: string;
  readonly code: string;
}

let app: TestApp;
let browser: TestBrowser;
let coordinator: Agent;
let operator: Agent;
let handler: Agent;
let head: Agent;

beforeAll(async () => {
  app = await createTestApp();
  browser = await startBrowser(app.url);
  coordinator = await signIn(app, 'coordinator');
  operator = await signIn(app, 'operator');
  handler = await signIn(app, 'handler', `UBND-${WARD}`);
  head = await signIn(app, 'agency_head', `UBND-${WARD}`);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function report(at: string, name: string, words: string): Promise<Ticket> {
  app.clock.set(at);
  const answer = await operator.post('/api/v1/contacts', {
    name,
    phone: '0900 000 456',
    tickets: [{ words, categoryCode: NOISE, wardCode: WARD, boundary: 'ordinary' }],
  });
  const { tickets } = answer.body as { tickets: Ticket[] };
  return tickets[0] as Ticket;
}

async function windowOf(agent: Agent, name: string): Promise<Window> {
  const window = await browser.window(name, { size: DESKTOP });
  const [key = '', value = ''] = (agent.cookie ?? '').split('=');
  await window.context.addCookies([{ name: key, value, url: app.url }]);
  return window;
}

/** What is wrong with a page at both widths; a picture of each when they are asked for. */
async function flaws(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    if (PICTURES !== undefined)
      await page.screenshot({ path: `${PICTURES}/${name}-${String(size.width)}.png`, fullPage: true });
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (wide) found.push(`${name} ${String(size.width)} px: the page scrolls sideways`);
    const results = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
    );
    found.push(...results.violations.map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.html ?? ''}`));
  }
  await page.setViewportSize(DESKTOP);
  return found;
}

const version = async (ticketId: string): Promise<number> =>
  ((await coordinator.get(`/api/v1/tickets/${ticketId}`)).body as { version: number }).version;

/** Accepted, answered, approved and let through the gate. */
async function answer(ticketId: string): Promise<void> {
  const send = async (agent: Agent, step: string, body: object = {}): Promise<void> => {
    await agent.post(`/api/v1/tickets/${ticketId}/${step}`, { version: await version(ticketId), ...body }).expect(200);
  };
  await send(handler, 'accept');
  await send(handler, 'answer', {
    found: 'Tối 18/11 đo tại quán Bình Minh, đường Nguyễn Ái Quốc: tiếng loa 82 dBA, quá mức cho phép.',
    done: 'Đã lập biên bản, quán cam kết tắt loa sau 22 giờ và xoay loa vào trong.',
    doneOn: '2026-11-18',
    inCharge: 'Bà Lê Thị Bịa Đặt, Phòng Văn hóa, 0251 000 0012',
  });
  await send(head, 'approve');
  const checks = Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed']));
  await send(coordinator, 'publish', { checks });
}

describe('one matter reported by four', () => {
  it('is merged on the desk, answered once for all, and one that was another matter lives on', async () => {
    const words = 'Quán Bình Minh đường Nguyễn Ái Quốc hát loa kẹo kéo đến 2 giờ sáng, không ai ngủ được.';
    const first = await report('2026-11-16 08:00', 'Người Thứ Nhất', words);
    const parent = await report('2026-11-16 09:00', 'Người Thứ Hai', `Loa kẹo kéo ở quán Bình Minh. ${words}`);
    const third = await report('2026-11-16 09:30', 'Người Thứ Ba', 'Quan Binh Minh duong Nguyen Ai Quoc mo loa to');
    const fourth = await report(
      '2026-11-16 10:00',
      'Người Thứ Tư',
      'Loa quán trên đường Nguyễn Ái Quốc ồn tới khuya, Bình Minh',
    );
    const others = [first, third, fourth];
    const reporters = others.map(({ ticketId }) => app.get(TrackingLinks).pathFor(ticketId));
    await browser.walk('merging', async () => {
      const { page, complaints } = await windowOf(coordinator, 'coordinator');
      await page.goto(`/dieu-phoi?nhom=open&phieu=${parent.ticketId}`);
      const likely = page.locator('.next form', { has: page.getByRole('button', { name: 'Gộp vào phiếu này' }) });
      expect(await likely.getByRole('checkbox').count()).toBe(3);
      expect(await likely.innerText()).toContain('cùng đường Nguyễn Ái Quốc');
      for (const { code } of others) await likely.getByRole('checkbox', { name: code }).check();
      await likely.getByLabel('Vì sao gộp').fill('Cùng quán, cùng đêm.');
      expect(await flaws(page, 'duplicates')).toEqual([]);
      await likely.getByRole('button', { name: 'Gộp vào phiếu này' }).click();
      await page.getByText('Đã gộp. Mọi người báo đều được tin').waitFor();
      await page.getByRole('heading', { name: 'Phiếu gộp vào đây' }).waitFor();
      expect(await page.locator('article.case').innerText()).toContain('4 người cùng báo');
      expect(await flaws(page, 'merged-parent')).toEqual([]);

      const reader = await browser.window('reporter', { size: DESKTOP });
      for (const path of reporters) {
        await reader.page.goto(path);
        expect(await reader.page.locator('[data-joint]').innerText()).toMatch(
          new RegExp(`${parent.code} là cùng một việc.* 4 người cùng báo`),
        );
        expect(await reader.page.content()).not.toMatch(/Người Thứ/);
      }

      // The fourth was another place after all.
      await page.goto(`/dieu-phoi?phieu=${fourth.ticketId}`);
      await page.getByText('Đã gộp vào phiếu').first().waitFor();
      await page.getByText('Tách ra giải quyết riêng').click();
      await page.getByLabel('Vì sao tách').fill('Quán Bình Minh 2, ở số khác.');
      expect(await flaws(page, 'split')).toEqual([]);
      await page.getByRole('button', { name: 'Tách phiếu' }).click();
      await page.getByText('Đã tách. Phiếu lại đi riêng').waitFor();

      app.clock.set('2026-11-18 09:00');
      await answer(parent.ticketId);
      for (const path of reporters.slice(0, 2)) {
        await reader.page.goto(path);
        const page1 = await reader.page.locator('main').innerText();
        expect(page1).toContain('82 dBA');
        expect(page1).toContain('3 người cùng báo');
      }
      expect(await flaws(reader.page, 'reporter')).toEqual([]);
      await reader.page.goto(reporters[2] ?? '');
      const own = await reader.page.locator('main').innerText();
      expect(own).not.toContain('82 dBA');
      expect(own).toContain('ồn tới khuya');
      await handler
        .post(`/api/v1/tickets/${fourth.ticketId}/accept`, { version: await version(fourth.ticketId) })
        .expect(200);
      expect([...complaints, ...reader.complaints]).toEqual([]);
    });
  });

  it('becomes an incident: an operator notes the next caller in one form, and the count goes up', async () => {
    const outage = await report('2026-11-23 08:00', 'Người Thứ Năm', 'Cả khu phố 3 máy nổ chạy ồn suốt vì cúp điện.');
    await browser.walk('incident', async () => {
      const desk = await windowOf(coordinator, 'coordinator-incident');
      await desk.page.goto(`/dieu-phoi?phieu=${outage.ticketId}`);
      await desk.page.getByText('Báo sự cố diện rộng').click();
      await desk.page.getByLabel('Tên sự cố').fill('Máy nổ chạy ồn khu phố 3');
      await desk.page.getByLabel('Lời nói với người gọi').fill('Điện có lại lúc 18:00, máy nổ dừng khi có điện.');
      await desk.page.getByLabel('Dự kiến xong').fill('2026-11-23T18:00');
      await desk.page.getByRole('button', { name: 'Báo sự cố' }).click();
      await desk.page.getByText('Đã báo sự cố.').waitFor();

      const { page, complaints } = await windowOf(operator, 'operator');
      await page.goto('/tong-dai');
      await page.getByRole('link', { name: 'Máy nổ chạy ồn khu phố 3' }).waitFor();
      expect(await page.locator('main').innerText()).not.toContain('Điện có lại lúc 18:00');
      await page.locator('[name="tickets.0.categoryCode"]').selectOption('mt-tieng-on');
      await page.getByRole('combobox', { name: 'Phường, xã' }).fill('Trảng Dài');
      await page.getByLabel('Lời người gọi').fill('Khu phố 3 máy nổ chạy ồn suốt vì cúp điện.');
      await page.getByText('Điện có lại lúc 18:00').waitFor();
      await page
        .getByRole('button', { name: /^Thêm vào phiếu đã có/ })
        .first()
        .waitFor();
      expect(await flaws(page, 'calls')).toEqual([]);
      await page.getByRole('link', { name: 'Ghi người báo' }).click();
      await page.getByRole('heading', { name: 'Nói với người gọi' }).waitFor();
      await page.getByRole('button', { name: 'Ghi người này' }).click();
      await page.getByText('Xin ghi số điện thoại').first().waitFor();
      await page.getByLabel('Điện thoại').fill('0900 000 789');
      await page.getByRole('button', { name: 'Ghi người này' }).click();
      await page.getByText('Xin đọc mã cho người gọi.').waitFor();
      expect(await page.locator('.incidents').innerText()).toContain('2 người báo');
      expect(await flaws(page, 'incident')).toEqual([]);

      await desk.page.goto(`/su-co/${outage.ticketId}`);
      await desk.page.getByText('Cập nhật lời báo').first().click();
      await desk.page.getByLabel('Lời nói với người gọi').fill('Điện đã có lại lúc 17:40.');
      await desk.page.getByLabel('Gửi lời này cho cả 2 người').check();
      expect(await flaws(desk.page, 'incident-update')).toEqual([]);
      await desk.page.getByRole('button', { name: 'Lưu lời báo' }).click();
      await desk.page.getByText('Đã đổi lời báo.').waitFor();
      await desk.page.getByRole('button', { name: 'Kết thúc sự cố' }).click();
      await desk.page.getByText('Sự cố đã kết thúc.').first().waitFor();
      expect([...complaints, ...desk.complaints]).toEqual([]);
    });
  });
});
