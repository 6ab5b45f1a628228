import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { listOrganizationAccounts } from './list-accounts.ts';

const mock = mockClient(OrganizationsClient);
afterAll(() => mock.restore());
beforeEach(() => void mock.reset());
const client = new OrganizationsClient({ region: 'us-east-1' });

function refusal(name: string): Error {
  return Object.assign(new Error('why'), { name, $metadata: { httpStatusCode: 400, requestId: 'r' } });
}

test('all pages are read, also after an empty one, and each account is once there, by id', async () => {
  mock
    .on(ListAccountsCommand)
    .resolvesOnce({ Accounts: [{ Id: '222222222222', Name: 'shop', Status: 'ACTIVE' }], NextToken: 'a' })
    .resolvesOnce({ Accounts: [], NextToken: 'b' })
    .resolvesOnce({
      Accounts: [
        { Id: '111111111111', Name: 'own', State: 'ACTIVE' },
        { Id: '222222222222', Name: 'shop', Status: 'ACTIVE' },
        { Id: '333333333333', Name: 'closed', Status: 'SUSPENDED' },
      ],
    });
  expect(await listOrganizationAccounts(client)).toEqual([
    { id: '111111111111', name: 'own', state: 'ACTIVE' },
    { id: '222222222222', name: 'shop', state: 'ACTIVE' },
    { id: '333333333333', name: 'closed', state: 'SUSPENDED' },
  ]);
  expect(mock.commandCalls(ListAccountsCommand).map(({ args }) => args[0].input.NextToken)).toEqual([
    undefined,
    'a',
    'b',
  ]);
});

test('an account whose state is not returned is not taken for an active one', async () => {
  mock.on(ListAccountsCommand).resolves({ Accounts: [{ Id: '111111111111', Name: 'own' }] });
  expect(await listOrganizationAccounts(client)).toMatchObject([{ state: 'UNKNOWN' }]);
});

test.each([
  ['AWSOrganizationsNotInUseException', 'aws-organizations.not-in-use', /belongs to no organization/],
  ['AccessDeniedException', 'aws-organizations.list-accounts-failed', /only the management account/],
  ['ServiceException', 'aws-organizations.list-accounts-failed', /could not list the accounts/],
])('%s is reported as %s', async (name, code, message) => {
  mock.on(ListAccountsCommand).rejects(refusal(name));
  await expect(listOrganizationAccounts(client)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('a list without even the own account is none', async () => {
  mock.on(ListAccountsCommand).resolves({ Accounts: [] });
  await expect(listOrganizationAccounts(client)).rejects.toMatchObject({
    code: 'aws-organizations.not-in-use',
  });
});

test('an answer with something else than accounts is refused', async () => {
  mock.on(ListAccountsCommand).resolves({ Accounts: [{ Id: 'r-1' }] });
  await expect(listOrganizationAccounts(client)).rejects.toMatchObject({
    code: 'aws-organizations.list-accounts-failed',
  });
});

test('a listing without an end is ended', async () => {
  mock.on(ListAccountsCommand).resolves({ Accounts: [], NextToken: 'again' });
  await expect(listOrganizationAccounts(client)).rejects.toMatchObject({ code: 'aws-core.pages.loop' });
});
