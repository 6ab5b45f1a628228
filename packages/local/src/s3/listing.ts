import { compareKeys, lowerBound } from './sorted-keys.ts';

export interface ListingQuery {
  readonly prefix: string;
  /** Empty: none. */
  readonly delimiter: string;
  /** The listing starts after this key or common prefix. */
  readonly after: string;
  readonly maxKeys: number;
}

export interface ListingPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of the page, if there are more; the next page's `after`. */
  readonly next: string | undefined;
}

/** Index of the first key at or after `from` that does not begin with `prefix`; those that do are next to each other. */
function endOfPrefix(sortedKeys: readonly string[], prefix: string, from: number): number {
  let low = from;
  let high = sortedKeys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sortedKeys[middle]!.startsWith(prefix)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * One page of a listing of `sortedKeys`, filtered by `isListed`. Keys that share a prefix up to
 * the delimiter are one common prefix, which counts as one key.
 *
 * Rules: "Organizing objects using prefixes" in the S3 user guide.
 */
export function listPage(
  sortedKeys: readonly string[],
  { prefix, delimiter, after, maxKeys }: ListingQuery,
  isListed: (key: string) => boolean = () => true,
): ListingPage {
  const keys: string[] = [];
  const commonPrefixes: string[] = [];
  let last = '';
  let at = lowerBound(sortedKeys, compareKeys(after, prefix) > 0 ? after : prefix);
  while (at < sortedKeys.length) {
    const key = sortedKeys[at]!;
    if (!key.startsWith(prefix)) break;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const commonPrefix = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    const isDone = commonPrefix !== undefined && commonPrefix === after;
    if (isDone || key === after || !isListed(key)) {
      at = isDone ? endOfPrefix(sortedKeys, commonPrefix, at) : at + 1;
      continue;
    }
    if (keys.length + commonPrefixes.length === maxKeys) {
      return { keys, commonPrefixes, next: maxKeys === 0 ? undefined : last };
    }
    last = commonPrefix ?? key;
    (commonPrefix === undefined ? keys : commonPrefixes).push(last);
    // A page costs what it returns, not what its common prefixes hold.
    at = commonPrefix === undefined ? at + 1 : endOfPrefix(sortedKeys, commonPrefix, at);
  }
  return { keys, commonPrefixes, next: undefined };
}
