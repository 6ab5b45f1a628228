import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of shared parts, beside those of the functions. */
const SHARED_FOLDER = 'shared';

/** As esbuild ends a file: `export*` leaves a default export out. */
const DEFAULT_EXPORT =
  /\bexport\s*(?:default\b[^;]*|\{[^{}]*\bas default\b[^{}]*\});?\s*(?:\/\/# sourceMappingURL=\S*\s*)?$/;

/**
 * Keeps each part that several bundles have once: it is moved to `shared/`, and what takes its place exports all that it
 * exports. A part has its name from its content, and so have the parts that it imports: these are shared as well.
 *
 * @param folder the folder that has the folder of each bundle
 * @throws Error if parts of one name differ
 */
export async function shareParts(folder: string): Promise<void> {
  const functions = await readdir(folder);
  const foldersOf = new Map<string, string[]>();
  for (const name of functions) {
    for (const file of await readdir(join(folder, name))) {
      if (/^part-\w+\.mjs$/.test(file)) foldersOf.set(file, [...(foldersOf.get(file) ?? []), name]);
    }
  }
  await mkdir(join(folder, SHARED_FOLDER));
  for (const [file, names] of foldersOf) {
    if (names.length > 1) await sharePart(folder, file, names);
  }
}

async function sharePart(folder: string, file: string, names: readonly string[]): Promise<void> {
  const shared = join(folder, SHARED_FOLDER, file);
  for (const [index, name] of names.entries()) {
    const own = join(folder, name, file);
    if (index === 0) {
      await rename(own, shared);
    } else {
      if (!(await readFile(own)).equals(await readFile(shared))) throw new Error(`${own} is not ${shared}`);
      await rm(own);
    }
  }
  const source = `'../${SHARED_FOLDER}/${file}'`;
  const hasDefault = DEFAULT_EXPORT.test(await readFile(shared, 'utf8'));
  const link = `export*from${source};${hasDefault ? `export{default}from${source};` : ''}\n`;
  for (const name of names) await writeFile(join(folder, name, file), link);
}
