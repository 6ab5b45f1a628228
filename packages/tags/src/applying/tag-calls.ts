import { MAX_IDS_PER_TAG_CALL, parseEc2Arn } from '@groundcrew/aws/ec2/tagging';
import { MAX_ARNS_PER_CHANGE, MAX_TAGS } from '@groundcrew/aws/tagging';
import { type Change, type Json, stagesOf } from '@groundcrew/plan';
import { tagValueNotText } from './errors.ts';

/** The API that changes tags: EC2's own, or the tagging API, which calls the service in turn. */
export type Channel = 'ec2' | 'tagging';

/** One call: each of its resources gets, or loses, each of its tags. */
export interface TagCall {
  readonly accountId: string;
  readonly region: string;
  readonly channel: Channel;
  readonly action: 'set' | 'remove';
  /** ARNs, each once. */
  readonly arns: readonly string[];
  /** By key. The value of one that is removed is its current one. */
  readonly tags: Readonly<Record<string, string>>;
  readonly changes: readonly Change[];
}

const maxResources: Readonly<Record<Channel, number>> = {
  ec2: MAX_IDS_PER_TAG_CALL,
  tagging: MAX_ARNS_PER_CHANGE,
};

/** EC2 resources without a describe call here are changed by the tagging API, like those of all other services. */
export function channelOf(arn: string): Channel {
  return parseEc2Arn(arn) ? 'ec2' : 'tagging';
}

/**
 * The changes in the order in which they can be made, those of one call together. A removal that no other change
 * requires goes last, where it can share calls with removals that require an added tag.
 */
export function batchesOf(changes: readonly Change[]): readonly (readonly Change[])[] {
  const required = new Set(changes.flatMap(({ requires = [] }) => requires));
  const canWait = ({ id, after }: Change) => after === null && !required.has(id);
  const stages = stagesOf(changes).map((stage) => stage.filter((change) => !canWait(change)));
  return [...stages, changes.filter(canWait)].flatMap(callsOf).map((call) => call.changes);
}

/**
 * The fewest calls for changes that need no order: by account, region, channel and whether tags are set or removed,
 * resources with the same set of changes go together, or those with one change in common, whichever takes fewer.
 */
export function callsOf(changes: readonly Change[]): readonly TagCall[] {
  const places = groupBy(changes, ({ target, after }) =>
    JSON.stringify([target.accountId, target.region, channelOf(target.resource), after === null]),
  );
  return places.flatMap((place) => {
    const channel = channelOf(place[0]!.target.resource);
    const tagOf = channel === 'ec2' ? keyValueTagOf : keyOnlyTagOf;
    const byTag = groupBy(place, tagOf);
    const apart = byTag.flatMap((group) => chunksOf(group, channel));
    if (byTag.length === 1) return apart;
    const together = bySetOfTags(place, tagOf).flatMap((group) => chunksOf(group, channel));
    return together.length <= apart.length ? together : apart;
  });
}

function bySetOfTags(
  changes: readonly Change[],
  tagOf: (change: Change) => string,
): readonly (readonly Change[])[] {
  const resources = groupBy(changes, ({ target }) => target.resource);
  return groupBy(resources, (resource) => JSON.stringify(resource.map(tagOf).sort())).map((group) =>
    group.flat(),
  );
}

/** The part of a call that one change makes. */
function keyValueTagOf({ field, before, after }: Change): string {
  return JSON.stringify([field, after ?? before]);
}

/** As {@link keyValueTagOf}; the tagging API removes by key alone. */
function keyOnlyTagOf(change: Change): string {
  return change.after === null ? JSON.stringify([change.field]) : keyValueTagOf(change);
}

/** Calls for resources that all have the same changes. */
function chunksOf(changes: readonly Change[], channel: Channel): readonly TagCall[] {
  const resources = groupBy(changes, ({ target }) => target.resource);
  const size = maxResources[channel];
  const calls: TagCall[] = [];
  for (let from = 0; from < resources.length; from += size) {
    const chunk = resources.slice(from, from + size);
    const tagCount = chunk[0]!.length;
    for (let tag = 0; tag < tagCount; tag += MAX_TAGS) {
      calls.push(
        toCall(
          chunk.map((one) => one.slice(tag, tag + MAX_TAGS)),
          channel,
        ),
      );
    }
  }
  return calls;
}

function toCall(resources: readonly (readonly Change[])[], channel: Channel): TagCall {
  const [first] = resources as [readonly Change[]];
  const { accountId, region } = first[0]!.target;
  const isRemoval = first[0]!.after === null;
  return {
    accountId,
    region,
    channel,
    action: isRemoval ? 'remove' : 'set',
    arns: resources.map(([change]) => change!.target.resource),
    tags: Object.fromEntries(
      first.map((change) => [change.field, textOf(change, isRemoval ? change.before : change.after)]),
    ),
    changes: resources.flat(),
  };
}

function textOf({ id }: Change, value: Json): string {
  if (typeof value !== 'string') throw tagValueNotText(id, value);
  return value;
}

/** In the order in which the first of each came. */
function groupBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): readonly (readonly Item[])[] {
  return [...Map.groupBy(items, nameOf).values()];
}
