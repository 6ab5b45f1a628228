import { access, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FunctionBundle } from '@groundcrew/lambda';
import { build } from 'esbuild';
import { builtFunctions } from '../built-functions.ts';
import { makeOnce } from '../make-once.ts';

/**
 * The built functions, each as one CommonJS file, `index.cjs`, for environments in the thread of a test: what was
 * bundled is converted, its lazily loaded parts too. In the file, `import.meta.url` is the free variable `importMetaUrl`.
 */
export async function singleFileFunctions(names: readonly string[]): Promise<FunctionBundle[]> {
  return await Promise.all((await builtFunctions(names)).map(convertOnce));
}

async function convertOnce({ name, directory: built, handler }: FunctionBundle): Promise<FunctionBundle> {
  const directory = resolve(built, '../single-files', name);
  const file = join(directory, 'index.cjs');
  await makeOnce(`${directory}.building`, {
    find: () =>
      access(file).then(
        () => file,
        () => undefined,
      ),
    async make() {
      const draft = join(directory, 'index.new');
      await build({
        entryPoints: [join(built, 'index.mjs')],
        outfile: draft,
        bundle: true,
        format: 'cjs',
        platform: 'node',
        target: 'node24',
        minifyWhitespace: true,
        define: { 'import.meta.url': 'importMetaUrl' },
        logLevel: 'silent',
      });
      await rename(draft, file);
      return file;
    },
  });
  return { name, directory, handler };
}
