import { KEY_TAG, NETWORK_TAG, TIER_TAG } from '../addresses/index.ts';
import type { Item, ItemKind } from '../desired/item.ts';
import { accountAmbiguous } from '../errors.ts';
import type { NetworkFile } from '../file/index.ts';
import type { Lists } from './lists.ts';

/** Tags of a resource, by key. */
export type Tags = Readonly<Record<string, string>>;

/** An account that is being read: what is found is added, and later ones refer to it by its id in AWS. */
export interface Reading {
  readonly file: NetworkFile;
  readonly lists: Lists;
  readonly items: ReadonlyMap<string, Item>;
  /** Keys of what others have in the way. */
  readonly foreign: Set<string>;
  /** @throws GroundcrewError `network.account.ambiguous`, if another has the key already */
  add(item: Item & { readonly id: string }): void;
  /** The key of what has this id in AWS, if it is of the network. */
  keyOf(id: string | undefined): string | undefined;
  isOurs(tags: Tags): boolean;
  /** The tags that the file decides about: others stay as they are, are not compared, and are counted. */
  tagsProp(tags: Tags): Tags;
  /** How many resources of the network have a tag that the file does not decide about, by its key. */
  readonly strangeTags: ReadonlyMap<string, number>;
  /** @throws GroundcrewError `network.account.ambiguous`, if it is of the network, and not in its VPC */
  checkVpc(id: string, vpc: string | undefined): void;
}

/** A reading in which nothing is found yet. */
export function createReading(file: NetworkFile, lists: Lists): Reading {
  const items = new Map<string, Item>();
  const keys = new Map<string, string>();
  const strangeTags = new Map<string, number>();
  const compared = new Set([...Object.keys(file.tags), 'Name', NETWORK_TAG, TIER_TAG]);
  return {
    file,
    lists,
    items,
    foreign: new Set(),
    add(item) {
      const other = items.get(item.key);
      if (other) throw accountAmbiguous(file, `${other.id} and ${item.id} both are its ${item.key}`);
      items.set(item.key, item);
      keys.set(item.id, item.key);
    },
    keyOf: (id) => (id === undefined ? undefined : keys.get(id)),
    isOurs: (tags) => tags[NETWORK_TAG] === file.name,
    strangeTags,
    tagsProp(tags) {
      for (const key of Object.keys(tags).filter((each) => !compared.has(each) && !isReserved(each)))
        strangeTags.set(key, (strangeTags.get(key) ?? 0) + 1);
      return Object.fromEntries(Object.entries(tags).filter(([key]) => compared.has(key)));
    },
    checkVpc(id, vpc) {
      if (vpc !== undefined && keys.get(vpc) === 'vpc') return;
      throw accountAmbiguous(
        file,
        `${id} has the tag ${NETWORK_TAG}=${file.name}, and its VPC ${vpc ?? ''} does not`,
      );
    },
  };
}

/** Tags by which a resource is known again, and those that AWS sets itself: no file has them. */
function isReserved(key: string): boolean {
  return key.startsWith('groundcrew:') || key.startsWith('aws:');
}

/** The reference, if what it names is there. */
export function refTo(name: string, key: string | undefined): Readonly<Record<string, string>> {
  return key === undefined ? {} : { [name]: key };
}

/** The key that the tag of a resource has, if it is of this kind: tags are copied from one resource to another by mistake. */
export function keyTagOf(tags: Tags, kind: ItemKind): string | undefined {
  const key = tags[KEY_TAG];
  return key === kind || key?.startsWith(`${kind}:`) ? key : undefined;
}
