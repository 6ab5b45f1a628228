import { GetQueueUrlCommand, ListQueuesCommand, ListQueueTagsCommand, SQSClient } from '@aws-sdk/client-sqs';
import { collectPages } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { createSqsClient } from './client.ts';
import { listQueues, queueTags, queueUrl } from './queues.ts';

const sqs = mockClient(SQSClient);
afterAll(() => sqs.restore());
const client = createSqsClient({ region: 'cn-north-1' });
const url = 'https://sqs.cn-north-1.amazonaws.com.cn/123456789012/failed.fifo';

function named(name: string, httpStatusCode = 400): Error {
  return Object.assign(new Error('no'), { name, $metadata: { httpStatusCode } });
}

beforeEach(() => {
  sqs.reset();
});

test('all pages of queues are listed, with ARNs made of their URLs', async () => {
  sqs
    .on(ListQueuesCommand, { MaxResults: 1_000 })
    .resolves({ QueueUrls: [url], NextToken: '2' })
    .on(ListQueuesCommand, { NextToken: '2' })
    .resolves({ QueueUrls: ['http://127.0.0.1:4566/123456789012/other'] });
  expect(await collectPages(listQueues(client))).toEqual([
    { name: 'failed.fifo', url, arn: 'arn:aws-cn:sqs:cn-north-1:123456789012:failed.fifo' },
    {
      name: 'other',
      url: 'http://127.0.0.1:4566/123456789012/other',
      arn: 'arn:aws-cn:sqs:cn-north-1:123456789012:other',
    },
  ]);
});

test('a page without queues is empty', async () => {
  sqs.on(ListQueuesCommand).resolves({});
  expect(await collectPages(listQueues(client))).toEqual([]);
});

test('tags are read by the URL, which is found by the name', async () => {
  sqs
    .on(GetQueueUrlCommand, { QueueName: 'failed.fifo' })
    .resolves({ QueueUrl: url })
    .on(ListQueueTagsCommand, { QueueUrl: url })
    .resolves({ Tags: { Project: 'shop' } });
  expect(await queueTags(client, await queueUrl(client, 'failed.fifo'))).toEqual({ Project: 'shop' });
});

test('a queue that was never tagged has no tags', async () => {
  sqs.on(ListQueueTagsCommand).resolves({});
  expect(await queueTags(client, url)).toEqual({});
});

test.each(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'])(
  '%s is a queue that is not there',
  async (name) => {
    sqs.on(ListQueueTagsCommand).rejects(named(name));
    await expect(queueTags(client, url)).rejects.toMatchObject({
      code: 'aws-sqs.queue-not-found',
      message: expect.stringContaining(url) as string,
    });
  },
);

test('refusals contain what was requested', async () => {
  sqs.on(ListQueuesCommand).rejects(named('AccessDenied', 403));
  sqs.on(GetQueueUrlCommand).rejects(named('AccessDenied', 403));
  await expect(collectPages(listQueues(client))).rejects.toMatchObject({
    code: 'aws-sqs.list-failed',
    details: { reason: 'access-denied' },
  });
  await expect(queueUrl(client, 'failed')).rejects.toMatchObject({ code: 'aws-sqs.read-failed' });
});

test('an interruption is thrown as its own reason', async () => {
  const reason = new Error('enough');
  sqs.on(ListQueuesCommand).rejects(named('AbortError'));
  const pages = listQueues(client, { signal: AbortSignal.abort(reason) });
  await expect(collectPages(pages)).rejects.toBe(reason);
});
