import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { CfnSubscription, Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { defaults } from '../shared/defaults.ts';
import { acknowledge } from './acknowledge.ts';
import { type Resources, textOf } from './resources.ts';

const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com');

/** The topics, with the e-mail addresses that the settings give. */
export function addTopics(resources: Resources): void {
  const { stack, manifest } = resources;
  for (const { id, name, description, emailSetting } of manifest.topics) {
    const isAlarmTopic = id === manifest.alarmTopic;
    const topic = new Topic(stack, id, {
      topicName: textOf(resources, name),
      displayName: defaults.topicDisplayName,
      enforceSSL: true,
      masterKey: isAlarmTopic
        ? alarmKey(resources, `${id}Key`, description)
        : Alias.fromAliasName(stack, `${id}ManagedKey`, 'alias/aws/sns'),
    });
    if (isAlarmTopic) letAlarmsPublish(resources, topic);
    const address = emailSetting === undefined ? '' : textOf(resources, { setting: emailSetting });
    if (address !== '') {
      new CfnSubscription(stack, `${id}Email`, {
        topicArn: topic.topicArn,
        protocol: 'email',
        endpoint: address,
      });
    }
    resources.topics.set(id, topic);
  }
}

/** Why a key of our own, and why without a condition: see alarmKey in deploy/sam/messaging.ts. */
function alarmKey({ stack }: Resources, id: string, of: string): Key {
  const key = new Key(stack, id, {
    description: `groundcrew: ${of}`,
    enableKeyRotation: true,
    pendingWindow: Duration.days(defaults.keyDeletionDays),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [cloudWatch],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      resources: ['*'],
    }),
  );
  return key;
}

function letAlarmsPublish({ stack }: Resources, topic: Topic): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [cloudWatch],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: {
          'aws:SourceArn': `arn:${stack.partition}:cloudwatch:${stack.region}:${stack.account}:alarm:*`,
        },
      },
    }),
  );
}

/** The queues that hold what was given up. */
export function addQueues(resources: Resources): void {
  for (const { id, name, retentionDays } of resources.manifest.queues) {
    const queue = new Queue(resources.stack, id, {
      queueName: textOf(resources, name),
      retentionPeriod: Duration.days(retentionDays),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    acknowledge(
      queue,
      'AwsSolutions-SQS3',
      'This queue is where a function sends what it gave up: nothing reads it, so nothing can fail to.',
    );
    resources.queues.set(id, queue);
  }
}
