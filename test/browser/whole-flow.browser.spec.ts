import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Province } from '../../src/agencies/index.js';
import { DemoAccounts } from '../../src/identity/index.js';
import { SystemClock } from '../../src/kernel/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';
import { startMailServer, type TestMailServer } from '../support/index.js';
import { eventually } from '../support/gate.js';

const PASSWORD = 'mật khẩu để thử 1022';
const CITIZEN = 'chi.hoa@example.test';
const AGENCY = /UBND phường Trảng Dài/;
const WORDS =
  'Mất nắp cống trước cổng trường tiểu học đường Bùi Trọng Nghĩa, từ chiều qua. Gọi lại số 0900 000 027, hoặc hàng xóm 0900 000 063.';

let mail: TestMailServer;
let app: TestApp<SystemClock>;
let browser: TestBrowser;

beforeAll(async () => {
  mail = await startMailServer();
  app = await createTestApp({ clock: new SystemClock(), config: { smtpUrl: mail.url, demoPassword: PASSWORD } });
  await app.get(DemoAccounts).ensure(app.get(Province).demoAgencies);
  browser = await startBrowser(app.url);
}, 120_000);

afterAll(async () => {
  await browser.close();
  await app.close();
  await mail.close();
});

async function signedIn(login: string, page: string): Promise<Window> {
  const window = await browser.window(login);
  await window.page.goto('/dang-nhap');
  await window.page.getByLabel('Tên đăng nhập').fill(login);
  await window.page.getByLabel('Mật khẩu').fill(PASSWORD);
  await window.page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await window.page.waitForURL(`**${page}**`);
  await window.page.locator('[data-net]').getByText('Trực tuyến', { exact: true }).waitFor();
  return window;
}

const mailAbout = (code: string, subject: RegExp) =>
  mail.waitFor((one) => one.to.includes(CITIZEN) && subject.test(one.subject) && one.text.includes(code));

async function open(page: Page, code: string, title: string): Promise<void> {
  await page.getByRole('link', { name: title }).click();
  await page.getByText(code).first().waitFor();
}

describe('one ticket, from the call to the public page', () => {
  it('is taken, handled, approved, published and read, each person in a window of their own', async () => {
    await browser.walk('whole-flow', async () => {
      const operator = await signedIn('tongdai', '/tong-dai');
      const handler = await signedIn('canbo.phuong', '/don-vi');
      const head = await signedIn('lanhdao.phuong', '/don-vi');
      const coordinator = await signedIn('dieuphoi', '/dieu-phoi');
      const citizen = await browser.window('citizen', { size: { width: 360, height: 740 } });

      // The operator writes while the caller speaks: where it goes and until when stands there before saving.
      const call = operator.page;
      await call.getByLabel('Điện thoại').fill('0900 000 027');
      await call.getByLabel('Tên người gọi').fill('Chị Hoa');
      await call.getByLabel('E-mail nhận tin').fill(CITIZEN);
      await call.getByLabel('Lời người gọi').fill(WORDS);
      await call.locator('[name="tickets.0.categoryCode"]').selectOption('ht-nguy-hiem');
      await call.getByRole('combobox', { name: 'Phường, xã' }).fill('Trảng Dài');
      await call
        .locator('[data-say]')
        .getByText(/Em chuyển ngay UBND phường Trảng Dài, nơi này phải trả lời chị trước/)
        .waitFor();
      await call.keyboard.press('Control+Enter');
      const saved = await call.getByText(/Đã ghi DN\d\d-\d{4}-\d{4}/).textContent();
      const code = /DN\d\d-\d{4}-\d{4}/.exec(saved ?? '')?.[0] ?? '';
      expect(saved).toContain('Chuyển UBND phường Trảng Dài');
      expect((await mailAbout(code, /1022 đã nhận phản ánh/)).text).toMatch(AGENCY);

      // The agency sees it appear without touching anything, and sees no reporter.
      const task = handler.page.getByRole('link', { name: /Mất nắp cống/ });
      await task.waitFor();
      await open(handler.page, code, 'Mất nắp cống');
      const shown = await handler.page.locator('main').innerText();
      expect(shown).not.toMatch(/0900 000 027|Chị Hoa|example\.test/);
      await handler.page.getByRole('button', { name: 'Nhận xử lý' }).click();
      await handler.page.getByText('Đã nhận xử lý').waitFor();
      await mailAbout(code, /đã nhận xử lý/);

      // Dangerous: what was done on the spot is told before the answer is written; until then it cannot go up.
      await handler.page.getByText('Xin báo việc đã xử lý tại chỗ trước').waitFor();
      await handler.page.getByRole('button', { name: /Báo đã xử lý/ }).click();
      await handler.page.getByRole('alert').getByText('Xin ghi đã làm gì tại chỗ.').waitFor();
      await handler.page.getByLabel('Đã xử lý tại chỗ thế nào').fill('Tổ hạ tầng rào chắn hai đầu hố.');
      await handler.page.getByRole('button', { name: /Báo đã xử lý/ }).click();
      await handler.page.getByText('Đã báo xử lý tại chỗ').waitFor();

      // An answer without its parts does not go through, and nothing typed is lost.
      await handler.page
        .getByLabel('Đã kiểm tra')
        .fill('Tổ hạ tầng đến lúc 14:00: mất một nắp cống, miệng cống rộng 60 cm.');
      await handler.page.getByRole('button', { name: /Trình lãnh đạo duyệt/ }).click();
      await handler.page.getByRole('alert').getByText('Còn chỗ cần sửa').waitFor();
      expect(await handler.page.getByLabel('Đã kiểm tra').inputValue()).toContain('mất một nắp cống');
      await handler.page.getByLabel('Đã làm').fill('Đặt rào chắn, lắp nắp cống mới.');
      await handler.page.getByLabel('Xong ngày').fill('2026-11-27');
      await handler.page.getByLabel('Ai phụ trách').fill('Tổ hạ tầng, 0251 000 0018');
      await handler.page.getByLabel('Không có ảnh vì').fill('Làm lúc trời tối, máy ảnh hết pin.');
      await handler.page.keyboard.press('Control+Enter');
      await handler.page.getByText('Đã trình lãnh đạo').waitFor();

      // The head sends it back once, with remarks; the handler sees them and submits again.
      await head.page.getByRole('link', { name: /Chờ duyệt/ }).click();
      await open(head.page, code, 'Mất nắp cống');
      await head.page.getByText('Trả lại để sửa…').click();
      await head.page.getByLabel('Cần sửa gì trước khi duyệt').fill('Ghi rõ ai kiểm tra.');
      await head.page.getByRole('button', { name: 'Trả lại kèm nhận xét' }).click();
      await head.page.getByText('Đã trả lại kèm nhận xét').waitFor();
      await handler.page.getByText('Ghi rõ ai kiểm tra.').first().waitFor();
      await handler.page
        .getByLabel('Đã kiểm tra')
        .fill('Tổ hạ tầng phường đến lúc 14:00: mất một nắp cống, miệng cống rộng 60 cm.');
      await handler.page.keyboard.press('Control+Enter');
      await handler.page.getByText('Đã trình lãnh đạo').waitFor();
      await mailAbout(code, /chờ lãnh đạo duyệt/);

      await head.page.getByRole('link', { name: /Chờ duyệt/ }).click();
      await open(head.page, code, 'Mất nắp cống');
      await head.page.getByRole('button', { name: /Duyệt câu trả lời/ }).click();
      await head.page.getByText('Đã duyệt. Trung tâm 1022 kiểm tra').waitFor();
      await mailAbout(code, /lãnh đạo đơn vị đã duyệt/);

      // Nothing is public before the gate.
      expect((await citizen.page.goto(`/da-cong-khai/${code}`))?.status()).toBe(404);

      await coordinator.page.getByRole('link', { name: /Chờ công khai/ }).click();
      await open(coordinator.page, code, 'Mất nắp cống');
      expect(await coordinator.page.getByLabel('Lời người dân, đã che thông tin riêng').inputValue()).toContain(
        '[đã ẩn: số điện thoại]',
      );
      // Nothing goes out before everything was looked at.
      await coordinator.page.getByRole('button', { name: /Công khai câu trả lời/ }).click();
      await coordinator.page.getByRole('alert').getByText('Xin xem rồi đánh dấu: trả lời đúng điều được hỏi').waitFor();
      for (const check of await coordinator.page.locator('[name^="check_"]').all()) await check.check();
      await coordinator.page.getByRole('button', { name: /Công khai câu trả lời/ }).click();
      await coordinator.page.getByText('Đã công khai. Người gửi được báo').waitFor();

      const answered = await mailAbout(code, /^Trả lời phản ánh/);
      expect(answered.text).toContain('lắp nắp cống mới');

      // Anybody reads it; nobody reads the phone number.
      await eventually(
        'the copy for the public is there',
        async () => (await citizen.page.goto(`/da-cong-khai/${code}`))?.status() === 200,
      );
      const page = await citizen.page.locator('main').innerText();
      expect(page).toContain('Đặt rào chắn, lắp nắp cống mới.');
      expect(page).not.toMatch(/0900 000 0/);
      await citizen.page.goto('/da-cong-khai');
      await citizen.page
        .getByRole('link', { name: /Mất nắp cống/ })
        .first()
        .waitFor();

      // The reporter's own page, by the link in the mail and by code and phone.
      const link = /https?:\/\/\S+\/theo-doi\/\S+/.exec(answered.text)?.[0] ?? '';
      await citizen.page.goto(link);
      expect(await citizen.page.locator('main').innerText()).toContain('Đặt rào chắn, lắp nắp cống mới.');
      await citizen.page.goto('/tra-cuu');
      await citizen.page.getByLabel(/Mã/).fill(code.toLowerCase().replaceAll('-', ' '));
      await citizen.page.getByLabel(/4 số cuối/).fill('0027');
      await citizen.page.getByRole('button', { name: /Tra cứu|Xem/ }).click();
      await citizen.page.getByText('Đặt rào chắn, lắp nắp cống mới.').waitFor();

      for (const window of [operator, handler, head, coordinator, citizen]) expect(window.complaints).toEqual([]);
    });
  }, 180_000);

  it('starts from the citizen’s form without JavaScript as well', async () => {
    await browser.walk('web-form', async () => {
      const handler = await signedIn('canbo.phuong', '/don-vi');
      const citizen = await browser.window('citizen-no-js', { size: { width: 360, height: 740 }, javaScript: false });
      await citizen.page.goto('/gui-phan-anh');
      await citizen.page
        .getByLabel('Anh chị kể như nói chuyện')
        .fill('Đèn đường hẻm cạnh chợ tắt hơn một tuần, tối thui.');
      await citizen.page.getByLabel('Loại việc').selectOption('ht-chieu-sang');
      await citizen.page.getByLabel('Phường, xã', { exact: true }).fill('phường Trảng Dài');
      await citizen.page.getByLabel('Họ và tên').fill('Trần Thị Hoa');
      await citizen.page.getByLabel('Số điện thoại').fill('0900 000 0');
      await citizen.page.getByLabel(/Tôi đồng ý/).check();
      await citizen.page.getByRole('button', { name: 'Gửi phản ánh' }).click();
      // The number is two digits short: said beside the field, and what was written is still there.
      await citizen.page
        .getByText(/còn thiếu/i)
        .first()
        .waitFor();
      expect(await citizen.page.getByLabel('Anh chị kể như nói chuyện').inputValue()).toContain('Đèn đường hẻm');
      await citizen.page.getByLabel('Số điện thoại').fill('0900 000 028');
      await citizen.page.getByRole('button', { name: 'Gửi phản ánh' }).click();
      await citizen.page
        .getByText(/DN\d\d-\d{4}-\d{4}/)
        .first()
        .waitFor();
      expect(await citizen.page.locator('main').innerText()).toMatch(AGENCY);
      await handler.page.getByRole('link', { name: /Đèn đường hẻm/ }).waitFor();
    });
  }, 120_000);
});
