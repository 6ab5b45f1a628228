import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { startAccounts } from '../testing/start-accounts.ts';

const document = {
  accounts: [
    { id: '111111111111', regions: { 'us-east-1': { instances: [{ type: 't3.micro', id: 'i-00000001' }] } } },
    {
      id: '222222222222',
      roles: [{ name: 'ops/inventory' }, { name: 'partner', externalId: 'shop-42' }],
      regions: { 'us-east-1': { instances: [{ type: 't3.micro', id: 'i-00000002' }] } },
    },
  ],
};
const ofInventory = {
  RoleArn: 'arn:aws:iam::222222222222:role/ops/inventory',
  RoleSessionName: 'groundcrew',
};
const ofPartner = { RoleArn: 'arn:aws:iam::222222222222:role/partner', RoleSessionName: 'groundcrew' };

async function assume(input: ConstructorParameters<typeof AssumeRoleCommand>[0]) {
  const started = await startAccounts(document);
  const { Credentials, AssumedRoleUser } = await started.sts().send(new AssumeRoleCommand(input));
  const credentials = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  return { ...started, credentials, endsAt: Credentials!.Expiration!, role: AssumedRoleUser! };
}

test('the first account is the default one', async () => {
  const { sts } = await startAccounts(document);
  expect(await sts().send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '111111111111',
    Arn: 'arn:aws:iam::111111111111:root',
  });
});

test("the keys of a role give access to that account's instances", async () => {
  const { sts, ec2, credentials, role } = await assume(ofInventory);
  expect(role.Arn).toBe('arn:aws:sts::222222222222:assumed-role/inventory/groundcrew');
  expect(await sts(credentials).send(new GetCallerIdentityCommand({}))).toMatchObject({
    Account: '222222222222',
    Arn: role.Arn,
  });
  const { Reservations } = await ec2('us-east-1', credentials).send(new DescribeInstancesCommand({}));
  expect(Reservations).toMatchObject([
    { OwnerId: '222222222222', Instances: [{ InstanceId: 'i-00000002' }] },
  ]);
});

test('keys expire at their expiration', async () => {
  const { clock, ec2, sts, credentials, endsAt } = await assume({ ...ofInventory, DurationSeconds: 900 });
  expect(endsAt.getTime() - clock.now()).toBe(900_000);
  clock.advance(900_000);
  await expect(ec2('us-east-1', credentials).send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
    name: 'RequestExpired',
  });
  await expect(sts(credentials).send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({
    name: 'ExpiredTokenException',
  });
});

test('a role with an external id can be assumed with this id only', async () => {
  const { credentials } = await assume({ ...ofPartner, ExternalId: 'shop-42' });
  expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z0-9]{16}$/);
});

test.each([
  [{ ...ofPartner }, 'AccessDenied', 403],
  [{ ...ofPartner, ExternalId: 'shop-43' }, 'AccessDenied', 403],
  [{ ...ofInventory, RoleArn: 'arn:aws:iam::222222222222:role/admin' }, 'AccessDenied', 403],
  [{ ...ofInventory, RoleArn: 'arn:aws:iam::333333333333:role/ops/inventory' }, 'AccessDenied', 403],
  [{ ...ofInventory, RoleArn: 'arn:aws:iam::222222222222:user/inventory' }, 'ValidationError', 400],
  [{ ...ofInventory, RoleSessionName: 'a b' }, 'ValidationError', 400],
  [{ ...ofInventory, DurationSeconds: 60 }, 'ValidationError', 400],
])('%j is refused as %s', async (input, name, httpStatusCode) => {
  const { sts } = await startAccounts(document);
  await expect(sts().send(new AssumeRoleCommand(input))).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode },
  });
});
