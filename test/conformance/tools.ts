import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inject } from 'vitest';

export { root, toolEnvironment } from './env.ts';

/** The script of the command `groundcrew`, for Node. */
export function groundcrewScript(): string {
  return inject('tools').command;
}

/** A command of the Python environments; most run without loading their modules (see fork-servers.ts). */
export function tool(name: 'aws' | 'cfn-lint' | 'ministack' | 'moto_server' | 'python' | 'sam'): string {
  const { pythonBin, ministackBin } = inject('tools');
  if (name === 'ministack') return path.join(ministackBin, name);
  return path.join(name === 'python' ? pythonBin : inject('forkingBin'), name);
}

/** A folder for one test file's files; call `remove` after its last test. */
export async function createWorkFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'groundcrew-conformance-'));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
