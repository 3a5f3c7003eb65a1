import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import { Directory, Province } from '../../src/agencies/index.js';
import { DemoAccounts } from '../../src/identity/index.js';
import { ContactRow } from '../../src/intake/index.js';
import { SystemClock } from '../../src/kernel/index.js';
import { KnowledgeSamples } from '../../src/knowledge/index.js';
import { Catalog } from '../../src/routing/index.js';
import { OperatorLines } from '../../src/telephony/index.js';
import { readCorpus, type CorpusLine } from '../corpus/read-corpus.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser, type Window } from '../support/chromium.js';
import { eventually } from '../support/index.js';

jest.setTimeout(240_000);

const PASSWORD = 'mật khẩu để thử 1022';
const TOKEN = 'a-token-for-tests-0123456789';
/** 1366 × 768 at 125 %. */
const ZOOMED = { width: 1093, height: 614 };
const MOST_KEYS = 12;

let app: TestApp<SystemClock>;
let browser: TestBrowser;

beforeAll(async () => {
  app = await createTestApp({
    clock: new SystemClock(),
    config: { demoPassword: PASSWORD, ctiTokens: [{ name: 'pbx', token: TOKEN }] },
  });
  await app.get(DemoAccounts).ensure(app.get(Province).demoAgencies);
  await app.get(OperatorLines).ensure({ tongdai: '101' });
  await app.get(KnowledgeSamples).ensure();
  browser = await startBrowser(app.url);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

async function operator(): Promise<Window> {
  const window = await browser.window('operator', { size: ZOOMED });
  const { page } = window;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/dang-nhap');
  await page.getByLabel('Tên đăng nhập').fill('tongdai');
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/tong-dai');
  return window;
}

/** What the telephone system tells. */
async function cti(body: object): Promise<void> {
  const answer = await fetch(`${app.url}/api/v1/cti/${TOKEN}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ direction: 'in', ...body }),
  });
  expect(answer.status).toBe(200);
}

const focused = (page: Page) => page.evaluate<string>('document.activeElement.name ?? ""');

async function tabTo(page: Page, field: string): Promise<void> {
  for (let tabs = 0; (await focused(page)) !== field; tabs += 1) {
    if (tabs === 10) throw new Error(`${field} is not within ten tabs`);
    await page.keyboard.press('Tab');
  }
}

/** Takes a suggestion by the key that is written on it, Alt being held already. */
async function take(page: Page, title: string): Promise<void> {
  const row = page.locator('[data-slot]', { has: page.getByText(title, { exact: true }) });
  await page.keyboard.press((await row.getAttribute('data-slot')) ?? '');
  await page.locator('[data-slot][aria-pressed=true]', { has: page.getByText(title, { exact: true }) }).waitFor();
}

/** Every key that goes down in a page, Ctrl and Alt as well, but for those of the report's own words. */
interface Keys {
  readonly pressed: string[];
  ownWords(words: string): Promise<void>;
}

async function countKeys(page: Page): Promise<Keys> {
  const pressed: string[] = [];
  let own = false;
  await page.exposeFunction('keyPressed', (key: string) => {
    if (!own) pressed.push(key);
  });
  await page.addInitScript(`document.addEventListener('keydown', ({ key }) => { window.keyPressed(key); }, true)`);
  return {
    pressed,
    ownWords: async (words) => {
      own = true;
      await page.keyboard.type(words);
      // What the page tells of a key arrives after the key.
      await page.evaluate('window.keyPressed("")');
      own = false;
    },
  };
}

describe('from "hello" to routed', () => {
  // Not chosen: the first of the corpus that came by phone, are ordinary and have a place.
  const lines = readCorpus()
    .filter(
      ({ channel, expected: { boundary, ward } }) => channel === 'phone' && boundary === 'ordinary' && ward !== null,
    )
    .slice(0, 5);

  it(`takes at most ${String(MOST_KEYS)} keys beyond the report's own words`, async () => {
    await browser.walk('operator-keys', async () => {
      const { page, complaints } = await operator();
      const keys = await countKeys(page);
      await page.goto('/tong-dai');
      await page.locator('[data-net]:not(.net--off)').waitFor();
      const counts: [string, number, string][] = [];
      for (const line of lines) {
        const pressed = await routed(page, keys, line);
        counts.push([line.externalId, pressed.length, pressed.join(' ')]);
      }
      expect(counts).toHaveLength(5);
      expect(counts.filter(([, pressed]) => pressed > MOST_KEYS)).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  /** One call from ringing to saved. @returns the keys pressed beyond the report's own words. */
  async function routed(page: Page, keys: Keys, { externalId, words, placeText, expected, reporter }: CorpusLine) {
    const directory = app.get(Directory);
    const nameOf = (code: string | null) => (directory.agency(code ?? '') ?? directory.unit(code ?? ''))?.name ?? '';
    await cti({ event: 'newCall', callId: externalId, from: reporter.phone, to: '1022', user: ['101'] });
    await cti({ event: 'answer', callId: externalId, answeringNumber: '101' });
    // The number comes from the telephone system: nothing is pressed for it.
    const number = (reporter.phone ?? '').replace(/\D/g, '');
    const phone = page.locator('#f-phone');
    await eventually('the number is in the form', async () => (await phone.inputValue()).replace(/\D/g, '') === number);
    keys.pressed.length = 0;
    await keys.ownWords(words);
    await tabTo(page, 'tickets.0.placeText');
    await keys.ownWords(placeText ?? '');
    await page.keyboard.down('Alt');
    await take(page, app.get(Catalog).category(expected.category)?.name ?? '');
    await take(page, nameOf(expected.ward));
    if (expected.subject !== null) await take(page, nameOf(expected.subject));
    if (reporter.anonymous) await page.keyboard.press('a');
    await page.keyboard.up('Alt');
    if (reporter.name !== null) {
      await tabTo(page, 'name');
      await keys.ownWords(reporter.name);
    }
    const lead = directory.agency(expected.lead ?? '')?.shortName ?? '';
    await page.locator('[data-say]').getByText(lead).first().waitFor();
    await page.keyboard.press('Control+Enter');
    await page
      .getByText(new RegExp(`Đã ghi DN.*Chuyển ${lead}, trả lời trước`))
      .first()
      .waitFor();
    const pressed = [...keys.pressed];
    await cti({ event: 'hangup', callId: externalId, cause: 'normalClearing' });
    return pressed;
  }
});

describe('the form by keys alone', () => {
  it('asks about danger, holds several matters, shows the map and answers, and says which keys work', async () => {
    await browser.walk('operator-form', async () => {
      const { page, complaints } = await operator();
      const value = (name: string) => page.locator(`[name="${name}"]`).inputValue();
      await page.goto('/tong-dai');
      await page.keyboard.type('cháy nhà ở hẻm 12 phường Trảng Dài, khói nhiều lắm, có người kẹt bên trong');
      await page.locator('.alarm').getByText('Hỏi ngay').waitFor();
      await page.keyboard.press('Alt+0');
      await page.getByText('Đã hỏi: không ai bị thương').waitFor();
      expect(await value('tickets.0.boundary')).toBe('ordinary');
      await page.keyboard.press('Alt+5');
      await page.locator('.alarm').getByText('Nối máy ngay').waitFor();
      expect(await value('tickets.0.boundary')).toBe('emergency');

      // Taken, taken back by the same key, and by Escape in the field.
      await page.locator('[data-slot="4"]', { hasText: 'Trảng Dài' }).waitFor();
      await page.keyboard.press('Alt+4');
      expect(await value('tickets.0.ward')).toBe('Phường Trảng Dài');
      await page.keyboard.press('Alt+4');
      expect(await value('tickets.0.ward')).toBe('');
      await page.keyboard.press('Alt+4');
      await tabTo(page, 'tickets.0.ward');
      await page.keyboard.press('Escape');
      expect(await value('tickets.0.ward')).toBe('');

      await page.keyboard.press('Alt+n');
      // "?" is a letter like others in a field.
      await page.keyboard.type('đèn đường tắt cả tuần, ai sửa?');
      await page.getByText('Gợi ý cho việc 2').waitFor();
      await page.locator('[data-slot="1"]', { hasText: 'Chiếu sáng' }).waitFor();
      await page.keyboard.press('Alt+1');
      expect(await value('tickets.1.categoryCode')).toBe('ht-chieu-sang');
      await page.getByText('Cần hỏi: Chiếu sáng công cộng').waitFor();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      // A name of before the mergers, without accents; the first in the list.
      await page.keyboard.type('tan phong');
      await page.getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await value('tickets.1.ward')).toBe('Phường Tân Triều');
      await page.locator('[data-say]').getByText('UBND phường Tân Triều').waitFor();
      await page.getByRole('button', { name: 'Bỏ việc 2' }).press('Enter');
      expect(await page.locator('[data-matter]').count()).toBe(1);
      await page.keyboard.press('Alt+z');
      expect(await value('tickets.1.words')).toBe('đèn đường tắt cả tuần, ai sửa?');

      await page.keyboard.press('Alt+m');
      await page.getByLabel('Tên phường, xã').waitFor();
      await page.keyboard.type('long binh');
      await page.keyboard.press('Enter');
      expect(await value('tickets.1.ward')).toBe('Phường Long Bình');
      expect(await focused(page)).toBe('tickets.1.words');
      // Nothing typed after a window closes is lost, whichever way it closes.
      await page.keyboard.type('1');
      await page.keyboard.press('Alt+m');
      await page.getByLabel('Tên phường, xã').fill('x');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.type('2');
      expect(await value('tickets.1.words')).toContain('12');

      await page.getByRole('button', { name: 'Thêm việc khác' }).focus();
      await page.keyboard.press('?');
      const sheet = page.getByRole('dialog');
      await sheet.getByText('Tìm câu trả lời').waitFor();
      expect(await sheet.locator('dt').allInnerTexts()).toEqual(
        expect.arrayContaining(['Ctrl Enter', 'Alt 1', 'Alt M', 'Ctrl K']),
      );
      await page.keyboard.press('Escape');
      expect(await sheet.count()).toBe(0);
      expect(complaints).toEqual([]);
    });
  });

  it('closes a call that was answered from the knowledge base with the article', async () => {
    await browser.walk('operator-answer', async () => {
      const { page, complaints } = await operator();
      await page.goto('/tong-dai');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('doi the can cuoc');
      await page.locator('[data-article]').first().waitFor();
      await page.keyboard.press('Enter');
      await page.getByText('Đọc cho người gọi').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByText('Đã ghi lượt liên hệ').first().waitFor();
      const [contact] = await app.rows.find(ContactRow, { order: { id: 'DESC' }, take: 1 });
      expect(contact?.kind).toBe('answered');
      expect(contact?.knowledgeArticleId).toHaveLength(26);
      expect(complaints).toEqual([]);
    });
  });
});
