import { execFile } from 'node:child_process';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const scripts = join(root, 'scripts');

/**
 * Copies the package `groundcrew`, which Turbo builds if its sources changed, into a folder, over what it had of it; returns the path of its
 * command, as it is installed.
 */
export async function buildCommand(folder: string): Promise<string> {
  const turbo = join(root, 'node_modules/turbo/bin/turbo');
  const words = [turbo, 'run', 'build', '--filter=groundcrew'];
  await run(process.execPath, words, { cwd: root }).catch((error: Error & { stdout?: string }) => {
    throw new Error(`groundcrew was not built:\n${error.stdout ?? ''}${error.message}`, { cause: error });
  });
  await rm(join(folder, 'dist'), { recursive: true, force: true });
  for (const name of ['groundcrew.mjs', 'package.json', 'dist']) {
    await cp(join(scripts, name), join(folder, name), { recursive: true });
  }
  return join(folder, 'groundcrew.mjs');
}
