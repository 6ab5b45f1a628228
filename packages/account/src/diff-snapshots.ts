import { type Coverage, createCoverageIndex } from './coverage.ts';
import type { SnapshotReader } from './read-snapshot.ts';
import { type AttributeValue, byAccountRegionType, type Resource } from './resource.ts';

/** A field of a resource that differs. `null`: there is none. */
export interface FieldChange {
  /** `tags.Project`, `links.subnet`, `state`, `createdAt` */
  readonly field: string;
  readonly before: AttributeValue | null;
  readonly after: AttributeValue | null;
}

/**
 * How a resource differs. `unknown`: it is in one of the snapshots only, and the other one does not cover its type
 * there, so whether it was made or deleted is not known.
 */
export type DifferenceKind = 'new' | 'gone' | 'changed' | 'unknown';

export interface Difference {
  readonly kind: DifferenceKind;
  /** As it is in the later snapshot, or was in the earlier one. */
  readonly resource: Resource;
  /** Of changed ones. */
  readonly changes: readonly FieldChange[];
  /** Of unknown ones: why. */
  readonly reason?: string;
}

/**
 * What differs between two snapshots, in their order; both are read once, side by side. What is unknown in one of them (tags
 * that could not be read, attributes that were not collected) differs in nothing.
 *
 * @param onSame is called for each resource that is in both and equal
 * @throws GroundcrewError those of {@link openSnapshot}
 */
export async function* diffSnapshots(
  before: SnapshotReader,
  after: SnapshotReader,
  onSame: (resource: Resource) => void = () => {},
): AsyncGenerator<Difference, void, undefined> {
  const earlier = cursorOf(before);
  const later = cursorOf(after);
  const inEarlier = unseenIn(before.header.coverage);
  const inLater = unseenIn(after.header.coverage);
  let [one, other] = [await earlier.next(), await later.next()];
  while (one !== undefined || other !== undefined) {
    const order = one === undefined ? 1 : other === undefined ? -1 : byAccountRegionType(one, other);
    if (order < 0) {
      yield only('gone', one!, inLater(one!, 'second'));
      one = await earlier.next();
    } else if (order > 0) {
      yield only('new', other!, inEarlier(other!, 'first'));
      other = await later.next();
    } else {
      const changes = changesOf(one!, other!);
      if (changes.length === 0) onSame(other!);
      else yield { kind: 'changed', resource: other!, changes };
      [one, other] = [await earlier.next(), await later.next()];
    }
  }
}

function only(kind: 'new' | 'gone', resource: Resource, reason: string | undefined): Difference {
  return reason === undefined
    ? { kind, resource, changes: [] }
    : { kind: 'unknown', resource, changes: [], reason };
}

/** Why a resource that is missing in a snapshot may be there nevertheless. */
function unseenIn(coverage: readonly Coverage[]): (resource: Resource, which: string) => string | undefined {
  const knownOf = createCoverageIndex(coverage);
  return (resource, which) => {
    const { status } = knownOf(resource);
    if (status === 'listed') return undefined;
    const text =
      status === 'tagged-only'
        ? 'has only what is or was tagged of this type'
        : status === 'not-asked'
          ? 'does not have this type there'
          : `could not list this type there (${status})`;
    return `the ${which} snapshot ${text}`;
  };
}

function changesOf(before: Resource, after: Resource): readonly FieldChange[] {
  const changes: FieldChange[] = [];
  const compare = (prefix: string, one: Values | null | undefined, other: Values | null | undefined) => {
    if (!one || !other) return;
    for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
      const [was, is] = [own(one, name), own(other, name)];
      if (!isEqual(was, is)) changes.push({ field: prefix + name, before: was, after: is });
    }
  };
  compare('tags.', before.tags, after.tags);
  // A collection of tags alone has fewer links.
  if (before.attributes && after.attributes) compare('links.', before.links, after.links);
  compare('', before.attributes, after.attributes);
  const [was, is] = [before.createdAt ?? null, after.createdAt ?? null];
  if (was !== is && was !== null && is !== null) changes.push({ field: 'createdAt', before: was, after: is });
  return changes;
}

type Values = Readonly<Record<string, AttributeValue>>;

function own(values: Values, name: string): AttributeValue | null {
  return Object.hasOwn(values, name) ? values[name]! : null;
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Services return lists in any order. */
function isEqual(one: AttributeValue | null, other: AttributeValue | null): boolean {
  if (one === other) return true;
  if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
  const [sorted, others] = [one, other].map((values: readonly string[]) => values.toSorted(compareTexts));
  return sorted!.every((value, index) => value === others![index]);
}

function cursorOf({ resources }: SnapshotReader): { next(): Promise<Resource | undefined> } {
  const pages = resources[Symbol.asyncIterator]();
  let page: readonly Resource[] = [];
  let index = 0;
  return {
    async next() {
      while (index >= page.length) {
        const { value, done } = await pages.next();
        if (done) return undefined;
        page = value;
        index = 0;
      }
      return page[index++];
    },
  };
}
