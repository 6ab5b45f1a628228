/** Entries of a description, each standing for `count` resources. */
export interface EntryList<Entry> {
  /** Total number of resources. */
  readonly size: number;
  /** The entry that contains a position, and the number within the entry, from 0. */
  find(position: number): { readonly entry: Entry; readonly number: number };
  /** Position of the n-th (from 0, modulo their count) of those with this id or name in the file. */
  readonly positionOf: (word: string, number: number) => number | undefined;
}

interface DescribedEntry {
  readonly id?: string;
  readonly name?: string;
  readonly count?: number;
}

export function createEntryList<Entry extends DescribedEntry>(entries: readonly Entry[]): EntryList<Entry> {
  const starts: number[] = [];
  const indexes = new Map<string, number>();
  let size = 0;
  for (const [index, { id, name, count = 1 }] of entries.entries()) {
    starts.push(size);
    size += count;
    for (const word of [id, name]) {
      if (word !== undefined && !indexes.has(word)) indexes.set(word, index);
    }
  }
  return {
    size,
    find(position) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= position) low = middle;
        else high = middle - 1;
      }
      return { entry: entries[low]!, number: position - starts[low]! };
    },
    positionOf(word, number) {
      const index = indexes.get(word);
      if (index === undefined) return undefined;
      return starts[index]! + (number % (entries[index]!.count ?? 1));
    },
  };
}

/** Tags with `{n}` replaced by the number within the entry, from 1; of a complete region they are as they are. */
export function numberedTags(
  { name, tags = {} }: { readonly name?: string; readonly tags?: Readonly<Record<string, string>> },
  number: number,
  isComplete = false,
): Readonly<Record<string, string>> {
  const all = name === undefined ? tags : { Name: name, ...tags };
  if (isComplete) return all;
  const numbered = String(number + 1);
  const filled: [string, string][] = [];
  for (const key of Object.keys(all)) filled.push([key, all[key]!.replaceAll('{n}', numbered)]);
  return Object.fromEntries(filled);
}
