import type { Item } from './item.ts';
import type { Identity, Interruption } from './kinds.ts';

/** One call, or the few calls of one resource. */
export interface NetworkChange {
  /** `create subnet:10.20.0.0/22`; the same in each plan of the same file and state. */
  readonly id: string;
  readonly action: 'create' | 'update' | 'remove';
  readonly key: string;
  /** As it is now; missing: it is not there. */
  readonly before?: Item;
  /** As it will be; missing: it goes. */
  readonly after?: Item;
  /** Names of the values that an update changes. */
  readonly fields: readonly string[];
  /** Ids of changes that have to be made before. */
  readonly requires: readonly string[];
  /** The actions of AWS that make it. */
  readonly calls: readonly string[];
  /** How a second attempt makes nothing twice; of a create. */
  readonly identity?: Identity;
  /** US dollars by the hour, more or less than now; missing: unknown. */
  readonly hourlyUsd?: number;
  /** What of the traffic it interrupts: it is only made if that is named. */
  readonly interrupts?: Interruption;
}

export interface NetworkPlan {
  /** Each after those that it requires. */
  readonly changes: readonly NetworkChange[];
  /** What stays as it is. */
  readonly kept: readonly Item[];
  /** Why the plan cannot be applied: quotas, zones without NAT, names of others. */
  readonly refusals: readonly string[];
  /** Interruptions of the plan, each once. */
  readonly interruptions: readonly Interruption[];
  /** Of all that the file wants, by the hour in US dollars, with the number of resources whose price is unknown. */
  readonly hourly: { readonly usd: number; readonly unknown: number };
}
