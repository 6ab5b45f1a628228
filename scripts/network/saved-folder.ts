import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { SavedFile } from '@groundcrew/network/saved';

/** Answers of the largest accounts are some tens of megabytes. */
const MAX_BYTES = 2 ** 28;
const MAX_FILES = 20_000;

/** The answers in a folder and those below it. @throws GroundcrewError `network.saved.unreadable` */
export async function readFolder(folder: string): Promise<SavedFile[]> {
  const files: SavedFile[] = [];
  let sizeBytes = 0;
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((entry) => join(entry.parentPath, entry.name));
    if (names.length > MAX_FILES)
      throw unreadable(folder, `it has ${names.length} files, more than ${MAX_FILES}`);
    for (const name of names) {
      sizeBytes += (await stat(name)).size;
      if (sizeBytes > MAX_BYTES)
        throw unreadable(folder, `its files are larger than ${MAX_BYTES} bytes together`);
      files.push({ path: relative(folder, name).split(sep).join('/'), text: await readFile(name, 'utf8') });
    }
  } catch (error) {
    if (error instanceof GroundcrewError) throw error;
    throw unreadable(folder, messageOf(error), error);
  }
  if (files.length === 0) throw unreadable(folder, 'it has no files *.json');
  return files;
}

function unreadable(folder: string, why: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError(
    'network.saved.unreadable',
    `could not read the saved answers in "${folder}": ${why}; --from is a folder, and groundcrew network show --how-to-save ` +
      'prints a script that makes one',
    { cause },
  );
}

/** Whether a path is a file, and no folder. What is wrong with it is found when it is read. */
export async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
