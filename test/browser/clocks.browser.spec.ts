import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { TrackingLinks } from '../../src/tickets/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { eventually, gate } from '../support/gate.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';

jest.setTimeout(180_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WARD = '25993';
const WARD_AGENCY = `UBND-${WARD}`;
/** A kind of matter that may be extended (class K4), handled by the ward. */
const COMPLEX = 'ht-xay-trai-phep';
const DESKTOP = { width: 1366, height: 768 };
const PHONE = { width: 360, height: 740 };

let app: TestApp;
let browser: TestBrowser;
let operator: Agent;
let handler: Agent;

beforeAll(async () => {
  app = await createTestApp();
  browser = await startBrowser(app.url);
  operator = await signIn(app, 'operator');
  handler = await signIn(app, 'handler', WARD_AGENCY);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

/** Reports a matter at an instant of the test's clock, and lets the agency take it. @returns its id. */
async function report(at: string, words: string, accept = true, categoryCode = 'gt-mat-duong'): Promise<string> {
  app.clock.set(at);
  const answer = await operator.post('/api/v1/contacts', {
    name: 'Lê Thị Bịa Đặt',
    phone: '0900 000 456',
    tickets: [{ words, categoryCode, wardCode: WARD, boundary: 'ordinary' }],
  });
  const { tickets } = answer.body as { tickets: { ticketId: string }[] };
  const ticketId = tickets[0]?.ticketId ?? '';
  if (accept) await handler.post(`/api/v1/tickets/${ticketId}/accept`, { version: 1 }).expect(200);
  return ticketId;
}

/** A window in which somebody is signed in already. */
async function windowOf(agent: Agent, name: string, options = {}): Promise<Window> {
  const window = await browser.window(name, { size: DESKTOP, ...options });
  const [key = '', value = ''] = (agent.cookie ?? '').split('=');
  await window.context.addCookies([{ name: key, value, url: app.url }]);
  return window;
}

async function flaws(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
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

const badgeOf = (page: Page, label: string) =>
  page.locator('.clocks > div', { has: page.getByText(label, { exact: false }) });

describe('the clocks of a ticket', () => {
  let ticketId: string;
  beforeAll(async () => {
    ticketId = await report('2026-11-16 08:00', 'Ổ gà sâu trước chợ, xe máy té.');
  });

  it('turn late in the open page at the right second, once, and say so', async () => {
    await browser.walk('clocks-late', async () => {
      // Three working days from Monday 08:00: Thursday 19/11 16:30.
      app.clock.set('2026-11-19 16:29:45');
      const { page, complaints } = await windowOf(handler, 'handler');
      await page.goto(`/don-vi?phieu=${ticketId}`);
      const clock = badgeOf(page, 'Trả lời người dân');
      expect(await clock.innerText()).toContain('còn chưa đến 1 phút');
      expect(await clock.innerText()).toMatch(/sắp hạn/);
      expect(await page.locator('[data-turned]').textContent()).toBe('');
      const { page: english } = await browser.window('citizen-english', { size: PHONE });
      await english.goto(`/en${followPath(ticketId)}`);
      expect(await wordsOf(english)).toMatch(/less than 1 min left\s+until 16:30, Thu\s19/);
      // The server's clock stands still in the test; the page counts the seconds that really pass.
      await clock.getByText('trễ từ 16:30 hôm nay').waitFor({ timeout: 30_000 });
      expect(await clock.locator('.sla').getAttribute('class')).toContain('sla--late');
      expect(await clock.locator('.ring').isVisible()).toBe(false);
      expect(await page.locator('[data-turned]').textContent()).toMatch(/trễ/);
      await english
        .locator('[data-short]', { hasText: 'late since 16:30, Thu 19 Nov 2026' })
        .waitFor({ timeout: 30_000 });
      expect(complaints).toEqual([]);
    });
  });

  it('count from the server’s time whatever this machine’s clock says, and after a sleep', async () => {
    await browser.walk('clocks-sleep', async () => {
      app.clock.set('2026-11-18 09:10');
      const { page, context } = await windowOf(handler, 'handler-slow');
      // This machine is three days and seven hours behind.
      await context.clock.install({ time: new Date('2026-11-15T02:00:00+07:00') });
      // The page counts by itself: a refetch would bring the time of the service, which stands still here. The one
      // that is under way while the machine sleeps brings the time of before, and counts for nothing.
      const underWay = gate();
      let fetches = 0;
      await page.route('**/*', async (route) => {
        if (route.request().resourceType() !== 'fetch') return route.continue();
        fetches += 1;
        if (fetches > 1) return route.abort();
        const answer = await route.fetch();
        await underWay.opened;
        return route.fulfill({ response: answer });
      });
      await page.goto(`/don-vi?phieu=${ticketId}`);
      const clock = badgeOf(page, 'Trả lời người dân');
      await clock.getByText('còn 1 ngày 5 giờ làm việc').waitFor();
      await eventually('the page fetches itself once it is on the line', () => fetches > 0);
      await context.clock.fastForward('22:02:30');
      // A little after 07:12 the next morning: Wednesday is over, and so are twelve minutes of Thursday.
      await clock.getByText('còn 7 giờ 47 phút').waitFor();
      const arrives = page.waitForResponse((response) => response.request().resourceType() === 'fetch');
      underWay.open();
      await arrives;
      await eventually('the page sees that it is old and fetches again', () => fetches > 1);
      expect(await clock.innerText()).toContain('đến 16:30 hôm nay');
    });
  });

  it('stand still outside hours, and say so', async () => {
    await browser.walk('clocks-night', async () => {
      app.clock.set('2026-11-17 20:00');
      const { page } = await windowOf(handler, 'handler-night');
      await page.goto(`/don-vi?phieu=${ticketId}`);
      const clock = badgeOf(page, 'Trả lời người dân');
      expect(await clock.innerText()).toContain('còn 2 ngày làm việc');
      expect(await clock.getByText('Ngoài giờ, đồng hồ đang dừng').isVisible()).toBe(true);
    });
  });

  it('are told by the server alone when there is no script', async () => {
    app.clock.set('2026-11-19 15:40');
    const { page } = await windowOf(handler, 'handler-plain', { javaScript: false });
    await page.goto(`/don-vi?phieu=${ticketId}`);
    expect(await badgeOf(page, 'Trả lời người dân').innerText()).toContain('còn 50 phút');
  });

  it('show why, and all of them in one table, on a screen and on a phone, without a flaw', async () => {
    await browser.walk('clocks-why', async () => {
      app.clock.set('2026-11-18 10:00');
      const { page } = await windowOf(handler, 'handler-why');
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(`/don-vi?phieu=${ticketId}`);
      await page.getByText('Vì sao hạn là 16:30 ngày mai?').first().click();
      await page.getByText('Theo quy định thời hạn bản', { exact: false }).first().waitFor();
      await page.locator('.all-clocks > summary').click();
      const table = page.getByRole('table', { name: 'Tất cả đồng hồ của phiếu' });
      expect(await table.getByRole('row').count()).toBe(5);
      expect(await table.innerText()).toMatch(/Nhận hoặc trả lại[\s\S]*xong, đúng hạn/);
      expect(await flaws(page)).toEqual([]);
      await page.setViewportSize(PHONE);
      await page.getByRole('link', { name: 'Bước tiếp theo: soạn trả lời' }).click();
      await page.getByLabel('Đã kiểm tra').waitFor();
      expect(await page.evaluate<number>('document.querySelector("#buoc").getBoundingClientRect().top')).toBeLessThan(
        PHONE.height,
      );
    });
  });
});

describe('the queue', () => {
  it('stands in the order of the agency’s own clocks', async () => {
    await browser.walk('clocks-queue', async () => {
      const early = await report('2026-11-23 08:00', 'Mặt đường lún ở ngã ba.');
      // Sent later, but still to be accepted: within eight working hours.
      const late = await report('2026-11-23 08:20', 'Nắp hố ga kêu mỗi khi xe qua.', false);
      app.clock.set('2026-11-23 08:30');
      const { page } = await windowOf(handler, 'handler-queue');
      await page.goto('/don-vi?nhom=open');
      const order = await page
        .locator('[data-ticket]')
        .evaluateAll((all) =>
          (all as unknown as { dataset: Record<string, string> }[]).map(({ dataset }) => dataset['ticket']),
        );
      expect(order.indexOf(late)).toBeLessThan(order.indexOf(early));
      await page.getByText('Theo hạn gần nhất của đơn vị').waitFor();
      expect(await page.locator(`[data-ticket="${late}"]`).innerText()).toContain('để nhận');
    });
  });
});

/** All that stands in a page, spaces that do not break as others. */
async function wordsOf(page: Page): Promise<string> {
  return (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');
}

const followPath = (ticketId: string): string => `/theo-doi/${app.get(TrackingLinks).tokenFor(ticketId)}`;

describe('the steps that move time', () => {
  let head: Agent;
  let coordinator: Agent;
  beforeAll(async () => {
    // Whoever signs in later than all that happens is not signed out in between.
    app.clock.set('2026-11-23 08:00');
    head = await signIn(app, 'agency_head', WARD_AGENCY);
    coordinator = await signIn(app, 'coordinator');
  });

  it('a question stops the clock, the citizen reads why and how to answer, the reply lets it run', async () => {
    await browser.walk('clocks-question', async () => {
      const ticketId = await report('2026-11-16 08:00', 'Ống nước vỡ ở hẻm.');
      app.clock.set('2026-11-17 09:00');
      const { page } = await windowOf(handler, 'handler-asks');
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(`/don-vi?phieu=${ticketId}`);
      await page.getByText('Hỏi thêm người gửi…').click();
      await page.getByRole('button', { name: /Gửi câu hỏi/ }).click();
      await page.getByRole('alert').getByText('Xin ghi cần hỏi người dân điều gì.').waitFor();
      await page.getByLabel('Cần hỏi điều gì').fill('Hẻm nào, gần số nhà mấy?');
      await page.getByLabel('Cần hỏi điều gì').press('Control+Enter');
      await page.getByText('Đã gửi câu hỏi').waitFor();
      const clock = badgeOf(page, 'Trả lời người dân');
      expect(await clock.innerText()).toMatch(/tạm dừng\s+từ 09:00 hôm nay, vì chờ người gửi bổ sung/);
      expect(await flaws(page)).toEqual([]);

      const citizen = await browser.window('citizen', { size: PHONE });
      await citizen.page.goto(followPath(ticketId));
      const said = await wordsOf(citizen.page);
      expect(said).toContain('Hẻm nào, gần số nhà mấy?');
      expect(said).toMatch(/tạm dừng\s+từ 09:00 hôm nay, vì chờ người gửi bổ sung/);
      expect(said).toMatch(/gọi 1022 và đọc mã/);

      app.clock.set('2026-11-18 09:00');
      await page.goto(`/don-vi?phieu=${ticketId}`);
      await page.getByLabel('Người gửi trả lời thế nào').fill('Hẻm 12, cạnh tiệm tạp hoá.');
      await page.keyboard.press('Control+Enter');
      await page.getByText('Đồng hồ chạy lại').waitFor();
      // One working day of eight hours later than Thursday 16:30.
      await badgeOf(page, 'Trả lời người dân').getByText('đến 16:30 thứ Sáu 20/11').waitFor();
      expect(await page.locator('.line').innerText()).toContain('Hẻm 12, cạnh tiệm tạp hoá.');
    });
  });

  it('an extension is asked for, granted, and told', async () => {
    await browser.walk('clocks-extension', async () => {
      const ticketId = await report('2026-11-16 08:00', 'Đề nghị làm cống thoát nước cả khu.', true, COMPLEX);
      app.clock.set('2026-11-18 09:00');
      const { page } = await windowOf(handler, 'handler-extends');
      await page.goto(`/don-vi?phieu=${ticketId}`);
      const before = await badgeOf(page, 'Trả lời người dân').innerText();
      await page.getByText('Xin gia hạn…').click();
      await page.getByLabel('Hạn mới').selectOption({ index: 5 });
      await page.getByLabel('Vì sao cần thêm thời gian').fill('Chờ kết quả khảo sát của Sở Xây dựng.');
      await page.getByLabel('Vì sao cần thêm thời gian').press('Control+Enter');
      await page.getByText('Đã trình thủ trưởng').waitFor();
      expect(await badgeOf(page, 'Trả lời người dân').innerText()).toBe(before);

      const { page: office } = await windowOf(head, 'head-decides');
      await office.goto(`/don-vi?phieu=${ticketId}`);
      await office.getByText(/xin gia hạn: hạn chuyển từ/).waitFor();
      await office.getByRole('button', { name: 'Không đồng ý' }).click();
      await office.getByRole('alert').getByText('Xin ghi vì sao không đồng ý').waitFor();
      await office.getByRole('button', { name: /Đồng ý gia hạn/ }).click();
      await office.getByText('Đã gia hạn. Người gửi').waitFor();
      await office
        .getByText(/^Vì sao hạn là/)
        .first()
        .click();
      await office.getByText('Đã gia hạn một lần, thêm 5 ngày làm việc.').first().waitFor();
      const citizen = await browser.window('citizen-extended', { size: PHONE });
      await citizen.page.goto(followPath(ticketId));
      await citizen.page.getByText(/Đã gia hạn một lần.*Chờ kết quả khảo sát/).waitFor();
    });
  });

  it('a correction says what becomes of the deadline before it is sent', async () => {
    await browser.walk('clocks-correction', async () => {
      const ticketId = await report('2026-11-16 08:00', 'Đề nghị mở rộng đường.');
      app.clock.set('2026-11-17 09:00');
      const { page } = await windowOf(coordinator, 'coordinator-corrects');
      await page.goto(`/dieu-phoi?phieu=${ticketId}&nhom=open`);
      await page.getByText('Sửa loại việc, mức ưu tiên…').click();
      await page.getByLabel('Loại việc đúng').selectOption(COMPLEX);
      await page.getByText(/Hạn trả lời người dân chuyển từ 16:30 thứ Năm 19\/11 thành 16:30/).waitFor();
      await page.getByRole('button', { name: /Sửa loại việc/ }).click();
      await page.getByText('Đã sửa loại việc').waitFor();
      await page.getByText('Chuyển đơn vị khác…').click();
      await page.getByLabel('Đơn vị chủ trì mới').fill('Sở Xây dựng');
      await page.getByLabel('Vì sao chuyển').fill('Đường do thành phố quản lý.');
      await page.getByLabel('Vì sao chuyển').press('Control+Enter');
      await page.getByText('Đơn vị mới thấy phiếu ngay').waitFor();
      expect(await flaws(page)).toEqual([]);
    });
  });
});
