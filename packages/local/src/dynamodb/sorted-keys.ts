/** Bounds of a range; at most one of `gt` and `gte`, and of `lt` and `lte`, is used. */
export interface KeyRange {
  readonly gt?: string;
  readonly gte?: string;
  readonly lt?: string;
  readonly lte?: string;
  readonly reverse?: boolean;
}

/** A set of strings, sorted by their UTF-16 code units. */
export interface SortedKeys {
  add(key: string): void;
  remove(key: string): void;
  /** Keys in order; keys added or removed during the iteration may be returned or not, all others are returned once. */
  range(range: KeyRange): Generator<string, void, undefined>;
}

// Large enough that the list of chunks stays short, small enough that a splice is a short copy.
const MAX_CHUNK_LENGTH = 512;

/** Sorted chunks of at most 512 keys: adding to a million keys costs two binary searches and a short splice. */
export function createSortedKeys(): SortedKeys {
  const chunks: string[][] = [];

  /** The chunk that contains or would contain `key`. */
  function chunkFor(key: string): number {
    let low = 0;
    let high = chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (chunks[middle]![0]! <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return {
    add(key) {
      const at = chunkFor(key);
      const chunk = chunks[at];
      if (!chunk) {
        chunks.push([key]);
        return;
      }
      const position = lowerBound(chunk, key);
      if (chunk[position] === key) return;
      chunk.splice(position, 0, key);
      if (chunk.length > MAX_CHUNK_LENGTH) chunks.splice(at + 1, 0, chunk.splice(MAX_CHUNK_LENGTH >> 1));
    },
    remove(key) {
      const at = chunkFor(key);
      const chunk = chunks[at];
      if (!chunk) return;
      const position = lowerBound(chunk, key);
      if (chunk[position] !== key) return;
      chunk.splice(position, 1);
      if (chunk.length === 0) chunks.splice(at, 1);
    },
    *range({ gt, gte, lt, lte, reverse }) {
      // One chunk is copied at a time, and the next is looked up by the last key seen: the reader may be slow.
      let from = gt ?? gte ?? '';
      let fromIncluded = gt === undefined;
      let to = lt ?? lte;
      let toIncluded = lt === undefined;
      for (;;) {
        const slice = reverse
          ? sliceBefore(chunks, to === undefined ? chunks.length - 1 : chunkFor(to), to, toIncluded)
          : sliceAfter(chunks, chunkFor(from), from, fromIncluded);
        if (slice.length === 0) return;
        for (const key of slice) {
          if (reverse ? key < from || (key === from && !fromIncluded) : isAbove(key, to, toIncluded)) return;
          yield key;
        }
        const last = slice.at(-1)!;
        if (reverse) {
          to = last;
          toIncluded = false;
        } else {
          from = last;
          fromIncluded = false;
        }
      }
    },
  };
}

function isAbove(key: string, to: string | undefined, included: boolean): boolean {
  return to !== undefined && (key > to || (key === to && !included));
}

function sliceAfter(chunks: readonly string[][], at: number, from: string, included: boolean): string[] {
  for (let index = at; index < chunks.length; index++) {
    const chunk = chunks[index]!;
    let position = lowerBound(chunk, from);
    if (!included && chunk[position] === from) position++;
    if (position < chunk.length) return chunk.slice(position);
  }
  return [];
}

function sliceBefore(
  chunks: readonly string[][],
  at: number,
  to: string | undefined,
  included: boolean,
): string[] {
  for (let index = Math.min(at, chunks.length - 1); index >= 0; index--) {
    const chunk = chunks[index]!;
    let position = to === undefined ? chunk.length : lowerBound(chunk, to);
    if (included && to !== undefined && chunk[position] === to) position++;
    if (position > 0) return chunk.slice(0, position).reverse();
  }
  return [];
}

/** Index of the first key that is not below `key`. */
function lowerBound(chunk: readonly string[], key: string): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chunk[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
