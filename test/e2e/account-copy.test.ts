import { type LocalAccounts, startLocal } from '@groundcrew/local';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { ACCOUNT_ID, accountRegions, arbitraryAccounts } from '../support/arbitrary-accounts.ts';
import { collectLocal, describeText } from '../support/collect-local.ts';

async function snapshotOf(accounts: LocalAccounts): Promise<string> {
  const local = await startLocal({ accounts });
  try {
    return await collectLocal(local, accountRegions, ACCOUNT_ID);
  } finally {
    await local.close();
  }
}

test('a copy that is started from a snapshot is collected as the account was', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryAccounts, async (accounts) => {
      const original = await snapshotOf(accounts);
      const { accounts: copy } = await describeText(original);
      expect(await snapshotOf(copy)).toEqual(original);
    }),
    { numRuns: Math.ceil(40 * inject('effort')), interruptAfterTimeLimit: 250_000 },
  );
}, 300_000);
