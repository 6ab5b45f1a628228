import { CreateVpcCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createEc2NetworkCalls } from './network-changes.ts';
import { createOpenLimiter } from './testing/open-limiter.ts';

const mock = mockClient(EC2Client);
afterAll(() => mock.restore());
let limiter = createOpenLimiter();
beforeEach(() => {
  mock.reset();
  limiter = createOpenLimiter();
});
const calls = () =>
  createEc2NetworkCalls({
    client: new EC2Client({ region: 'eu-central-1' }),
    limiter,
    random: () => 0,
    sleep: async () => undefined,
  });

function awsError(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error('why'), { name, $metadata: { httpStatusCode } });
}

test('a call that changes something is sent once, and its failure names the action that it needs', async () => {
  mock.on(CreateVpcCommand).rejects(awsError('RequestLimitExceeded', 503));
  await expect(calls().CreateVpc({ CidrBlock: '10.0.0.0/16' })).rejects.toMatchObject({
    code: 'aws-ec2.change-network-failed',
    message: expect.stringContaining('call ec2:CreateVpc in region eu-central-1'),
    details: { awsError: 'RequestLimitExceeded' },
  });
  expect(mock.commandCalls(CreateVpcCommand)).toHaveLength(1);
  expect(limiter.log).toEqual(['take creating', 'throttled creating']);
});

test('a look-up is sent again after throttling', async () => {
  mock
    .on(DescribeVpcsCommand)
    .rejectsOnce(awsError('RequestLimitExceeded', 503))
    .resolves({ Vpcs: [{ VpcId: 'vpc-1' }] });
  expect((await calls().DescribeVpcs({ VpcIds: ['vpc-1'] })).Vpcs).toEqual([{ VpcId: 'vpc-1' }]);
  expect(limiter.log).toEqual(['take filtered', 'throttled filtered', 'take filtered']);
});

test('an interrupted call ends with the reason of the interruption', async () => {
  const reason = new Error('enough');
  mock.on(CreateVpcCommand).rejects(awsError('AbortError', 0));
  await expect(calls().CreateVpc({}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
