import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Province } from '../../src/agencies/index.js';
import { DemoAccounts, type CommandContext, type Principal } from '../../src/identity/index.js';
import { AccountRow, principalOf } from '../../src/identity/entities.js';
import { newId, NO_LINE, SystemClock } from '../../src/kernel/index.js';
import { UnitOfWork } from '../../src/platform/database/index.js';
import { AcceptTicket, OpenTicket, TicketRow, TrackingLinks } from '../../src/tickets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';

jest.setTimeout(180_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PASSWORD = 'mật khẩu để thử 1022';
const SIZES = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 },
];
const FIFTY = 50;

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

async function signedIn(login: string): Promise<Window> {
  const window = await browser.window(login, { size: { width: 1440, height: 900 } });
  const { page } = window;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill(login);
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'));
  return window;
}

/** What is wrong with a page for eyes, ears and small screens; with TEST_SHOTS a picture at each size. */
async function flaws(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (wide) found.push(`${name}: at ${String(size.width)} px the page scrolls sideways`);
    const shots = process.env['TEST_SHOTS'];
    if (shots) await page.screenshot({ path: `${shots}/${name}-${String(size.width)}.png`, fullPage: true });
  }
  const results = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
  );
  return [...found, ...results.violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html ?? ''}`)];
}

function by(principal: Principal): CommandContext {
  return { principal, requestId: 'test', idempotency: { scope: 'test', key: randomUUID(), hash: 'a'.repeat(64) } };
}

async function openOne(number: number): Promise<{ ticketId: string; version: number }> {
  const at = app.clock.now();
  return app.get(UnitOfWork).run((transaction) =>
    app.get(OpenTicket).open(
      transaction,
      {
        ...{
          channel: 'phone',
          externalId: null,
          contactId: newId(),
          title: null,
          point: null,
          subjectAgencyCode: null,
        },
        words: `Đèn giao thông ở ngã tư số ${String(number)} tắt từ tối qua.`,
        ...{
          placeText: `Ngã tư số ${String(number)}`,
          wardCode: '25993',
          categoryCode: 'gt-den-bien',
          boundary: 'ordinary',
        },
        reporter: { kind: 'citizen', name: 'Nguyễn Thị Thử', phone: '+84900000123', email: null, anonymous: false },
        ...{ receivedAt: at, enteredByAccountId: null },
      },
      by({ kind: 'system', name: 'test' }),
    ),
  );
}

async function person(login: string): Promise<Principal> {
  return principalOf(await app.rows.findOneByOrFail(AccountRow, { login }), NO_LINE);
}

const story = (page: Page) => page.getByText(/Do thay đổi tổ chức, .* tiếp nhận phiếu từ Sở Xây dựng/).first();

describe('an agency merged away while it holds fifty open tickets', () => {
  const tickets: { ticketId: string; version: number }[] = [];

  it('hands all of them over with their clocks, and its people go on where they were', async () => {
    for (let number = 1; number <= FIFTY; number += 1) tickets.push(await openOne(number));
    const [first] = tickets as [{ ticketId: string; version: number }];
    await app.get(AcceptTicket).execute(first, by(await person('canbo.so')));
    await browser.walk('agency-changes', async () => {
      const admin = await signedIn('quantri');
      const handler = await signedIn('canbo.so');
      const citizen = await browser.window('citizen', { size: SIZES[0] as (typeof SIZES)[0] });
      const { page } = admin;
      await handler.page.goto(`/phieu?phieu=${first.ticketId}`);
      await handler.page.getByText('Sở Xây dựng').first().waitFor();

      await page.goto('/quan-tri/don-vi');
      expect(await flaws(page, 'list')).toEqual([]);
      await page.getByRole('link', { name: 'Sáp nhập', exact: true }).click();
      await page.getByRole('button', { name: 'Lưu và xem trước' }).click();
      await page.getByRole('alert').getByText('Xin ghi số quyết định').waitFor();
      expect(await flaws(page, 'form')).toEqual([]);
      const today = app.clock.now().toLocaleDateString('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' });
      await page.getByLabel('Số, ký hiệu').fill('3210/QĐ-UBND');
      await page.getByLabel('Ngày ký').fill('2026-01-05');
      await page.getByLabel('Có hiệu lực từ ngày').fill(today);
      await page.getByLabel('Trích yếu').fill('Sắp xếp các sở');
      await page.getByLabel('Đơn vị 1').fill('Sở Xây dựng');
      await page.getByLabel('Đơn vị tiếp nhận').fill('Sở Xây dựng và Hạ tầng');
      await page.getByLabel('Mã đơn vị mới').fill('SXDHT');
      await page.getByLabel('Tên ngắn của đơn vị mới').fill('Sở XD&HT');
      await page.getByRole('button', { name: 'Lưu và xem trước' }).click();
      await page.getByText(/Sẽ chuyển 50 phiếu đang mở, 2 tài khoản/).waitFor();
      expect(await flaws(page, 'preview')).toEqual([]);
      await page.getByRole('button', { name: 'Xác nhận quyết định' }).click();
      await page.getByText('Đã xong. Đã chuyển 50 trên 50 phiếu.').waitFor({ timeout: 60_000 });
      await page.goto('/quan-tri/don-vi');
      await page.getByText('tên cũ: Sở Xây dựng').waitFor();

      // The same window, the same address: the ticket is there, in the new agency, with its clocks running.
      await handler.page.reload();
      await story(handler.page).waitFor();
      await handler.page
        .getByText(/Sở XD&HT/)
        .first()
        .waitFor();
      expect(await handler.page.getByRole('button', { name: /Trình lãnh đạo duyệt/ }).count()).toBe(1);
      await handler.page.goto('/don-vi?nhom=open');
      expect(await handler.page.locator('[data-ticket]').count()).toBe(FIFTY);
      const moved = await app.rows.findOneByOrFail(TicketRow, { id: first.ticketId });
      const accepting = await app.rows.findOneByOrFail(AccountRow, { login: 'canbo.so' });
      expect(moved).toMatchObject({ leadAgencyCode: 'SXDHT', handlerAccountId: accepting.id, state: 'in_progress' });

      // The citizen's link of before still leads there.
      await citizen.page.goto(app.get(TrackingLinks).pathFor(first.ticketId));
      await citizen.page
        .getByText(/Sở XD&HT|Sở Xây dựng và Hạ tầng/)
        .first()
        .waitFor();
      expect([...admin.complaints, ...handler.complaints, ...citizen.complaints]).toEqual([]);
    });
  });

  it('lets several be reminded and transferred in one act, and hides nothing that fails', async () => {
    await browser.walk('bulk', async () => {
      const { page, complaints } = await signedIn('dieuphoi');
      await page.goto('/dieu-phoi?nhom=open');
      await page.getByText('Chọn nhiều phiếu').click();
      const boxes = page.locator('.task__pick');
      for (const index of [0, 1, 2]) await boxes.nth(index).check();
      await page.getByText('Đã chọn 3 phiếu').waitFor();
      expect(await flaws(page, 'choose')).toEqual([]);
      const chosen = await boxes.nth(1).getAttribute('value');
      await page.getByRole('button', { name: 'Chuyển đơn vị' }).click();
      // Names of before lead to the agency of today.
      await page.getByLabel('Đơn vị sẽ chủ trì').fill('Sở Y tế');
      await page.getByLabel('Vì sao chuyển').fill('Đèn trong khuôn viên bệnh viện.');
      await page.getByRole('button', { name: 'Xem trước' }).click();
      await page.getByText('Làm được cả 3 phiếu.').waitFor();
      expect(await flaws(page, 'bulk-preview')).toEqual([]);
      // Meanwhile the agency takes one of them.
      const ticket = await app.rows.findOneByOrFail(TicketRow, { id: (chosen ?? '').split('.')[0] ?? '' });
      if (ticket.state === 'assigned')
        await app
          .get(AcceptTicket)
          .execute({ ticketId: ticket.id, version: ticket.version }, by(await person('canbo.so')));
      await page.getByRole('button', { name: 'Chuyển 3 phiếu' }).click();
      await page.getByText('Đã chuyển 2 phiếu; còn 1 phiếu chưa làm được').waitFor();
      expect(
        await page.locator('[data-outcome]').evaluateAll((rows) => rows.map((row) => row.dataset['outcome'])),
      ).toEqual(['changed', 'done', 'done']);
      expect(await flaws(page, 'bulk-result')).toEqual([]);
      // Loaded again, nothing is done twice.
      await page.reload();
      await page.getByText('Đã chuyển 2 phiếu; còn 1 phiếu chưa làm được').waitFor();

      await page.getByRole('link', { name: 'Về danh sách' }).click();
      await page.getByText('Chọn nhiều phiếu').click();
      await page.getByLabel('Chọn cả trang này').check();
      await page.getByRole('button', { name: 'Nhắc đơn vị đang giữ' }).click();
      await page.getByLabel('Cần nhắc điều gì').fill('Còn hai ngày, xin kiểm tra.');
      await page.getByRole('button', { name: 'Xem trước' }).click();
      await page.getByRole('button', { name: 'Nhắc 50 phiếu' }).click();
      await page.getByText('Đã nhắc cả 50 phiếu.').waitFor();
      expect(complaints).toEqual([]);
    });
  });
});
