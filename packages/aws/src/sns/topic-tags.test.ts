import { ListTagsForResourceCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { topicTags } from './topic-tags.ts';

const sns = mockClient(SNSClient);
afterAll(() => sns.restore());
const arn = 'arn:aws:sns:eu-west-1:123456789012:NoStock';

beforeEach(() => {
  sns.reset();
});

test('the tags of a topic are read by its ARN', async () => {
  sns
    .on(ListTagsForResourceCommand, { ResourceArn: arn })
    .resolves({ Tags: [{ Key: 'Project', Value: 'shop' }] });
  expect(await topicTags(new SNSClient({}), arn)).toEqual({ Project: 'shop' });
});

test.each([
  ['ResourceNotFound', 'aws-sns.topic.not-found'],
  ['ResourceNotFoundException', 'aws-sns.topic.not-found'],
  ['AuthorizationErrorException', 'aws-sns.read-failed'],
])('%s is %s', async (name, code) => {
  sns.on(ListTagsForResourceCommand).rejects(Object.assign(new Error('no'), { name }));
  await expect(topicTags(new SNSClient({}), arn)).rejects.toMatchObject({ code });
});
