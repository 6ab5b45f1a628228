import { readFile } from 'node:fs/promises';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { type LocalAccounts, parseAccounts } from '@groundcrew/local';

/**
 * Reads an account file.
 *
 * @throws GroundcrewError `account.file.unreadable`, `account.file.not-json`, `account.file.invalid`
 */
export async function readAccounts(path: string): Promise<LocalAccounts> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new GroundcrewError(
      'account.file.unreadable',
      `the account file "${path}" can't be read (${messageOf(error)}); samples/account/account.json is one`,
      { cause: error },
    );
  });
  return parseAccounts(parseJson(text, path));
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GroundcrewError(
      'account.file.not-json',
      `the account file "${path}" is not JSON: ${messageOf(error)}; correct it there`,
      { cause: error },
    );
  }
}
