import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { SurveyLinks } from '../../src/surveys/index.js';
import { GATE_CHECKS, TrackingLinks } from '../../src/tickets/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';
import { eventually } from '../support/gate.js';

jest.setTimeout(180_000);

const WARD = '25993';
const WARD_AGENCY = `UBND-${WARD}`;
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
let operator: Agent;
let coordinator: Agent;

beforeAll(async () => {
  app = await createTestApp();
  browser = await startBrowser(app.url);
  app.clock.set('2026-11-23 08:00');
  operator = await signIn(app, 'operator');
  coordinator = await signIn(app, 'coordinator');
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function report(words: string): Promise<Ticket> {
  const answer = await operator.post('/api/v1/contacts', {
    name: 'Người Thử Nghiệm',
    phone: '0900 000 456',
    tickets: [{ words, categoryCode: NOISE, wardCode: WARD, boundary: 'ordinary' }],
  });
  return (answer.body as { tickets: Ticket[] }).tickets[0] as Ticket;
}

/** Some minutes in which nobody is signed out: nothing happens at one instant. */
function pass(): void {
  app.clock.advance(5 * 60);
}

async function windowOf(agent: Agent, name: string): Promise<Window> {
  const window = await browser.window(name, { size: DESKTOP });
  const [key = '', value = ''] = (agent.cookie ?? '').split('=');
  await window.context.addCookies([{ name: key, value, url: app.url }]);
  return window;
}

/** Which widths make the page scroll sideways; a picture of each when they are asked for. */
async function wide(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  const before = page.viewportSize() ?? DESKTOP;
  for (const size of [DESKTOP, PHONE]) {
    await page.setViewportSize(size);
    if (PICTURES !== undefined)
      await page.screenshot({ path: `${PICTURES}/${name}-${String(size.width)}.png`, fullPage: true });
    const sideways = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (sideways) found.push(`${name} ${String(size.width)} px`);
  }
  await page.setViewportSize(before);
  return found;
}

const version = async (ticketId: string): Promise<number> =>
  ((await coordinator.get(`/api/v1/tickets/${ticketId}`)).body as { version: number }).version;

/** Accepted, answered, approved and let through the gate. */
async function answer(ticketId: string, agencyCode: string, done: string): Promise<void> {
  const handler = await signIn(app, 'handler', agencyCode);
  const head = await signIn(app, 'agency_head', agencyCode);
  const send = async (agent: Agent, step: string, body: object = {}): Promise<void> => {
    pass();
    await agent.post(`/api/v1/tickets/${ticketId}/${step}`, { version: await version(ticketId), ...body }).expect(200);
  };
  await send(handler, 'accept');
  await send(handler, 'answer', {
    found: 'Tối 23/11 đo tại quán Bình Minh, đường Nguyễn Ái Quốc: tiếng loa 82 dBA, quá mức cho phép.',
    done,
    doneOn: '2026-11-23',
    inCharge: 'Bà Lê Thị Bịa Đặt, Phòng Văn hóa, 0251 000 0012',
  });
  await send(head, 'approve');
  await send(coordinator, 'publish', { checks: Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed'])) });
}

async function giveBack(page: Page, to: string, ground: string, words: string): Promise<void> {
  pass();
  await page.getByText('Trả lại, đề nghị đơn vị khác…').click();
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Trả lại 1022' }) });
  await form.getByLabel('Lý do').selectOption(ground);
  await form.getByLabel('Đơn vị có thẩm quyền').fill(to);
  await form.getByLabel('Nói rõ vì sao').fill(words);
  await form.getByRole('button', { name: 'Trả lại 1022' }).click();
  await page.getByText('Đã trả lại phiếu cho 1022').waitFor();
}

describe('a ticket that is given back', () => {
  it('is said to be, also when the page hears of the change before it hears the answer', async () => {
    const { ticketId } = await report('Quán Sương Mai đường Nguyễn Ái Quốc hát loa kẹo kéo đến 1 giờ sáng.');
    const { page } = await windowOf(await signIn(app, 'handler', WARD_AGENCY), 'ward-first');
    await browser.walk('overtaken', async () => {
      const address = `/don-vi?phieu=${ticketId}`;
      const gone = page.waitForResponse(
        (response) =>
          response.url().endsWith(address) && response.request().method() === 'GET' && response.status() === 404,
      );
      // A slow answer: the service has done it, and the line brings that later.
      await page.route('**/return*', async (route) => {
        const answer = await route.fetch({ maxRedirects: 0 });
        await gone;
        await new Promise((resolve) => setTimeout(resolve, 500));
        await route.fulfill({ response: answer });
      });
      await page.goto(address);
      await giveBack(page, 'Sở Xây dựng', 'not_competent', 'Quán thuộc dự án do Sở quản lý.');
    });
  });
});

describe('a ticket that two agencies give back', () => {
  it('is ruled on by the centre; a third return is refused in words, the head appeals, the overseer upholds', async () => {
    const { ticketId, code } = await report('Quán Bình Minh đường Nguyễn Ái Quốc hát loa kẹo kéo đến 2 giờ sáng.');
    const ward = await windowOf(await signIn(app, 'handler', WARD_AGENCY), 'ward');
    const department = await windowOf(await signIn(app, 'handler', 'SXD'), 'department');
    const centre = await windowOf(coordinator, 'coordinator');
    const head = await windowOf(await signIn(app, 'agency_head', WARD_AGENCY), 'head');
    const overseer = await windowOf(await signIn(app, 'overseer', 'VPUBND'), 'overseer');
    await browser.walk('lead', async () => {
      await ward.page.goto(`/don-vi?phieu=${ticketId}`);
      await giveBack(ward.page, 'Sở Xây dựng', 'not_competent', 'Quán thuộc dự án do Sở quản lý.');
      expect((await ward.page.goto(`/don-vi?phieu=${ticketId}`))?.status()).toBe(404);

      await centre.page.goto(`/dieu-phoi?nhom=returned&phieu=${ticketId}`);
      const way = centre.page.locator('section', {
        has: centre.page.getByRole('heading', { name: 'Đường đi của phiếu' }),
      });
      expect(await way.innerText()).toContain('trả lại: không thuộc thẩm quyền');
      expect(await centre.page.locator('article.case').innerText()).toContain('Quán thuộc dự án do Sở quản lý.');
      expect(await wide(centre.page, 'returned')).toEqual([]);
      // Not back to whoever has just given it back.
      pass();
      await centre.page.getByLabel('Chỉ định đơn vị chủ trì').fill('UBND phường Trảng Dài');
      await centre.page.getByRole('button', { name: /Chuyển đơn vị/ }).click();
      await centre.page
        .getByRole('alert')
        .getByText(/vừa trả lại/)
        .first()
        .waitFor();
      await centre.page.getByLabel('Chỉ định đơn vị chủ trì').fill('Sở Xây dựng');
      await centre.page.getByRole('button', { name: /Chuyển đơn vị/ }).click();
      await centre.page.getByText('Đã phân loại.').waitFor();

      await department.page.goto(`/don-vi?phieu=${ticketId}`);
      await giveBack(
        department.page,
        'UBND phường Trảng Dài',
        'wrong_area',
        'Tiếng ồn trong khu dân cư do phường xử lý.',
      );

      await centre.page.goto(`/dieu-phoi?nhom=returned&phieu=${ticketId}`);
      expect(await way.innerText()).toContain('Đã qua 2 đơn vị, trả lại 2 lần');
      const ruling = centre.page.locator('form', { has: centre.page.getByRole('button', { name: 'Ra quyết định' }) });
      expect(await ruling.innerText()).toContain('Tiếng ồn trong khu dân cư do phường xử lý.');
      expect(await wide(centre.page, 'ruling')).toEqual([]);
      pass();
      await ruling.getByLabel('Đơn vị chủ trì').fill('UBND phường Trảng Dài');
      await ruling.getByLabel('Vì sao đơn vị này chủ trì').fill('Tiếng ồn khu dân cư: phường xử lý theo phân cấp.');
      await ruling.getByRole('button', { name: 'Ra quyết định' }).click();
      await centre.page.getByText('Đã quyết định đơn vị chủ trì.').waitFor();

      await ward.page.goto(`/don-vi?phieu=${ticketId}`);
      const refused = ward.page.locator('article.case');
      expect(await refused.innerText()).toContain('đơn vị này không trả lại được');
      expect(await ward.page.locator('main').innerText()).toContain(
        'Thủ trưởng đơn vị có thể đề nghị Văn phòng UBND xem lại',
      );
      expect(await ward.page.getByRole('button', { name: 'Trả lại 1022' }).count()).toBe(0);
      expect(await wide(ward.page, 'refused-return')).toEqual([]);

      await head.page.goto(`/don-vi?phieu=${ticketId}`);
      await head.page.getByText('Đề nghị Văn phòng UBND xem lại…').click();
      await head.page.getByLabel('Vì sao đơn vị không chủ trì được').fill('Phường không có máy đo tiếng ồn.');
      await head.page.getByRole('button', { name: 'Gửi đề nghị' }).click();
      await head.page.getByText('Đã gửi đề nghị đến Văn phòng UBND.').waitFor();

      await overseer.page.goto('/phieu');
      await overseer.page.getByRole('link', { name: /Đề nghị xem lại/ }).click();
      await overseer.page.getByRole('link', { name: /Bình Minh/ }).click();
      await overseer.page.getByText(code).first().waitFor();
      const last = overseer.page.locator('form', { has: overseer.page.getByRole('button', { name: 'Ra quyết định' }) });
      expect(await last.innerText()).toContain('Phường không có máy đo tiếng ồn.');
      expect(await last.getByLabel('Đơn vị chủ trì').inputValue()).toContain('Trảng Dài');
      expect(await wide(overseer.page, 'appeal')).toEqual([]);
      await last.getByLabel('Vì sao đơn vị này chủ trì').fill('Giữ nguyên; Sở cho phường mượn máy đo.');
      await last.getByRole('button', { name: 'Ra quyết định' }).click();
      await overseer.page.getByText('Đã quyết định đơn vị chủ trì.').waitFor();

      await head.page.goto(`/don-vi?phieu=${ticketId}`);
      expect(await head.page.locator('article.case').innerText()).toContain('Giữ nguyên; Sở cho phường mượn máy đo.');
      expect(await head.page.getByRole('button', { name: 'Gửi đề nghị' }).count()).toBe(0);
      await ward.page.goto(`/don-vi?phieu=${ticketId}`);
      await ward.page.getByRole('button', { name: 'Nhận xử lý' }).click();
      await ward.page.getByText('Đã nhận xử lý').waitFor();

      // The citizen sees how it went, and none of the agencies' words among themselves.
      const citizen = await browser.window('citizen', { size: PHONE });
      await citizen.page.goto(app.get(TrackingLinks).pathFor(ticketId));
      const held = await citizen.page.locator('.hops').first().innerText();
      expect(held).toMatch(/Trảng Dài[\s\S]*không thuộc thẩm quyền[\s\S]*Sở Xây dựng[\s\S]*không đúng địa bàn/);
      expect(await citizen.page.locator('main').innerText()).toContain('trả lại phiếu này 2 lần');
      expect(await citizen.page.content()).not.toMatch(/dự án do Sở|máy đo/);
      expect(await wide(citizen.page, 'citizen-way')).toEqual([]);
      for (const { complaints } of [ward, department, centre, head, overseer, citizen]) expect(complaints).toEqual([]);
    });
  });
});

describe('an answer that does not satisfy', () => {
  it('is rated through the link, looked at one level up, and both answers stay on the public page', async () => {
    const { ticketId, code } = await report('Loa kẹo kéo quán Bình Minh đường Nguyễn Ái Quốc ồn tới khuya.');
    await answer(ticketId, WARD_AGENCY, 'Đã lập biên bản, quán Bình Minh cam kết tắt loa sau 22 giờ.');
    const { page, complaints } = await browser.window('reporter', { size: PHONE });
    const follow = app.get(TrackingLinks).pathFor(ticketId);
    await browser.walk('reopening', async () => {
      await page.goto(follow);
      await page.getByRole('link', { name: 'Đánh giá câu trả lời này' }).click();
      await page.waitForURL(`**${app.get(SurveyLinks).pathFor(ticketId)}`);
      expect(await wide(page, 'rate')).toEqual([]);
      pass();
      await page.getByRole('button', { name: 'Gửi đánh giá' }).click();
      await page.getByText('Xin chọn một trong ba mức hài lòng.').first().waitFor();
      await page.getByLabel('Không hài lòng').check();
      await page.getByLabel('Vì sao').fill('Đêm qua vẫn ồn.');
      await page.getByRole('button', { name: 'Gửi đánh giá' }).click();
      await page.getByText('Đã ghi đánh giá.').waitFor();
      const words = page.getByLabel('Chỗ nào chưa được');
      await words.fill('Vẫn ồn.');
      await page.getByRole('button', { name: 'Yêu cầu xem lại' }).click();
      await page
        .getByText(/ít nhất 20 ký tự/)
        .first()
        .waitFor();
      expect(await words.inputValue()).toBe('Vẫn ồn.');
      expect(await wide(page, 'rated')).toEqual([]);
      await words.fill('Đêm qua quán vẫn mở loa đến 1 giờ sáng, y như trước.');
      await page.getByRole('button', { name: 'Yêu cầu xem lại' }).click();
      await page.getByText(/Đã nhận yêu cầu xem lại của anh chị. UBND thành phố sẽ xem lại/).waitFor();
      expect(await wide(page, 'rate-reopened')).toEqual([]);

      await page.goto(follow);
      expect(await page.locator('main').innerText()).toMatch(/UBND thành phố[\s\S]*cam kết tắt loa sau 22 giờ/);
      expect(await wide(page, 'follow-reopened')).toEqual([]);
      await page.goto(`/da-cong-khai/${code}`);
      await page.locator('[data-review]').waitFor();
      expect(await page.locator('main').innerText()).toMatch(/cam kết tắt loa[\s\S]*không hài lòng/);
      expect(await wide(page, 'public-review')).toEqual([]);

      pass();
      await answer(ticketId, 'UBND', 'Đã thu loa kẹo kéo của quán Bình Minh, xử phạt theo quy định.');
      await eventually('the second answer is there', async () => {
        await page.goto(`/da-cong-khai/${code}`);
        return (await page.locator('main').innerText()).includes('Đã thu loa kẹo kéo');
      });
      expect(await page.locator('[data-review]').count()).toBe(0);
      await page.locator('[data-earlier] summary').click();
      expect(await page.locator('[data-earlier]').innerText()).toContain('cam kết tắt loa sau 22 giờ');
      // What was said of the first answer does not rate the second.
      expect(await page.locator('[data-rating]').count()).toBe(0);
      expect(await wide(page, 'public-second')).toEqual([]);
      await page.goto(follow);
      expect(await page.locator('main').innerText()).toContain('Đã thu loa kẹo kéo');
      await page.getByText('Câu trả lời trước của').click();
      expect(await page.locator('main').innerText()).toContain('cam kết tắt loa sau 22 giờ');
      expect(await wide(page, 'follow-second')).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
});
