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
  for (
    let at = lowerBound(sortedKeys, compareKeys(after, prefix) > 0 ? after : prefix);
    at < sortedKeys.length;
    at++
  ) {
    const key = sortedKeys[at]!;
    if (!key.startsWith(prefix)) break;
    if (key === after || !isListed(key)) continue;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const commonPrefix = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    if (commonPrefix !== undefined && (commonPrefix === after || commonPrefix === commonPrefixes.at(-1)))
      continue;
    if (keys.length + commonPrefixes.length === maxKeys) {
      return { keys, commonPrefixes, next: maxKeys === 0 ? undefined : last };
    }
    last = commonPrefix ?? key;
    (commonPrefix === undefined ? keys : commonPrefixes).push(last);
  }
  return { keys, commonPrefixes, next: undefined };
}
