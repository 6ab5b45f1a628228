import {
  type AccountResource,
  kindOfReference,
  type LocalRegion,
  type Reference,
  type ResourceKind,
  resourceKindNames,
  resourceKinds,
} from '@groundcrew/account/file';
import { createEntryList, type EntryList } from './entry-list.ts';
import type { Networks } from './network.ts';
import type { RegionInstances } from './region-instances.ts';
import { createValueGenerator } from './value-generator.ts';

/** Assigns an id to every described resource, and finds the ids of their parents. */
export interface ResourceIds {
  listOf(kind: ResourceKind): EntryList<AccountResource>;
  /** Id of the described resource at a position. */
  at(kind: ResourceKind, position: number): string;
  /** 17 hexadecimal digits for other generated values. */
  hexAt(kind: ResourceKind, position: number): string;
  /** A whole number of at least 0 and below `below`. */
  numberAt(kind: ResourceKind, position: number, below: number): number;
  /** Id of the resource that the n-th of an entry (from 0) references by a word. */
  ofReference(reference: Exclude<Reference, 'instance'>, word: string, number: number): string;
  /** Position of the instance that it references. */
  instancePositionOf(word: string | undefined, number: number): number | undefined;
}

export function createResourceIds(
  accountId: string,
  region: string,
  described: LocalRegion,
  instances: RegionInstances,
  networks: Networks,
): ResourceIds {
  const kinds = new Map(
    resourceKindNames.map((kind) => [
      kind,
      {
        list: createEntryList(described[resourceKinds[kind].list] ?? []),
        values: createValueGenerator(accountId, region, `described ${kind}`),
      },
    ]),
  );
  const listOf = (kind: ResourceKind) => kinds.get(kind)!.list;
  const hexAt = (kind: ResourceKind, position: number) => `0${kinds.get(kind)!.values.hex(position, 16)}`;

  function at(kind: ResourceKind, position: number): string {
    const { prefix, isNamedByInstances } = resourceKinds[kind];
    const { id, name, count } = listOf(kind).find(position).entry;
    const word = id ?? (isNamedByInstances && count === undefined ? name : undefined);
    return word === undefined ? `${prefix}-${hexAt(kind, position)}` : networks.idOf(prefix, word);
  }

  return {
    listOf,
    at,
    hexAt,
    numberAt: (kind, position, below) => kinds.get(kind)!.values.number(position, below),
    ofReference(reference, word, number) {
      const kind = kindOfReference(reference) as ResourceKind;
      const position = listOf(kind).positionOf(word, number);
      return position === undefined ? networks.idOf(resourceKinds[kind].prefix, word) : at(kind, position);
    },
    instancePositionOf: (word, number) =>
      word === undefined ? undefined : (instances.positionOfWord(word, number) ?? instances.positionOf(word)),
  };
}
