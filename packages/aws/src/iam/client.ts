import { IAMClient } from '@aws-sdk/client-iam';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** How long a call waits for its answer. */
const REQUEST_TIMEOUT_MS = 15_000;

/** A client of IAM, which is one for all regions of a partition; the region tells which partition. */
export function createIamClient(settings: ConnectionSettings = {}): IAMClient {
  return new IAMClient(clientConfig({ requestTimeoutMs: REQUEST_TIMEOUT_MS, ...settings }));
}
