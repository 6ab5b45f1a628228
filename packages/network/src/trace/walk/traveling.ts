import type { NetworkModel } from '../../model/index.ts';
import type { PacketSet } from '../../packets/index.ts';
import type { Hop, Leaf, Need, Reason, Sender } from '../walk-types.ts';

/** A packet passes so many gateways and load balancers at most; what continues is a loop. */
export const MAX_LEGS = 12;

/** Packets on their way. */
export interface Traveling {
  readonly set: PacketSet;
  readonly family: 4 | 6;
  readonly hops: readonly Hop[];
  /** The first unknown on the way: whether what is behind it is reached is unknown too. */
  readonly doubt?: Reason;
  /** How many legs of the way are behind them: between two gateways or load balancers, addresses stay. */
  readonly legs: number;
}

/** What each step of a walk needs. */
export interface Walk {
  readonly model: NetworkModel;
  /**
   * Rules that deny are noted here, and packets continue as if they had been changed: what would have to change. Without it they
   * end there.
   */
  readonly needs: Need[] | undefined;
  /** The name that clients ask a load balancer for. */
  readonly host: string | undefined;
  /** Packets leave a sender for the next leg of their way. */
  leave(traveling: Traveling, sender: Sender): Leaf[];
}

/** These packets end here. */
export function blocked({ set, hops }: Traveling, reason: Reason): Leaf {
  return { set, hops, status: 'blocked', reason };
}

/** What becomes of these packets is not known. */
export function unknown({ set, hops }: Traveling, reason: Reason): Leaf {
  return { set, hops, status: 'unknown', reason };
}

/** These packets arrive, if there was no doubt on their way. */
export function reached({ set, hops, doubt }: Traveling): Leaf {
  return doubt ? { set, hops, status: 'unknown', reason: doubt } : { set, hops, status: 'reached' };
}

/** The first doubt on the way counts. */
export function withUncertainty(
  traveling: Traveling,
  doubt: Reason | undefined,
): { readonly doubt?: Reason } {
  const found = traveling.doubt ?? doubt;
  return found ? { doubt: found } : {};
}
