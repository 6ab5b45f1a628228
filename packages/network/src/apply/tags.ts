import { KEY_TAG, NETWORK_TAG } from '../addresses/index.ts';
import type { Item } from '../desired/index.ts';
import type { Found, Making } from './network-calls.ts';

/** The plan and the change that made it: of what AWS has no other way to know again. */
export const CHANGE_TAG = 'groundcrew:change';

/** The maximum length of a tag's value. */
const MAX_VALUE = 256;

/** The value of {@link CHANGE_TAG}. */
export function changeTagOf(planHash: string, changeId: string): string {
  return `${planHash.slice(0, 32)}/${changeId}`.slice(0, MAX_VALUE);
}

const withChange = new Set<Item['kind']>(['vpc', 'internet-gateway', 'address']);

/** All tags of what is made for an item. */
export function tagsOf({ kind, key, props }: Item, { network, changeTag }: Making): Record<string, string> {
  return {
    ...(props['tags'] as Readonly<Record<string, string>> | undefined),
    [NETWORK_TAG]: network,
    [KEY_TAG]: key,
    ...(withChange.has(kind) && { [CHANGE_TAG]: changeTag }),
  };
}

/** Tags as EC2 and Elastic Load Balancing take them. */
export const toList = (tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

/** Tags as they are answered; none, if the answer has no list. */
export function fromList(
  tags: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
}

/** Whether a resource has the tags of an item. */
export function isOurs({ tags = {} }: Found, item: Item, network: string): boolean {
  return tags[NETWORK_TAG] === network && tags[KEY_TAG] === item.key;
}

/** What changes of the tags of an item. */
export function tagChanges(before: Item, after: Item) {
  const was = (before.props['tags'] ?? {}) as Readonly<Record<string, string>>;
  const is = (after.props['tags'] ?? {}) as Readonly<Record<string, string>>;
  return {
    set: Object.fromEntries(Object.entries(is).filter(([key, value]) => was[key] !== value)),
    gone: Object.keys(was).filter((key) => !Object.hasOwn(is, key)),
  };
}
