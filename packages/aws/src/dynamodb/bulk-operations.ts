import {
  type BulkOperationDescription,
  type BulkOperationStatus,
  DescribeBulkOperationCommand,
  type DynamoDBClient,
  StartBulkPutItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { GroundcrewError } from '@groundcrew/errors';
import { type CallOptions, isErrorNamed } from '../call.ts';
import { dynamodbError } from './errors.ts';
import { callOptions } from './items.ts';

export type BulkStatus = BulkOperationStatus;

/** A bulk put of objects with JSON lines. */
export interface BulkPutInput {
  readonly tableName: string;
  /** Starts the operation once in 8 hours, however often it is sent (API reference, "StartBulkPutItems"). */
  readonly token: string;
  readonly bucket: string;
  /** All objects with it are read. */
  readonly prefix: string;
  readonly compression: 'NONE' | 'GZIP' | 'ZSTD';
  /** What was not written is reported beneath it, in the same bucket. */
  readonly outputPrefix: string;
  /** Maximum of write units a second, from 1,024; default: none. */
  readonly maxWriteUnits?: number | undefined;
}

/** A bulk operation as it is now. */
export interface BulkOperation {
  readonly arn: string;
  readonly status: BulkStatus;
  /** Items written, failed, and not written because of their condition. */
  readonly processedItems: number;
  /** Without those whose condition did not hold. */
  readonly failedItems: number;
  readonly processedBytes: number;
  /** Absent until DynamoDB has added it up. */
  readonly totalBytes?: number | undefined;
  /** What is charged: of the table and its indexes. */
  readonly putBytes: number;
  readonly startMs?: number | undefined;
  readonly endMs?: number | undefined;
  /** Of one that failed or was cancelled. */
  readonly failure?: string | undefined;
}

/** Whether an operation has ended, one way or another. */
export function isBulkOver({ status }: Pick<BulkOperation, 'status'>): boolean {
  return status !== 'IN_PROGRESS' && status !== 'CANCELLING';
}

/**
 * Starts a bulk put (API reference, "StartBulkPutItems"), or returns the one that its token started. Without a signal: once it is
 * sent, its answer is worth waiting for.
 *
 * @throws GroundcrewError `aws-dynamodb.table-not-found`, `aws-dynamodb.bulk-busy`, `aws-dynamodb.bulk-failed`
 */
export async function startBulkPut(client: DynamoDBClient, input: BulkPutInput): Promise<BulkOperation> {
  const { tableName, token, bucket, prefix, compression, outputPrefix, maxWriteUnits } = input;
  return await call(client, `start a bulk put into table "${tableName}"`, undefined, async () => {
    const command = new StartBulkPutItemsCommand({
      TableName: tableName,
      ClientToken: token,
      InputS3Configuration: {
        S3Bucket: bucket,
        S3KeyPrefix: prefix,
        InputFormat: 'DYNAMODB_JSON',
        InputCompressionType: compression,
      },
      OutputS3Configuration: {
        S3Bucket: bucket,
        S3KeyPrefix: outputPrefix,
        OutputType: ['ERROR', 'CONDITION_CHECK_FAILURE'],
      },
      ...(maxWriteUnits !== undefined && { MaxWriteRequestUnits: maxWriteUnits }),
    });
    try {
      return toOperation((await client.send(command, callOptions(undefined))).BulkOperationDescription);
    } catch (error) {
      if (isErrorNamed(error, 'LimitExceededException') || isErrorNamed(error, 'ResourceInUseException')) {
        throw busy(tableName, error);
      }
      throw error;
    }
  });
}

/** The table, or the quota of operations, is in use: nobody's fault, and worth another try. */
function busy(tableName: string, error: Error): GroundcrewError {
  return new GroundcrewError(
    'aws-dynamodb.bulk-busy',
    `could not start a bulk put into table "${tableName}": another operation or a change of the table is under way (${error.name}: ${error.message}); try again when it has ended`,
    { fault: 'service', cause: error, details: { awsError: error.name } },
  );
}

/**
 * Describes a bulk operation; `undefined` if none has this ARN.
 *
 * @throws GroundcrewError `aws-dynamodb.bulk-failed`; the signal's reason
 */
export async function describeBulkOperation(
  client: DynamoDBClient,
  arn: string,
  { signal }: CallOptions = {},
): Promise<BulkOperation | undefined> {
  return await call(client, `describe the bulk operation ${arn}`, signal, async () => {
    const command = new DescribeBulkOperationCommand({ BulkOperationArn: arn });
    try {
      return toOperation((await client.send(command, callOptions(signal))).BulkOperationDescription);
    } catch (error) {
      if (isErrorNamed(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  });
}

async function call<Answer>(
  client: DynamoDBClient,
  doing: string,
  signal: AbortSignal | undefined,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send();
  } catch (error) {
    signal?.throwIfAborted();
    throw await dynamodbError(error, client, 'aws-dynamodb.bulk-failed', doing);
  }
}

function toOperation(description: BulkOperationDescription | undefined): BulkOperation {
  const {
    BulkOperationArn: arn = '',
    BulkOperationStatus: status = 'IN_PROGRESS',
    BulkOperationUsage = [],
    FailureCode,
    FailureMessage,
  } = description ?? {};
  const failure = [FailureCode, FailureMessage].filter((text) => text !== undefined).join(': ');
  return {
    arn,
    status,
    processedItems: description?.ProcessedItemCount ?? 0,
    failedItems: description?.FailedItemCount ?? 0,
    processedBytes: description?.ProcessedInputBytes ?? 0,
    totalBytes: description?.TotalInputBytes,
    putBytes: BulkOperationUsage.reduce((sum, { BulkPutBytes = 0 }) => sum + BulkPutBytes, 0),
    startMs: description?.StartTime?.getTime(),
    endMs: description?.EndTime?.getTime(),
    ...(failure !== '' && { failure }),
  };
}
