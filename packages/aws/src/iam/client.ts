import { IAMClient } from '@aws-sdk/client-iam';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** The timeout of a response. */
const REQUEST_TIMEOUT_MS = 15_000;

/** A client of IAM, which is global in a partition; the region determines which partition. */
export function createIamClient(settings: ConnectionSettings = {}): IAMClient {
  return new IAMClient(clientConfig({ requestTimeoutMs: REQUEST_TIMEOUT_MS, ...settings }));
}
