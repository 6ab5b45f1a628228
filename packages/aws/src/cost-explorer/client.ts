import { CostExplorerClient } from '@aws-sdk/client-cost-explorer';
import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceConfig } from '../client-settings.ts';
import { refuseForeignAnswers } from '../foreign-answers.ts';

/**
 * A client of Cost Explorer. It has one endpoint per partition, which the SDK resolves from any region.
 *
 * It never retries, whatever the settings specify: every attempt may be charged, and `createCostExplorer` counts them.
 */
export function createCostExplorerClient(settings: ConnectionSettings = {}): CostExplorerClient {
  return refuseForeignAnswers(new CostExplorerClient(serviceConfig('cost-explorer', settings)));
}
