import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GroundcrewError } from '@groundcrew/errors';
import { runCommand } from './command.ts';
import { hostEnvironment } from './env.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = path.join(root, '.cache/conformance');
const PREFIX = 'groundcrew-';

interface DryRun {
  readonly tasks: readonly { readonly taskId: string; readonly hash: string }[];
}

/**
 * The script of the command `groundcrew` as it is shipped, which starts in a fifth of the time that the sources take. It is a copy: who
 * packs the command builds it anew in its place.
 *
 * @throws GroundcrewError `conformance.build.failed`
 */
export async function prepareCommand(printLine: (line: string) => void): Promise<string> {
  const { tasks } = JSON.parse(await turbo('--dry=json')) as DryRun;
  const { hash } = tasks.find(({ taskId }) => taskId === 'groundcrew#build')!;
  const folder = path.join(cache, `${PREFIX}${hash}`);
  const script = path.join(folder, 'groundcrew.mjs');
  if (existsSync(script)) return script;
  printLine('building groundcrew');
  await turbo();
  await mkdir(cache, { recursive: true });
  for (const other of await readdir(cache)) {
    if (other.startsWith(PREFIX)) await rm(path.join(cache, other), { recursive: true });
  }
  const copy = await mkdtemp(path.join(cache, PREFIX));
  for (const name of ['groundcrew.mjs', 'package.json', 'dist'])
    await cp(path.join(root, 'scripts', name), path.join(copy, name), { recursive: true });
  await rename(copy, folder);
  return script;
}

/** Its output. Turbo builds what has changed since it built it last. */
async function turbo(...options: readonly string[]): Promise<string> {
  const args = [
    path.join(root, 'node_modules/turbo/bin/turbo'),
    ...['run', 'build', '--filter=groundcrew', ...options],
  ];
  const result = await runCommand(process.execPath, args, { env: hostEnvironment, cwd: root });
  if (result.code === 0) return result.stdout;
  throw new GroundcrewError(
    'conformance.build.failed',
    `"turbo ${args.slice(1).join(' ')}" ended with ${result.code}:\n${result.stdout}${result.stderr}`,
  );
}
