import type { Item } from '../desired/item.ts';
import { updateTags } from './ec2-tags.ts';
import type { KindCalls } from './kind-calls.ts';
import type { Found, LookUp, Making } from './network-calls.ts';
import { oursOf } from './ours.ts';

/** What differs between kinds that are known by id, or by their tags, and of which nothing but tags changes. */
interface TaggedKind {
  /** All of them; `undefined`: where they would be is not there. */
  list(item: Item, look: LookUp): Promise<readonly Found[] | undefined>;
  /** @returns its id */
  create(item: Item, making: Making): Promise<string | undefined>;
  remove(id: string, making: Making): Promise<unknown>;
}

export function taggedKind({ list, create, remove }: TaggedKind): KindCalls {
  return {
    tagged: true,
    async find(item, look) {
      const found = await list(item, look);
      return found && oursOf(found, item, look);
    },
    make: async (item, making, existing) => existing?.id ?? (await create(item, making)) ?? '',
    update: (before, after, _, found, making) => updateTags(before, after, found, making),
    async remove(_, { id }, making) {
      await remove(id, making);
    },
  };
}
