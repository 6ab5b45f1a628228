import { createHash, randomUUID } from 'node:crypto';
import { glob, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf } from '@groundcrew/errors';
import { type BuiltFunction, buildFunctions } from './build.ts';
import { makeOnce } from './make-once.ts';
import { stacks } from './stacks/index.ts';

const root = resolve(import.meta.dirname, '..');
const cacheFolder = join(root, '.cache/functions');
const MANIFEST_NAME = 'built.json';
/** Builds of other sources are removed after this: until then a process that runs may read them. */
const MAX_AGE_MS = 24 * 3_600_000;
/** By folder: files that ask for the same function at the same time share one build. */
const found = new Map<string, Promise<BuiltFunction>>();

/** Of the sources as this process found them first: reading them all takes longer than to find what was built. */
let hash: Promise<string> | undefined;

/**
 * The functions as {@link buildFunctions} builds them, but each of them once for the same sources: processes that start
 * the embedded AWS, and tests, share what is built: where another one builds a function, it is waited for. Nobody may write
 * into its folders.
 *
 * @throws GroundcrewError `functions.build.unknown`, `functions.build.failed`
 */
export async function builtFunctions(names: readonly string[] = allNames()): Promise<BuiltFunction[]> {
  hash ??= hashOfSources();
  const folder = join(cacheFolder, await hash);
  return await Promise.all(
    names.map((name) => {
      const home = join(folder, name);
      const one = found.get(home) ?? findOrBuild(name, home);
      found.set(home, one);
      return one;
    }),
  );
}

function allNames(): string[] {
  return stacks.flatMap(({ functions }) => functions.map(({ name }) => name));
}

function findOrBuild(name: string, home: string): Promise<BuiltFunction> {
  return makeOnce(`${home}.building`, { find: () => readManifest(home), make: () => build(name, home) });
}

async function build(name: string, home: string): Promise<BuiltFunction> {
  await removeOld();
  const draft = join(cacheFolder, `${randomUUID()}.new`);
  const [built] = await buildFunctions({ outDir: draft, functions: [name] });
  const moved = { ...built!, directory: home, compileCache: resolve(home, '../compiled') };
  await writeFile(join(draft, name, MANIFEST_NAME), JSON.stringify(moved));
  try {
    await rename(join(draft, name), home);
  } catch (error) {
    // Another process took this one for ended, and was faster: what it built is the same.
    if (!(await readManifest(home))) throw error;
  } finally {
    await rm(draft, { recursive: true });
  }
  return moved;
}

async function readManifest(home: string): Promise<BuiltFunction | undefined> {
  const text = await readFile(join(home, MANIFEST_NAME), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as BuiltFunction);
}

/** Of all that a bundle may hold: our own sources, and the versions of the packages. */
async function hashOfSources(): Promise<string> {
  const paths: string[] = [];
  const patterns = ['packages/*/package.json', 'packages/*/src/**', 'functions/**', 'package-lock.json'];
  const exclude = (path: string) => /(?:^|[\\/])(?:node_modules|dist)$|\.test\.ts$/.test(path);
  for await (const path of glob(patterns, { cwd: root, exclude })) {
    if (/\.(?:ts|json)$/.test(path)) paths.push(path);
  }
  const sum = createHash('sha256');
  for (const path of paths.sort()) sum.update(`${path}\n`).update(await readFile(join(root, path)));
  return sum.digest('hex').slice(0, 32);
}

async function removeOld(): Promise<void> {
  for (const name of await readdir(cacheFolder).catch(() => [])) {
    const path = join(cacheFolder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > MAX_AGE_MS) await rm(path, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  try {
    await builtFunctions();
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}
