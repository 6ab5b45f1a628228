import type { StackManifest } from '@groundcrew/lambda';
import type { Database } from '../dynamodb/database.ts';
import { streamOf } from '../dynamodb/database.ts';
import { AwsError } from '../service.ts';
import type { LocalRequest } from '../service.ts';
import type { StackLocation, StackValues } from '../stack-values.ts';
import { mappingIdOf } from './mapping-id.ts';
import { readFunctionReference } from './function-reference.ts';
import { functionArn } from './function-arn.ts';

/** A stream that feeds a function, as Lambda describes it. */
export interface EventSourceMapping {
  readonly id: string;
  readonly functionName: string;
  readonly configuration: Readonly<Record<string, unknown>>;
}

/** The mappings of a stack. */
export function mappingsOf(
  stack: StackManifest,
  {
    database,
    values,
    location: { region, accountId },
  }: { readonly database: Database; readonly values: StackValues; readonly location: StackLocation },
): EventSourceMapping[] {
  return stack.functions.flatMap(({ name, trigger }) => {
    if (trigger.type !== 'dynamodb-stream') return [];
    const { arn } = streamOf(database, values.tableName(trigger.table)).facts;
    const id = mappingIdOf(name, arn);
    const { onFailure } = trigger;
    const destination = 'bucket' in onFailure ? onFailure.bucket : onFailure.queue;
    return [
      {
        id,
        functionName: name,
        configuration: {
          UUID: id,
          EventSourceArn: arn,
          FunctionArn: functionArn(name, region, accountId),
          State: 'Enabled',
          StartingPosition: 'TRIM_HORIZON',
          BatchSize: trigger.batchSize,
          MaximumBatchingWindowInSeconds: trigger.windowSeconds,
          ParallelizationFactor: trigger.parallelizationFactor,
          BisectBatchOnFunctionError: trigger.bisectOnError,
          MaximumRetryAttempts: trigger.maximumRetryAttempts,
          MaximumRecordAgeInSeconds: trigger.maximumRecordAgeSeconds,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          DestinationConfig: {
            OnFailure: { Destination: values.resolve({ resource: destination, attribute: 'arn' }) },
          },
        },
      },
    ];
  });
}

/** ListEventSourceMappings, in one page: a stack has few. By function, by event source, or all. */
export function listMappings({ query }: LocalRequest, mappings: readonly EventSourceMapping[]): object {
  const asked = query.get('FunctionName');
  const source = query.get('EventSourceArn');
  if (query.get('Marker') !== null) {
    throw invalidParameter('There is no further page: the Marker is not known.');
  }
  const maxItems = query.get('MaxItems');
  if (
    maxItems !== null &&
    !(/^\d{1,5}$/.test(maxItems) && Number(maxItems) >= 1 && Number(maxItems) <= 10_000)
  ) {
    throw invalidParameter(`MaxItems must be a whole number from 1 to 10000, not ${maxItems}`);
  }
  return {
    EventSourceMappings: mappings
      .filter(({ functionName }) => asked === null || functionName === readFunctionReference(asked).name)
      .filter(({ configuration }) => source === null || configuration['EventSourceArn'] === source)
      .map(({ configuration }) => configuration),
  };
}

function invalidParameter(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterValueException', message);
}
