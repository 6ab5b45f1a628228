import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of this machine; `undefined`: none is installed. */
export const chromium = places.find(isExecutable);

export const noChromium = `no Chromium: none of ${places.join(', ')}`;

/** Opens a page, waits for what it loads and sends, and resolves to its document as it then is. */
export async function openPage(url: string): Promise<string> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'groundcrew-chromium-'));
  try {
    const { stdout } = await promisify(execFile)(chromium!, [
      '--headless=new',
      // The sandbox needs rights that a container may lack; the pages are our own.
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      `--user-data-dir=${profile}`,
      '--virtual-time-budget=10000',
      '--dump-dom',
      url,
    ]);
    return stdout;
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
