import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const checkout = join(import.meta.dirname, '../..');

/**
 * A temporary folder for this run alone: `os.tmpdir()` of every test, and of what it starts, is in it. A run that leaves
 * something there, or at the top of the checkout, fails.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const before = new Set(await readdir(checkout));
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-tests-'));
  // TMPDIR on POSIX systems; TEMP and TMP on Windows. Workers have a folder of their own in it: see worker-folder.ts.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  process.env['GROUNDCREW_TESTS_FOLDER'] = folder;
  return async () => {
    const left: string[] = [];
    for (const name of await readdir(folder)) {
      if (name.startsWith('worker-')) left.push(...(await readdir(join(folder, name))));
      // Of commands, which are to keep it: see worker-folder.ts.
      else if (!name.startsWith('cache-')) left.push(name);
    }
    await rm(folder, { recursive: true, force: true });
    const added = (await readdir(checkout)).filter((name) => !before.has(name) && !name.startsWith('.'));
    if (added.length > 0)
      throw new Error(`the tests left ${added.join(', ')} in the checkout; write into a temporary folder`);
    if (left.length === 0) return;
    throw new Error(
      `the tests left ${left.length} entries in the temporary folder: ${left.slice(0, 20).join(', ')}; ` +
        'remove them where they are made, with onTestFinished or afterAll',
    );
  };
}
