import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium as playwright, type Page } from 'playwright-core';
import { chromium } from '../chromium.ts';

const root = join(import.meta.dirname, '../../..');

/** `groundcrew console --local` in a process of its own, as a user starts it. */
export interface RunningConsole {
  readonly address: string;
  readonly origin: string;
  stop(): Promise<void>;
}

export async function startConsoleProcess(words: readonly string[] = []): Promise<RunningConsole> {
  const child: ChildProcess = spawn(
    process.execPath,
    [
      'scripts/bin.ts',
      'console',
      '--local',
      '--no-open',
      ...(words.includes('--port') ? [] : ['--port', '0']),
      ...words,
    ],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let err = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const exited = once(child, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    child.stderr!.on('data', () => {
      const [found] = /http:\S+\/\?token=\S+/.exec(err) ?? [];
      if (found !== undefined) resolve(found);
    });
    void exited.then(() => reject(new Error(`the console ended: ${err}`)));
  });
  return {
    address,
    origin: new URL(address).origin,
    async stop() {
      if (child.exitCode === null) child.kill('SIGINT');
      await exited;
    },
  };
}

export function launchBrowser(): Promise<Browser> {
  // The sandbox needs rights that a container may lack; the pages are our own.
  return playwright.launch({ executablePath: chromium!, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A page that was let in. Whatever a browser reports as an error fails the test that closes it. */
export async function enter(
  browser: Browser,
  { address }: RunningConsole,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly problems: readonly string[] }> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  // No limit that a busy machine could reach: the test has one.
  context.setDefaultTimeout(0);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(address);
  return { page, problems };
}

/** Drops a file on the page of uploads, as far as a browser lets a program do that, and waits until it was checked. */
export async function upload(page: Page, origin: string, name: string, bytes: Buffer): Promise<void> {
  await page.goto(`${origin}/upload`);
  await page.setInputFiles('[data-file]', { name, mimeType: 'text/csv', buffer: bytes });
  await page.waitForURL(/\/upload\/./);
  await page.waitForSelector('.verdict.ok, .verdict.low, .verdict.out');
}
