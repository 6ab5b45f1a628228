import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const scripts = join(root, 'scripts');

/** Copies the package `groundcrew`, built if its sources changed, into a folder; returns the path of its command, as it is installed. */
export async function buildCommand(folder: string): Promise<string> {
  const turbo = join(root, 'node_modules/turbo/bin/turbo');
  await run(process.execPath, [turbo, 'run', 'build', '--filter=groundcrew'], { cwd: root });
  for (const name of ['groundcrew.mjs', 'package.json', 'dist']) {
    await cp(join(scripts, name), join(folder, name), { recursive: true });
  }
  return join(folder, 'groundcrew.mjs');
}
