import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GroundcrewError } from '@groundcrew/errors';
import { runCommand } from './command.ts';
import { hostEnvironment } from './env.ts';

const cache = fileURLToPath(new URL('../../.cache/conformance', import.meta.url));
const source = fileURLToPath(new URL('asl', import.meta.url));
const files = ['package.json', 'package-lock.json'];
const PREFIX = 'asl-';

/**
 * The folder in which asl-validator is installed, by the lock file in `asl/`.
 *
 * @throws GroundcrewError `conformance.npm.failed`
 */
export async function prepareAsl(printLine: (line: string) => void): Promise<string> {
  const wanted = createHash('sha256');
  for (const name of files) wanted.update(await readFile(path.join(source, name)));
  const folder = path.join(cache, `${PREFIX}${wanted.digest('hex').slice(0, 12)}`);
  const done = path.join(folder, 'installed');
  if (existsSync(done)) return folder;
  printLine(`installing asl-validator in ${folder}`);
  await mkdir(cache, { recursive: true });
  for (const other of await readdir(cache)) {
    if (other.startsWith(PREFIX)) await rm(path.join(cache, other), { recursive: true });
  }
  await mkdir(folder);
  for (const name of files) await copyFile(path.join(source, name), path.join(folder, name));
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { code, stdout, stderr } = await runCommand('npm', args, { env: hostEnvironment, cwd: folder });
  if (code !== 0) {
    throw new GroundcrewError(
      'conformance.npm.failed',
      `"npm ${args.join(' ')}" in ${folder} ended with ${code}:\n${stdout}${stderr}`,
    );
  }
  await writeFile(done, '');
  return folder;
}
