import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));

/** Builds the package `groundcrew` into a folder; returns the path of its command, as it is installed. */
export async function buildCommand(folder: string): Promise<string> {
  await run(process.execPath, [join(scripts, 'build/build-command.ts')]);
  for (const name of ['groundcrew.mjs', 'package.json', 'dist']) {
    await cp(join(scripts, name), join(folder, name), { recursive: true });
  }
  return join(folder, 'groundcrew.mjs');
}
