import type { CurrentValue, Executor } from '@groundcrew/plan';
import { readTags, type TagReaders } from './read-tags.ts';
import { createTagWriter, type TagWriterDeps } from './tag-writer.ts';

/** The APIs of the executor; each of one account in one region, with credentials that may change tags there. */
export interface TagExecutorDeps extends TagReaders, TagWriterDeps {
  ec2For(
    accountId: string,
    region: string,
  ): ReturnType<TagReaders['ec2For']> & ReturnType<TagWriterDeps['ec2For']>;
  taggingFor(
    accountId: string,
    region: string,
  ): ReturnType<TagReaders['taggingFor']> & ReturnType<TagWriterDeps['taggingFor']>;
}

/** Reads and makes the changes of plans of kind `tags`, and accesses nothing else. */
export function createTagExecutor(deps: TagExecutorDeps): Executor {
  return {
    ...createTagWriter(deps),
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
  };
}
