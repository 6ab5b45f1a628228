import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { GroundcrewError } from '@groundcrew/errors';
import type { FunctionBundle } from '@groundcrew/lambda';
import { type BuildFailure, build, formatMessages, type Metafile, type OutputFile } from 'esbuild';
import { shakeSchemas, yamlModule } from './bundling.ts';
import { stacks } from './stacks/index.ts';

/** A built function and what it weighs, source maps not counted. */
export interface BuiltFunction extends FunctionBundle {
  /** What is loaded before the first invocation. */
  readonly entryBytes: number;
  /** With the parts that are loaded only when they are needed. */
  readonly totalBytes: number;
  /** Every source file that was looked at for it, seen from this folder; some leave nothing in the bundle. */
  readonly sources: readonly string[];
}

export interface BuildOptions {
  /** Where a folder a function is made; `functions/dist` unless said otherwise. */
  readonly outDir?: string;
  /** Names of the functions to build; every one of every stack unless said otherwise. */
  readonly functions?: readonly string[];
}

const here = import.meta.dirname;
const ENTRY_FILE = 'index.mjs';

/**
 * Bundles functions the way Lambda takes them: one ES module with everything in it, the SDK too (its
 * version is then the tested one), parts that are imported late in files of their own, and source maps
 * beside. The same sources give the same bytes.
 *
 * Throws `functions.build.unknown` for a name that no stack has, `functions.build.failed` where
 * esbuild can't build it.
 */
export async function buildFunctions(options: BuildOptions = {}): Promise<BuiltFunction[]> {
  const outDir = resolve(options.outDir ?? join(here, 'dist'));
  const known = stacks.flatMap(({ functions }) => functions.map(({ name }) => name));
  const names = options.functions ?? known;
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new GroundcrewError(
      'functions.build.unknown',
      `there is no function "${name}"; the stacks have ${known.join(', ')}`,
    );
  }
  return await Promise.all(
    names.map((name) => buildBundle(name, join(here, name, 'handler.ts'), join(outDir, name))),
  );
}

/** Bundles one module that exports `handler` into a folder, the way {@link buildFunctions} does. */
export async function buildBundle(name: string, module: string, directory: string): Promise<BuiltFunction> {
  const { outputFiles, metafile } = await bundle(module, directory);
  await replaceFiles(directory, outputFiles);
  const sizes = new Map(Object.entries(metafile.outputs).map(([path, { bytes }]) => [basename(path), bytes]));
  const sum = (files: Iterable<string>): number =>
    [...files]
      .filter((file) => file.endsWith('.mjs'))
      .reduce((total, file) => total + (sizes.get(file) ?? 0), 0);
  return {
    name,
    directory,
    handler: 'index.handler',
    entryBytes: sum(loadedAtStart(metafile)),
    totalBytes: sum(sizes.keys()),
    sources: Object.keys(metafile.inputs).sort(),
  };
}

/** The entry and what it imports, and so on; not what is imported late. */
function loadedAtStart({ outputs }: Metafile): Set<string> {
  const imports = new Map(
    Object.entries(outputs).map(([path, output]) => [
      basename(path),
      output.imports.filter(({ kind }) => kind === 'import-statement').map((each) => basename(each.path)),
    ]),
  );
  const loaded = new Set([ENTRY_FILE]);
  // A set gives what is added while it is walked.
  for (const file of loaded) for (const imported of imports.get(file) ?? []) loaded.add(imported);
  return loaded;
}

async function bundle(module: string, directory: string) {
  try {
    return await build({
      entryPoints: { index: module },
      outdir: directory,
      absWorkingDir: here,
      write: false,
      bundle: true,
      minify: true,
      platform: 'node',
      target: 'node24',
      format: 'esm',
      splitting: true,
      chunkNames: 'part-[hash]',
      outExtension: { '.js': '.mjs' },
      // The packages' ES modules: they can be shaken, CommonJS can't, nor can it load Node's modules from here.
      mainFields: ['module', 'main'],
      alias: { yaml: yamlModule },
      plugins: [shakeSchemas],
      sourcemap: 'linked',
      sourcesContent: false,
      legalComments: 'none',
      logLevel: 'silent',
      metafile: true,
    });
  } catch (error) {
    const messages = await formatMessages((error as BuildFailure).errors ?? [], { kind: 'error' });
    throw new GroundcrewError(
      'functions.build.failed',
      `${relative(process.cwd(), module)} can't be built:\n${messages.join('').trim() || String(error)}`,
      { cause: error },
    );
  }
}

/** Each file is put in place whole, and old ones go last: tests that build side by side never see half a bundle. */
async function replaceFiles(directory: string, files: readonly OutputFile[]): Promise<void> {
  await mkdir(directory, { recursive: true });
  const entryLast = [...files].sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)));
  for (const { path, contents } of entryLast) {
    const draft = `${path}.${randomUUID()}.new`;
    await writeFile(draft, contents);
    await rename(draft, path);
  }
  const wanted = new Set(files.map(({ path }) => basename(path)));
  for (const file of await readdir(directory)) {
    if (!wanted.has(file) && !file.endsWith('.new')) await rm(join(directory, file), { force: true });
  }
}

function isEntry({ path }: OutputFile): boolean {
  return basename(path) === ENTRY_FILE;
}

if (import.meta.main) {
  for (const { name, directory, entryBytes, totalBytes } of await buildFunctions()) {
    const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`;
    const late =
      totalBytes > entryBytes ? ` and ${kilobytes(totalBytes - entryBytes)} loaded when needed` : '';
    process.stdout.write(`${name}: ${relative(process.cwd(), directory)}, ${kilobytes(entryBytes)}${late}\n`);
  }
}
