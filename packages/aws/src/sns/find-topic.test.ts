import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { findTopicArn } from './find-topic.ts';

const sns = mockClient(SNSClient);
afterAll(() => sns.restore());
const arn = (name: string): string => `arn:aws:sns:us-east-1:000000000000:${name}`;

beforeEach(() => {
  sns.reset();
});

describe('findTopicArn', () => {
  it('reads every page of the list until it finds the name', async () => {
    sns
      .on(ListTopicsCommand, {})
      .resolves({ Topics: [{ TopicArn: arn('MyNoStock') }], NextToken: '2' })
      .on(ListTopicsCommand, { NextToken: '2' })
      .resolves({ Topics: [], NextToken: '3' })
      .on(ListTopicsCommand, { NextToken: '3' })
      .resolves({ Topics: [{ TopicArn: arn('Other') }, { TopicArn: arn('NoStock') }] });

    expect(await findTopicArn(new SNSClient({}), 'NoStock')).toBe(arn('NoStock'));
  });

  it('throws after the last page if there is no such topic', async () => {
    sns.on(ListTopicsCommand).resolves({ Topics: [{ TopicArn: arn('NoStock.fifo') }] });

    await expect(findTopicArn(new SNSClient({}), 'NoStock')).rejects.toMatchObject({
      code: 'aws-sns.topic.not-found',
      message: expect.stringContaining('"NoStock"'),
    });
  });

  it('wraps errors of AWS', async () => {
    sns.on(ListTopicsCommand).rejects(
      Object.assign(new Error('no'), {
        name: 'AuthorizationErrorException',
        $metadata: { httpStatusCode: 403 },
      }),
    );

    await expect(findTopicArn(new SNSClient({}), 'NoStock')).rejects.toMatchObject({
      code: 'aws-sns.list-failed',
      details: { reason: 'access-denied' },
    });
  });
});
