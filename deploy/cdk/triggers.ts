import type { FunctionManifest, StreamFailureDestination, Trigger } from '@groundcrew/lambda';
import { CfnEventInvokeConfig, CfnEventSourceMapping, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { logicalId } from '../shared/defaults.ts';
import { addRules, addSchedules } from './event-bridge.ts';
import { bucketArn, find, type Resources, streamArn } from './resources.ts';

/**
 * What makes the functions run, and where goes what they gave up. L1 constructs: CDK's event sources
 * and destinations widen the function's role, and its bucket notifications bring a function of their own.
 */
export function addTriggers(resources: Resources): void {
  for (const bucket of resources.buckets.keys()) addUploads(resources, bucket);
  addSchedules(resources);
  addRules(resources);
  for (const manifest of resources.manifest.functions) {
    const { trigger, asynchronous } = manifest;
    if (trigger.type === 'dynamodb-stream') addStream(resources, manifest.name, trigger);
    if (asynchronous !== undefined) addRetries(resources, manifest.name, asynchronous);
  }
}

function addUploads(resources: Resources, bucketId: string): void {
  const { stack, manifest, functions } = resources;
  const listeners = manifest.functions.flatMap(({ name, trigger }) =>
    trigger.type === 's3-object-created' && trigger.bucket === bucketId
      ? [{ name, prefix: trigger.prefix, functionArn: find(functions, 'function', name).functionArn }]
      : [],
  );
  if (listeners.length === 0) return;
  // The L2 construct has no property for it.
  const bucket = find(resources.buckets, 'bucket', bucketId).node.defaultChild as CfnBucket;
  bucket.notificationConfiguration = {
    lambdaConfigurations: listeners.map(({ prefix, functionArn }) => ({
      event: 's3:ObjectCreated:*',
      function: functionArn,
      ...(prefix !== undefined && { filter: { s3Key: { rules: [{ name: 'prefix', value: prefix }] } } }),
    })),
  };
  for (const { name, functionArn } of listeners) {
    const permission = new CfnPermission(stack, `${logicalId(name)}InvokePermission`, {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 's3.amazonaws.com',
      sourceAccount: stack.account,
      sourceArn: bucketArn(resources, bucketId),
    });
    // S3 asks whether it may invoke the function when it is configured to notify it.
    bucket.addResourceDependency(permission);
  }
}

function addStream(
  resources: Resources,
  name: string,
  trigger: Extract<Trigger, { readonly type: 'dynamodb-stream' }>,
): void {
  const mapping = new CfnEventSourceMapping(resources.stack, `${logicalId(name)}Stream`, {
    functionName: find(resources.functions, 'function', name).functionName,
    eventSourceArn: streamArn(resources, trigger.table),
    // From the oldest record: what was written while the stack came up is not forgotten.
    startingPosition: 'TRIM_HORIZON',
    batchSize: trigger.batchSize,
    maximumBatchingWindowInSeconds: trigger.windowSeconds,
    parallelizationFactor: trigger.parallelizationFactor,
    bisectBatchOnFunctionError: trigger.bisectOnError,
    maximumRetryAttempts: trigger.maximumRetryAttempts,
    maximumRecordAgeInSeconds: trigger.maximumRecordAgeSeconds,
    functionResponseTypes: ['ReportBatchItemFailures'],
    destinationConfig: { onFailure: failureDestination(resources, trigger.onFailure) },
    // Counts what goes to the destination, for an alarm.
    metricsConfig: { metrics: ['EventCount'] },
  });
  resources.mappings.set(name, mapping);
}

function addRetries(
  resources: Resources,
  name: string,
  settings: NonNullable<FunctionManifest['asynchronous']>,
): void {
  new CfnEventInvokeConfig(resources.stack, `${logicalId(name)}Retries`, {
    functionName: find(resources.functions, 'function', name).functionName,
    qualifier: '$LATEST',
    maximumRetryAttempts: settings.maximumRetryAttempts,
    maximumEventAgeInSeconds: settings.maximumEventAgeSeconds,
    destinationConfig: { onFailure: failureQueue(resources, settings.failureQueue) },
  });
}

function failureQueue({ queues }: Resources, id: string): { destination: string } {
  return { destination: find(queues, 'queue', id).queueArn };
}

function failureDestination(resources: Resources, of: StreamFailureDestination): { destination: string } {
  if ('queue' in of) return failureQueue(resources, of.queue);
  // Not by its name: Lambda checks that the bucket is there when the mapping is made.
  return { destination: find(resources.buckets, 'bucket', of.bucket).bucketArn };
}
