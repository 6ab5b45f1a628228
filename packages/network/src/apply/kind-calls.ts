import type { Item } from '../desired/index.ts';
import type { Found, LookUp, Making } from './network-calls.ts';

/** How resources of a kind are found, made, changed and removed. */
export interface KindCalls {
  /** The resource; `undefined`: it is not there. A list: several have its name and tags, and none is known by its id. */
  find(item: Item, look: LookUp): Promise<Found | readonly Found[] | undefined>;
  /**
   * Makes it; or completes `existing`, which a look-up or a refused duplicate has found.
   *
   * @returns its id; empty: it has none
   */
  make(item: Item, making: Making, existing: Found | undefined): Promise<string>;
  /** Changes these values and references. */
  update?(before: Item, after: Item, fields: readonly string[], found: Found, making: Making): Promise<void>;
  remove(item: Item, found: Found, making: Making): Promise<void>;
  /** Values that are set by a call after the one that makes it: without them it is ours, and not complete. */
  readonly completed?: readonly string[];
  /** What EC2 names its tags' resource type, for the create call and for changes of tags. */
  readonly tagged?: boolean;
}
