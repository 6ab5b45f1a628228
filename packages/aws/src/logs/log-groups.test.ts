import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createLogsClient } from './client.ts';
import { listLogGroups, logGroupTags } from './log-groups.ts';

const logs = mockClient(CloudWatchLogsClient);
afterAll(() => logs.restore());
const client = createLogsClient({ region: 'eu-west-1' });
const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:/shop';

beforeEach(() => {
  logs.reset();
});

test('all pages of log groups are listed, whichever form of the ARN the service returns', async () => {
  logs
    .on(DescribeLogGroupsCommand, { limit: 50 })
    .resolves({ logGroups: [{ logGroupName: '/shop', arn: `${arn}:*`, creationTime: 0 }], nextToken: '2' })
    .on(DescribeLogGroupsCommand, { nextToken: '2' })
    .resolves({ logGroups: [{ logGroupName: '/shop', arn: `${arn}:*`, logGroupArn: arn }] });
  expect(await collectPages(listLogGroups(client))).toEqual([
    { name: '/shop', arn, createdAt: new Date(0) },
    { name: '/shop', arn },
  ]);
});

test('tags are read by the ARN without a star', async () => {
  logs.on(ListTagsForResourceCommand, { resourceArn: arn }).resolves({ tags: { Project: 'shop' } });
  expect(await logGroupTags(client, `${arn}:*`)).toEqual({ Project: 'shop' });
});

test.each([
  ['ResourceNotFoundException', 'aws-logs.log-group-not-found'],
  ['AccessDeniedException', 'aws-logs.read-failed'],
])('%s is %s', async (name, code) => {
  logs.on(ListTagsForResourceCommand).rejects(Object.assign(new Error('no'), { name }));
  await expect(logGroupTags(client, arn)).rejects.toMatchObject({ code });
});

test('a refused list is reported', async () => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  logs.on(DescribeLogGroupsCommand).rejects(denied);
  await expect(collectPages(listLogGroups(client))).rejects.toMatchObject({
    code: 'aws-logs.list-failed',
    details: { reason: 'access-denied' },
    cause: denied,
  });
});
