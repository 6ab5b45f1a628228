import type { Item } from '../desired/item.ts';
import type { Found, LookUp } from './network-calls.ts';
import { isOurs } from './tags.ts';

/** Of resources that have our tags: the one whose id is known, or those with the key. */
export function oursOf(
  found: readonly Found[],
  item: Item,
  { ids, network }: LookUp,
): Found | readonly Found[] | undefined {
  const id = ids.get(item.key);
  const known = found.find((each) => each.id === id);
  if (known) return known;
  const ours = found.filter((each) => isOurs(each, item, network));
  return ours.length > 1 ? ours : ours[0];
}

/** AWS names no state of an association that is not there any more. */
export const isThere = (state: string | undefined) => state === undefined || !/^(dis|failed)/.test(state);
