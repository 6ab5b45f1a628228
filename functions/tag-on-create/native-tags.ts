import type { ConnectionSettings } from '@groundcrew/aws-core';
import { readNativeTags } from '@groundcrew/collect';
import type { Tags } from '@groundcrew/tags/model';
import { createAccountClients, type AccountLimiters } from '@groundcrew/collect/account-clients';

/** The tags of a resource, as its own service returns them. */
export type NativeTags = (arn: string, signal?: AbortSignal) => Promise<Tags | 'gone' | null>;

/** For resources outside EC2. Loaded on demand: it contains the clients of all services. */
export function createNativeTags(connection: ConnectionSettings, limiters: AccountLimiters): NativeTags {
  const clients = createAccountClients(connection, limiters);
  return (arn, signal) => readNativeTags(clients, arn, { signal });
}
