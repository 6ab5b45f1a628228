import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptOptions } from '@groundcrew/console/script-options';
import { buildFunctions } from '@groundcrew/functions/build';
import { httpWithoutFetch, isFile, shakeSchemas, yamlModule } from '@groundcrew/functions/bundling';
import { build, type Metafile, type Plugin } from 'esbuild';
import { noticesOf } from './notices.ts';
import { shareParts } from './share-parts.ts';
import { writeTypes } from './types.ts';

/*
 * Makes the package `groundcrew`: `npm pack` runs this before it packs. All code goes into dist, bundled, with the SDK;
 * beside it the built functions, the SAM templates, the samples, and the notices of what is bundled.
 */

const scripts = join(import.meta.dirname, '..');
const checkout = join(scripts, '..');
const dist = join(scripts, 'dist');

/** In the package, files are beside the code: see installed-files.ts. */
const installedFiles: Plugin = {
  name: 'installed-files',
  setup(bundler) {
    bundler.onResolve({ filter: /\/package-files\.ts$/ }, () => ({
      path: join(import.meta.dirname, 'installed-files.ts'),
    }));
  },
};

async function bundleCommand(): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: {
      bin: join(scripts, 'bin.ts'),
      index: join(scripts, 'index.ts'),
      // The embedded AWS runs each function in a worker of its own.
      'worker-main': join(checkout, 'packages/local/src/lambda/worker-main.mjs'),
    },
    outdir: dist,
    absWorkingDir: checkout,
    bundle: true,
    // Names stay, for stack traces with --debug.
    minifySyntax: true,
    minifyWhitespace: true,
    platform: 'node',
    target: 'node22.18',
    format: 'esm',
    // A command's code, and the SDK client that it needs, is read when that command is called.
    splitting: true,
    chunkNames: 'part-[hash]',
    outExtension: { '.js': '.mjs' },
    mainFields: ['module', 'main'],
    alias: { yaml: yamlModule },
    external: ['@duckdb/node-api'],
    plugins: [installedFiles, httpWithoutFetch, shakeSchemas],
    // CommonJS modules load Node's own modules by it.
    banner: {
      js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
    },
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  return metafile;
}

/** The functions as they are deployed, without their source maps, which Lambda does not read; what several have is there once. */
async function addFunctions(): Promise<readonly string[]> {
  const folder = join(dist, 'functions');
  const built = await buildFunctions({ outDir: folder });
  for (const file of await readdir(folder, { recursive: true })) {
    if (file.endsWith('.map')) await rm(join(folder, file));
  }
  await shareParts(folder);
  return built.flatMap(({ sources }) => sources.map((path) => join('functions', path)));
}

async function addFiles(): Promise<void> {
  const templates = join(dist, 'templates');
  await mkdir(templates, { recursive: true });
  for (const file of await readdir(join(checkout, 'deploy/sam'))) {
    if (file.endsWith('.yaml')) await cp(join(checkout, 'deploy/sam', file), join(templates, file));
  }
  await cp(join(checkout, 'samples'), join(dist, 'samples'), { recursive: true });
  await cp(join(checkout, 'packages/tags/policy.schema.json'), join(dist, 'policy.schema.json'));
  await cp(join(checkout, 'packages/schedule/schedule.schema.json'), join(dist, 'schedule.schema.json'));
  await cp(join(checkout, 'packages/network/network.schema.json'), join(dist, 'network.schema.json'));
  await cp(join(checkout, 'LICENSE'), join(scripts, 'LICENSE'));
}

/** The script of the console's pages, for browsers. */
async function bundleConsoleScript(): Promise<void> {
  await build({
    ...scriptOptions,
    entryPoints: [...scriptOptions.entryPoints],
    target: [...scriptOptions.target],
    outfile: join(dist, 'console-script.js'),
    logLevel: 'warning',
  });
}

await rm(dist, { recursive: true, force: true });
const { inputs } = await bundleCommand();
await bundleConsoleScript();
const functionSources = await addFunctions();
await addFiles();
await writeTypes(join(scripts, 'index.ts'), dist);
await writeFile(
  join(scripts, 'THIRD-PARTY-NOTICES.txt'),
  await noticesOf(checkout, [...Object.keys(inputs).filter(isFile), ...functionSources]),
);
