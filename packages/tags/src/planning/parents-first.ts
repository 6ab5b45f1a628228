import type { TaggedResource } from '../model.ts';

/** The next resource, and the ARNs of those in an inheritance cycle with it. */
export interface VisitedResource {
  readonly resource: TaggedResource;
  readonly cycle: ReadonlySet<string>;
}

interface Visit {
  readonly resource: TaggedResource;
  readonly index: number;
  low: number;
  readonly parents: Iterator<TaggedResource>;
}

/**
 * Walks up from one resource after another, and yields each resource once, its possible parents before it. Cycles are
 * found by Tarjan's algorithm, without recursion, because chains of snapshots and volumes can be long.
 */
export function createParentsFirst(
  resourcesByArn: ReadonlyMap<string, TaggedResource>,
): (resource: TaggedResource) => Iterable<VisitedResource> {
  const visits = new Map<string, Visit>();
  const isOpen = new Set<string>();

  return function* parentsFirst(from) {
    if (visits.has(from.arn)) return;
    if (Object.keys(from.parents).length === 0) {
      visits.set(from.arn, doneVisit);
      yield { resource: from, cycle: noCycle };
      return;
    }
    const path: Visit[] = [enter(from)];
    const open: TaggedResource[] = [from];
    for (let visit = path.at(-1); visit; visit = path.at(-1)) {
      const next = visit.parents.next();
      if (!next.done) {
        const seen = visits.get(next.value.arn);
        if (seen === undefined) {
          path.push(enter(next.value));
          open.push(next.value);
        } else if (isOpen.has(next.value.arn)) {
          visit.low = Math.min(visit.low, seen.index);
        }
        continue;
      }
      path.pop();
      const below = path.at(-1);
      if (below) below.low = Math.min(below.low, visit.low);
      if (visit.low < visit.index) continue;
      const members = open.splice(open.lastIndexOf(visit.resource));
      const cycle =
        members.length === 1 && !isOwnParent(members[0]!) ? noCycle : new Set(members.map(({ arn }) => arn));
      for (const resource of members) {
        isOpen.delete(resource.arn);
        visits.set(resource.arn, doneVisit);
        yield { resource, cycle };
      }
    }
  };

  function enter(resource: TaggedResource): Visit {
    const index = visits.size;
    const visit = { resource, index, low: index, parents: parentsOf(resource) };
    visits.set(resource.arn, visit);
    isOpen.add(resource.arn);
    return visit;
  }

  function* parentsOf({ parents }: TaggedResource) {
    for (const arn of Object.values(parents)) {
      const parent = resourcesByArn.get(arn);
      if (parent) yield parent;
    }
  }
}

/** State of a resource that was yielded: nothing else of it is kept, because there may be very many. */
const doneVisit: Visit = { resource: undefined!, index: -1, low: -1, parents: [].values() };
const noCycle: ReadonlySet<string> = new Set();

function isOwnParent({ arn, parents }: TaggedResource): boolean {
  return Object.values(parents).includes(arn);
}
