import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { Province } from '../../src/agencies/index.js';
import { DemoAccounts } from '../../src/identity/index.js';
import { SystemClock } from '../../src/kernel/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';
import { eventually } from '../support/gate.js';

jest.setTimeout(150_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PASSWORD = 'mật khẩu để thử 1022';
const VAGUE = {
  found: 'Phường ghi nhận phản ánh của người dân.',
  done: 'Phường sẽ xem xét, xử lý trong thời gian tới.',
};
const GOOD = {
  found: 'Tổ hạ tầng đo ổ gà trước chợ Trảng Dài: ba ổ, sâu nhất 12 cm, nằm ở làn xe máy, nước đọng do cống tắc.',
  done: 'Đã thông cống, vá ba ổ gà bằng nhựa nóng và lu phẳng; ngày 27/11 kiểm tra lại sau mưa.',
};

let app: TestApp<SystemClock>;
let browser: TestBrowser;
let photo: Buffer;

beforeAll(async () => {
  app = await createTestApp({ clock: new SystemClock(), config: { demoPassword: PASSWORD } });
  await app.get(DemoAccounts).ensure(app.get(Province).demoAgencies);
  browser = await startBrowser(app.url);
  const gradient = Buffer.from(
    '<svg width="900" height="600"><rect width="900" height="600" fill="#777"/><circle cx="450" cy="300" r="120" fill="#222"/></svg>',
  );
  photo = await sharp(gradient)
    .withExif({ IFD0: { Make: 'Điện thoại của Mai' } })
    .jpeg()
    .toBuffer();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function signedIn(login: string, size = { width: 1440, height: 900 }): Promise<Window> {
  const window = await browser.window(login, { size });
  await window.page.emulateMedia({ reducedMotion: 'reduce' });
  await window.page.goto('/dang-nhap');
  await window.page.getByLabel('Tên đăng nhập').fill(login);
  await window.page.getByLabel('Mật khẩu').fill(PASSWORD);
  await window.page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await window.page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'));
  return window;
}

async function write(page: Page, parts: { found: string; done: string }): Promise<void> {
  await page.getByLabel('Đã kiểm tra').fill(parts.found);
  await page.getByLabel('Đã làm').fill(parts.done);
}

async function clean(page: Page): Promise<void> {
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
  );
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
  ).toEqual([]);
}

/** On the redaction sheet: words are selected and hidden, an area of the photo is drawn, the whole is looked at and kept. */
async function mark(page: Page): Promise<void> {
  await page.getByRole('link', { name: /Đánh dấu chỗ che/ }).click();
  const said = page.locator('[data-text="found"] [data-said]');
  await page.evaluate(`{
    const said = document.querySelector('[data-text="found"] [data-said]');
    const text = said.firstChild;
    const at = text.data.indexOf('chợ Trảng Dài');
    document.getSelection().setBaseAndExtent(text, at, text, at + 'chợ Trảng Dài'.length);
    said.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
  }`);
  await page.getByRole('button', { name: 'Che đoạn đã chọn' }).click();
  await said.locator('mark', { hasText: 'chợ Trảng Dài' }).waitFor();
  const picture = await page.locator('[data-blur]').boundingBox();
  if (picture === null) throw new Error('no photo on the sheet');
  await page.locator('[data-blur]').scrollIntoViewIfNeeded();
  await page.locator('[data-blur]').dragTo(page.locator('[data-blur]'), {
    sourcePosition: { x: picture.width * 0.3, y: picture.height * 0.3 },
    targetPosition: { x: picture.width * 0.7, y: picture.height * 0.7 },
  });
  expect(Number(await page.getByLabel('Rộng').first().inputValue())).toBeCloseTo(40, 0);
  await page.getByLabel('Công khai ảnh này').check();
  await clean(page);
  await look(page, 'moderation-sheet');
  const opened = page.waitForEvent('popup');
  await page.getByRole('button', { name: /Xem như người dân thấy/ }).click();
  const preview = await opened;
  await preview.getByText('Bản xem trước.').waitFor();
  expect(await preview.locator('main').innerText()).not.toContain('chợ Trảng Dài: ba ổ');
  await look(preview, 'moderation-preview');
  await preview.close();
  await page.getByRole('button', { name: /Lưu cho cổng công khai/ }).click();
  await page.getByText('Đã lưu.').waitFor();
  await page.getByRole('link', { name: 'Mở phiếu ở bàn điều phối' }).click();
}

const hints = (page: Page) => page.locator('[data-hints]');

async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['TEST_SCREENSHOT_DIR'];
  if (folder === undefined) return;
  const before = page.viewportSize();
  for (const width of [360, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect(
      await page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth'),
    ).toBe(false);
    await page.screenshot({ path: `${folder}/${name}-${String(width)}.png`, fullPage: true });
  }
  if (before) await page.setViewportSize(before);
}

describe('an answer', () => {
  it('is hinted at, approved all the same, sent back at the gate, mended with a photo and published', async () => {
    await browser.walk('answers', async () => {
      const operator = await signedIn('tongdai');
      const call = operator.page;
      await call.getByLabel('Điện thoại').fill('0900 000 031');
      await call.getByLabel('Lời người gọi').fill('Ổ gà sâu trước chợ Trảng Dài, xe máy té hai vụ, mong vá sớm.');
      await call.locator('[name="tickets.0.categoryCode"]').selectOption('gt-mat-duong');
      await call.getByRole('combobox', { name: 'Phường, xã' }).fill('Trảng Dài');
      await call.keyboard.press('Control+Enter');
      const code = /DN\d\d-\d{4}-\d{4}/.exec((await call.getByText(/Đã ghi DN/).textContent()) ?? '')?.[0] ?? '';
      const title = /Ổ gà sâu/;

      const { page: handler, complaints } = await signedIn('canbo.phuong');
      await handler.getByRole('link', { name: title }).click();
      await handler.getByRole('button', { name: 'Nhận xử lý' }).click();
      await handler.getByText('Đã nhận xử lý').waitFor();

      // Vague words: saved by themselves, and hinted at before anybody reads them.
      await write(handler, VAGUE);
      await handler.getByText(/^Đã lưu nháp lúc \d\d:\d\d/).waitFor();
      await hints(handler)
        .getByText('Hứa “trong thời gian tới” mà không có ngày')
        .or(hints(handler).getByText(/mà không có ngày/))
        .waitFor();
      await hints(handler).getByText('Không nhắc đến điều người gửi hỏi').waitFor();
      await look(handler, 'answer-hints');

      // A colleague has the same draft open, and saves first: nobody's words are lost.
      const { page: colleague } = await signedIn('lanhdao.phuong');
      await colleague.getByRole('link', { name: title }).click();
      await colleague.getByLabel('Ai phụ trách').fill('Phòng Kinh tế, Hạ tầng và Đô thị');
      await colleague.getByRole('button', { name: /Lưu nháp/ }).click();
      await colleague.getByText('Đã lưu nháp.').waitFor();
      await handler.getByLabel('Ai phụ trách').fill('Ông Trần Văn Ví Dụ, 0251 000 0018');
      await handler.getByRole('button', { name: /Lưu nháp/ }).click();
      await handler.getByText('Hai người cùng sửa câu trả lời này').waitFor();
      const both = handler.locator('.versions');
      await both.getByText('Ông Trần Văn Ví Dụ').waitFor();
      await both.getByText('Phòng Kinh tế, Hạ tầng và Đô thị').waitFor();
      expect(await handler.getByLabel('Ai phụ trách').inputValue()).toContain('Ví Dụ');
      await look(handler, 'answer-conflict');
      await handler.getByRole('button', { name: /Lưu nháp/ }).click();
      await handler.getByText('Đã lưu nháp.').waitFor();
      await handler.getByText('Các bản nháp').click();
      expect(await handler.locator('.drafts > ol > li').count()).toBe(2);

      // Without a photo it needs a reason; with one it goes up, hints and all.
      await handler.getByLabel('Xong ngày').fill('2026-11-27');
      await handler.getByRole('button', { name: /Trình lãnh đạo duyệt/ }).click();
      await handler.getByRole('alert').getByText('cần ít nhất một ảnh').waitFor();
      await handler.getByLabel('Không có ảnh vì').fill('Chưa ra hiện trường được.');
      await handler.getByRole('button', { name: /Trình lãnh đạo duyệt/ }).click();
      await handler.getByText('Đã trình lãnh đạo').waitFor();

      await colleague.goto('/don-vi');
      await colleague.getByRole('link', { name: /Chờ duyệt/ }).click();
      await colleague.getByRole('link', { name: title }).click();
      await hints(colleague)
        .getByText(/mà không có ngày/)
        .waitFor();
      await look(colleague, 'answer-approve');
      await colleague.getByRole('button', { name: /Duyệt câu trả lời/ }).click();
      await colleague.getByText('Đã duyệt.').waitFor();

      const { page: gate } = await signedIn('dieuphoi');
      await gate.getByRole('link', { name: /Chờ công khai/ }).click();
      await gate.getByRole('link', { name: title }).click();
      await hints(gate)
        .getByText(/mà không có ngày/)
        .waitFor();
      await look(gate, 'answer-gate');
      await gate.getByText('Trả lại để sửa…').click();
      await gate.getByLabel('Câu trả lời còn thiếu gì').fill('Chưa nói đã kiểm tra gì, chưa có ảnh.');
      await gate.getByRole('button', { name: 'Trả lại kèm nhận xét' }).click();
      await gate.getByText('Đã trả lại kèm nhận xét').waitFor();

      await handler.goto('/don-vi');
      await handler.getByRole('link', { name: title }).click();
      await handler.locator('.next').getByText('đã bị trả lại 1 lần').waitFor();
      await write(handler, GOOD);
      await handler.getByLabel('Không có ảnh vì').fill('');
      await handler
        .getByLabel('Ảnh trước và sau khi làm')
        .setInputFiles({ name: 'Sau khi vá.jpg', mimeType: 'image/jpeg', buffer: photo });
      await handler.getByRole('button', { name: /Trình lãnh đạo duyệt/ }).click();
      await handler.getByText('Đã trình lãnh đạo').waitFor();

      await colleague.goto('/don-vi');
      await colleague.getByRole('link', { name: /Chờ duyệt/ }).click();
      await colleague.getByRole('link', { name: title }).click();
      expect(await hints(colleague).isVisible()).toBe(false);
      await colleague.getByRole('button', { name: /Duyệt câu trả lời/ }).click();
      await colleague.getByText('Đã duyệt.').waitFor();

      await gate.goto('/dieu-phoi');
      await gate.getByRole('link', { name: /Chờ công khai/ }).click();
      await gate.getByRole('link', { name: title }).click();
      await mark(gate);
      await gate.getByRole('button', { name: /Công khai câu trả lời/ }).click();
      await gate.getByRole('alert').getByText('Còn chỗ cần sửa').waitFor();
      for (const check of await gate.locator('[name^="check_"]').all()) await check.check();
      await gate.locator('[name="check_legal"]').uncheck();
      await gate.locator('[name="na_legal"]').check();
      await gate.locator('[name^="show_"]').check();
      expect(await gate.locator('.checks .files img').getAttribute('src')).toMatch(/vung=\d+-\d+-\d+-\d+$/);
      await look(gate, 'answer-gate-2');
      await gate.getByRole('button', { name: /Công khai câu trả lời/ }).click();
      await gate.getByText('Đã công khai. Người gửi được báo').waitFor();

      const { page: anybody } = await browser.window('anybody');
      await eventually(
        'the copy for the public is there',
        async () => (await anybody.goto(`/da-cong-khai/${code}`))?.status() === 200,
      );
      await anybody.getByText('vá ba ổ gà bằng nhựa nóng').first().waitFor();
      expect(await anybody.locator('main').innerText()).not.toContain('chợ Trảng Dài: ba ổ');
      const src = (await anybody.locator('.photos img').getAttribute('src')) ?? '';
      const sent = await fetch(new URL(src, app.url));
      const bytes = Buffer.from(await sent.arrayBuffer());
      expect([sent.status, sent.headers.get('content-type'), bytes.includes('Mai')]).toEqual([
        200,
        'image/jpeg',
        false,
      ]);
      expect((await fetch(new URL(src.replace(/.{26}$/, '01J0000000000000000000000B'), app.url))).status).toBe(404);
      await look(anybody, 'answer-public');
      expect(complaints).toEqual([]);
    });
  });
});
