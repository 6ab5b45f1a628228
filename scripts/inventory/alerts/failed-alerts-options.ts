import { whoAmI } from '@groundcrew/aws/identity';
import { formatS3Uri } from '@groundcrew/aws/s3';
import type { Connection } from '../../connection.ts';

/** Where Lambda stores changes that alert-no-stock failed to process. */
export const failedAlertsOptions = {
  bucket: {
    type: 'text',
    value: 'NAME',
    description: 'the bucket of failed alerts; default: groundcrew-alert-failures-ACCOUNT-REGION',
  },
  match: {
    type: 'text',
    value: 'TEXT',
    description: 'only batches that contain this exact text: the name of a shelf, an error',
  },
} as const;

/** Below this prefix Lambda stores what failed (Lambda Developer Guide, "Retain discarded records for a DynamoDB event source in Lambda"). */
export const FAILED_PREFIX = 'aws/lambda/';

/** The bucket of failed alerts: the one of the option, or that of the stack. */
export async function failedAlertsBucket(
  bucket: string | undefined,
  connection: Connection,
  signal: AbortSignal,
): Promise<{ readonly bucket: string; readonly prefix: string; readonly name: string }> {
  const prefix = FAILED_PREFIX;
  const chosen = bucket ?? (await defaultBucket(connection, signal));
  return { bucket: chosen, prefix, name: formatS3Uri({ bucket: chosen, key: prefix }) };
}

async function defaultBucket(connection: Connection, signal: AbortSignal): Promise<string> {
  const { accountId } = await whoAmI(connection, signal);
  return `groundcrew-alert-failures-${accountId}-${connection.region ?? ''}`;
}
