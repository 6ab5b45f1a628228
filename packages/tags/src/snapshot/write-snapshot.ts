import type { TaggedResource, TagSnapshot } from '../model.ts';

/** Resources that go into one piece: some 64 kB. */
const LINES_PER_CHUNK = 256;

/**
 * A snapshot as JSON, in chunks to be written one after the other. Each resource and each row of coverage is on a
 * line of its own, tags by their keys, so that two snapshots can be compared line by line.
 */
export function* writeSnapshot(snapshot: TagSnapshot): Generator<string, void, undefined> {
  const { format, takenAt, accounts, coverage, resources } = snapshot;
  yield `{"format":${JSON.stringify(format)},\n"takenAt":${JSON.stringify(takenAt)},\n"accounts":[`;
  yield* lines(accounts);
  yield '],\n"coverage":[';
  yield* lines(coverage);
  yield '],\n"resources":[';
  yield* lines(resources, inOrder);
  yield ']}\n';
}

function* lines<Item extends object>(
  items: readonly Item[],
  shape: (item: Item) => object = (item) => item,
): Generator<string, void, undefined> {
  for (let from = 0; from < items.length; from += LINES_PER_CHUNK) {
    const chunk = items.slice(from, from + LINES_PER_CHUNK).map((item) => JSON.stringify(shape(item)));
    yield `${from === 0 ? '' : ','}\n${chunk.join(',\n')}`;
  }
  if (items.length > 0) yield '\n';
}

/** Services return tags in any order. */
function inOrder(resource: TaggedResource): object {
  const { arn, type, id, accountId, region, tags, parents, createdAt } = resource;
  const sorted =
    tags && Object.fromEntries(Object.entries(tags).sort(([one], [other]) => (one < other ? -1 : 1)));
  return { arn, type, id, accountId, region, tags: sorted, parents, createdAt };
}
