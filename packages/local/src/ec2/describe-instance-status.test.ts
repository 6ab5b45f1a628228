import { DescribeInstanceStatusCommand, type DescribeInstanceStatusCommandInput } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { startAccounts } from '../testing/start-accounts.ts';

const region = 'us-east-1';
const ids = ['i-00000001', 'i-00000002', 'i-00000003', 'i-00000004'] as const;
const document = {
  accounts: [
    {
      id: '111111111111',
      regions: {
        [region]: {
          instances: [
            { id: ids[0], type: 't3.micro' },
            { id: ids[1], type: 't3.micro', statusChecks: 'impaired' },
            { id: ids[2], type: 't3.micro', state: 'stopped' },
            { id: ids[3], type: 't3.micro', state: 'pending' },
            { type: 't3.micro', count: 12 },
          ],
        },
      },
    },
  ],
};
type Input = DescribeInstanceStatusCommandInput;

async function describe(input: Input) {
  const { ec2 } = await startAccounts(document);
  const { InstanceStatuses = [], NextToken } = await ec2(region).send(
    new DescribeInstanceStatusCommand(input),
  );
  const texts = InstanceStatuses.map(
    ({ InstanceId, SystemStatus, InstanceStatus }) =>
      `${InstanceId} ${SystemStatus?.Status} ${InstanceStatus?.Status}`,
  );
  return { texts, NextToken };
}

test('instances are described with the results of their checks; others than running ones only if all are wanted', async () => {
  expect((await describe({ InstanceIds: [...ids] })).texts).toEqual([
    'i-00000001 ok ok',
    'i-00000002 ok impaired',
  ]);
  expect((await describe({ InstanceIds: [...ids], IncludeAllInstances: true })).texts).toEqual([
    'i-00000001 ok ok',
    'i-00000002 ok impaired',
    'i-00000003 not-applicable not-applicable',
    'i-00000004 initializing initializing',
  ]);
});

test('pages continue where the last one ended', async () => {
  const { ec2 } = await startAccounts(document);
  const client = ec2(region);
  const page = async (token: string | undefined) =>
    await client.send(
      new DescribeInstanceStatusCommand({
        MaxResults: 9,
        IncludeAllInstances: true,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
  const first = await page(undefined);
  const second = await page(first.NextToken);
  expect([first, second].map(({ InstanceStatuses }) => InstanceStatuses?.length)).toEqual([9, 7]);
  expect(second.NextToken).toBeUndefined();
  const all = [first, second].flatMap(({ InstanceStatuses = [] }) => InstanceStatuses);
  expect(new Set(all.map(({ InstanceId }) => InstanceId)).size).toBe(16);
});

test.each([
  [{ InstanceIds: ['i-0000000f'] }, 'InvalidInstanceID.NotFound'],
  [{ InstanceIds: [ids[0]], MaxResults: 5 }, 'InvalidParameterCombination'],
  [{ MaxResults: 1 }, 'InvalidParameterValue'],
  [{ Filters: [{ Name: 'color', Values: ['red'] }] }, 'InvalidParameterValue'],
  [
    { InstanceIds: Array.from({ length: 101 }, (_, i) => `i-${String(i).padStart(8, '0')}`) },
    'InvalidParameterValue',
  ],
])('%j is refused as %s', async (input, name) => {
  await expect(describe(input)).rejects.toMatchObject({ name });
});
