import { CreateTopicCommand, SNSClient, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { startTestServices } from '../testing/start-services.ts';
import { checkTopicAttributes } from './topic-attributes.ts';

// "CreateTopic" and "SetTopicAttributes" of the SNS API reference.
test.each<Record<string, string>>([
  { DisplayName: 'Stock' },
  { DisplayName: '' },
  { Policy: '{"Version":"2012-10-17","Statement":[]}' },
  { SignatureVersion: '2', TracingConfig: 'PassThrough', KmsMasterKeyId: 'alias/aws/sns' },
  { ContentBasedDeduplication: 'true', FifoThroughputScope: 'MessageGroup' },
])('a topic may have %j', (attributes) => {
  expect(() => checkTopicAttributes(attributes)).not.toThrow();
});

test.each<Record<string, string>>([
  { DisplayName: 'x'.repeat(101) },
  { Policy: 'everyone' },
  { Policy: `{"a":${'['.repeat(100_000)}` },
  { SignatureVersion: '3' },
  { ContentBasedDeduplication: 'yes' },
  { FifoThroughputScope: 'Queue' },
  { TracingConfig: 'Active' },
  { DeliveryPolicy: '{}' },
  { ArchivePolicy: '{"MessageRetentionPeriod":"30"}' },
  { DataProtectionPolicy: '{}' },
  { constructor: 'x' },
])('a topic can not have %j here', (attributes) => {
  expect(() => checkTopicAttributes(attributes)).toThrow('Invalid parameter: Attribute');
});

test('tags are checked before a topic is created, and what is unsubscribed is an ARN', async () => {
  const services = await startTestServices();
  const sns = new SNSClient(services.settings);
  const name = 'InvalidParameterException';
  await expect(
    sns.send(new CreateTopicCommand({ Name: 'tagged', Tags: [{ Key: 'aws:x', Value: 'y' }] })),
  ).rejects.toMatchObject({ name });
  await expect(
    sns.send(new CreateTopicCommand({ Name: 'guarded', DataProtectionPolicy: '{}' })),
  ).rejects.toMatchObject({ message: expect.stringContaining('DataProtectionPolicy of CreateTopic') });
  await expect(sns.send(new UnsubscribeCommand({ SubscriptionArn: 'x' }))).rejects.toMatchObject({ name });
  sns.destroy();
  await services.close();
});
