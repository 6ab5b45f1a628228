import type { StackManifest } from '@groundcrew/lambda';
import { defaults } from '../shared/defaults.ts';
import { rulesMaySend } from './event-bridge.ts';
import { arnHere, getAtt, type Json, type Resource, type Resources, ref } from './intrinsics.ts';
import { conditionOf, type References } from './references.ts';
import { tlsOnly } from './tls-only.ts';

/** The topics: encrypted, TLS only, with the e-mail addresses from the settings. */
export function topicResources(stack: StackManifest, references: References): Resources {
  const resources: Record<string, Resource> = {};
  for (const topic of stack.topics) {
    const isAlarmTopic = topic.id === stack.alarmTopic;
    if (isAlarmTopic) resources[`${topic.id}Key`] = alarmKey(topic.description);
    resources[topic.id] = {
      Type: 'AWS::SNS::Topic',
      Properties: {
        TopicName: references.value(topic.name),
        DisplayName: defaults.topicDisplayName,
        KmsMasterKeyId: isAlarmTopic ? ref(`${topic.id}Key`) : 'alias/aws/sns',
      },
    };
    resources[`${topic.id}Policy`] = {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [ref(topic.id)],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            tlsOnly('sns:Publish', ref(topic.id)),
            ...(isAlarmTopic ? [alarmsMayPublish(topic.id)] : []),
          ],
        },
      },
    };
    if (topic.emailSetting === undefined) continue;
    resources[`${topic.id}Email`] = {
      Type: 'AWS::SNS::Subscription',
      Condition: conditionOf(topic.emailSetting),
      Properties: { TopicArn: ref(topic.id), Protocol: 'email', Endpoint: ref(topic.emailSetting) },
    };
  }
  return resources;
}

/**
 * A key that alarms may use. The AWS managed key `alias/aws/sns` can't be used here: its policy allows this
 * account's
 * principals, and CloudWatch is not one of them, so each alarm would fail, silently (AWS knowledge center, "How do
 * I
 * configure a CloudWatch alarm with an encrypted SNS topic?"). A condition on the account does not match
 * CloudWatch's
 * calls to KMS either: the statement is the documented one.
 */
function alarmKey(of: string): Resource {
  return {
    Type: 'AWS::KMS::Key',
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
    Properties: {
      Description: `groundcrew: ${of}`,
      EnableKeyRotation: true,
      PendingWindowInDays: defaults.keyDeletionDays,
      KeyPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'AccountAdministers',
            Effect: 'Allow',
            Principal: { AWS: arnHere('iam', 'root') },
            Action: 'kms:*',
            Resource: '*',
          },
          {
            Sid: 'AlarmsPublish',
            Effect: 'Allow',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Resource: '*',
          },
        ],
      },
    },
  };
}

/** Alarms of this account only: Amazon SNS developer guide, "Example cases for Amazon SNS access control". */
function alarmsMayPublish(topicId: string): Json {
  return {
    Sid: 'AlarmsPublish',
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: ref(topicId),
    Condition: {
      StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
      ArnLike: {
        'aws:SourceArn': arnHere('cloudwatch', 'alarm:*'),
      },
    },
  };
}

/** The failure queues: encrypted by SQS itself, TLS only. */
export function queueResources(stack: StackManifest, references: References): Resources {
  const resources: Record<string, Resource> = {};
  for (const queue of stack.queues) {
    resources[queue.id] = {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: references.value(queue.name),
        MessageRetentionPeriod: queue.retentionDays * 86_400,
        SqsManagedSseEnabled: true,
      },
    };
    resources[`${queue.id}Policy`] = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [ref(queue.id)],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [tlsOnly('sqs:*', getAtt(queue.id, 'Arn')), ...rulesMaySend(stack, queue.id)],
        },
      },
    };
  }
  return resources;
}
