import { AthenaClient } from '@aws-sdk/client-athena';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** A query is asked after again and again; it must not be given up for one of these requests. */
const MAX_ATTEMPTS = 8;

/** A client of Athena in one region: that of the table's bucket, or reading it costs transfer. */
export function createAthenaClient(settings: ConnectionSettings = {}): AthenaClient {
  return new AthenaClient(clientConfig({ maxAttempts: MAX_ATTEMPTS, ...settings }));
}
