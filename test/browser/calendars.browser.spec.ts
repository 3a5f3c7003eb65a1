import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Province } from '../../src/agencies/index.js';
import { DemoAccounts } from '../../src/identity/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window, type WindowOptions } from '../support/chromium.js';
import { sendReport } from '../support/portal.js';

jest.setTimeout(180_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PASSWORD = 'mật khẩu để thử 1022';
const HEAD = 'ngày,loại,thay cho,dịp,văn bản,tạm tính';
/** The third working day after Monday 23/11/2026 becomes a day off, and the Saturday after it is worked. */
const SWAP = [
  '27/11/2026,nghỉ hoán đổi,28/11/2026,Dịp thử,Thông báo 77,',
  '28/11/2026,làm bù,27/11/2026,Dịp thử,Thông báo 77,',
];

let app: TestApp;
let browser: TestBrowser;

beforeAll(async () => {
  // Monday 23/11/2026, 08:00.
  app = await createTestApp({ config: { demoPassword: PASSWORD } });
  await app.get(DemoAccounts).ensure(app.get(Province).demoAgencies);
  browser = await startBrowser(app.url);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function signedIn(login: string, options: WindowOptions = {}): Promise<Window> {
  const window = await browser.window(login, options);
  const { page } = window;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'));
  return window;
}

const PHONE = { width: 360, height: 740 };

/** Breaches of accessibility at the present size, and whatever scrolls sideways here or on a phone. */
async function flaws(page: Page): Promise<string[]> {
  const before = page.viewportSize() ?? PHONE;
  const found: string[] = [];
  for (const size of [PHONE, before]) {
    await page.setViewportSize(size);
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (wide) found.push(`${String(size.width)} px: the page scrolls sideways`);
  }
  const results = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
  );
  return [...found, ...results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)];
}

const table = (page: Page) => page.getByLabel('Bảng các ngày');

describe('the rules of time', () => {
  it('a notice is imported: mended, previewed on real tickets, applied once; the agency sees the new deadline and why', async () => {
    await browser.walk('calendars-notice', async () => {
      const { code } = await sendReport(app);
      const { page, complaints } = await signedIn('quantri');
      await page.goto('/quan-tri');
      await page.getByRole('link', { name: 'Lịch năm' }).click();
      await page.getByRole('link', { name: 'Nhập thông báo cả năm' }).click();

      // One line is no day, another one no kind.
      await table(page).fill([HEAD, ...SWAP, '31/11/2026,nghỉ lễ,,X,TB,', '01/12/2026,nghỉ ngơi,,X,TB,'].join('\n'));
      await page.getByLabel('Lý do thay đổi').fill('Thông báo 77 của thành phố');
      await page.getByRole('button', { name: 'Xem trước' }).click();
      await page.getByRole('alert').getByText('Dòng 4: Ngày “31/11/2026” không đọc được').waitFor();
      expect(await page.evaluate<boolean>(`document.activeElement.hasAttribute('data-summary')`)).toBe(true);
      expect(await page.locator('#f-line-5.bad').textContent()).toContain('Loại “nghỉ ngơi” không có');
      expect(await page.getByLabel('Lý do thay đổi').inputValue()).toBe('Thông báo 77 của thành phố');
      expect(await flaws(page)).toEqual([]);

      await table(page).fill([HEAD, ...SWAP].join('\n'));
      await page.getByRole('button', { name: 'Xem trước' }).dblclick();
      await page.waitForURL('**/quan-tri/thay-doi/*');
      await page.getByRole('heading', { name: /^[1-9]\d* hạn dời, không hạn nào thành trễ/ }).waitFor();
      const row = page.getByRole('row').filter({ hasText: code }).filter({ hasText: 'Trả lời người gửi' });
      expect(await row.textContent()).toMatch(/16:30\sthứ\sSáu\s27\/11\/2026.*16:30\sthứ\sBảy\s28\/11\/2026/);
      expect(await flaws(page)).toEqual([]);

      // Left and come back to: nothing is lost, and there is one change, not two.
      const address = page.url();
      await page.goto('/quan-tri/thay-doi');
      expect(await page.locator('[data-entry]').count()).toBe(1);
      expect(await flaws(page)).toEqual([]);
      await page.goto(address);
      await page.getByRole('button', { name: 'Áp dụng' }).dblclick();
      await page.getByText('đang áp dụng').waitFor();
      // Without a reload.
      await page.getByText('đã áp dụng').waitFor();
      await page.getByRole('heading', { name: /hạn đã dời/ }).waitFor();
      expect(await flaws(page)).toEqual([]);

      await page.goto('/quan-tri/lich?nam=2026&lich=national');
      const saturday = page.locator('[data-day="2026-11-28"]');
      expect(await saturday.textContent()).toContain('LÀM');
      expect(complaints).toEqual([]);

      const handler = await signedIn('canbo.phuong');
      await handler.page.getByRole('link', { name: /Hẻm cạnh chợ/ }).click();
      await handler.page.getByText(code).first().waitFor();
      const why = handler.page.locator('details.why', { hasText: /28\/11|thứ Bảy/ }).first();
      await why.evaluate('(element) => { element.open = true; }');
      const words = (await why.textContent()) ?? '';
      expect(words).toMatch(/Thứ Bảy 28\/11 làm bù cho thứ Sáu 27\/11 nên có tính/);
      expect(words).toMatch(/thứ Sáu 27\/11 \(nghỉ hoán đổi/);
    });
  });

  it('the year is walked by keys, its days open, and its pages hold at every width', async () => {
    await browser.walk('calendars-year', async () => {
      const { page, complaints } = await signedIn('quantri');
      await page.goto('/quan-tri/lich?nam=2026&lich=national&ngay=2026-01-09#ngay');
      await page.locator('[data-day="2026-01-09"]').focus();
      await page.keyboard.press('ArrowRight');
      expect(await page.evaluate<string>('document.activeElement.dataset.day')).toBe('2026-01-10');
      await page.keyboard.press('Enter');
      await page.getByText('Làm bù cho 02/01/2026').waitFor();
      expect(await page.locator('[data-day][tabindex="0"]').count()).toBe(1);
      for (const path of [
        '/quan-tri/lich?nam=2027&lich=agency',
        '/quan-tri/lich?nam=2026&lich=national&ngay=2026-01-10',
        '/quan-tri/lich/sua?lich=national&ngay=2026-01-10',
        '/quan-tri/gio',
        '/quan-tri/gio/moi?lich=agency',
        '/quan-tri/han',
        '/quan-tri/han/moi?dong-ho=resolve&lop=K4&linh-vuc=*&uu-tien=*&don-vi=*&ban=1',
        '/quan-tri/leo-thang',
        '/quan-tri/leo-thang/moi?dong-ho=resolve&lop=*&ban=1',
        '/quan-tri/lop/sua?lop=K2',
        '/quan-tri/tinh-thu?start=2026-11-20T15:10&limit=3wd&agency=',
      ]) {
        await page.goto(path);
        expect([path, ...(await flaws(page))]).toEqual([path]);
      }
      await page.setViewportSize(PHONE);
      await page.goto('/quan-tri/lich?nam=2026&lich=national');
      await page.getByRole('link', { name: /thứ Bảy 10\/01: làm bù cho 02\/01/ }).waitFor();
      expect(await flaws(page)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  it('works without scripts: a day is added, previewed, applied, and seen to be done', async () => {
    await browser.walk('calendars-no-script', async () => {
      const { page } = await signedIn('quantri', { javaScript: false });
      await page.goto('/quan-tri/lich/sua?lich=national&ngay=2026-12-16');
      await page.getByLabel('Dịp').fill('Ngày thử');
      await page.getByLabel('Văn bản', { exact: true }).fill('Thông báo 78');
      await page.getByLabel('Tạm tính, chờ thông báo chính thức').check();
      await page.getByLabel('Lý do thay đổi').fill('Thử không có tập lệnh');
      await page.getByRole('button', { name: 'Xem trước', exact: true }).click();
      // The page comes again by itself while the preview is under way.
      await page.getByRole('button', { name: 'Áp dụng' }).click({ timeout: 30_000 });
      await page.getByText('đã áp dụng').waitFor({ timeout: 30_000 });
      await page.goto('/quan-tri/lich?nam=2026&lich=national&ngay=2026-12-16');
      expect(await page.locator('[data-day="2026-12-16"]').getAttribute('class')).toContain('sq--provisional');
    });
  });
});
