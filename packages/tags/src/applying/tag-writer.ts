import { isFatalChange, isRetryableChange } from '@groundcrew/aws-core';
import { type Ec2Tagging, parseEc2Arn } from '@groundcrew/aws/ec2/tagging';
import type { Tagging, TaggingFailure } from '@groundcrew/aws/tagging';
import type { Change, Executor, ItemFailure } from '@groundcrew/plan';
import { unknownFailure } from './errors.ts';
import { batchesOf, callsOf, type TagCall } from './tag-calls.ts';

/** The APIs that set tags; each of one account in one region, with credentials that may change tags there. */
export interface TagWriterDeps {
  ec2For(accountId: string, region: string): Pick<Ec2Tagging, 'createTags' | 'deleteTags'>;
  taggingFor(accountId: string, region: string): Pick<Tagging, 'tagResources' | 'untagResources'>;
}

/** Makes the changes of plans of kind `tags`. A function that does not read the current tags does not need the readers. */
export type TagWriter = Pick<Executor, 'batches' | 'apply' | 'isRetryable' | 'isFatal'>;

export function createTagWriter(deps: TagWriterDeps): TagWriter {
  return {
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
  deps: TagWriterDeps,
  signal: AbortSignal | undefined,
): Promise<readonly ItemFailure[]> {
  const { accountId, region, channel, action, arns, tags } = call;
  const options = signal ? { signal } : {};
  if (channel === 'ec2') {
    const ec2 = deps.ec2For(accountId, region);
    const ids = arns.map((arn) => parseEc2Arn(arn)!.id);
    if (action === 'set') await ec2.createTags(ids, tags, options);
    // With its value: EC2 then does not remove a tag that another client has changed since it was read.
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
