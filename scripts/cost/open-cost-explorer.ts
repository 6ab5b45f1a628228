import { join } from 'node:path';
import { sleep } from '@groundcrew/async';
import {
  createCostAllocationTags,
  createCostExplorer,
  createCostExplorerClient,
  createCostExplorerLimiter,
} from '@groundcrew/aws/cost-explorer';
import {
  type CacheSettings,
  createCostExplorerSource,
  createFileStore,
} from '@groundcrew/cost/cost-explorer';
import type { Money } from '@groundcrew/cost/money';
import { isLoopback } from '@groundcrew/local/loopback';
import { type Accounts, openAccounts } from '../accounts/open-accounts.ts';
import { cacheFolder } from './cache-folder.ts';
import type { SourceContext, SourceHandle } from './source-handle.ts';
import type { SourceOptions } from './source-options.ts';

// Cost Explorer takes seconds for large responses, and a retry is paid for again.
const TIMEOUT_SECONDS = 60;
// If no region is configured: Cost Explorer has one endpoint per partition.
const FALLBACK_REGION = 'us-east-1';

/** Cost Explorer, with its responses cached in the user's cache folder, unless it is on this machine. */
export async function openCostExplorer(
  maxSpendUsd: Money,
  { noCache }: Pick<SourceOptions, 'noCache'>,
  context: SourceContext,
): Promise<SourceHandle> {
  const { now } = context.io;
  const unused = { role: undefined, externalId: undefined };
  const accounts = await openAccounts({ ...unused, timeout: TIMEOUT_SECONDS }, context, {
    fallbackRegion: FALLBACK_REGION,
  });
  try {
    const cache = noCache ? undefined : await cacheOf(accounts, context);
    const client = createCostExplorerClient(accounts.connectionTo(undefined, accounts.currentRegion));
    accounts.onClose(() => client.destroy());
    const limiter = createCostExplorerLimiter({ now: () => performance.now(), sleep });
    const costExplorer = createCostExplorer({ client, limiter });
    const source = createCostExplorerSource({
      costExplorer,
      allocationTags: createCostAllocationTags(client),
      maxSpendUsd,
      now,
      ...(cache && { cache }),
    });
    return { source, close: () => accounts.close() };
  } catch (error) {
    accounts.close();
    throw error;
  }
}

/**
 * No cache without a folder for it, and none for an endpoint on this machine: the next embedded AWS there may have the same
 * account id, and another bill.
 */
async function cacheOf(accounts: Accounts, { io }: SourceContext): Promise<CacheSettings | undefined> {
  const folder = cacheFolder(io.environment);
  const { endpointUrl, endpointOf } = accounts.connectionTo(undefined, accounts.currentRegion);
  const endpoint = endpointUrl ?? endpointOf?.('cost_explorer')?.value ?? '';
  if (folder === undefined || isOnThisMachine(endpoint)) return undefined;
  const { accountId } = await accounts.identityOf(undefined);
  return {
    store: createFileStore(join(folder, 'cost'), { now: io.now }),
    // Another AWS may have the id of the real account.
    scope: `${accountId} ${endpoint}`.trimEnd(),
  };
}

function isOnThisMachine(endpoint: string): boolean {
  return URL.canParse(endpoint) && isLoopback(new URL(endpoint).hostname);
}
