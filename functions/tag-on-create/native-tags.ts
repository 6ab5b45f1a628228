import { sleep } from '@groundcrew/async';
import { createListLimiters } from '@groundcrew/aws/lists';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { readNativeTags } from '@groundcrew/collect';
import type { Tags } from '@groundcrew/tags/model';
import { createAccountClients, type AccountLimiters } from '@groundcrew/collect/account-clients';

/** The tags of a resource, as its own service returns them. */
export type NativeTags = (arn: string, signal?: AbortSignal) => Promise<Tags | 'gone' | null>;

const listLimiters = createListLimiters({ now: Date.now, sleep });

/** For resources outside EC2. Loaded on demand: it contains the clients of all services. */
export function createNativeTags(
  connection: ConnectionSettings & { readonly region: string },
  limiters: Omit<AccountLimiters, 'lists'>,
): NativeTags {
  const lists = listLimiters('own', connection.region);
  const clients = createAccountClients(connection, { ...limiters, lists });
  return (arn, signal) => readNativeTags(clients, arn, { signal });
}
