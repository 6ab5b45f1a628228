import { EC2Client } from '@aws-sdk/client-ec2';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** Timeout of a page of 1,000 instances: EC2 sometimes takes seconds for it. */
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * A client of EC2 in one region.
 *
 * It never retries, whatever the settings or the environment specify: `createEc2` does, and its retries take tokens from
 * the bucket like every call.
 */
export function createEc2Client(settings: ConnectionSettings = {}): EC2Client {
  return new EC2Client(clientConfig({ requestTimeoutMs: REQUEST_TIMEOUT_MS, ...settings, maxAttempts: 1 }));
}
