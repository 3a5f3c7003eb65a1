import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { AttachmentRow } from '../../src/attachments/index.js';
import { PublishedItemRow } from '../../src/publication/entities.js';
import { GATE_CHECKS, TicketApologyRow, TicketRow } from '../../src/tickets/index.js';
import { signIn } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser } from '../support/chromium.js';
import { eventually } from '../support/gate.js';

jest.setTimeout(180_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AGENCY = 'UBND-25993';
const PHONE = { width: 360, height: 740 };
/** Pictures for whoever wants to look: `TEST_PICTURES=folder`. */
const PICTURES = process.env['TEST_PICTURES'];

let app: TestApp;
let browser: TestBrowser;
let picture: Buffer;

beforeAll(async () => {
  app = await createTestApp();
  browser = await startBrowser(app.url);
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  // Heavy enough to come in several pieces.
  picture = await sharp({ create: { width: 1400, height: 1000, channels: 3, background: '#7a8', noise } })
    .jpeg({ quality: 85 })
    .toBuffer();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

const photo = (name: string) => ({ name, mimeType: 'image/jpeg', buffer: picture });
const zip = {
  name: 'hem-toi.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(4_000, 7)]),
};

/** What is wrong with a page at 360 px; axe needs scripts, so without them only the width is looked at. */
async function flaws(page: Page, name: string, javaScript: boolean): Promise<string[]> {
  if (PICTURES !== undefined)
    await page.screenshot({ path: join(PICTURES, `way-${name}-${javaScript ? 'js' : 'plain'}.png`), fullPage: true });
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  const found = wide > PHONE.width ? [`${name}: ${String(wide)} px wide`] : [];
  if (!javaScript) return found;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
    `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
  );
  return [...found, ...violations.map(({ id, nodes }) => `${name} ${id}: ${nodes[0]?.html ?? ''}`)];
}

/** One step of the office on a ticket, by whoever does it. */
async function step(
  who: Parameters<typeof signIn>[1],
  ticketId: string,
  path: string,
  body: object = {},
): Promise<void> {
  const agent = await signIn(app, who, ...(who === 'coordinator' ? [] : [AGENCY]));
  const { version } = await app.rows.findOneByOrFail(TicketRow, { id: ticketId });
  const answer = await agent.post(`/api/v1/tickets/${ticketId}/${path}`, { version, ...body });
  expect([path, answer.status, answer.status === 200 ? '' : answer.text]).toEqual([path, 200, '']);
}

describe('the whole way of a citizen, on a phone', () => {
  it.each([
    ['with scripts', true],
    ['without scripts', false],
  ])('%s: sent with photos, asked, late, published, not satisfied, opened again', async (_how, javaScript) => {
    app.clock.set('2026-11-16 08:00');
    const { page, complaints } = await browser.window(`citizen ${_how}`, { size: PHONE, javaScript });
    const look = (name: string): Promise<string[]> => flaws(page, name, javaScript);
    await browser.walk(`citizen way ${_how}`, async () => {
      await page.goto('/gui-phan-anh');
      await page.fill('[name=words]', 'Mặt đường trước chợ có ổ gà sâu, tối qua hai xe máy té.');
      await page.fill('[name=ward]', 'Phường Trảng Dài');
      if (javaScript) {
        await page.keyboard.press('Escape');
        await page.locator('[data-guess-buttons] button').first().waitFor();
      }
      await page.selectOption('[name=categoryCode]', 'gt-mat-duong');
      await page.fill('[name=name]', 'Trần Thị Thử');
      await page.fill('[name=phone]', '0900 000 027');
      await page.check('[name=consent]');
      await page.setInputFiles('#photos', [photo('hem.jpg'), zip]);
      if (javaScript) {
        // Each goes ahead by itself: the photo comes, the other is refused beside it.
        await page.locator('.file img').waitFor();
        await page.locator('.file .error').getByText('không phải ảnh').waitFor();
        expect(await look('send')).toEqual([]);
        await page.getByRole('button', { name: 'Bỏ ảnh 2' }).click();
      } else {
        await page.click('[data-send-button]');
        await page.getByText('Tệp “hem-toi.jpg” không phải ảnh').first().waitFor();
        // What was written is there, and so is the photo that was one.
        expect(await page.inputValue('[name=words]')).toContain('ổ gà sâu');
        expect(await page.locator('.file img').count()).toBe(1);
        expect(await look('send')).toEqual([]);
      }
      await page.click('[data-send-button]');
      await page.waitForURL('**/gui-phan-anh/da-nhan/*');
      expect(await look('done')).toEqual([]);
      expect(await page.innerText('main')).toMatch(/phải trả lời trước\s+16:30 thứ/);
      const code = await page.innerText('[data-code]');
      const { id: ticketId } = await app.rows.findOneByOrFail(TicketRow, { code });
      const photos = await app.rows.findBy(AttachmentRow, { ticketId });
      expect(photos).toMatchObject([{ ownerKind: 'ticket', mediaType: 'image/jpeg' }]);
      await page.getByRole('link', { name: 'Xem việc đến đâu' }).click();
      await page.getByAltText('Ảnh 1 anh chị đã gửi').waitFor();

      await step('handler', ticketId, 'accept');
      await step('handler', ticketId, 'question', { text: 'Trước cổng chợ nào?' });
      app.clock.set('2026-11-17 08:00');
      await page.reload();
      await page.getByText('Trước cổng chợ nào?').waitFor();
      expect(await look('question')).toEqual([]);
      await page.getByLabel('Câu trả lời của anh chị').fill('Chợ nhỏ, trước nhà số 5.');
      await page.setInputFiles('#tra-loi-anh', [photo('cong-cho.jpg')]);
      if (javaScript) await page.locator('.file img').waitFor();
      await page.getByRole('button', { name: 'Gửi câu trả lời' }).click();
      await page.getByText('Đã nhận câu trả lời của anh chị.').waitFor();
      expect(await page.getByAltText('Ảnh 1 anh chị đã gửi').count()).toBe(2);

      // The deadline passes; the letter that is owed goes out, then the answer.
      app.clock.set('2026-11-23 09:00');
      await eventually('a letter is owed', async () => (await app.rows.countBy(TicketApologyRow, { ticketId })) === 1);
      await page.reload();
      await page.getByText(/phải gửi thư xin lỗi anh chị trước/).waitFor();
      await step('agency_head', ticketId, 'apology', {
        opening: 'Kính gửi anh chị.',
        reason: 'xe thảm nhựa hỏng ba ngày liền.',
        remedy: 'đã thuê xe khác, vá xong sáng nay.',
        committedOn: '2026-11-25',
        contact: 'Phòng Kinh tế, Hạ tầng và Đô thị, 0251 3123 456',
      });
      await step('handler', ticketId, 'answer', {
        found: 'Sáng 23/11 kiểm tra trước chợ nhỏ: ổ gà sâu 12 cm, rộng hơn một mét.',
        done: 'Đã vá bằng nhựa nóng và lu phẳng cả đoạn trước chợ.',
        doneOn: '2026-11-23',
        inCharge: 'Phòng Kinh tế, Hạ tầng và Đô thị, số 0251 3123 456',
        evidenceWaiver: 'Máy ảnh hỏng, vá xong mới chụp được.',
      });
      await step('agency_head', ticketId, 'approve');
      await step('coordinator', ticketId, 'publish', {
        checks: Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed'])),
      });
      await eventually('the public copy', async () => (await app.rows.countBy(PublishedItemRow, { ticketId })) === 1);
      await page.reload();
      await page.getByText('xe thảm nhựa hỏng ba ngày liền').waitFor();
      expect(await page.innerText('main')).toContain('Đã vá bằng nhựa nóng');
      expect(await look('answered')).toEqual([]);
      await page.getByRole('link', { name: 'Xem trang đã công khai' }).click();
      await page.waitForURL(`**/da-cong-khai/${code}`);
      const read = await page.innerText('main');
      expect(read).toMatch(/Đã vá bằng nhựa nóng[\s\S]*xe thảm nhựa hỏng/);
      expect(read).not.toContain('Trần Thị Thử');
      expect(await look('published')).toEqual([]);

      await page.goBack();
      await page.getByRole('link', { name: 'Đánh giá câu trả lời này' }).click();
      await page.getByLabel('Không hài lòng').check();
      await page.getByLabel('Vì sao').fill('Mưa một trận lại lún.');
      await page.getByRole('button', { name: 'Gửi đánh giá' }).click();
      await page.getByText('Đã ghi đánh giá.').waitFor();
      expect(await look('rated')).toEqual([]);
      await page.getByLabel('Chỗ nào chưa được').fill('Sau trận mưa đêm qua chỗ vá đã lún xuống như cũ.');
      await page.getByRole('button', { name: 'Yêu cầu xem lại' }).click();
      await page.getByText(/Đã nhận yêu cầu xem lại của anh chị/).waitFor();
      expect((await app.rows.findOneByOrFail(TicketRow, { id: ticketId })).reopenCount).toBe(1);
      await page.goto(`/da-cong-khai/${code}`);
      await page.locator('[data-review]').waitFor();
      expect(await page.innerText('main')).toContain('không hài lòng');
      expect(complaints).toEqual([]);
    });
  });
});
