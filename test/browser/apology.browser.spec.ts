import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { LetterRow } from '../../src/letters/index.js';
import { GATE_CHECKS, TicketApologyRow, TicketRow, TrackingLinks } from '../../src/tickets/index.js';
import { signIn, type Agent } from '../support/agent.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';
import { eventually } from '../support/gate.js';
import { startMailServer, type TestMailServer } from '../support/smtp.js';

jest.setTimeout(180_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Pictures for whoever wants to look: `TEST_PICTURES=folder`. */
const PICTURES = process.env['TEST_PICTURES'];
const WARD = '25993';
const WARD_AGENCY = `UBND-${WARD}`;
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

let app: TestApp;
let browser: TestBrowser;
let mails: TestMailServer;

beforeAll(async () => {
  mails = await startMailServer();
  app = await createTestApp({ config: { smtpUrl: mails.url } });
  browser = await startBrowser(app.url);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  await mails?.close();
});

/** A window in which somebody is signed in already. */
async function windowOf(agent: Agent, name: string): Promise<Window> {
  const window = await browser.window(name, { size: DESKTOP });
  const [key = '', value = ''] = (agent.cookie ?? '').split('=');
  await window.context.addCookies([{ name: key, value, url: app.url }]);
  return window;
}

/** Breaches of accessibility, and whatever scrolls sideways, on a phone and on a wide screen. */
async function flaws(page: Page, name: string): Promise<string[]> {
  const before = page.viewportSize() ?? DESKTOP;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const found: string[] = [];
  for (const size of [PHONE, DESKTOP]) {
    await page.setViewportSize(size);
    const wide = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    if (wide) found.push(`${String(size.width)} px: the page scrolls sideways`);
    const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
      `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
    );
    found.push(...violations.map(({ id, nodes }) => `${String(size.width)} px ${id}: ${nodes[0]?.html ?? ''}`));
    if (PICTURES !== undefined)
      await page.screenshot({ path: join(PICTURES, `${name}-${String(size.width)}.png`), fullPage: true });
  }
  await page.setViewportSize(before);
  return found;
}

describe('an answer that is late', () => {
  it('brings a letter, signed, numbered and sent; the answer follows, and the public reads both', async () => {
    await browser.walk('apology', async () => {
      app.clock.set('2026-11-16 08:00');
      const operator = await signIn(app, 'operator');
      const created = await operator.post('/api/v1/contacts', {
        name: 'Lê Thị Bịa Đặt',
        phone: '0900 000 456',
        email: 'bia.dat@example.vn',
        tickets: [
          { words: 'Rác ứ trước cổng trường.', categoryCode: 'gt-mat-duong', wardCode: WARD, boundary: 'ordinary' },
        ],
      });
      const ticketId = (created.body as { tickets: { ticketId: string }[] }).tickets[0]?.ticketId ?? '';
      const { code } = await app.rows.findOneByOrFail(TicketRow, { id: ticketId });
      const handler = await signIn(app, 'handler', WARD_AGENCY);
      await handler.post(`/api/v1/tickets/${ticketId}/accept`, { version: 1 }).expect(200);

      // Three working days later nobody has been answered.
      app.clock.set('2026-11-20 09:00');
      await eventually('a letter is owed', async () => (await app.rows.countBy(TicketApologyRow, { ticketId })) === 1);
      const citizen = await browser.window('citizen', { size: PHONE });
      const follow = `/theo-doi/${app.get(TrackingLinks).tokenFor(ticketId)}`;
      await citizen.page.goto(follow);
      await citizen.page.getByText(/UBND phường Trảng Dài phải gửi thư xin lỗi anh chị trước/).waitFor();

      const head = await signIn(app, 'agency_head', WARD_AGENCY);
      const { page } = await windowOf(head, 'head');
      await page.goto(`/don-vi?phieu=${ticketId}`);
      await page.getByText('Thư xin lỗi phải gửi…').click();
      expect(await page.getByLabel('Lý do chậm').inputValue()).toMatch(/^\[ghi/);
      expect(await page.getByLabel('Mở đầu').inputValue()).toContain(code);
      await page.getByLabel('Cam kết xong ngày').fill('2026-11-25');
      await page.getByRole('button', { name: /Ký và gửi thư/ }).click();
      const wrong = page.getByRole('alert');
      await wrong.getByText('“[ghi lý do chậm]”').waitFor();
      await wrong.getByText('“[ghi phòng, người phụ trách, điện thoại]”').waitFor();
      expect(await flaws(page, 'letter-form')).toEqual([]);
      await page.getByLabel('Lý do chậm').fill('xe rác hỏng ba ngày liền.');
      await page.getByLabel('Cách khắc phục').fill('đã thuê xe khác, dọn xong sáng nay.');
      await page.getByLabel('Liên hệ').fill('Phòng Kinh tế, Hạ tầng và Đô thị, 0251 3123 456');
      await page.getByLabel('Ký', { exact: true }).selectOption('deputy');

      // A look at it opens beside; nothing is sent, and the form is still there.
      const preview = page.waitForRequest(/xem-truoc\.pdf/);
      const opened = page.context().waitForEvent('page');
      await page.getByRole('button', { name: 'Xem trước bản PDF' }).click();
      const request = await preview.catch(() => null);
      await (await opened).close();
      expect(request?.method() ?? 'POST').toBe('POST');
      expect(await app.rows.countBy(LetterRow, { ticketId })).toBe(0);
      await page.getByRole('button', { name: /Ký và gửi thư/ }).click();
      await page.getByText('Đã ký và gửi thư xin lỗi.').waitFor();
      await page.getByText('Số 01/UBND-PAKN').waitFor();
      const pdf = await head.get(`/phieu/${ticketId}/thu-xin-loi.pdf`).expect(200);
      expect(pdf.headers['content-type']).toBe('application/pdf');
      const story = await head.get(`/phieu/${ticketId}/cau-chuyen.pdf`).expect(200);
      expect((story.body as Buffer).subarray(0, 5).toString()).toBe('%PDF-');
      const word = await head.get(`/phieu/${ticketId}/thu-xin-loi.docx`).expect(200);
      expect(word.headers['content-disposition']).toContain('thu-xin-loi-01-UBND-PAKN.docx');
      const foreign = await signIn(app, 'agency_head', 'SXD');
      for (const paper of ['thu-xin-loi.pdf', 'thu-xin-loi.docx', 'cau-chuyen.pdf'])
        await foreign.get(`/phieu/${ticketId}/${paper}`).expect(404);

      // The citizen: by mail with the letter itself, and on the page.
      const mail = await mails.waitFor(({ subject }) => subject.startsWith('Thư xin lỗi'));
      expect(mail.text).toContain('xe rác hỏng ba ngày liền');
      const [letter] = (await PostalMime.parse(mail.raw)).attachments;
      expect(letter).toMatchObject({ filename: `thu-xin-loi-${code}.pdf`, mimeType: 'application/pdf' });
      const bytes = Buffer.from(letter?.content as ArrayBuffer);
      expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
      expect(bytes.toString('latin1')).toContain('Tinos');
      await citizen.page.reload();
      await citizen.page.getByText('xe rác hỏng ba ngày liền').waitFor();
      const own = await citizen.context.request.get(`${app.url}${follow}/thu-xin-loi.pdf`);
      expect([own.status(), own.headers()['content-type']]).toEqual([200, 'application/pdf']);
      const told = await citizen.context.request.get(`${app.url}${follow}/cau-chuyen.pdf`);
      expect((await told.body()).subarray(0, 5).toString()).toBe('%PDF-');

      // The answer follows, and goes through the gate.
      const at = async () => (await app.rows.findOneByOrFail(TicketRow, { id: ticketId })).version;
      // Days have passed: a session of Monday has ended.
      const later = await signIn(app, 'handler', WARD_AGENCY);
      await later
        .post(`/api/v1/tickets/${ticketId}/answer`, {
          version: await at(),
          found: 'Sáng 20/11 kiểm tra trước cổng trường: rác đã ứ ba ngày, khoảng hai khối.',
          done: 'Đã thuê xe khác, dọn sạch rác trước cổng trường và rửa đường.',
          doneOn: '2026-11-20',
          inCharge: 'Phòng Kinh tế, Hạ tầng và Đô thị, số 0251 3123 456',
          evidenceWaiver: 'Máy ảnh hỏng, dọn xong mới chụp được.',
        })
        .expect(200);
      await head.post(`/api/v1/tickets/${ticketId}/approve`, { version: await at() }).expect(200);
      const coordinator = await signIn(app, 'coordinator');
      const checks = Object.fromEntries(GATE_CHECKS.map((check) => [check, 'passed']));
      await coordinator.post(`/api/v1/tickets/${ticketId}/publish`, { version: await at(), checks }).expect(200);
      await mails.waitFor(({ subject }) => subject.includes('trả lời') && !subject.startsWith('Thư'));
      await eventually(
        'the copy for the public is there',
        async () => (await citizen.page.goto(`/da-cong-khai/${code}`))?.status() === 200,
      );
      await citizen.page.getByRole('heading', { name: 'Thư xin lỗi của UBND phường Trảng Dài' }).waitFor();
      expect(await flaws(citizen.page, 'letter-public')).toEqual([]);
      const read = await citizen.page.locator('main').innerText();
      expect(read).toContain('xe rác hỏng ba ngày liền');
      expect(read).toContain('0251 3123 456');
      expect(read).not.toContain('Bịa Đặt');

      // Whoever watches the agencies counts it.
      const overseer = await windowOf(await signIn(app, 'overseer'), 'overseer');
      await overseer.page.goto('/toan-canh/don-vi?thang=2026-11');
      const row = overseer.page.locator(`tr[data-agency="${WARD_AGENCY}"]`);
      expect(await row.locator('[data-figure="apology_in_time"]').innerText()).toContain('1');
      expect(await flaws(overseer.page, 'record')).toEqual([]);
      await row.locator('[data-figure="apology_sent"] a').click();
      await overseer.page.getByText(code).waitFor();
    });
  });
});
