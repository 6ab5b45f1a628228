import { cp, readdir, readFile } from 'node:fs/promises';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
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

/**
 * Copies all samples to a folder. Files of the same names there stay as they are.
 *
 * @throws GroundcrewError `demo.samples.unwritable`
 */
export async function writeSamples(folder: string): Promise<void> {
  try {
    await cp(samplesFolder, folder, { recursive: true, force: false });
  } catch (error) {
    throw new GroundcrewError(
      'demo.samples.unwritable',
      `the samples can't be written to "${folder}": ${messageOf(error)}; name another folder`,
      { cause: error },
    );
  }
}
