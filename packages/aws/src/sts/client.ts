import { STSClient } from '@aws-sdk/client-sts';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** Timeout of a call. */
const REQUEST_TIMEOUT_MS = 15_000;

/** A client of STS, of the region's own endpoint. */
export function createStsClient(settings: ConnectionSettings = {}): STSClient {
  return new STSClient(clientConfig({ requestTimeoutMs: REQUEST_TIMEOUT_MS, ...settings }));
}
