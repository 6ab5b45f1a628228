import type { Links, Resource, Tags } from './resource.ts';
import type { SnapshotAnswer } from './snapshot-answer.ts';
import type { SnapshotHeader } from './snapshot-header.ts';

/** Lines that go into one piece: some 64 kB. */
const LINES_PER_PIECE = 256;

/**
 * A resource as its line of a snapshot. Tags and attributes are sorted by their names, so that equal resources have equal
 * lines. The order of lines as texts is not always that of their resources: a quote, which ends an ARN, sorts after `!`.
 */
export function resourceLine(resource: Resource): string {
  const { accountId, region, type, arn, id, tags, links, attributes, createdAt } = resource;
  return JSON.stringify({
    accountId,
    region,
    type,
    arn,
    id,
    tags: tags && sorted(tags),
    ...(!isEmpty(links) && { links: sorted<Links[keyof Links]>(links) }),
    ...(attributes && { attributes: sorted(attributes) }),
    ...(createdAt !== undefined && { createdAt }),
  });
}

/**
 * A snapshot as JSON lines: the header, and then one resource a line.
 *
 * @param lines those of {@link resourceLine}, in the order of `byAccountRegionType`, and then those of {@link answerLines}
 */
export function* snapshotText(
  header: SnapshotHeader,
  lines: Iterable<string>,
): Generator<string, void, undefined> {
  const { format, takenAt, accounts, types, resources, answers, coverage } = header;
  yield `${JSON.stringify({ format, takenAt, accounts, types, resources, answers, coverage })}\n`;
  let piece: string[] = [];
  for (const line of lines) {
    piece.push(line);
    if (piece.length < LINES_PER_PIECE) continue;
    yield `${piece.join('\n')}\n`;
    piece = [];
  }
  if (piece.length > 0) yield `${piece.join('\n')}\n`;
}

/** The items of one line: a list of them is less than a line may have. */
const ITEMS_PER_LINE = 1_000;

/**
 * An answer about networks as its lines of a snapshot. A long list is in several, each but the last with a token, as pages of
 * a list have.
 */
export function* answerLines({ value, ...place }: SnapshotAnswer): Generator<string, void, undefined> {
  const [name, list] = Object.entries(value).find((entry) => Array.isArray(entry[1])) ?? [];
  const items = (list ?? []) as readonly unknown[];
  if (name === undefined || items.length <= ITEMS_PER_LINE) {
    yield JSON.stringify({ ...place, value });
    return;
  }
  for (let at = 0; at < items.length; at += ITEMS_PER_LINE) {
    const isLast = at + ITEMS_PER_LINE >= items.length;
    const page = { ...value, [name]: items.slice(at, at + ITEMS_PER_LINE) };
    yield JSON.stringify({ ...place, value: isLast ? page : { ...page, NextToken: `${at}` } });
  }
}

function sorted<Value>(values: Readonly<Record<string, Value>> | Tags): object {
  const names = Object.keys(values);
  if (names.length < 2) return values;
  return Object.fromEntries(
    names.sort().map((name) => [name, (values as Readonly<Record<string, Value>>)[name]]),
  );
}

function isEmpty(values: object): boolean {
  for (const _ in values) return false;
  return true;
}
