import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { usageError } from '@groundcrew/cli';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { createModel, type NetworkModel } from '@groundcrew/network/model';
import { readSaved, type SavedFile } from '@groundcrew/network/saved';

/** Answers of the largest accounts are some tens of megabytes. */
const MAX_BYTES = 2 ** 28;
const MAX_FILES = 20_000;

/** The option of the commands that read a saved network. */
export const fromOption = {
  from: {
    type: 'text',
    value: 'FOLDER',
    description:
      'saved answers of aws ... describe-*; network show --how-to-save prints a script that makes them',
  },
} as const;

export interface OpenedModel {
  readonly model: NetworkModel;
  /** Files that were not read. */
  readonly ignored: readonly string[];
}

/** @throws GroundcrewError `network.saved.unreadable` and those of `readSaved`; a usage error without a folder */
export async function openModel(from: string | undefined): Promise<OpenedModel> {
  if (from === undefined) {
    throw usageError(
      'pass --from FOLDER with saved answers of the AWS CLI; `groundcrew network show --how-to-save > save-network.sh` ' +
        'writes the script that makes it: sh save-network.sh FOLDER',
    );
  }
  const { content, ignored } = readSaved(await readFolder(from));
  return { model: createModel(content), ignored };
}

async function readFolder(folder: string): Promise<SavedFile[]> {
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
