import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser, type BrowserContext, type Page } from 'playwright-core';

export interface Visitor {
  language?: 'en' | 'zh';
  theme?: 'light' | 'dark';
  width?: number;
  scripts?: boolean;
  /** A session of one who keeps the catalogue: the value of its cookie. */
  session?: string;
}

export interface TestBrowser {
  /** Opens a page as this visitor; what goes wrong in it lands in `errors`. */
  visit: (address: string, visitor?: Visitor) => Promise<{ page: Page; errors: string[]; close: () => Promise<void> }>;
  stop: () => Promise<void>;
}

/** A browser in a folder of its own: it unpacks itself into the temporary folder, which tests must not share. */
export async function startBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'biotope-browser-'));
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  const executablePath = await chromium.executablePath();
  const browser: Browser = await playwright.launch({
    executablePath,
    env: { ...process.env, TMPDIR: folder },
    args: [
      '--no-sandbox',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;

  return {
    async visit(address, { language = 'en', theme = 'light', width = 1280, scripts = true, session } = {}) {
      const context: BrowserContext = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: theme,
        locale: language === 'zh' ? 'zh-CN' : 'en-GB',
        javaScriptEnabled: scripts,
        reducedMotion: 'reduce',
      });
      if (session) await context.addCookies([{ name: 'biotope_session', value: session, url: address }]);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/the server responded with a status of 4\d\d/.test(message.text())) errors.push(message.text());
      });
      await page.goto(address);
      // The page answers to clicks once React has taken it over.
      if (scripts) await page.waitForFunction(() => (window as unknown as { __reactRouterDataRouter?: unknown }).__reactRouterDataRouter !== undefined);
      return { page, errors, close: () => context.close() };
    },
    async stop() {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
