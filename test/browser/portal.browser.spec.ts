import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { TicketRow } from '../../src/tickets/index.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { startBrowser, type TestBrowser } from '../support/chromium.js';
import { eventually } from '../support/gate.js';
import { answerReport, COMPLETE_FORM, deskOf, sendReport, type SentReport } from '../support/portal.js';

jest.setTimeout(240_000);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1440, height: 900 };
/** What a citizen's page may weigh over the wire, fonts included. */
const MOST_BYTES = 100_000;

let app: TestApp;
let browser: TestBrowser;
let sent: SentReport;
let published: SentReport;
const pages = (): readonly (readonly [string, string])[] => [
  ['home', '/'],
  ['send', '/gui-phan-anh'],
  ['done', sent.donePath],
  ['track', '/tra-cuu'],
  ['follow', sent.followPath],
  ['follow answered', published.followPath],
  ['published', '/da-cong-khai'],
  ['item', `/da-cong-khai/${published.code}`],
  ['meet', `/cung-gap/${sent.code}`],
  ['satisfaction', '/muc-do-hai-long'],
  ['map', '/ban-do'],
  ['agencies', '/co-quan'],
  ['agency', '/co-quan/UBND-25993'],
  ['wards', '/phuong-xa'],
  ['ward', '/phuong-xa/25993'],
  ['open data', '/du-lieu-mo'],
  ['feeds', '/nguon-tin'],
  ['send, in English', '/en/gui-phan-anh'],
  ['complaints', '/khieu-nai-to-cao'],
  ['privacy', '/thong-tin-duoc-giu-the-nao'],
  ['accessibility', '/tro-nang'],
  ['missing', '/khong-co-trang-nay'],
];

beforeAll(async () => {
  app = await createTestApp({ config: { publicRateLimit: 1000 } });
  browser = await startBrowser(app.url);
  sent = await sendReport(app);
  published = await sendReport(app);
  const ticket = await app.rows.findOneByOrFail(TicketRow, { id: published.ticketId });
  await answerReport(app, await deskOf(app, ticket.leadAgencyCode ?? ''), published.ticketId);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

const ALL_RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Breaches of WCAG 2.2 AA and of good practice, as readable lines. */
async function breaches(page: Page, rules: readonly string[] = ALL_RULES): Promise<string[]> {
  await page.evaluate(AXE);
  const result = await page.evaluate<AxeResult>(`axe.run({ runOnly: ${JSON.stringify(rules)} })`);
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''} ${nodes[0]?.failureSummary ?? ''}`);
}

async function fillForm(page: Page, changes: Partial<Record<string, string>> = {}): Promise<void> {
  const values = { ...COMPLETE_FORM, ...changes };
  for (const name of ['words', 'ward', 'placeText', 'name', 'phone', 'email'] as const)
    await page.fill(`[name=${name}]`, values[name] ?? '');
  await page.selectOption('[name=categoryCode]', values.categoryCode);
  await page.check('[name=consent]');
}

describe('every public page', () => {
  it.each([
    ['a phone', PHONE, 'light', ALL_RULES],
    ['a phone in the dark', PHONE, 'dark', ['color-contrast']],
    ['a desk', DESKTOP, 'light', ALL_RULES],
  ] as const)('holds WCAG 2.2 AA and does not scroll sideways on %s', async (who, size, theme, rules) => {
    const { page, complaints, context } = await browser.window(who, { size });
    await page.emulateMedia({ colorScheme: theme });
    await browser.walk(`public pages on ${who}`, async () => {
      for (const [name, path] of pages()) {
        await page.goto(path);
        await page.evaluate('document.fonts.ready.then(() => null)');
        expect([name, await breaches(page, rules)]).toEqual([name, []]);
        expect([name, await page.evaluate<number>('document.documentElement.scrollWidth')]).toEqual([name, size.width]);
      }
      expect(complaints).toEqual([]);
    });
    await context.close();
  });

  it('weighs less than 100 kB with fonts, loads nothing from elsewhere, and breaks no content security policy', async () => {
    for (const [name, path] of pages()) {
      const { page, context } = await browser.window(`weight of ${name}`, { size: PHONE });
      const network = await context.newCDPSession(page);
      await network.send('Network.enable');
      let bytes = 0;
      const elsewhere: string[] = [];
      network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
      network.on('Network.requestWillBeSent', ({ request }) => {
        // The browser draws the calendar of a date field from an address of its own.
        if (!request.url.startsWith(app.url) && !request.url.startsWith('data:')) elsewhere.push(request.url);
      });
      const broken: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error') broken.push(message.text());
      });
      await page.goto(path, { waitUntil: 'networkidle' });
      expect([name, elsewhere]).toEqual([name, []]);
      // The browser itself says aloud that there is no such page.
      if (name !== 'missing') expect([name, broken]).toEqual([name, []]);
      expect(bytes).toBeGreaterThan(20_000);
      if (name !== 'map') expect([name, bytes < MOST_BYTES ? 'light' : bytes]).toEqual([name, 'light']);
      await context.close();
    }
  });

  it('prints without chrome, with the reason for the deadline opened', async () => {
    const { page } = await browser.window('print');
    await page.goto(`/da-cong-khai/${published.code}`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('.nav')).toBe(false);
    expect(await page.isVisible('.sos')).toBe(false);
    expect(await page.isVisible('.why ol')).toBe(true);
    expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
  });
});

describe('a citizen without scripts', () => {
  it('sends, is asked for what is missing, and follows', async () => {
    const { page, complaints } = await browser.window('no script', { size: PHONE, javaScript: false });
    await browser.walk('citizen without scripts', async () => {
      await page.goto('/');
      await page.fill('#ke', 'Đèn đường hẻm cạnh chợ tắt hơn một tuần.');
      await page.click('.tell button');
      expect(await page.inputValue('[name=words]')).toBe('Đèn đường hẻm cạnh chợ tắt hơn một tuần.');
      // No script can bring this field when the category wants it.
      expect(await page.isVisible('[name=subject]')).toBe(true);
      await fillForm(page, {
        words: 'Hồ sơ đất nộp ở phường đã trễ hai tháng.',
        categoryCode: 'tthc-tre-han',
        phone: '0900 000',
      });
      await page.click('[data-send-button]');
      expect(await page.isVisible('.field--error [name=phone]')).toBe(true);
      expect(await page.isVisible('.field--error [name=subject]')).toBe(true);
      await page.fill('[name=phone]', '0900 000 027');
      await page.fill('[name=subject]', 'UBND phường Trảng Dài');
      await page.click('[data-send-button]');
      await page.waitForURL('**/gui-phan-anh/da-nhan/*');
      const code = await page.innerText('[data-code]');
      await page.goto('/tra-cuu');
      await page.fill('#ma', code);
      await page.fill('#so', '0027');
      await page.click('main button');
      await page.waitForURL('**/theo-doi/*');
      expect(await page.innerText('main')).toContain(code);
      expect(complaints).toEqual([]);
    });
  });
});

describe('a citizen with scripts', () => {
  it('finds the ward while typing, by a former name and without accents, from the keyboard', async () => {
    const { page } = await browser.window('type-ahead');
    await browser.walk('type-ahead', async () => {
      await page.goto('/gui-phan-anh');
      await page.focus('[name=ward]');
      await page.keyboard.type('trang dai');
      await page.waitForSelector('.suggest__list li');
      expect(await breaches(page)).toEqual([]);
      await page.keyboard.press('ArrowDown');
      expect(await page.getAttribute('[name=ward]', 'aria-activedescendant')).toMatch(/-0$/);
      await page.keyboard.press('Enter');
      expect(await page.inputValue('[name=ward]')).toBe('Phường Trảng Dài');
      expect(await page.isVisible('.suggest__list')).toBe(false);
      expect(page.url()).toMatch(/gui-phan-anh$/);
      await page.fill('[name=ward]', '');
      await page.keyboard.type('tan phong, bien');
      await page.waitForSelector('.suggest__list li:has-text("→")');
      await page.keyboard.press('Escape');
      expect(await page.isVisible('.suggest__list')).toBe(false);
    });
  });

  it('is told at once of 114, of who answers until when, and for which agency to say', async () => {
    const { page } = await browser.window('hints', { size: PHONE });
    await browser.walk('hints', async () => {
      await page.goto('/gui-phan-anh');
      expect(await page.isVisible('[data-boundary=emergency]')).toBe(false);
      await page.fill('[name=words]', 'Nhà bên cạnh đang cháy lớn, có người bị kẹt!');
      await page.waitForSelector('[data-boundary=emergency]:visible');
      await page.fill('[name=words]', 'Đèn đường trong hẻm tắt hơn một tuần.');
      await page.waitForSelector('[data-boundary=emergency]', { state: 'hidden' });
      await page.selectOption('[name=categoryCode]', 'ht-chieu-sang');
      await page.fill('[name=ward]', 'Phường Trảng Dài');
      await page.waitForSelector('[data-promise]:visible');
      expect(await page.innerText('[data-promise]')).toMatch(/phường Trảng Dài phải trả lời trước\s+16:30 thứ/);
      expect(await breaches(page)).toEqual([]);
      await page.selectOption('[name=categoryCode]', 'tthc-tre-han');
      expect(await page.isVisible('[name=subject]')).toBe(true);
      await page.selectOption('[name=categoryCode]', '');
      expect(await page.isVisible('[name=subject]')).toBe(false);
    });
  });

  it('loses nothing when the page is left, sends once for two clicks, and leaves nothing on the device', async () => {
    const { page, complaints } = await browser.window('draft');
    await browser.walk('draft', async () => {
      await page.goto('/gui-phan-anh');
      await fillForm(page);
      await page.waitForSelector('[data-draft]:visible');
      await page.goto('/gui-phan-anh');
      expect(await page.inputValue('[name=words]')).toBe(COMPLETE_FORM.words);
      expect(await page.inputValue('[name=categoryCode]')).toBe(COMPLETE_FORM.categoryCode);
      expect(await page.isChecked('[name=consent]')).toBe(false);
      await page.check('[name=consent]');
      const before = await app.rows.count(TicketRow);
      await page.dblclick('[data-send-button]');
      await page.waitForURL('**/gui-phan-anh/da-nhan/*');
      await page.reload();
      expect(await app.rows.count(TicketRow)).toBe(before + 1);
      expect(await page.evaluate('localStorage.length')).toBe(0);
      await page.goto('/gui-phan-anh');
      expect(await page.inputValue('[name=words]')).toBe('');
      expect(complaints).toEqual([]);
    });
  });

  it('is led to what has to be put right, and back into the field by its link', async () => {
    const { page } = await browser.window('errors', { size: PHONE });
    await browser.walk('errors', async () => {
      await page.goto('/gui-phan-anh');
      await fillForm(page, { phone: '0900 000 0' });
      await page.click('[data-send-button]');
      await page.waitForSelector('[data-summary]');
      expect(await page.evaluate("document.activeElement.hasAttribute('data-summary')")).toBe(true);
      expect(await breaches(page)).toEqual([]);
      await page.click('[data-summary] a');
      expect(await page.evaluate('document.activeElement.id')).toBe('phone');
    });
  });

  it('may let the device say where it is', async () => {
    const { page, context } = await browser.window('location');
    await context.grantPermissions(['geolocation']);
    await context.setGeolocation({ latitude: 10.9905, longitude: 106.8725 });
    await browser.walk('location', async () => {
      await page.goto('/gui-phan-anh');
      await page.click('[data-locate-get]');
      await page.waitForSelector('[data-locate-drop]:visible');
      expect(await page.inputValue('[name=lat]')).toBe('10.990500');
      expect(await page.inputValue('[name=ward]')).toMatch(/^(Phường|Xã) /);
      await page.click('[data-locate-drop]');
      expect(await page.inputValue('[name=lat]')).toBe('');
      await context.setGeolocation({ latitude: 21.03, longitude: 105.85 });
      await page.click('[data-locate-get]');
      await page.waitForSelector('[data-locate-status]:has-text("nằm ngoài")');
      expect(await page.inputValue('[name=lat]')).toBe('');
    });
  });

  it('points at a ward on the map, which is loaded only then', async () => {
    const { page, complaints } = await browser.window('map', { size: PHONE });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await browser.walk('map', async () => {
      await page.goto('/gui-phan-anh', { waitUntil: 'networkidle' });
      expect(asked.filter((path) => /portal-map|wards\/map/.test(path))).toEqual([]);
      await page.click('[data-map-open]');
      await page.waitForSelector('[data-map-box] svg path');
      expect(await breaches(page)).toEqual([]);
      // The shape is hit where it is: the middle of its box may be another ward's.
      await page.locator('[data-map-box] svg path[data-name="Phường Trảng Dài"]').dispatchEvent('click');
      expect(await page.inputValue('[name=ward]')).toBe('Phường Trảng Dài');
      expect(await page.innerText('[data-map-said]')).toContain('Phường Trảng Dài');
      expect(complaints).toEqual([]);
    });
  });

  it('sends a photo on where a bad line broke, and has it still after the page was left', async () => {
    const { page, complaints } = await browser.window('photo on a bad line', { size: PHONE });
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    const buffer = await sharp({ create: { width: 900, height: 700, channels: 3, background: '#7a8', noise } })
      .jpeg({ quality: 90 })
      .toBuffer();
    expect(buffer.length).toBeGreaterThan(2 * 128 * 1024);
    const begins: string[] = [];
    await page.route('**/api/v1/photo-uploads/**', async (route) => {
      const from = new URL(route.request().url()).searchParams.get('from');
      if (route.request().method() === 'PUT') begins.push(from ?? '');
      // The second piece gets through, and its answer does not.
      if (begins.length === 2) await route.fetch();
      if (begins.length === 2) await route.abort();
      else await route.continue();
    });
    await browser.walk('photo on a bad line', async () => {
      await page.goto('/gui-phan-anh');
      await page.setInputFiles('#photos', [{ name: 'a.jpg', mimeType: 'image/jpeg', buffer }]);
      await page.waitForSelector('.file:has-text("Mạng đang yếu")');
      await page.waitForSelector('.file img');
      // Nothing that had come was sent again but the question for where to go on.
      expect(begins.slice(0, 3)).toEqual(['0', '131072', '131072']);
      await page.fill('[name=words]', 'Đèn đường trong hẻm tắt hơn một tuần.');
      await page.waitForSelector('[data-draft]:visible');
      await page.goto('/gui-phan-anh');
      await page.waitForSelector('.file img');
      expect(await breaches(page)).toEqual([]);
      await page.getByRole('button', { name: 'Bỏ ảnh 1' }).click();
      await page.reload();
      expect(await page.locator('.file').count()).toBe(0);
      expect(complaints).toEqual([]);
    });
  });

  it('forgets no photo when the line drops while the page looks for them again, and says how each stands', async () => {
    const { page, complaints } = await browser.window('photos after a reload', { size: PHONE });
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    const buffer = await sharp({ create: { width: 700, height: 600, channels: 3, background: '#a78', noise } })
      .jpeg({ quality: 90 })
      .toBuffer();
    const photo = (name: string) => ({ name, mimeType: 'image/jpeg', buffer });
    const row = (number: number) => page.locator('.file').nth(number - 1);
    const address = '**/api/v1/photo-uploads/**';
    await browser.walk('photos after a reload', async () => {
      await page.goto('/gui-phan-anh');
      await page.setInputFiles('#photos', [photo('a.jpg'), photo('b.jpg'), photo('c.jpg')]);
      await eventually('three photos have come', async () => (await page.locator('.file img').count()) === 3);
      let asked = 0;
      await page.route(address, (route) => ((asked += 1) > 2 ? route.abort() : route.continue()));
      await page.reload();
      await eventually('two of them are known again', async () => (await page.locator('.file img').count()) === 2);
      await eventually('the third was asked for', () => asked > 2);
      expect(await row(3).innerText()).toContain('Đang chờ mạng');
      await page.reload();
      await eventually(
        'all stand there',
        async () => (await page.locator('.file:has-text("Đang chờ mạng")').count()) === 3,
      );
      await page.unroute(address);
      await page.evaluate("window.dispatchEvent(new Event('online'))");
      await eventually('all are known again', async () => (await page.locator('.file img').count()) === 3);
      // One that was on its way when the page was left is asked for anew.
      let put = 0;
      await page.route(address, (route) =>
        route.request().method() === 'PUT' && (put += 1) > 1 ? route.abort() : route.continue(),
      );
      await page.setInputFiles('#photos', [photo('d.jpg')]);
      await page.waitForSelector('.file:has-text("Mạng đang yếu")');
      await page.reload();
      await page.unroute(address);
      await page.waitForSelector('.file:has-text("mới tải được một phần")');
      expect(await page.locator('[name=upload]').count()).toBe(3);
      expect(await breaches(page)).toEqual([]);
      await page.setInputFiles('#photos', [photo('d.jpg')]);
      await eventually('it has come', async () => (await page.locator('.file img').count()) === 4);
      expect(await page.locator('.file').count()).toBe(4);
      expect(complaints).toEqual([]);
    });
  });

  it('is asked nothing where work has to be proven: the machine does it', async () => {
    const config = app.config as { publicProofBits: number };
    config.publicProofBits = 12;
    try {
      const { page, complaints } = await browser.window('proof', { size: PHONE });
      await page.goto('/gui-phan-anh');
      await fillForm(page);
      await eventually('the work is done', async () => (await page.inputValue('[name=proof]')) !== '');
      expect(await page.isVisible('[name=answer]')).toBe(false);
      await page.click('[data-send-button]');
      await page.waitForURL('**/gui-phan-anh/da-nhan/*');
      expect(complaints).toEqual([]);
    } finally {
      config.publicProofBits = 0;
    }
  });

  it('goes through the form with the Tab key in the order of reading', async () => {
    const { page } = await browser.window('keyboard');
    await page.goto('/gui-phan-anh');
    const order: string[] = [];
    for (let steps = 0; steps < 40 && order.at(-1) !== 'send'; steps++) {
      await page.keyboard.press('Tab');
      order.push(
        await page.evaluate<string>(
          "((at) => (at.matches('[data-send-button]') ? 'send' : (at.getAttribute('name') ?? at.getAttribute('href') ?? at.tagName)))(document.activeElement)",
        ),
      );
    }
    expect(order[0]).toBe('#chinh');
    const fields = order.filter((name) =>
      [
        'words',
        'categoryCode',
        'ward',
        'placeText',
        'wardUnknown',
        'name',
        'phone',
        'email',
        'identity',
        'consent',
        'send',
      ].includes(name),
    );
    expect(fields).toEqual([
      'words',
      'categoryCode',
      'ward',
      'placeText',
      'wardUnknown',
      'name',
      'phone',
      'email',
      'identity',
      'consent',
      'send',
    ]);
  });
});
