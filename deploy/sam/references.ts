import { defaultBucketName, type Grant, type StackManifest, type Value } from '@groundcrew/lambda';
import { functionName, logGroupName } from '../shared/defaults.ts';
import { unknownResource } from '../shared/errors.ts';
import { arnHere, either, getAtt, type Json, pseudo, ref, sub } from './intrinsics.ts';

/** How a template refers to the resources of the manifest. */
export interface References {
  value(value: Value): Json;
  bucketName(id: string): Json;
  bucketArn(id: string, suffix?: '' | '/*'): Json;
  /** The resources that a grant to `owner` is for. */
  granted(on: Grant['on'], owner: string): Json;
}

/** The name of the condition that is true if a setting is not empty. */
export function conditionOf(setting: string): string {
  return `Has${setting}`;
}

/** The name of the condition that is true if a setting is `true`. */
export function trueConditionOf(setting: string): string {
  return `Is${setting}`;
}

export function createReferences(stack: StackManifest): References {
  // Computed, not `Ref`: the role of a function contains the bucket, which depends on the function.
  function bucketName(id: string): Json {
    const bucket = stack.buckets.find((one) => one.id === id);
    if (bucket === undefined) throw unknownResource('bucket', id);
    if (typeof bucket.name === 'string' || !('setting' in bucket.name)) return value(bucket.name);
    const { setting } = bucket.name;
    const given = stack.settings.find((one) => one.name === setting);
    if (given === undefined) throw unknownResource('setting', setting);
    if (given.default !== '') return ref(setting);
    const fallback = defaultBucketName(id, pseudo('AccountId'), pseudo('Region'));
    return either(conditionOf(setting), ref(setting), sub(fallback));
  }

  function bucketArn(id: string, suffix = ''): Json {
    return sub(`arn:${pseudo('Partition')}:s3:::\${Bucket}${suffix}`, { Bucket: bucketName(id) });
  }

  function value(given: Value): Json {
    if (typeof given === 'string') return given;
    if ('setting' in given) return ref(given.setting);
    const { resource: id, attribute } = given;
    if (stack.buckets.some((one) => one.id === id)) {
      if (attribute === 'url') throw unknownResource('URL of bucket', id);
      return attribute === 'arn' ? bucketArn(id) : bucketName(id);
    }
    if (stack.tables.some((one) => one.id === id)) {
      if (attribute === 'url') throw unknownResource('URL of table', id);
      return attribute === 'arn' ? getAtt(id, 'Arn') : ref(id);
    }
    if (stack.topics.some((one) => one.id === id)) {
      if (attribute === 'url') throw unknownResource('URL of topic', id);
      return attribute === 'arn' ? ref(id) : getAtt(id, 'TopicName');
    }
    if (stack.queues.some((one) => one.id === id)) {
      if (attribute === 'url') return ref(id);
      return getAtt(id, attribute === 'arn' ? 'Arn' : 'QueueName');
    }
    throw unknownResource('resource', id);
  }

  function granted(on: Grant['on'], owner: string): Json {
    if ('bucket' in on) return bucketArn(on.bucket, on.scope === 'objects' ? '/*' : '');
    if ('table' in on) return value({ resource: on.table, attribute: 'arn' });
    if ('topic' in on) return value({ resource: on.topic, attribute: 'arn' });
    if ('queue' in on) return value({ resource: on.queue, attribute: 'arn' });
    if ('streamOf' in on) return getAtt(on.streamOf, 'StreamArn');
    if ('logOf' in on) return arnHere('logs', `log-group:${logGroupName(on.logOf)}:*`);
    if ('role' in on) {
      const name = value(on.role);
      return sub(`arn:${pseudo('Partition')}:iam::*:role/\${Role}`, { Role: name });
    }
    if ('service' in on) return arnHere(on.service, on.resources, on);
    if ('self' in on) return arnHere('lambda', `function:${functionName(owner)}`);
    return '*';
  }

  return { value, bucketName, bucketArn, granted };
}
