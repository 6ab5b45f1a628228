import { isFatalChange, isRetryableChange } from '@groundcrew/aws-core';
import { type Ec2Tagging, parseEc2Arn } from '@groundcrew/aws/ec2/tagging';
import type { Tagging, TaggingFailure } from '@groundcrew/aws/tagging';
import type { Change, CurrentValue, Executor, ItemFailure } from '@groundcrew/plan';
import { unknownFailure } from './errors.ts';
import { readTags, type TagReaders } from './read-tags.ts';
import { batchesOf, callsOf, type TagCall } from './tag-calls.ts';

/** The APIs of the executor; each of one account in one region, with credentials that may change tags there. */
export interface TagExecutorDeps extends TagReaders {
  ec2For(
    accountId: string,
    region: string,
  ): Pick<Ec2Tagging, 'describeTaggable' | 'createTags' | 'deleteTags'>;
  taggingFor(
    accountId: string,
    region: string,
  ): Pick<Tagging, 'getResources' | 'tagResources' | 'untagResources'>;
}

/** Reads and makes the changes of plans of kind `tags`, and accesses nothing else. */
export function createTagExecutor(deps: TagExecutorDeps): Executor {
  return {
    async read(changes, signal) {
      const current = await readTags(
        changes.map(({ target }) => target),
        deps,
        signal,
      );
      return new Map(
        changes.map(({ id, target, field }): [string, CurrentValue] => {
          const tags = current.get(target.resource)!;
          if (tags === 'gone') return [id, tags];
          return [id, { value: Object.hasOwn(tags, field) ? tags[field]! : null }];
        }),
      );
    },

    batches: batchesOf,

    async apply(batch, signal) {
      const failed: ItemFailure[] = [];
      for (const call of callsOf(batch)) failed.push(...(await make(call, deps, signal)));
      return { failed };
    },

    isRetryable: isRetryableChange,
    isFatal: isFatalChange,
  };
}

async function make(
  call: TagCall,
  deps: TagExecutorDeps,
  signal: AbortSignal | undefined,
): Promise<readonly ItemFailure[]> {
  const { accountId, region, channel, action, arns, tags } = call;
  const options = signal ? { signal } : {};
  if (channel === 'ec2') {
    const ec2 = deps.ec2For(accountId, region);
    const ids = arns.map((arn) => parseEc2Arn(arn)!.id);
    if (action === 'set') await ec2.createTags(ids, tags, options);
    // With its value: EC2 then does not remove a tag that another client has changed meanwhile.
    else await ec2.deleteTags(ids, tags, options);
    return [];
  }
  const tagging = deps.taggingFor(accountId, region);
  const { failed } =
    action === 'set'
      ? await tagging.tagResources(arns, tags, options)
      : await tagging.untagResources(arns, Object.keys(tags), options);
  return failuresOf(call.changes, failed);
}

/** Each change of each resource that failed. */
function failuresOf(changes: readonly Change[], failed: readonly TaggingFailure[]): readonly ItemFailure[] {
  const byArn = Map.groupBy(changes, ({ target }) => target.resource);
  return failed.flatMap(({ arn, code, message, retryable }) => {
    const touched = byArn.get(arn);
    if (touched === undefined) throw unknownFailure(arn);
    return touched.map(({ id }) => ({ id, code, message, retryable }));
  });
}
