import { IAMClient, ListAccountAliasesCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { accountAlias } from './account-alias.ts';

const mock = mockClient(IAMClient);
afterAll(() => mock.restore());
const client = new IAMClient({ region: 'eu-central-1' });

beforeEach(() => {
  mock.reset();
});

function refusal(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error('why'), { name, $metadata: { httpStatusCode } });
}

test('an account is called by its alias', async () => {
  mock.on(ListAccountAliasesCommand).resolves({ AccountAliases: ['shop-production'], IsTruncated: false });
  expect(await accountAlias(client)).toBe('shop-production');
});

test.each([{ AccountAliases: [] }, {}])('an account without an alias has none: %j', async (answer) => {
  mock.on(ListAccountAliasesCommand).resolves({ IsTruncated: false, AccountAliases: [], ...answer });
  expect(await accountAlias(client)).toBeUndefined();
});

test.each(['AccessDenied', 'AccessDeniedException'])(
  '%s leaves the account without an alias',
  async (name) => {
    mock.on(ListAccountAliasesCommand).rejects(refusal(name, 403));
    expect(await accountAlias(client)).toBeUndefined();
  },
);

test('any other failure is reported with its reason', async () => {
  const cause = refusal('ServiceFailure', 500);
  mock.on(ListAccountAliasesCommand).rejects(cause);
  await expect(accountAlias(client)).rejects.toMatchObject({
    code: 'aws-iam.account-alias-failed',
    fault: 'service',
    cause,
    details: { reason: 'unavailable' },
  });
});

test('expired credentials are not taken for a lack of permission', async () => {
  mock.on(ListAccountAliasesCommand).rejects(refusal('ExpiredToken', 403));
  await expect(accountAlias(client)).rejects.toMatchObject({ details: { reason: 'expired-credentials' } });
});

test('an interruption is handed on as it is, whatever the call then fails of', async () => {
  const reason = new Error('enough');
  mock.on(ListAccountAliasesCommand).rejects(refusal('AccessDenied', 403));
  await expect(accountAlias(client, AbortSignal.abort(reason))).rejects.toBe(reason);
});
