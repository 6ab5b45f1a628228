import type {
  FunctionManifest,
  StateMachineManifest,
  StateMachineTarget,
  StreamFailureDestination,
  Target,
} from './manifest.ts';
import { distributedMapsOf } from './state-machine.ts';

/** Permissions of a function's role, from the manifest or required by Lambda. */
export interface Grant {
  readonly actions: readonly string[];
  readonly on: Target | { readonly streamOf: string } | { readonly logOf: string };
  /** Only where the bucket is of the function's account: somebody else may make a bucket of the name of one that was deleted. */
  readonly ownAccountOnly?: true;
}

/**
 * All permissions of the role of `manifest`: those of the function's own calls, which the manifest lists, and those
 * that
 * Lambda needs in its name. Lambda developer guide: "Sending Lambda function logs to CloudWatch Logs", "Using AWS
 * Lambda
 * with Amazon DynamoDB" (execution role permissions) and "Adding a destination". No `logs:CreateLogGroup`: the
 * stack
 * creates the log group, with its retention.
 */
export function grantsOf(manifest: FunctionManifest): Grant[] {
  const { trigger, asynchronous } = manifest;
  const grants: Grant[] = [
    ...manifest.permissions,
    { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], on: { logOf: manifest.name } },
  ];
  if (trigger.type === 'dynamodb-stream') {
    grants.push(
      {
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        on: { streamOf: trigger.table },
      },
      {
        actions: ['dynamodb:ListStreams'],
        on: {
          all: true,
          reason: 'ListStreams supports no resource-level permissions (service authorization reference).',
        },
      },
      ...destinationGrants(trigger.onFailure),
    );
  }
  if (asynchronous !== undefined) {
    grants.push({ actions: ['sqs:SendMessage'], on: { queue: asynchronous.failureQueue } });
  }
  return grants;
}

/**
 * "Retain discarded records for a DynamoDB event source in Lambda" has the permissions of each kind of destination, and the
 * condition for buckets.
 */
function destinationGrants(destination: StreamFailureDestination): Grant[] {
  if ('queue' in destination) return [{ actions: ['sqs:SendMessage'], on: { queue: destination.queue } }];
  const { bucket } = destination;
  return [
    { actions: ['s3:PutObject'], on: { bucket, scope: 'objects' }, ownAccountOnly: true },
    { actions: ['s3:ListBucket'], on: { bucket, scope: 'bucket' }, ownAccountOnly: true },
  ];
}

/** Permissions of a state machine's role, from the manifest or required by Step Functions. */
export interface StateMachineGrant {
  readonly actions: readonly string[];
  readonly on:
    | StateMachineTarget
    /** The state machine itself. */
    | { readonly machine: string }
    /** Its executions; with a label, the executions that the Distributed Map of this label has started. */
    | { readonly executionsOf: string; readonly label?: string };
}

/**
 * All permissions of the role of a state machine: those of its states, which the manifest lists, and those that Step
 * Functions needs in its name. Step Functions developer guide: "IAM policies for using Distributed Map states" (a Map
 * Run starts executions of the state machine itself; the page's older editions name `StopExecution` too, without which
 * a failed map could not stop its children) and "Using CloudWatch Logs to log execution history".
 */
export function stateMachineGrantsOf(manifest: StateMachineManifest): StateMachineGrant[] {
  const { name, definition, permissions, logging } = manifest;
  const maps = distributedMapsOf(definition);
  const grants: StateMachineGrant[] = [...permissions];
  if (maps.length > 0) {
    grants.push(
      { actions: ['states:StartExecution'], on: { machine: name } },
      { actions: ['states:DescribeExecution', 'states:StopExecution'], on: { executionsOf: name } },
    );
  }
  for (const { state } of maps) {
    grants.push({
      actions: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      on: { executionsOf: name, label: state.Label ?? '*' },
    });
  }
  if (logging.level !== 'OFF') {
    grants.push({
      actions: [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
      ],
      on: {
        all: true,
        reason:
          'The log deliveries of vended logs support no resource-level permissions (service authorization reference).',
      },
    });
  }
  return grants;
}
