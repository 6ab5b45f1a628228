import { planAddresses } from '@groundcrew/network/addresses';
import { emptyState } from '@groundcrew/network/desired';
import type { NetworkFile } from '@groundcrew/network/file';
import type { NetworkModel } from '@groundcrew/network/model';
import { plannedItems, plannedModels } from '@groundcrew/network/planned';
import { readNetwork } from './read-network.ts';

/** The network that a file wants, which is not there. @throws GroundcrewError of `readNetwork` and `planAddresses` */
export async function readPlanned(path: string): Promise<{
  readonly file: NetworkFile;
  readonly models: readonly [NetworkModel, ...NetworkModel[]];
}> {
  const { file } = await readNetwork(path);
  const items = plannedItems(file, planAddresses(file, {}), emptyState);
  return { file, models: plannedModels(file, items) };
}
