import { isFatalChange, isRetryableChange } from '@groundcrew/aws-core';
import type { ResourceGroups, TagQuery } from '@groundcrew/aws/tagging';
import { GroundcrewError } from '@groundcrew/errors';
import type { Change, CurrentValue, Executor, ItemFailure, Target } from '@groundcrew/plan';
import { MARKER_KEY, taggedBy } from './group.ts';
import { slugOf } from './group-name.ts';
import { jsonOf } from './plan-groups.ts';

export interface GroupExecutorDeps {
  /** Resource Groups of one account in one region. */
  groupsFor(
    accountId: string,
    region: string,
  ): Pick<ResourceGroups, 'getGroup' | 'createTagGroup' | 'updateGroupQuery' | 'deleteGroup'>;
}

/** Reads and makes the changes of plans of kind `tag-groups`, one group per call. Groups without our tag are not changed. */
export function createGroupExecutor(deps: GroupExecutorDeps): Executor {
  const groupsOf = ({ accountId, region }: Target) => deps.groupsFor(accountId, region);
  return {
    async read(changes, signal) {
      const current = new Map<string, CurrentValue>();
      for (const { id, target } of changes) {
        const group = await groupsOf(target).getGroup(referenceOf(target), optionsOf(signal));
        current.set(id, { value: group ? jsonOf(group.query) : null });
      }
      return current;
    },

    batches: (changes) => changes.map((change) => [change]),

    async apply(batch, signal) {
      const failed: ItemFailure[] = [];
      for (const change of batch) {
        const failure = await make(change, groupsOf(change.target), signal);
        if (failure) failed.push(failure);
      }
      return { failed };
    },

    isRetryable: isRetryableChange,
    isFatal: isFatalChange,
  };
}

async function make(
  { id, target, before, after }: Change,
  groups: ReturnType<GroupExecutorDeps['groupsFor']>,
  signal: AbortSignal | undefined,
): Promise<ItemFailure | undefined> {
  const options = optionsOf(signal);
  const { name, arn } = referenceOf(target);
  if (before === null) {
    const query = queryFrom(after, id);
    const key = taggedBy(query)?.key ?? '';
    const description = `Made by groundcrew by tag ${slugOf(key)}`;
    await groups.createTagGroup({ name, description, query, tags: { [MARKER_KEY]: key } }, options);
    return undefined;
  }
  const group = await groups.getGroup({ name, arn }, options);
  if (group !== undefined && !Object.hasOwn(group.tags, MARKER_KEY)) {
    const message = `the group ${name} does not have the tag ${MARKER_KEY}, so groundcrew does not change it`;
    return { id, code: 'tags.group.not-ours', message, retryable: false };
  }
  if (after === null) await groups.deleteGroup(name, options);
  else await groups.updateGroupQuery(name, queryFrom(after, id), options);
  return undefined;
}

function referenceOf({ resource }: Target): { readonly name: string; readonly arn: string } {
  return { name: resource.slice(resource.lastIndexOf('/') + 1), arn: resource };
}

/** A query from the words of a plan. */
function queryFrom(value: Change['after'], id: string): TagQuery {
  const query = value as TagQuery | null;
  if (!Array.isArray(query?.types) || !Array.isArray(query.tagFilters)) {
    throw new GroundcrewError(
      'tags.group.no-query',
      `the change ${id} sets a group to ${JSON.stringify(value)}, which is not a query; make the plan again (groundcrew tags group)`,
    );
  }
  return query;
}

const optionsOf = (signal: AbortSignal | undefined) => (signal ? { signal } : {});
