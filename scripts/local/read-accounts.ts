import { readFile } from 'node:fs/promises';
import { describeSnapshot, type DescribedSnapshot } from '@groundcrew/account/file';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { parseAccounts } from '@groundcrew/local';
import { isSnapshotFile, openSnapshotFile } from '../account/snapshot-file.ts';

/**
 * Reads what the embedded AWS starts from: a snapshot, or a description that somebody wrote.
 *
 * @throws GroundcrewError `account.file.unreadable`, `account.file.not-json`, `account.file.invalid`; those of
 * `openSnapshotFile`
 */
export async function readAccounts(path: string): Promise<DescribedSnapshot> {
  if (await isSnapshotFile(path).catch((error: unknown) => unreadable(path, error))) {
    return await describeSnapshot(await openSnapshotFile(path));
  }
  const text = await readFile(path, 'utf8').catch((error: unknown) => unreadable(path, error));
  return { accounts: parseAccounts(parseJson(text, path), path), notes: [] };
}

function unreadable(path: string, error: unknown): never {
  throw new GroundcrewError(
    'account.file.unreadable',
    `the account file "${path}" can't be read (${messageOf(error)}); samples/account/account.json is one`,
    { cause: error },
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    // Editors on Windows put a byte order mark before it.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new GroundcrewError(
      'account.file.not-json',
      `the account file "${path}" is not JSON: ${messageOf(error)}; correct it there`,
      { cause: error },
    );
  }
}
