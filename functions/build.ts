import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { FunctionBundle } from '@groundcrew/lambda';
import { type BuildFailure, build, formatMessages, type Metafile, type OutputFile } from 'esbuild';
import { httpWithoutFetch, isFile, shakeSchemas, yamlModule } from './bundling.ts';
import { stacks } from './stacks/index.ts';

/** A built function and its size, without source maps. */
export interface BuiltFunction extends FunctionBundle {
  /** Bytes loaded before the first invocation. */
  readonly entryBytes: number;
  /** Including the parts that are loaded on demand. */
  readonly totalBytes: number;
  /** Every source file that was read for it, relative to this folder; some have no code in the bundle. */
  readonly sources: readonly string[];
}

export interface BuildOptions {
  /** The folder for one folder per function; default: `functions/dist`. */
  readonly outDir?: string;
  /** Names of the functions to build; default: all of all stacks. */
  readonly functions?: readonly string[];
}

const here = import.meta.dirname;
const ENTRY_FILE = 'index.mjs';

/**
 * Bundles functions for Lambda: one ES module with all dependencies, including the SDK (so that the tested version
 * runs), lazily imported parts in files of their own, and source maps next to them. The same sources build the same
 * bytes.
 *
 * Throws `functions.build.unknown` for a name that no stack has, `functions.build.failed` if esbuild can't build
 * it.
 */
export async function buildFunctions(options: BuildOptions = {}): Promise<BuiltFunction[]> {
  const outDir = resolve(options.outDir ?? join(here, 'dist'));
  const known = stacks.flatMap(({ functions }) => functions.map(({ name }) => name));
  const names = options.functions ?? known;
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new GroundcrewError(
      'functions.build.unknown',
      `function "${name}" does not exist; the stacks have ${known.join(', ')}`,
    );
  }
  return await Promise.all(
    names.map((name) => buildBundle(name, join(here, name, 'handler.ts'), join(outDir, name))),
  );
}

/** Bundles one module that exports `handler` into a folder, like {@link buildFunctions}. */
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
    sources: Object.keys(metafile.inputs).filter(isFile).sort(),
  };
}

/** The entry and everything that it statically imports. */
function loadedAtStart({ outputs }: Metafile): Set<string> {
  const imports = new Map(
    Object.entries(outputs).map(([path, output]) => [
      basename(path),
      output.imports.filter(({ kind }) => kind === 'import-statement').map((each) => basename(each.path)),
    ]),
  );
  const loaded = new Set([ENTRY_FILE]);
  // Iteration over a set includes elements added during the iteration.
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
      // The packages' ES modules: they support tree shaking; CommonJS does not.
      mainFields: ['module', 'main'],
      alias: { yaml: yamlModule },
      plugins: [httpWithoutFetch, shakeSchemas],
      // For what CommonJS packages require of Node: iconv-lite does.
      banner: {
        js: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
      },
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
      `${relative(process.cwd(), module)} can't be built:\n${messages.join('').trim() || messageOf(error)}`,
      { cause: error },
    );
  }
}

/** Each file is replaced atomically, and old ones are removed last: concurrent tests never see half a bundle. */
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
