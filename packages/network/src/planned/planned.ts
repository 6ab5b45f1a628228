import type { Item } from '../desired/item.ts';
import type { NetworkFile } from '../file/index.ts';
import type { Addresses, Place, PlannedPlace } from './stand-ins.ts';

/** The account and region of all that is planned. */
export const PLANNED_SCOPE = 'planned';

/**
 * The group that every VPC has, and that resources have which nobody gave another one: its members are in tiers that are those
 * of no group of the file. The space keeps it apart from names of the file.
 */
export const DEFAULT_GROUP = 'default group';

export type PlannedItem = Item & {
  /** Its id in AWS, or the name that it has until it is there. */
  readonly id: string;
};

/** What the parts of a planned network are made from. */
export interface Planned {
  readonly file: NetworkFile;
  readonly items: ReadonlyMap<string, Item>;
  readonly places: readonly PlannedPlace[];
  readonly addresses: Addresses;
  /** The next one that is free. */
  publicAddress(): bigint;
  /** Where the members of a group are, or the nodes of a load balancer. */
  placesOf(name: string): readonly Place[];
  /** All items of a kind. */
  of(kind: Item['kind']): readonly PlannedItem[];
  /** The id of what a key stands for. */
  idOf(key: string | undefined): string;
}
