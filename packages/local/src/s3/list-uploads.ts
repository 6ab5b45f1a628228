import type { Upload } from './model.ts';
import { compareKeys } from './sorted-keys.ts';

/** One page of a list of uploads. */
export interface UploadsPage {
  readonly uploads: readonly Upload[];
  readonly commonPrefixes: readonly string[];
  /** The last upload or common prefix, if there are more: the next page's markers. */
  readonly next: { readonly key: string; readonly id?: string } | undefined;
}

/**
 * The uploads of a bucket by key and then by age, in pages.
 *
 * Rules: "ListMultipartUploads" of the S3 API reference: `upload-id-marker` counts together with `key-marker` only, and a common prefix
 * counts as one upload.
 */
export function listUploadsPage(
  uploads: readonly Upload[],
  query: URLSearchParams,
  maxUploads: number,
): UploadsPage {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const commonPrefixOf = (key: string): string | undefined => {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    return cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
  };
  const later = laterUploads(uploads, query).filter(
    ({ key }) => key.startsWith(prefix) && commonPrefixOf(key) !== query.get('key-marker'),
  );
  const found: Upload[] = [];
  const commonPrefixes = new Set<string>();
  let last: UploadsPage['next'];
  for (const upload of later) {
    const common = commonPrefixOf(upload.key);
    if (common !== undefined && commonPrefixes.has(common)) continue;
    if (found.length + commonPrefixes.size === maxUploads) {
      return { uploads: found, commonPrefixes: [...commonPrefixes], next: last };
    }
    if (common === undefined) found.push(upload);
    else commonPrefixes.add(common);
    last = common === undefined ? { key: upload.key, id: upload.id } : { key: common };
  }
  return { uploads: found, commonPrefixes: [...commonPrefixes], next: undefined };
}

/** Those after the markers, in order; after the whole key where the marked upload has ended since. */
function laterUploads(uploads: readonly Upload[], query: URLSearchParams): readonly Upload[] {
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('upload-id-marker') ?? '';
  const sorted = uploads.toSorted(
    (one, other) => compareKeys(one.key, other.key) || one.startedMs - other.startedMs,
  );
  if (keyMarker === '') return sorted;
  const marked = sorted.findIndex(({ key, id }) => key === keyMarker && id === idMarker);
  return marked < 0 ? sorted.filter(({ key }) => compareKeys(key, keyMarker) > 0) : sorted.slice(marked + 1);
}
