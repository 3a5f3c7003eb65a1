import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { createApp } from '../../src/create-app.js';
import { SystemClock } from '../../src/kernel/index.js';
import { Reader } from '../../src/platform/database/index.js';
import { ContactRow } from '../../src/intake/entities.js';
import { TicketRow } from '../../src/tickets/entities.js';
import { createLoadedDatabase, freePort, testConfig } from '../support/app.js';
import { startBuiltService, type BuiltService } from '../support/built-service.js';
import { chromiumPath } from '../support/chromium.js';
import { eventually, type OwnDatabase } from '../support/index.js';

jest.setTimeout(180_000);

const PASSWORD = 'mật khẩu để thử 1022';

let place: OwnDatabase;
let port: number;
let url: string;
let profile: string;
let killed: BuiltService | null = null;
let running: NestExpressApplication | null = null;
let machine: ChildProcess | null = null;
let browser: Browser | null = null;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  place = await createLoadedDatabase();
  port = await freePort();
  url = `http://localhost:${String(port)}`;
  profile = mkdtempSync(join(tmpdir(), 'profile-'));
});
afterAll(async () => {
  await browser?.close().catch(() => undefined);
  machine?.kill('SIGKILL');
  await killed?.kill();
  await running?.close();
  // A browser that was killed has helpers that write for some seconds more.
  rmSync(profile, { recursive: true, force: true, maxRetries: 12 });
  await place.drop();
});

/** A browser in a process that this test can kill, on a profile that outlives it. */
async function openBrowser(): Promise<void> {
  machine = spawn(
    chromiumPath(),
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...['--headless=new', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      ...['--disable-dev-shm-usage', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const { stderr } = machine;
  if (!stderr) throw new Error('Chromium has no voice.');
  const endpoint = await new Promise<string>((resolve) => {
    let said = '';
    stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  browser = await chromium.connectOverCDP(endpoint);
  const [first] = browser.contexts();
  if (!first) throw new Error('Chromium has no window.');
  context = first;
  context.setDefaultTimeout(30_000);
  page = context.pages()[0] ?? (await context.newPage());
  await page.setViewportSize({ width: 1280, height: 800 });
}

async function killBrowser(): Promise<void> {
  if (!machine) return;
  const ended = once(machine, 'exit');
  machine.kill('SIGKILL');
  await ended;
}

async function toCalls(): Promise<void> {
  await page.goto(`${url}/tong-dai`);
  if (!new URL(page.url()).pathname.startsWith('/dang-nhap')) return;
  await page.getByLabel('Tên đăng nhập').fill('tongdai');
  await page.getByLabel('Mật khẩu').fill(PASSWORD);
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click();
  await page.waitForURL('**/tong-dai');
}

async function write(words: string, phone: string): Promise<void> {
  await field('tickets.0.words').fill(words);
  await field('phone').fill(phone);
}

const field = (name: string) => page.locator(`[name="${name}"]`);
const panel = (text: string | RegExp) => page.locator('[data-kept] > div', { hasText: text });
const save = () => page.keyboard.press('Control+Enter');
const unsent = (count: number) =>
  page.locator('[data-net]', { hasText: `${String(count)} cuộc gọi chưa gửi` }).waitFor({ state: 'visible' });
const recorded = async (): Promise<string[]> => {
  const rows = running?.get(Reader, { strict: false }).manager;
  const [contacts, tickets] = [await rows?.count(ContactRow), (await rows?.find(TicketRow)) ?? []];
  expect(tickets).toHaveLength(contacts ?? -1);
  return tickets.map(({ words }) => words).sort();
};

describe('no word is lost', () => {
  it('when the browser is killed while somebody types', async () => {
    killed = await startBuiltService(
      place,
      { DEMO_PASSWORD: PASSWORD, PUBLIC_URL: url, SECRET: testConfig(place, port).secret },
      { port },
    );
    await openBrowser();
    await toCalls();
    await write('Ổ gà sâu trước chợ Tân Hiệp', '0900 000 101');
    await field('tickets.0.words').press('End');
    await page.keyboard.type(', đêm qua có hai xe ngã');
    await page.getByText('Đã giữ trên máy này').waitFor();
    // As long as the oldest word may be unkept.
    await page.waitForTimeout(400);
    await killBrowser();
    await openBrowser();
    await toCalls();
    await page.getByText('Đã lấy lại chữ gõ dở').waitFor();
    expect(await field('tickets.0.words').inputValue()).toBe('Ổ gà sâu trước chợ Tân Hiệp, đêm qua có hai xe ngã');
    expect(await field('phone').inputValue()).toBe('0900 000 101');
  });

  it('and recorded twice, when the server is killed after it has recorded and before it could say so', async () => {
    await page.route('**/tong-dai', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback();
      await route.fetch({ maxRedirects: 0 });
      await killed?.kill();
      return route.abort();
    });
    await save();
    await panel('1 cuộc gọi chưa gửi, đang chờ mạng').waitFor();
    await page.unroute('**/tong-dai');
    expect(await field('tickets.0.words').inputValue()).toBe('');
    // The next caller does not wait.
    await write('Đèn đường tắt cả tuần ở hẻm 12', '0900 000 102');

    running = await createApp({ ...testConfig(place, port), demoPassword: PASSWORD }, new SystemClock());
    await running.listen(port);
    await panel(/Đã gửi cuộc gọi ghi lúc .*Đã ghi DN/).waitFor();
    expect(await recorded()).toEqual(['Ổ gà sâu trước chợ Tân Hiệp, đêm qua có hai xe ngã']);
    expect(await field('tickets.0.words').inputValue()).toBe('Đèn đường tắt cả tuần ở hẻm 12');
    await panel('Đã gửi').getByRole('button', { name: 'Đã xem' }).click();
  });

  it('when the line is gone for three callers, of whom one has to be asked again', async () => {
    await page.locator('[data-net]').getByText('Trực tuyến', { exact: true }).waitFor();
    await context.setOffline(true);
    await save();
    await unsent(1);
    await write('Rác đổ trộm ở bãi đất trống cuối đường', '0900 000 103');
    await save();
    await unsent(2);
    // Nobody to call back, and not said to be anonymous: the server will not have it.
    await field('tickets.0.words').fill('Cống nghẹt trước số nhà 40');
    await save();
    await unsent(3);
    let asked = '';
    page.once('dialog', (dialog) => {
      asked = dialog.message();
      void dialog.dismiss();
    });
    await page.locator('form[action="/dang-xuat"] button').click();
    await eventually('leaving is asked about', () => asked.includes('Máy này còn 3 cuộc gọi chưa gửi'));
    // Another tab is at it when the line comes back, and is closed before it has sent anything.
    await page.evaluate(
      'void navigator.locks.request("send-queue", () => new Promise((done) => { window.endTheOther = done; }))',
    );
    await context.setOffline(false);
    await page.locator('[data-net]').getByText('Trực tuyến').waitFor();
    await page.waitForTimeout(2_000);
    await page.evaluate('window.endTheOther()');
    await panel('chưa ghi được (Cống nghẹt trước số nhà 40)').waitFor();
    expect(await panel('Đã gửi cuộc gọi').count()).toBe(2);
    await unsent(1);
    await panel('chưa ghi được').getByRole('button', { name: 'Mở để sửa' }).click();
    await page.getByText('Xin ghi số điện thoại hoặc thư điện tử').waitFor();
    // The panel says why before the form is filled again.
    await eventually(
      'the words are back',
      async () => (await field('tickets.0.words').inputValue()) === 'Cống nghẹt trước số nhà 40',
    );
    await field('phone').fill('0900 000 104');
    await save();
    await page.locator('[data-done]').getByText('Đã ghi DN').waitFor();
    expect(await recorded()).toEqual([
      'Cống nghẹt trước số nhà 40',
      'Rác đổ trộm ở bãi đất trống cuối đường',
      'Đèn đường tắt cả tuần ở hẻm 12',
      'Ổ gà sâu trước chợ Tân Hiệp, đêm qua có hai xe ngã',
    ]);
  });

  it('of two contacts in two tabs, nor are they mixed up', async () => {
    await write('Chó thả rông trong công viên', '0900 000 105');
    await page.getByText('Đã giữ trên máy này').waitFor();
    const first = page;
    page = await context.newPage();
    await toCalls();
    expect(await field('tickets.0.words').inputValue()).toBe('');
    await write('Loa kéo hát khuya', '0900 000 106');
    await page.getByText('Đã giữ trên máy này').waitFor();
    await page.close();
    page = first;
    await page.reload();
    await panel('Còn một cuộc gọi ghi dở').waitFor();
    expect(await field('tickets.0.words').inputValue()).toBe('Chó thả rông trong công viên');
    await panel('0900 000 106: Loa kéo hát khuya').getByRole('button', { name: 'Mở' }).click();
    await panel('0900 000 105: Chó thả rông trong công viên').waitFor();
    expect(await field('tickets.0.words').inputValue()).toBe('Loa kéo hát khuya');
  });
});
