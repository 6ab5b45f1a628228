import { createCommitments, createCostExplorerClient } from '@groundcrew/aws/cost-explorer';
import { type CommitmentsAnswer, readCommitments } from '@groundcrew/cost/commitments';
import type { DateRange } from '@groundcrew/cost/model';
import type { Money } from '@groundcrew/cost/money';
import { openAccounts } from '../accounts/open-accounts.ts';
import type { SourceContext } from './source-handle.ts';

const TIMEOUT_SECONDS = 60;
// If no region is configured: Cost Explorer has one endpoint per partition.
const FALLBACK_REGION = 'us-east-1';

/** Savings Plans and reservations by Cost Explorer. */
export async function openCommitments(
  maxSpendUsd: Money,
  context: SourceContext,
): Promise<{ read(range: DateRange): Promise<CommitmentsAnswer>; close(): void }> {
  const unused = { role: undefined, externalId: undefined };
  const accounts = await openAccounts({ ...unused, timeout: TIMEOUT_SECONDS }, context, {
    fallbackRegion: FALLBACK_REGION,
  });
  const client = createCostExplorerClient(accounts.connectionTo(undefined, accounts.currentRegion));
  accounts.onClose(() => client.destroy());
  const commitments = createCommitments(client);
  const { io, signal } = context;
  return {
    read: (range) => readCommitments(range, { commitments, maxSpendUsd, nowMs: io.now(), signal }),
    close: () => accounts.close(),
  };
}
