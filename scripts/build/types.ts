import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const checkout = join(import.meta.dirname, '../..');

/**
 * Writes the declarations of one module into `folder`. The module exports types of its own only, so that its
 * declarations need no other file: the compiler writes those of what it imports too, which are left out.
 */
export async function writeTypes(module: string, folder: string): Promise<void> {
  const draft = await mkdtemp(join(folder, 'types-'));
  try {
    const tsc = join(checkout, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [tsc, '-p', join(import.meta.dirname, 'tsconfig.json'), '--outDir', draft], {
      cwd: checkout,
    });
    const declarations = relative(checkout, module).replace(/\.ts$/, '.d.ts');
    await cp(join(draft, declarations), join(folder, 'index.d.ts'));
  } finally {
    await rm(draft, { recursive: true });
  }
}
