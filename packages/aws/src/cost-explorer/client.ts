import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import { type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

/**
 * A client of Cost Explorer. It has one endpoint a partition, which the SDK finds from whatever region is set.
 *
 * It tries nothing a second time, whatever the settings say: every try may be paid for, and `createCostExplorer` counts
 * them.
 */
export function createCostExplorerClient(settings: ConnectionSettings = {}): CostExplorerClient {
  return new CostExplorerClient(clientConfig({ ...settings, maxAttempts: 1 }));
}
