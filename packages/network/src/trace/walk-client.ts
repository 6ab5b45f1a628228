import type { NetworkModel } from '../model/index.ts';
import type { Client } from './clients/clients.ts';
import { createWalker, type WalkOptions } from './walk/walk.ts';
import type { Leaf } from './walk-types.ts';

/** What becomes of a client's packets, with {@link WalkOptions.needs} if they are wanted. */
export function walkClient(
  model: NetworkModel,
  { set, family, sender, host }: Client,
  options: WalkOptions = {},
): readonly Leaf[] {
  const walker = createWalker(model, { ...options, ...(host !== undefined && { host }) });
  return sender ? walker.send(set, family, sender) : walker.receive(set, family);
}
