import { sameJson } from '@groundcrew/plan';
import type { Item } from '../desired/index.ts';
import type { Found, LookUp } from './network-calls.ts';
import { hasKnownRefs, knownRefs } from './references.ts';
import { isOurs } from './tags.ts';

/** What is compared of a resource. */
export interface Comparison {
  /** Values that are not compared. */
  readonly without?: readonly string[];
  /** Tags of the other side of a change: where they are not of this one, they must not be there. */
  readonly otherTags?: Readonly<Record<string, string>>;
}

type Tags = Readonly<Record<string, string>>;

/** Whether a resource has all values, references and tags of an item. Tags of others are theirs. */
export function isAs(
  found: Found,
  item: Item,
  look: Pick<LookUp, 'ids'>,
  { without = [], otherTags = {} }: Comparison = {},
): boolean {
  if (found.isAsWanted === false) return false;
  const isSame = Object.entries(found.values).every(
    ([name, value]) =>
      without.includes(name) ||
      value === item.props[name] ||
      (value !== undefined && item.props[name] !== undefined && sameJson(value as never, item.props[name])),
  );
  const hasRefs = Object.entries(found.refs ?? {}).every(([name, has]) => {
    if (without.includes(name) || item.refs[name] === undefined) return true;
    // Where one is not made yet, what is there cannot refer to all: else the rest of them would look like the whole.
    if (!hasKnownRefs(item, name, look)) return false;
    const wanted = knownRefs(item, name, look).toSorted();
    return wanted.join(' ') === [has].flat().toSorted().join(' ');
  });
  return isSame && hasRefs && (without.includes('tags') || hasTags(found, item, otherTags));
}

function hasTags({ tags }: Found, item: Item, other: Tags): boolean {
  if (tags === undefined) return true;
  const wanted = (item.props['tags'] ?? {}) as Tags;
  const hasAll = Object.entries(wanted).every(([key, value]) => tags[key] === value);
  return hasAll && !Object.keys(other).some((key) => !Object.hasOwn(wanted, key) && Object.hasOwn(tags, key));
}

/** Whether a resource may be completed: its maker was interrupted between two calls. */
export function isIncomplete(found: Found, item: Item, look: LookUp, completed: readonly string[]): boolean {
  return (
    completed.length > 0 &&
    isOurs(found, item, look.network) &&
    isAs(found, item, look, { without: completed })
  );
}
