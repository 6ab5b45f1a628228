import {
  defaultBucketName,
  type Grant,
  type MetricNames,
  type StackManifest,
  type Value,
} from '@groundcrew/lambda';
import { ArnFormat, type Stack } from 'aws-cdk-lib';
import type { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnEventSourceMapping, Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { functionName, logGroupName } from '../shared/defaults.ts';
import { unknownResource } from '../shared/errors.ts';

/** The constructs of a stack by their ids in the manifest, filled while the stack is made. */
export interface Resources {
  readonly stack: Stack;
  readonly manifest: StackManifest;
  readonly settings: Readonly<Record<string, string>>;
  readonly buckets: Map<string, Bucket>;
  readonly tables: Map<string, Table>;
  readonly topics: Map<string, Topic>;
  readonly queues: Map<string, Queue>;
  readonly apis: Map<string, CfnApi>;
  /** By their names. */
  readonly functions: Map<string, LambdaFunction>;
  /** By the names of the functions that they feed. */
  readonly mappings: Map<string, CfnEventSourceMapping>;
  /** By their names. */
  readonly stateMachines: Map<string, CfnStateMachine>;
}

/** One of them, which has to be there. */
export function find<Construct>(among: ReadonlyMap<string, Construct>, kind: string, id: string): Construct {
  const found = among.get(id);
  if (found === undefined) throw unknownResource(kind, id);
  return found;
}

/** The name of a bucket, known before the bucket is: the roles of functions that it triggers need it. */
export function bucketName(resources: Resources, id: string): string {
  const bucket = resources.manifest.buckets.find((one) => one.id === id);
  if (bucket === undefined) throw unknownResource('bucket', id);
  const { account, region } = resources.stack;
  return textOf(resources, bucket.name) || defaultBucketName(id, account, region);
}

/** The ARN of a bucket, or with `/*` of its objects. */
export function bucketArn(resources: Resources, id: string, suffix = ''): string {
  return `arn:${resources.stack.partition}:s3:::${bucketName(resources, id)}${suffix}`;
}

/** What a value of the manifest stands for. */
export function textOf(resources: Resources, value: Value): string {
  if (typeof value === 'string') return value;
  if ('setting' in value) {
    const given = resources.settings[value.setting];
    if (given === undefined) throw unknownResource('setting', value.setting);
    return given;
  }
  const { resource: id, attribute } = value;
  const { manifest, tables, topics, queues } = resources;
  if (manifest.buckets.some((one) => one.id === id)) {
    if (attribute === 'url') throw unknownResource('URL of bucket', id);
    return attribute === 'arn' ? bucketArn(resources, id) : bucketName(resources, id);
  }
  const table = tables.get(id);
  if (table !== undefined && attribute !== 'url') {
    return attribute === 'arn' ? table.tableArn : table.tableName;
  }
  const topic = topics.get(id);
  if (topic !== undefined && attribute !== 'url') {
    return attribute === 'arn' ? topic.topicArn : topic.topicName;
  }
  const queue = queues.get(id);
  if (queue === undefined) throw unknownResource(attribute, id);
  return { name: queue.queueName, arn: queue.queueArn, url: queue.queueUrl }[attribute];
}

/** The resources that a grant to the function `owner` is for. */
export function granted(resources: Resources, on: Grant['on'], owner: string): string {
  const { stack, tables, topics, queues } = resources;
  const here = (service: string, resource: string, account = stack.account, region = stack.region) =>
    stack.formatArn({ service, resource, account, region, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  if ('bucket' in on) return bucketArn(resources, on.bucket, on.scope === 'objects' ? '/*' : '');
  if ('table' in on) return find(tables, 'table', on.table).tableArn;
  if ('topic' in on) return find(topics, 'topic', on.topic).topicArn;
  if ('queue' in on) return find(queues, 'queue', on.queue).queueArn;
  if ('streamOf' in on) return streamArn(resources, on.streamOf);
  if ('logOf' in on) return here('logs', `log-group:${logGroupName(on.logOf)}:*`);
  if ('role' in on) return `arn:${stack.partition}:iam::*:role/${textOf(resources, on.role)}`;
  if ('service' in on) {
    return here(on.service, on.resources, on.withoutAccount && '', on.inEveryRegion && '*');
  }
  if ('self' in on) return here('lambda', `function:${functionName(owner)}`);
  return '*';
}

/** The stream of a table. */
export function streamArn({ tables }: Resources, id: string): string {
  const arn = find(tables, 'table', id).tableStreamArn;
  if (arn === undefined) throw unknownResource('stream of table', id);
  return arn;
}

/** The names of resources for metrics. */
export function metricNames({ queues, tables, topics, mappings }: Resources): MetricNames<string> {
  return {
    functionName,
    mappingId: (name) => find(mappings, 'event source mapping', name).ref,
    queueName: (id) => find(queues, 'queue', id).queueName,
    tableName: (id) => find(tables, 'table', id).tableName,
    topicName: (id) => find(topics, 'topic', id).topicName,
  };
}
