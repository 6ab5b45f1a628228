import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { wrapServiceError } from '@groundcrew/aws-core';
import type { GroundcrewError } from '@groundcrew/errors';
import { isErrorNamed } from '../call.ts';

/** Codes of errors of DynamoDB calls. For `details.reason` see `ServiceErrorReason`. */
export type DynamoDBErrorCode =
  | 'aws-dynamodb.bulk-failed'
  | 'aws-dynamodb.list-failed'
  | 'aws-dynamodb.read-failed'
  | 'aws-dynamodb.write-failed'
  | 'aws-dynamodb.table-not-found';

/** The error of a DynamoDB call, with a message for users; `doing` follows "could not". */
export async function dynamodbError(
  error: unknown,
  client: DynamoDBClient,
  code: DynamoDBErrorCode,
  doing: string,
): Promise<GroundcrewError> {
  const missing = isErrorNamed(error, 'ResourceNotFoundException');
  const region = missing ? await regionOf(client) : undefined;
  return wrapServiceError(error, {
    code: missing ? 'aws-dynamodb.table-not-found' : code,
    doing,
    ...(region !== undefined && { region }),
  });
}

async function regionOf(client: DynamoDBClient): Promise<string | undefined> {
  try {
    return await client.config.region();
  } catch {
    return undefined;
  }
}
