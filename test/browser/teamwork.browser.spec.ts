import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Province } from '../../src/agencies/index.js';
import { DemoAccounts } from '../../src/identity/index.js';
import { newId } from '../../src/kernel/index.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import { OpenTicket } from '../../src/tickets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';
import { FixedClock } from '../support/index.js';

jest.setTimeout(180_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PASSWORD = 'mật khẩu để thử 1022';
const TITLE = 'Sụt vỉa hè trước chợ';

let app: TestApp<FixedClock>;
let browser: TestBrowser;
let ticketId: string;

beforeAll(async () => {
  const clock = new FixedClock('2026-11-23 08:00');
  app = await createTestApp({ clock, config: { demoPassword: PASSWORD } });
  await app.get(DemoAccounts).ensure(app.get(Province).demoAgencies);
  const opened = await app.get(UnitOfWork).run((tx) =>
    app.get(OpenTicket).open(
      tx,
      {
        channel: 'web',
        externalId: null,
        contactId: newId(),
        words: 'Vỉa hè trước chợ sụt một hố sâu, nước chảy xuống dưới.',
        title: TITLE,
        placeText: 'Đường Bùi Trọng Nghĩa, gần chợ',
        point: null,
        wardCode: '25993',
        categoryCode: 'gt-mat-duong',
        subjectAgencyCode: null,
        boundary: 'ordinary',
        reporter: { kind: 'citizen', name: null, phone: null, email: null, anonymous: true },
        receivedAt: clock.now(),
        enteredByAccountId: null,
      },
      { principal: { kind: 'system', name: 'test' }, requestId: 'test', idempotency: null },
    ),
  );
  ({ ticketId } = opened);
  browser = await startBrowser(app.url);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function signedIn(login: string, path: string): Promise<Window> {
  const window = await browser.window(login);
  await window.page.emulateMedia({ reducedMotion: 'reduce' });
  await window.page.goto('/dang-nhap');
  await window.page.getByLabel('Tên đăng nhập').fill(login);
  await window.page.getByLabel('Mật khẩu').fill(PASSWORD);
  await window.page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await window.page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'));
  await window.page.goto(path);
  return window;
}

/** Breaches of accessibility, and whatever scrolls sideways, on a phone and on a wide screen. */
async function flaws(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (wide) found.push(`${String(width)} px: the page scrolls sideways`);
    const results = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
    );
    found.push(...results.violations.map(({ id, nodes }) => `${String(width)} px ${id}: ${nodes[0]?.html ?? ''}`));
    const pictures = process.env['TEST_PICTURES'];
    if (pictures !== undefined)
      await page.screenshot({ path: `${pictures}/${name}-${String(width)}.png`, fullPage: true });
  }
  return found;
}

/** Opens a folded form and fills it in. */
async function folded(page: Page, title: RegExp): Promise<ReturnType<Page['locator']>> {
  const form = page.locator('details', { has: page.locator('summary', { hasText: title }) });
  await form.locator('summary').click();
  return form;
}

async function askFor(page: Page, agency: string, words: string): Promise<void> {
  const form = await folded(page, /Đề nghị đơn vị khác phối hợp/);
  await form.getByLabel('Đơn vị phối hợp').fill(agency);
  await form.getByLabel('Cần đơn vị ấy làm gì').fill(words);
  await form.getByLabel('Cần có trước').selectOption({ index: 2 });
  await form.getByRole('button', { name: /Đề nghị phối hợp/ }).click();
  await page.getByText('Đã đề nghị phối hợp.').waitFor();
}

describe('a ticket that two other agencies have a part in', () => {
  it('is given to somebody, waits for both parts, and goes on when one is there and the head says why', async () => {
    await browser.walk('teamwork', async () => {
      const head = await signedIn('lanhdao.phuong', `/don-vi?phieu=${ticketId}`);
      const give = await folded(head.page, /Giao cho một người/);
      const option = give.locator('option', { hasText: 'Phạm Văn Bình' });
      await give.getByLabel('Người xử lý').selectOption((await option.getAttribute('value')) ?? '');
      await give.getByRole('button', { name: /Giao phiếu/ }).click();
      await head.page.getByText('Đã giao phiếu.').waitFor();

      const handler = await signedIn('canbo.phuong', `/don-vi?phieu=${ticketId}`);
      await handler.page.getByText('giao phiếu cho Phạm Văn Bình').waitFor();
      // Each sees that the other is there.
      await handler.page.locator('[data-presence]', { hasText: 'Nguyễn Thị Hạnh đang xem' }).waitFor();
      await head.page.locator('[data-presence]', { hasText: 'Phạm Văn Bình đang xem' }).waitFor();

      await handler.page.getByRole('button', { name: /Nhận xử lý/ }).click();
      await handler.page.getByText('Đã nhận xử lý.').waitFor();
      await askFor(handler.page, 'Sở Xây dựng', 'Xin cho biết đường ống nào chạy dưới chỗ sụt.');
      await askFor(handler.page, 'Công an phường Trảng Dài', 'Xin phân luồng xe giờ cao điểm.');
      await handler.page.getByText('còn chờ 2 phần').waitFor();
      await handler.page.getByText(/Còn chờ phần phối hợp của .*Sở Xây dựng/).waitFor();

      const support = await signedIn('canbo.so', '/don-vi?nhom=supporting');
      await support.page.getByRole('link', { name: TITLE }).click();
      await support.page.locator('.next').getByText('Xin cho biết đường ống nào').waitFor();
      expect(await flaws(support.page, 'support')).toEqual([]);
      await support.page.getByLabel('Đã kiểm tra gì, đã làm gì').fill('Ống D300 chạy sát mép, đã khóa van, không vỡ.');
      await support.page.getByRole('button', { name: /Gửi cho đơn vị chủ trì/ }).click();
      await support.page.getByText('Đã gửi phần phối hợp').waitFor();

      // It stands on the lead's page by itself.
      await handler.page.getByText('còn chờ 1 phần').waitFor();
      await handler.page.getByText('Ống D300 chạy sát mép').waitFor();
      await handler.page.reload();
      await handler.page.getByText(/Còn chờ phần phối hợp của Công an/).waitFor();
      expect(await flaws(handler.page, 'lead')).toEqual([]);

      // The head answers without the second part, and has to say why.
      await head.page.goto(`/don-vi?phieu=${ticketId}`);
      await head.page
        .getByLabel('Đã kiểm tra', { exact: true })
        .fill('Đã đo tại chỗ: hố sụt sâu 80 cm trước cổng chợ.');
      await head.page.getByLabel('Đã làm', { exact: true }).fill('Đã rào chắn và lấp hố bằng cát, đầm chặt.');
      await head.page.getByLabel('Xong ngày').fill('2026-11-25');
      await head.page.getByLabel('Ai phụ trách').fill('Phòng Kinh tế, 0251 000 0000');
      const waiver = head.page.locator('#f-evidenceWaiver');
      if ((await waiver.count()) > 0) await waiver.fill('Ảnh sẽ bổ sung.');
      await head.page.getByRole('button', { name: /Trình lãnh đạo|Trình duyệt/ }).click();
      await head.page.getByRole('alert').getByText('Xin ghi vì sao không đợi phần phối hợp còn lại.').waitFor();
      await head.page
        .getByLabel('Vì sao không đợi phần phối hợp')
        .fill('Công an đã phân luồng từ sáng, không cần văn bản.');
      await head.page.getByRole('button', { name: /Trình lãnh đạo|Trình duyệt/ }).click();
      await head.page.getByText('Công an đã phân luồng từ sáng').waitFor();
      for (const { who, complaints } of [head, handler, support])
        expect({ who, complaints }).toEqual({ who, complaints: [] });
    });
  });

  it('comes by a rule, and the head keeps who is away and who signs', async () => {
    await browser.walk('teamwork-page', async () => {
      const { page } = await signedIn('lanhdao.phuong', '/don-vi/phan-cong');
      // An untouched form adds no rule for everything: who gets the tickets has to be said.
      await page.locator('#f-ruleAccount').selectOption({ label: 'Người đang giữ ít phiếu nhất' });
      await page.getByRole('button', { name: 'Thêm quy tắc' }).click();
      await page.locator('[data-rule]', { hasText: 'người đang giữ ít phiếu nhất' }).waitFor();
      await page.getByLabel('Ai vắng').selectOption({ label: 'Phạm Văn Bình' });
      await page.getByLabel('Người làm thay').selectOption({ label: 'Phạm Văn Bình' });
      await page.getByRole('button', { name: 'Ghi vắng mặt' }).click();
      await page.getByRole('alert').getByText('Không ai làm thay chính mình').waitFor();
      await page.getByLabel('Người làm thay').selectOption({ label: 'Nguyễn Thị Hạnh' });
      await page.getByRole('button', { name: 'Ghi vắng mặt' }).click();
      await page.locator('[data-absence]', { hasText: 'Nguyễn Thị Hạnh làm thay' }).waitFor();
      await page.getByLabel('Người ký thay').selectOption({ label: 'Phạm Văn Bình' });
      await page.getByRole('button', { name: 'Cho ký thay' }).click();
      await page.locator('[data-deputation]', { hasText: 'ký thay Nguyễn Thị Hạnh' }).waitFor();
      expect(await flaws(page, 'page')).toEqual([]);
      await page.getByRole('button', { name: /Thôi cho Phạm Văn Bình/ }).click();
      await page.getByText('Không có ai đang được ký thay.').waitFor();
    });
  });
});
