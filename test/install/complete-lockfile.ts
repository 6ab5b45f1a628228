/*
 * `npm run lockfile`: writes into package-lock.json what `npm install` leaves out. Run it after each change of a
 * dependency; test/install/lockfile.test.ts fails where that was forgotten.
 *
 * - The integrity hash of packages for other platforms: npm loses it when it writes the lock file from what is installed.
 * - When the bundled Node is installed: with glibc (the packages hold no build for musl, where it breaks every npm script)
 *   and only where the machine's own Node is too old. npm honors both for optional packages of a lock file.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { isComplete, type Lockfile, nameOf, nodeConditions } from './lockfile.ts';

const file = fileURLToPath(new URL('../../package-lock.json', import.meta.url));
const run = promisify(execFile);

const lockfile = JSON.parse(await readFile(file, 'utf8')) as Lockfile;
for (const [path, entry] of Object.entries(lockfile.packages)) {
  if (!isComplete(path, entry)) {
    const { stdout } = await run('npm', ['view', `${nameOf(path)}@${entry.version}`, 'dist.integrity']);
    entry.integrity = stdout.trim();
  }
  if (/^node_modules\/node-linux-/.test(path)) Object.assign(entry, nodeConditions);
}
await writeFile(file, `${JSON.stringify(lockfile, null, 2)}\n`);
