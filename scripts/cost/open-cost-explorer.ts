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
import { type Accounts, openAccounts } from '../accounts/open-accounts.ts';
import { cacheFolder } from './cache-folder.ts';
import type { SourceContext, SourceHandle } from './source-handle.ts';
import type { SourceOptions } from './source-options.ts';

// Cost Explorer takes seconds for large responses, and a retry is paid for again.
const TIMEOUT_SECONDS = 60;
// If no region is configured: Cost Explorer has one endpoint per partition.
const FALLBACK_REGION = 'us-east-1';

/** Cost Explorer, with its responses cached in the user's cache folder. */
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

/** No cache without a folder for it. */
async function cacheOf(accounts: Accounts, { io }: SourceContext): Promise<CacheSettings | undefined> {
  const folder = cacheFolder(io.environment);
  if (folder === undefined) return undefined;
  const { accountId } = await accounts.identityOf(undefined);
  // The embedded AWS may have the same account id as another one, or as the real account.
  const { endpointUrl, endpointOf } = accounts.connectionTo(undefined, accounts.currentRegion);
  const endpoint = endpointUrl ?? endpointOf?.('cost_explorer')?.value ?? '';
  return {
    store: createFileStore(join(folder, 'cost'), { now: io.now }),
    scope: `${accountId} ${endpoint}`.trimEnd(),
  };
}
