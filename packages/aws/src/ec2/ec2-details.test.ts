import { DescribeImagesCommand, DescribeInstanceStatusCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createEc2Details } from './ec2-details.ts';
import { createOpenLimiter } from './testing/open-limiter.ts';

const mock = mockClient(EC2Client);
afterAll(() => mock.restore());
const limiter = createOpenLimiter();
const ec2 = createEc2Details({ client: new EC2Client({ region: 'eu-central-1' }), limiter });

beforeEach(() => {
  mock.reset();
  limiter.log.length = 0;
});

const status = (InstanceId: string, ...checks: string[]) => ({
  InstanceId,
  SystemStatus: { Status: checks[0] },
  InstanceStatus: { Status: checks[1] },
  ...(checks.length > 2 && { AttachedEbsStatus: { Status: checks[2] } }),
});

test('status checks of a region are read page by page, of instances in any state', async () => {
  mock
    .on(DescribeInstanceStatusCommand)
    .resolvesOnce({ InstanceStatuses: [status('i-1', 'ok', 'ok')], NextToken: 'a' } as never)
    .resolvesOnce({ InstanceStatuses: [status('i-2', 'ok', 'impaired', 'ok')] } as never);
  expect(await ec2.describeInstanceStatuses(undefined)).toEqual([
    { instanceId: 'i-1', checks: ['ok', 'ok'] },
    { instanceId: 'i-2', checks: ['ok', 'impaired', 'ok'] },
  ]);
  const inputs = mock.commandCalls(DescribeInstanceStatusCommand).map(({ args }) => args[0].input);
  expect(inputs).toEqual([
    { IncludeAllInstances: true, MaxResults: 1_000 },
    { IncludeAllInstances: true, MaxResults: 1_000, NextToken: 'a' },
  ]);
  expect(limiter.log).toEqual(['take filtered', 'take filtered']);
});

test('status checks by id are one call without a page size, which EC2 would refuse', async () => {
  mock.on(DescribeInstanceStatusCommand).resolves({ InstanceStatuses: [] });
  await ec2.describeInstanceStatuses(['i-1']);
  expect(mock.commandCalls(DescribeInstanceStatusCommand)[0]!.args[0].input).toEqual({
    IncludeAllInstances: true,
    InstanceIds: ['i-1'],
  });
  expect(limiter.log).toEqual(['take unfiltered']);
});

test('images are asked for by a filter, 200 at once, deprecated ones included', async () => {
  mock
    .on(DescribeImagesCommand)
    .resolves({ Images: [{ ImageId: 'ami-1', Name: 'base', CreationDate: '2026-01-01T00:00:00.000Z' }] });
  const ids = Array.from({ length: 201 }, (_, index) => `ami-${index}`);
  const found = await ec2.describeImages(ids);
  expect(found[0]).toEqual({ id: 'ami-1', name: 'base', createdAt: '2026-01-01T00:00:00.000Z' });
  const inputs = mock.commandCalls(DescribeImagesCommand).map(({ args }) => args[0].input);
  expect(inputs.map(({ Filters }) => Filters?.[0]?.Values?.length)).toEqual([200, 1]);
  expect(inputs.every(({ IncludeDeprecated }) => IncludeDeprecated)).toBe(true);
});

test.each([
  ['aws-ec2.describe-statuses-failed', () => ec2.describeInstanceStatuses(undefined)],
  ['aws-ec2.describe-images-failed', () => ec2.describeImages(['ami-1'])],
])('%s states the region and the reason', async (code, ask) => {
  const refusal = Object.assign(new Error('You are not authorized to perform this operation.'), {
    name: 'UnauthorizedOperation',
    $metadata: { httpStatusCode: 403, requestId: 'r' },
  });
  mock.onAnyCommand().rejects(refusal);
  await expect(ask()).rejects.toMatchObject({
    code,
    message: expect.stringContaining('in region eu-central-1'),
    details: { reason: 'access-denied' },
  });
});
