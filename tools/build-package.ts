import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';

/*
 * `npm run build` in a package: compiles its source to ESM with declarations, in dist. There is a package.json of its own,
 * whose exports lead to the compiled files: `npm pack ./packages/NAME/dist` makes a package of it. The checkout runs the
 * sources themselves and needs none of it.
 */

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const folder = process.cwd();
const dist = join(folder, 'dist');

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Compiles with all that is imported, so that no other package has to be built before; keeps what is the package's own. */
async function compile(): Promise<void> {
  const draft = await mkdtemp(join(root, '.cache', `build-${basename(folder)}-`));
  try {
    const config = join(draft, 'tsconfig.json');
    const options = {
      extends: join(root, 'tools/tsconfig.json'),
      compilerOptions: {
        outDir: join(draft, 'out'),
        rootDir: root,
        typeRoots: [join(root, 'node_modules/@types')],
      },
      include: [join(folder, 'src')],
      exclude: [join(folder, 'src/**/*.test.ts'), join(folder, 'src/**/testing/**')],
    };
    await writeFile(config, JSON.stringify(options));
    await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', config], { cwd: root });
    await rm(dist, { recursive: true, force: true });
    await cp(join(draft, 'out', relative(root, folder), 'src'), dist, { recursive: true });
    for (const file of await readdir(join(folder, 'src'), { recursive: true })) {
      if (file.endsWith('.mjs')) await cp(join(folder, 'src', file), join(dist, file));
    }
  } finally {
    await rm(draft, { recursive: true });
  }
}

/** A declaration that names a source file of another package is of no use elsewhere. */
async function refuseForeignPaths(): Promise<void> {
  for (const file of await readdir(dist, { recursive: true })) {
    if (!file.endsWith('.d.ts')) continue;
    const [found] =
      /(?:from |import\()["'][^"']*(?:node_modules|\/src\/)[^"']*["']/.exec(
        await readFile(join(dist, file), 'utf8'),
      ) ?? [];
    if (found !== undefined) {
      throw new Error(`${join(folder, 'src', file)}: its type is written with ${found}; annotate it`);
    }
  }
}

async function writeManifest(): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
  const { devDependencies: _, scripts: __, ...kept } = manifest;
  const exports = Object.fromEntries(
    // Test support is not built.
    Object.entries(manifest.exports)
      .filter(([, source]) => !source.includes('/testing/'))
      .map(([subpath, source]) => {
        const file = source.replace(/^\.\/src\//, './').replace(/\.ts$/, '');
        return [subpath, { types: `${file}.d.ts`, default: `${file}.js` }];
      }),
  );
  await writeFile(join(dist, 'package.json'), `${JSON.stringify({ ...kept, exports }, null, 2)}\n`);
  await cp(join(root, 'LICENSE'), join(dist, 'LICENSE'));
}

await mkdir(join(root, '.cache'), { recursive: true });
await compile();
await refuseForeignPaths();
await writeManifest();
