import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeRegionsCommand,
  type EC2Client,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { startAccounts } from '../testing/start-accounts.ts';

const document = { accounts: [{ id: '111111111111', regions: {} }] };

/** How many of `calls` calls succeed. */
async function answered(client: EC2Client, calls: number, input: DescribeInstancesCommandInput = {}) {
  const outcomes = await Promise.allSettled(
    Array.from({ length: calls }, () => client.send(new DescribeInstancesCommand(input))),
  );
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  for (const { reason } of refused) {
    expect(reason).toMatchObject({ name: 'RequestLimitExceeded', $metadata: { httpStatusCode: 503 } });
  }
  return calls - refused.length;
}

test.each([{ ec2Buckets: true }, { faults: { ec2Buckets: 1 } }])(
  'EC2 counts calls as documented: %j',
  async (options) => {
    const { clock, ec2 } = await startAccounts(document, options);
    const client = ec2('us-east-1');
    expect(await answered(client, 60)).toBe(50);
    expect(await answered(client, 110, { MaxResults: 1000 })).toBe(100);
    expect(await answered(client, 1, { Filters: [{ Name: 'vpc-id', Values: ['v'] }] })).toBe(0);
    await client.send(new DescribeRegionsCommand({}));
    expect(await answered(ec2('eu-west-1'), 1)).toBe(1);
    clock.advance(1000);
    expect(await answered(client, 15)).toBe(10);
    expect(await answered(client, 25, { MaxResults: 5 })).toBe(20);
  },
);

test('EC2 counts only if enabled, and by configured rates if there are any', async () => {
  const { ec2 } = await startAccounts(document);
  expect(await answered(ec2('us-east-1'), 60)).toBe(60);
  const rate = { capacity: 2, refillPerSecond: 1 };
  const small = await startAccounts(document, { ec2Buckets: { unfiltered: rate, filtered: rate } });
  expect(await answered(small.ec2('us-east-1'), 5)).toBe(2);
});

test('a fault refuses calls as EC2 does', async () => {
  const { ec2 } = await startAccounts(document, { faults: { throttle: 1 } });
  expect(await answered(ec2('us-east-1'), 3)).toBe(0);
});
