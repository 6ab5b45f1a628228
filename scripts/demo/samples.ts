import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { samplesFolder } from '../package-files.ts';

/** Folder of the sample stock files. */
export const samplesDirectory: string = join(samplesFolder, 'inventory');

/** A stock file to upload. */
export interface StockFile {
  readonly key: string;
  readonly body: Uint8Array;
}

/** Every file of a folder, by its path in it; sorted, so that each run uploads in the same order. */
export async function readStockFiles(directory: string): Promise<StockFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const files = paths.sort().map(async (path) => ({
    key: path.slice(directory.length + 1).replaceAll(sep, '/'),
    body: await readFile(path),
  }));
  return await Promise.all(files);
}
