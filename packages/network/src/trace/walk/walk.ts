import type { NetworkModel } from '../../model/index.ts';
import type { PacketSet } from '../../packets/index.ts';
import type { Hop, Leaf, Need, Sender } from '../walk-types.ts';
import { fromInternet } from './internet.ts';
import { leave } from './routing.ts';
import type { Traveling, Walk } from './traveling.ts';

export interface WalkOptions {
  /** See {@link Walk.needs}. */
  readonly needs?: Need[];
  /** The name that clients ask a load balancer for. */
  readonly host?: string;
}

/** Follows sets of packets through a model. */
interface Walker {
  /** From an interface. */
  send(set: PacketSet, family: 4 | 6, sender: Sender): readonly Leaf[];
  /** From the internet to public addresses. */
  receive(set: PacketSet, family: 4 | 6): readonly Leaf[];
}

/** Makes a walker of a model. */
export function createWalker(model: NetworkModel, { needs, host }: WalkOptions = {}): Walker {
  const walk: Walk = {
    model,
    needs,
    host,
    leave: (traveling, sender) => leave(walk, traveling, sender),
  };
  const start = (set: PacketSet, family: 4 | 6, hop: Hop): Traveling => ({
    set,
    family,
    hops: [hop],
    legs: 0,
  });
  return {
    send: (set, family, sender) => leave(walk, start(set, family, { at: 'from', id: sender.id }), sender),
    receive: (set, family) => fromInternet(walk, start(set, family, { at: 'from', id: 'internet' })),
  };
}
