import {
  DescribeOrganizationCommand,
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { startAccounts } from '../testing/start-accounts.ts';

const member = (index: number) => ({
  id: String(200_000_000_000 + index),
  name: `member-${index}`,
  roles: [{ name: 'auditor' }],
  regions: {},
  ...(index === 1 && { status: 'SUSPENDED' }),
});
const organization = {
  accounts: [
    { id: '111111111111', alias: 'shop', regions: {} },
    ...Array.from({ length: 24 }, (_, index) => member(index)),
  ],
};

test('accounts are listed in pages of at most 20, with their states', async () => {
  const { client } = await startAccounts(organization);
  const organizations = client(OrganizationsClient);
  const first = await organizations.send(new ListAccountsCommand({}));
  expect(first.Accounts).toHaveLength(20);
  expect(first.Accounts?.[0]).toMatchObject({ Id: '111111111111', Name: 'shop', Status: 'ACTIVE' });
  expect(first.Accounts?.[2]).toMatchObject({ Name: 'member-1', Status: 'SUSPENDED', State: 'SUSPENDED' });
  const second = await organizations.send(new ListAccountsCommand({ NextToken: first.NextToken }));
  expect(second.Accounts?.map(({ Name }) => Name)).toEqual([19, 20, 21, 22, 23].map((n) => `member-${n}`));
  expect(second.NextToken).toBeUndefined();
});

test('the first account is the management account', async () => {
  const { client } = await startAccounts(organization);
  const { Organization } = await client(OrganizationsClient).send(new DescribeOrganizationCommand({}));
  expect(Organization).toMatchObject({ MasterAccountId: '111111111111', FeatureSet: 'ALL' });
});

test('another account may see the organization, and not its accounts', async () => {
  const { client, sts } = await startAccounts(organization);
  const { Credentials } = await sts().send(
    new AssumeRoleCommand({
      RoleArn: 'arn:aws:iam::200000000000:role/auditor',
      RoleSessionName: 'groundcrew',
    }),
  );
  const credentials = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  const organizations = client(OrganizationsClient, 'us-east-1', credentials);
  await expect(organizations.send(new ListAccountsCommand({}))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  expect((await organizations.send(new DescribeOrganizationCommand({}))).Organization?.Id).toMatch(/^o-/);
});

test.each([[{ accounts: [organization.accounts[0]] }], [{ ...organization, organization: false }]])(
  'one account alone, and accounts that belong to none, are not an organization: %#',
  async (document) => {
    const { client } = await startAccounts(document);
    for (const command of [new ListAccountsCommand({}), new DescribeOrganizationCommand({})]) {
      await expect(client(OrganizationsClient).send(command as ListAccountsCommand)).rejects.toMatchObject({
        name: 'AWSOrganizationsNotInUseException',
        $metadata: { httpStatusCode: 400 },
      });
    }
  },
);

test.each([{ NextToken: 'x' }, { MaxResults: 21 }])('%o is refused', async (input) => {
  const { client } = await startAccounts(organization);
  await expect(client(OrganizationsClient).send(new ListAccountsCommand(input))).rejects.toMatchObject({
    name: 'InvalidInputException',
  });
});
