import {
  type FunctionManifest,
  grantsOf,
  type StackManifest,
  type StreamFailureDestination,
} from '@groundcrew/lambda';
import { defaults, functionName, logGroupName, logicalId } from '../shared/defaults.ts';
import { getAtt, type Json, type Resource, type Resources, ref } from './intrinsics.ts';
import type { References } from './references.ts';

/** The output of `npm run build`, relative to the template. */
function bundleOf(name: string): string {
  return `../../functions/dist/${name}`;
}

/** The logical id that SAM gives to the event source mapping of a function (SAM developer guide, "Generated resources for AWS::Serverless::Function"). */
export function mappingLogicalId(functionName: string): string {
  return `${logicalId(functionName)}FunctionStream`;
}

/** Each function with its log group, its role, and its triggers. */
export function functionResources(stack: StackManifest, references: References): Resources {
  const resources: Record<string, Resource> = {};
  for (const manifest of stack.functions) {
    const id = logicalId(manifest.name);
    resources[`${id}Log`] = {
      Type: 'AWS::Logs::LogGroup',
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Delete',
      Properties: {
        LogGroupName: logGroupName(manifest.name),
        RetentionInDays: defaults.logRetentionDays,
      },
    };
    resources[`${id}Role`] = role(manifest, references);
    resources[`${id}Function`] = {
      Type: 'AWS::Serverless::Function',
      Properties: {
        FunctionName: functionName(manifest.name),
        Description: manifest.description,
        CodeUri: bundleOf(manifest.name),
        Handler: 'index.handler',
        Runtime: defaults.runtime,
        Architectures: [defaults.architecture],
        MemorySize: manifest.memoryMb,
        Timeout: manifest.timeoutSeconds,
        ...(manifest.reservedConcurrency !== undefined && {
          ReservedConcurrentExecutions: manifest.reservedConcurrency,
        }),
        ...(manifest.recursiveLoop !== undefined && { RecursiveLoop: manifest.recursiveLoop }),
        Role: getAtt(`${id}Role`, 'Arn'),
        LoggingConfig: { LogGroup: ref(`${id}Log`) },
        Environment: {
          Variables: Object.fromEntries(
            Object.entries(manifest.environment).map(([name, value]) => [name, references.value(value)]),
          ),
        },
        ...asynchronous(manifest),
        ...events(manifest),
      },
    };
  }
  return resources;
}

function role(manifest: FunctionManifest, references: References): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: `What ${functionName(manifest.name)} may do`,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      },
      Policies: [
        {
          PolicyName: 'manifest',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: grantsOf(manifest).map(({ actions, on, ownAccountOnly }) => ({
              Effect: 'Allow',
              Action: [...actions],
              Resource: references.granted(on, manifest.name),
              ...(ownAccountOnly && {
                Condition: { StringEquals: { 's3:ResourceAccount': ref('AWS::AccountId') } },
              }),
            })),
          },
        },
      ],
    },
  };
}

function asynchronous({ asynchronous: settings }: FunctionManifest): Record<string, Json> {
  if (settings === undefined) return {};
  return {
    EventInvokeConfig: {
      MaximumRetryAttempts: settings.maximumRetryAttempts,
      MaximumEventAgeInSeconds: settings.maximumEventAgeSeconds,
      DestinationConfig: {
        OnFailure: { Type: 'SQS', Destination: getAtt(settings.failureQueue, 'Arn') },
      },
    },
  };
}

function events({ trigger }: FunctionManifest): Record<string, Json> {
  // The others are separate resources: see bucketResources, apiResources and eventBridgeResources.
  if (trigger.type !== 'dynamodb-stream') return {};
  return {
    Events: {
      Stream: {
        Type: 'DynamoDB',
        Properties: {
          Stream: getAtt(trigger.table, 'StreamArn'),
          // From the oldest record: so records written during the deployment are processed.
          StartingPosition: 'TRIM_HORIZON',
          BatchSize: trigger.batchSize,
          MaximumBatchingWindowInSeconds: trigger.windowSeconds,
          ParallelizationFactor: trigger.parallelizationFactor,
          BisectBatchOnFunctionError: trigger.bisectOnError,
          MaximumRetryAttempts: trigger.maximumRetryAttempts,
          MaximumRecordAgeInSeconds: trigger.maximumRecordAgeSeconds,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          DestinationConfig: { OnFailure: destination(trigger.onFailure) },
          // Counts what goes to the destination, for an alarm.
          MetricsConfig: { Metrics: ['EventCount'] },
        },
      },
    },
  };
}

/** By attributes, not by names: Lambda checks that the destination is there when the mapping is made. */
function destination(of: StreamFailureDestination): Json {
  return 'bucket' in of
    ? { Type: 'S3', Destination: getAtt(of.bucket, 'Arn') }
    : { Type: 'SQS', Destination: getAtt(of.queue, 'Arn') };
}
