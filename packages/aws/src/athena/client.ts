import { AthenaClient } from '@aws-sdk/client-athena';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/** The state of a query is polled many times; one failed request must not fail the query. */
const MAX_ATTEMPTS = 8;

/** A client of Athena in one region: that of the table's bucket, otherwise the transfer is charged. */
export function createAthenaClient(settings: ConnectionSettings = {}): AthenaClient {
  return new AthenaClient(clientConfig({ maxAttempts: MAX_ATTEMPTS, ...settings }));
}
