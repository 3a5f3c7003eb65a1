import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Province } from '../../src/agencies/index.js';
import { EscalationFiringRow, TicketWatchRow } from '../../src/escalation/index.js';
import { DemoAccounts } from '../../src/identity/index.js';
import { Clock } from '../../src/kernel/index.js';
import { managerOf, UnitOfWork } from '../../src/platform/database/index.js';
import { TicketClockRow } from '../../src/tickets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';
import { instant, startMailServer, type TestMailServer } from '../support/index.js';

jest.setTimeout(180_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PASSWORD = 'mật khẩu để thử 1022';
const PHONE = { width: 360, height: 740 };
const WIDE = { width: 1440, height: 900 };
const MATTER = 'Cây đổ chắn ngang đường Bùi Trọng Nghĩa, dây điện rơi xuống đất.';

/** The time of a machine whose clock says something else: it begins there, and runs. */
class ShiftedClock extends Clock {
  private readonly ahead: number;

  constructor(start: string) {
    super();
    this.ahead = instant(start).getTime() - Date.now();
  }

  now(): Date {
    return new Date(Date.now() + this.ahead);
  }
}

let mail: TestMailServer;
let app: TestApp<ShiftedClock>;
let browser: TestBrowser;

beforeAll(async () => {
  mail = await startMailServer();
  // Saturday evening: nobody is at the office.
  const clock = new ShiftedClock('2026-11-28 20:00');
  app = await createTestApp({ clock, config: { smtpUrl: mail.url, demoPassword: PASSWORD } });
  await app.get(DemoAccounts).ensure(app.get(Province).demoAgencies);
  browser = await startBrowser(app.url);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await mail?.close();
});

async function signedIn(login: string, path: string, javaScript = true): Promise<Window> {
  const window = await browser.window(login, { javaScript });
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
async function flaws(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const size of [PHONE, WIDE]) {
    await page.setViewportSize(size);
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (wide) found.push(`${String(size.width)} px: the page scrolls sideways`);
    const results = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
    );
    found.push(...results.violations.map(({ id, nodes }) => `${String(size.width)} px ${id}: ${nodes[0]?.html ?? ''}`));
  }
  return found;
}

/** As the ladders do it when a deadline is missed for long. */
async function handedUp(): Promise<void> {
  const clock = await app.rows.findOneByOrFail(TicketClockRow, { kind: 'resolve' });
  const { id: clockId, ticketId, holderAgencyCode: agencyCode, kind } = clock;
  const at = instant('2026-11-27 16:30');
  await app.get(UnitOfWork).run(async (tx) => {
    await managerOf(tx).insert(TicketWatchRow, {
      ...{ ticketId, kind: 'overseer_list', clockId, agencyCode, accountId: null },
      ...{ sinceAt: at, clearedAt: null },
    });
    await managerOf(tx).insert(EscalationFiringRow, {
      ...{ clockId, mark: '100%', ticketId, kind, agencyCode, accountId: null, actions: 'notify', fallback: null },
      ...{ dueAt: at, stepAt: at, firedAt: at },
    });
  });
}

const gap = (page: Page) => page.getByText(/Tối thứ.Bảy.28\/11.*chưa có ai trực: việc khẩn sẽ báo lãnh đạo đơn vị/);

describe('an urgent matter on a Saturday evening', () => {
  it('reaches the person on call, who takes note, and head and centre see it', async () => {
    await browser.walk('notices', async () => {
      // The head plans the night, without scripts and with a slip.
      const planning = await signedIn('lanhdao.phuong', '/truc', false);
      await planning.page.getByText('Từ 20:00').first().waitFor();
      await planning.page.getByLabel('Người trực').selectOption({ label: 'Phạm Văn Bình' });
      await planning.page.getByLabel('Điện thoại gọi được trong ca').fill('0900 000 063');
      await planning.page.getByLabel('Đến ngày').fill('2026-11-27');
      await planning.page.getByRole('button', { name: 'Thêm ca' }).click();
      await planning.page.getByRole('alert').getByText('Giờ hết ca phải sau giờ bắt đầu ca.').waitFor();
      expect(await planning.page.getByLabel('Điện thoại gọi được trong ca').inputValue()).toBe('0900 000 063');
      await planning.page.getByLabel('Đến ngày').fill('2026-11-29');
      await planning.page.getByLabel('Giờ hết ca').fill('07:00');
      await planning.page.getByRole('button', { name: 'Thêm ca' }).click();
      await planning.page.getByText('Đã thêm ca trực.').waitFor();
      await planning.page.locator('[data-shift]').getByText('16:30 đến 07:00').waitFor();
      expect(await gap(planning.page).count()).toBe(0);

      const onCall = await signedIn('canbo.phuong', '/nhac-viec');
      const head = await signedIn('lanhdao.phuong', '/nhac-viec');
      const coordinator = await signedIn('dieuphoi', '/nhac-viec');
      await onCall.page.getByText('Chưa có lời nhắc nào').waitFor();
      const operator = await signedIn('tongdai', '/');
      // A call begins when the operator's machine says so.
      await operator.page.clock.setFixedTime(app.clock.now());
      await operator.page.goto('/tong-dai');
      await operator.page.getByLabel('Điện thoại').fill('0900 000 027');
      await operator.page.getByLabel('Lời người gọi').fill(MATTER);
      await operator.page.locator('[name="tickets.0.categoryCode"]').selectOption('ht-nguy-hiem');
      await operator.page.getByRole('combobox', { name: 'Phường, xã' }).fill('Trảng Dài');
      await operator.page.keyboard.press('Control+Enter');
      await operator.page.getByText(/Đã ghi DN/).waitFor();

      // Nobody touches anything: it stands there by itself, within seconds.
      const reminder = onCall.page.locator('[data-reminder]', { hasText: 'Việc khẩn, cần nhận xử lý ngay' });
      await reminder.getByText('Cây đổ chắn ngang đường').waitFor();
      await onCall.page.locator('.bar .nav').getByText('Nhắc việc').locator('.pill').waitFor();
      const answer = (page: Page) => page.locator('[data-answer]', { hasText: 'Phạm Văn Bình' });
      for (const { page } of [head, coordinator]) {
        await answer(page).getByText('Chưa nhận').waitFor();
        expect(
          await answer(page)
            .getByRole('link', { name: /Gọi ngay: 0900.000.063/ })
            .getAttribute('href'),
        ).toBe('tel:+84900000063');
      }
      const received = await mail.waitFor(({ to }) => to.includes('canbo.phuong@example.test'));
      expect(received.subject).toMatch(/^Nhắc việc: Việc khẩn, cần nhận xử lý ngay, DN26-/);
      expect(received.text).not.toMatch(/Bùi Trọng Nghĩa|0900 000 027/);
      expect(await flaws(onCall.page)).toEqual([]);
      expect(await flaws(coordinator.page)).toEqual([]);

      await reminder.getByRole('button', { name: /Tôi đã nhận/ }).click();
      await onCall.page.getByText('Đã ghi: anh chị đã nhận lời nhắc này.').waitFor();
      for (const { page } of [head, coordinator]) await answer(page).getByText('Đã nhận lúc 20:').waitFor();

      // From the reminder to the ticket itself.
      await reminder.getByRole('link', { name: /Cây đổ/ }).click();
      await onCall.page.getByRole('button', { name: /Nhận xử lý/ }).waitFor();

      // Had nobody answered, it would be handed up and named in the list of the month.
      const overseer = await signedIn('vanphong', '/toan-canh');
      await overseer.page.getByText('Không có phiếu nào trễ đến mức phải báo lên.').waitFor();
      await handedUp();
      await overseer.page.reload();
      await overseer.page.locator('[data-watched]').getByText('UBND phường Trảng Dài').waitFor();
      expect(await flaws(overseer.page)).toEqual([]);
      await overseer.page.getByRole('link', { name: 'Danh sách trễ hạn tháng' }).click();
      await overseer.page.locator('[data-late]').getByText('Chưa có ai nhận').waitFor();
      expect(await flaws(overseer.page)).toEqual([]);
      await coordinator.page.goto('/truc');
      expect(await flaws(coordinator.page)).toEqual([]);
      await planning.page.goto('/truc');
      for (const { complaints } of [planning, onCall, head, coordinator, overseer]) expect(complaints).toEqual([]);
    });
  });
});
