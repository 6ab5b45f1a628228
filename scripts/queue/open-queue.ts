import {
  createSqsClient,
  queueDetails,
  type QueueDetails,
  queueUrl,
  type SQSClient,
} from '@groundcrew/aws/sqs';
import { parseArn } from '@groundcrew/aws-core';
import { usageError } from '@groundcrew/cli';
import type { Connection } from '../connection.ts';

/** A queue of the connection's account and region. */
export interface QueueHandle {
  readonly sqs: SQSClient;
  readonly name: string;
  readonly url: string;
  readonly details: QueueDetails;
}

/**
 * Opens a queue by its name, URL or ARN.
 *
 * @throws GroundcrewError `cli.usage`: it names no queue, or one of another region; `aws-sqs.queue-not-found`, `aws-sqs.read-failed`
 */
export async function openQueue(
  question: string,
  connection: Connection,
  signal: AbortSignal,
): Promise<QueueHandle> {
  const name = queueNameOf(question, connection.region);
  if (name === '') throw usageError(`"${question}" names no queue; pass its name, URL or ARN`);
  const sqs = createSqsClient(connection);
  const url = await queueUrl(sqs, name, { signal });
  return { sqs, name, url, details: await queueDetails(sqs, url, { signal }) };
}

/** The name in a name, URL or ARN. */
export function queueNameOf(question: string, region: string | undefined): string {
  const arn = parseArn(question);
  if (arn !== undefined) {
    if (arn.service !== 'sqs') throw usageError(`"${question}" is the ARN of something else than a queue`);
    checkRegion(question, arn.region, region);
    return arn.resource;
  }
  if (question.startsWith('s3://')) {
    throw usageError(
      `"${question}" is not a queue; alerts that failed are in a bucket: groundcrew inventory alerts look`,
    );
  }
  if (!/^https?:/.test(question)) return question;
  const { hostname, pathname } = new URL(question);
  // "Queue and message identifiers" in the SQS developer guide: sqs.REGION.amazonaws.com, and the older REGION.queue.amazonaws.com.
  const named = /^(?:sqs\.)?([a-z]{2}(?:-[a-z]+)+-\d)(?:\.queue)?\.(?:amazonaws\.com|api\.aws)/.exec(
    hostname,
  )?.[1];
  if (named !== undefined) checkRegion(question, named, region);
  return pathname.split('/').at(-1) ?? '';
}

function checkRegion(question: string, named: string, region: string | undefined): void {
  if (region !== undefined && named !== region) {
    throw usageError(
      `"${question}" is a queue of ${named}, and the region is ${region}; pass --region ${named}`,
    );
  }
}
