import { EC2Client } from '@aws-sdk/client-ec2';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** How long EC2 may think over a page of 1,000 instances: it takes seconds for that at times. */
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * A client of EC2 in one region.
 *
 * It tries nothing a second time, whatever the settings or the environment say: that is for `createEc2`, whose
 * retries take from the token bucket like every call.
 */
export function createEc2Client(settings: ConnectionSettings = {}): EC2Client {
  return new EC2Client(clientConfig({ requestTimeoutMs: REQUEST_TIMEOUT_MS, ...settings, maxAttempts: 1 }));
}
