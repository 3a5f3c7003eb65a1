import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { ENGINE } from './engine.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const SCREENSHOTS =
  process.env['TEST_SCREENSHOT_DIR'] ?? fileURLToPath(new URL('../../coverage/screenshots/', import.meta.url));

/**
 * The address bar's own pages, of which nobody sees anything here, are half the work of opening a window. The rest is
 * what Playwright turns off itself: of several such lists Chromium takes the last.
 */
const TURNED_OFF = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'WebUIOmniboxSimplification',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'Translate',
];

/** Path of a Chromium: `TEST_CHROMIUM`, else the first known name on the PATH. @throws Error when there is none. */
export function chromiumPath(): string {
  const given = process.env['TEST_CHROMIUM'];
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  const found =
    given ?? folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find((path) => existsSync(path));
  if (found === undefined)
    throw new Error('No Chromium: set TEST_CHROMIUM or install the package chromium (npm test does it as root).');
  return found;
}

/** One person's window: cookies and storage of its own. */
export interface Window {
  readonly who: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page complained about: script errors, and answers of 500 and more. */
  readonly complaints: readonly string[];
}

export interface WindowOptions {
  /** Width and height in CSS pixels; 1280 × 800 when nothing is said. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly javaScript?: boolean;
}

export interface TestBrowser {
  readonly browser: Browser;
  /** Opens a window for one person. @param who names it in screenshots and errors. */
  window(who: string, options?: WindowOptions): Promise<Window>;
  /** Runs a walk; when it fails, keeps a picture of every open window and says where. */
  walk(name: string, steps: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Starts Chromium for one spec file. @param baseUrl what relative addresses start from. */
export async function startBrowser(baseUrl: string): Promise<TestBrowser> {
  const root = process.getuid?.() === 0;
  const browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      ...(root ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      `--disable-features=${TURNED_OFF.join(',')}`,
      '--no-first-run',
    ],
  });
  const windows: Window[] = [];
  return {
    browser,
    window: async (who, { size = { width: 1280, height: 800 }, javaScript = true } = {}) => {
      const context = await browser.newContext({
        baseURL: baseUrl,
        viewport: size,
        javaScriptEnabled: javaScript,
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
      });
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
      page.on('response', (answer) => {
        if (answer.status() >= 500) complaints.push(`${answer.status()} ${answer.url()}`);
      });
      const window = { who, page, context, complaints };
      windows.push(window);
      return window;
    },
    walk: async (name, steps) => {
      try {
        await steps();
      } catch (error) {
        const pictures = await photograph(name, windows);
        throw new Error(
          `${error instanceof Error ? error.message : String(error)}\nWindows at that moment:\n${pictures.join('\n')}`,
          {
            cause: error,
          },
        );
      }
    },
    close: () => browser.close(),
  };
}

async function photograph(name: string, windows: readonly Window[]): Promise<string[]> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return Promise.all(
    windows.map(async ({ who, page, complaints }) => {
      const file = join(SCREENSHOTS, `${ENGINE}-${name}-${who}`.replace(/[^\p{L}\p{N}-]+/gu, '_') + '.png');
      const taken = await page.screenshot({ path: file, fullPage: true }).then(
        () => file,
        () => 'no picture',
      );
      return `  ${who}: ${page.url()} → ${taken}${complaints.map((line) => `\n    ${line}`).join('')}`;
    }),
  );
}
