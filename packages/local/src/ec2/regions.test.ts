import {
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  type DescribeRegionsCommandInput,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { startAccounts } from '../testing/start-accounts.ts';

const document = {
  accounts: [
    {
      id: '111111111111',
      regions: {
        'us-east-1': { instances: [{ type: 't3.micro' }] },
        'ap-east-1': { instances: [{ type: 't3.micro' }] },
        'ap-northeast-2': { instances: [{ type: 't3.micro', count: 2 }] },
        'eu-west-1': { denied: true },
        'eu-west-3': { unreachable: true },
        'me-south-1': { optIn: 'not-opted-in' },
      },
    },
  ],
};

test('one endpoint is for all regions: the signature selects the region', async () => {
  const { ec2 } = await startAccounts(document);
  const count = async (region: string) => {
    const { Reservations = [] } = await ec2(region).send(new DescribeInstancesCommand({}));
    return Reservations.flatMap(({ Instances = [] }) => Instances).length;
  };
  expect([await count('us-east-1'), await count('ap-northeast-2'), await count('sa-east-1')]).toEqual([
    1, 2, 0,
  ]);
});

test('enabled regions are returned, the others only if all are requested', async () => {
  const { ec2 } = await startAccounts(document);
  const statuses = async (input: DescribeRegionsCommandInput) => {
    const { Regions = [] } = await ec2('us-east-1').send(new DescribeRegionsCommand(input));
    return new Map(Regions.map(({ RegionName, OptInStatus }) => [RegionName, OptInStatus]));
  };
  const enabled = await statuses({});
  expect(enabled.get('us-east-1')).toBe('opt-in-not-required');
  expect(enabled.get('ap-east-1')).toBe('opted-in');
  expect(enabled.has('me-south-1')).toBe(false);
  expect(enabled.size).toBe(18);
  const all = await statuses({ AllRegions: true });
  expect(all.get('me-south-1')).toBe('not-opted-in');
  expect(all.get('af-south-1')).toBe('not-opted-in');
  expect([...(await statuses({ RegionNames: ['eu-west-1'] })).keys()]).toEqual(['eu-west-1']);
  const Filters = [{ Name: 'opt-in-status', Values: ['opted-in'] }];
  expect([...(await statuses({ Filters })).keys()]).toEqual(['ap-east-1']);
});

test.each([
  ['me-south-1', 'AuthFailure', 401],
  ['af-south-1', 'AuthFailure', 401],
  ['us-eats-1', 'AuthFailure', 401],
  ['eu-west-1', 'UnauthorizedOperation', 403],
])('the region %s returns %s', async (region, name, httpStatusCode) => {
  const { ec2 } = await startAccounts(document);
  await expect(ec2(region).send(new DescribeInstancesCommand({}))).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode, requestId: expect.any(String) },
  });
});

test('an unreachable region never responds until the server is closed', async () => {
  const { local, ec2 } = await startAccounts(document);
  const request = ec2('eu-west-3').send(new DescribeInstancesCommand({}));
  const ended = expect(request).rejects.toMatchObject({ code: 'ECONNRESET' });
  const waited = Promise.race([request, new Promise((resolve) => setTimeout(resolve, 50, 'pending'))]);
  expect(await waited).toBe('pending');
  await local.close();
  await ended;
});

test('calls are recorded with their permissions', async () => {
  const { local, ec2 } = await startAccounts(document);
  await ec2('us-east-1').send(new DescribeRegionsCommand({}));
  await ec2('us-east-1').send(new DescribeInstancesCommand({}));
  expect(local.calls().map(({ action }) => action)).toEqual(['ec2:DescribeRegions', 'ec2:DescribeInstances']);
});

test('an account id that is not described is refused', async () => {
  await expect(startAccounts(document, { accountId: '999999999999' })).rejects.toMatchObject({
    code: 'local.account.unknown',
    message: expect.stringContaining('999999999999'),
  });
});
