import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Province } from '../../src/agencies/index.js';
import { DemoAccounts } from '../../src/identity/index.js';
import { SystemClock } from '../../src/kernel/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';

jest.setTimeout(120_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PASSWORD = 'mật khẩu để thử 1022';
const ZOOMED = { width: 1093, height: 614 };
const PHONE = { width: 360, height: 740 };

let app: TestApp<SystemClock>;
let browser: TestBrowser;

beforeAll(async () => {
  app = await createTestApp({ clock: new SystemClock(), config: { demoPassword: PASSWORD } });
  await app.get(DemoAccounts).ensure(app.get(Province).demoAgencies);
  browser = await startBrowser(app.url);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function enter(page: Page, login: string): Promise<void> {
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'));
}

async function signedIn(login: string): Promise<Window> {
  const window = await browser.window(login);
  await window.page.emulateMedia({ reducedMotion: 'reduce' });
  await window.page.goto('/dang-nhap');
  await enter(window.page, login);
  return window;
}

/** Breaches of accessibility, and whatever scrolls sideways, at three sizes. */
async function flaws(page: Page): Promise<string[]> {
  const before = page.viewportSize() ?? ZOOMED;
  const found: string[] = [];
  for (const size of [before, ZOOMED, PHONE]) {
    await page.setViewportSize(size);
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (wide) found.push(`${String(size.width)} px: the page scrolls sideways`);
  }
  await page.setViewportSize(before);
  const results = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
  );
  return [...found, ...results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)];
}

const words = (page: Page, index = 0) => page.locator(`[name="tickets.${String(index)}.words"]`);

describe('the operator’s page', () => {
  it('keeps words and danger through a second matter, a closed window, an ended session and a lost line', async () => {
    await browser.walk('console-call', async () => {
      const { page, context, complaints } = await signedIn('tongdai');
      expect(await page.evaluate<string>('document.activeElement.id')).toBe('f-tickets.0.words');
      await page.keyboard.type('cháy nhà ở hẻm 12, khói nhiều lắm');
      await page.getByLabel('Điện thoại').fill('0900 000 027');
      await page.locator('.alarm').waitFor();
      await page.keyboard.press('Alt+n');
      await words(page, 1).waitFor();
      await page.keyboard.type('đèn đường tắt cả tuần');
      await page.getByText('Đã giữ trên máy này').waitFor();
      await page.waitForResponse('**/intake/preview');
      expect(await page.locator('.alarm').count()).toBe(1);
      expect(await flaws(page)).toEqual([]);

      const again = await context.newPage();
      await page.close();
      await again.goto('/tong-dai');
      await again.getByText('Đã lấy lại chữ gõ dở').waitFor();
      expect(await words(again, 1).inputValue()).toBe('đèn đường tắt cả tuần');

      await context.clearCookies();
      await again.keyboard.press('Control+Enter');
      await again.waitForURL('**/dang-nhap**');
      await enter(again, 'tongdai');
      // It was saved: it waits for its operator, and goes out as soon as there is a session again.
      await again.getByText(/Đã ghi DN.*Việc khẩn/).waitFor();
      expect(await words(again).inputValue()).toBe('');
      expect(complaints).toEqual([]);
    });
  });

  it('asks for the agency complained about where it is needed, and leads to what is missing', async () => {
    await browser.walk('console-subject', async () => {
      const { page } = await signedIn('tongdai');
      const subject = page.getByRole('combobox', { name: 'Cơ quan bị phản ánh, nơi nộp hồ sơ' });
      expect(await subject.isVisible()).toBe(false);
      await page.locator('[name="tickets.0.categoryCode"]').selectOption('tthc-tre-han');
      await subject.waitFor({ state: 'visible' });
      await words(page).fill('Hồ sơ trễ hai tuần. ' + 'A'.repeat(200));
      await page.getByLabel('Điện thoại').fill('0900');
      await subject.fill('cơ quan nào đó');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('alert').getByText('Số điện thoại còn thiếu 6 số').waitFor();
      expect(await page.evaluate<boolean>(`document.activeElement.hasAttribute('data-summary')`)).toBe(true);
      expect(await flaws(page)).toEqual([]);
      await page.goto('/tong-dai/them-viec');
      expect(new URL(page.url()).pathname).toBe('/tong-dai');
    });
  });
});

describe('the desk', () => {
  it('gives back the words of somebody whose colleague was first, and never approves by the keys of another form', async () => {
    await browser.walk('console-desk', async () => {
      const operator = await signedIn('tongdai');
      await words(operator.page).fill('Mất nắp cống trước cổng trường, đường Bùi Trọng Nghĩa.');
      await operator.page.locator('[name="tickets.0.categoryCode"]').selectOption('ht-nguy-hiem');
      await operator.page.getByRole('combobox', { name: 'Phường, xã' }).fill('Trảng Dài');
      await operator.page.getByLabel('Điện thoại').fill('0900 000 027');
      await operator.page.keyboard.press('Control+Enter');
      await operator.page.getByText(/Đã ghi DN/).waitFor();

      const { page: first, context } = await signedIn('canbo.phuong');
      await first.getByRole('link', { name: /Mất nắp cống/ }).click();
      expect(await first.title()).toMatch(/^\(1\) Cả đơn vị: Mất nắp cống/);
      await first.getByRole('button', { name: /Nhận xử lý/ }).click();
      await first.getByText('Đã nhận xử lý').waitFor();
      expect(first.url()).not.toContain('xong=');
      // Dangerous: what was done on the spot is told before the answer is written.
      await first.getByLabel('Đã xử lý tại chỗ thế nào').fill('Rào chắn hai đầu hố.');
      await first.keyboard.press('Control+Enter');
      await first.getByText('Đã báo xử lý tại chỗ').waitFor();
      const second = await context.newPage();
      await second.goto(first.url());
      await second.getByLabel('Đã kiểm tra').fill('Chữ của cửa sổ thứ hai.');
      await first.getByLabel('Đã kiểm tra').fill('Tổ hạ tầng đến lúc 14:00: mất một nắp cống.');
      await first.getByLabel('Đã làm').fill('Đặt rào chắn, lắp nắp cống mới.');
      await first.getByLabel('Xong ngày').fill('2026-11-27');
      await first.getByLabel('Ai phụ trách').fill('Tổ hạ tầng, 0251 000 0018');
      await first.getByLabel('Không có ảnh vì').fill('Làm lúc trời tối, máy ảnh hết pin.');
      await first.keyboard.press('Control+Enter');
      await first.getByText('Đã trình lãnh đạo').waitFor();
      await second.getByText('Phiếu này vừa có thay đổi').waitFor();
      await second.getByLabel('Đã kiểm tra').press('Control+Enter');
      await second.getByText('Chữ vừa gõ, chưa gửi').waitFor();
      expect(await second.getByLabel('Đã kiểm tra').inputValue()).toBe('Chữ của cửa sổ thứ hai.');
      expect(await flaws(second)).toEqual([]);

      const { page: head } = await signedIn('lanhdao.phuong');
      await head.goto('/don-vi?nhom=to_approve');
      await head.getByRole('link', { name: /Mất nắp cống/ }).click();
      await head.getByText('Trả lại để sửa…').click();
      await head.getByLabel('Cần sửa gì trước khi duyệt').press('Control+Enter');
      await head.getByRole('alert').getByText('Còn chỗ cần sửa').waitFor();
      expect(head.url()).toContain('/return-answer');
      expect(await flaws(head)).toEqual([]);
    });
  });

  it('guides a complaint first; classifying it is not what Ctrl Enter does', async () => {
    await browser.walk('console-guide', async () => {
      const { page } = await signedIn('dieuphoi');
      await page.goto('/tong-dai');
      await words(page).fill('Tôi khiếu nại quyết định thu hồi đất số 12 của UBND xã.');
      await page.getByLabel('Điện thoại').fill('0900 000 027');
      await page.keyboard.press('Control+Enter');
      await page.getByText('chỉ nơi nhận trong 2 ngày').first().waitFor();
      await page.goto('/dieu-phoi?nhom=triage');
      await page.getByRole('link', { name: /Tôi khiếu nại/ }).click();
      expect(await page.locator('[data-primary]').first().innerText()).toContain('Gửi hướng dẫn');
      await page.getByLabel('Đây là').selectOption('denunciation');
      expect(await page.getByLabel('Lời hướng dẫn gửi người dân').inputValue()).toContain('là tố cáo');
      expect(await flaws(page)).toEqual([]);
    });
  });
});

describe('the pages of those who watch', () => {
  it.each([
    ['giamdoc', ['/toan-canh', '/phieu']],
    ['vanphong', ['/toan-canh', '/phieu']],
    ['lanhdao.tp', ['/toan-canh']],
    ['quantri', ['/quan-tri']],
    ['kiemtra', ['/nhat-ky', '/phieu']],
  ])('%s reads without a flaw', async (login, paths) => {
    await browser.walk(`console-${login}`, async () => {
      const { page } = await signedIn(login);
      for (const path of paths) {
        await page.goto(path);
        expect({ path, flaws: await flaws(page) }).toEqual({ path, flaws: [] });
      }
    });
  });
});
