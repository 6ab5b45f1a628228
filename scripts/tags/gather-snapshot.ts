import type { Resource } from '@groundcrew/account';
import { type CommandContext, createProgress, type Io, usageError } from '@groundcrew/cli';
import { type CollectDeps, type Collection, collectAccount, type CollectScope } from '@groundcrew/collect';
import { collectTags, tagSnapshotOf } from '@groundcrew/tags/collecting';
import type { TagSnapshot } from '@groundcrew/tags/model';
import { openSnapshotFile } from '../account/snapshot-file.ts';
import { type AccountOptions, accountOptions, scopeOf } from '../accounts/account-options.ts';
import { unknownRegionAsUsageError } from '../accounts/unknown-region.ts';
import { openTags, type TagsHandle } from './open-tags.ts';

/** Options of commands that look at resources and their tags. */
export const gatherOptions = {
  from: {
    type: 'text',
    value: 'FILE',
    description: 'read what account collect or tags collect saved, instead of calling AWS',
  },
  ...accountOptions,
} as const;

interface CollectOptions extends AccountOptions {
  /** Patterns; default: all types. */
  readonly types?: readonly string[] | undefined;
}

interface GatherOptions extends CollectOptions {
  readonly from?: string | undefined;
}

type Context = Pick<CommandContext<Record<never, never>>, 'global' | 'io' | 'signal'>;

/** The resources and their tags: from a file, or from AWS. */
export async function gatherSnapshot(
  { from, ...options }: GatherOptions,
  context: Context,
): Promise<TagSnapshot> {
  if (from === undefined) return await withTags(options, context, collectWith);
  const scope = scopeOf(options);
  if (scope.regions !== 'current' || scope.accounts !== undefined) {
    throw usageError('--from uses all of the file; --regions and --accounts are for account collect');
  }
  return await tagSnapshotOf(await openSnapshotFile(from, { attributes: false }));
}

/**
 * Collects from AWS, with progress on stderr.
 *
 * @param onResources receives the resources as they arrive
 * @param andThen what else is asked of the same accounts, in the end
 */
export async function collectFrom(
  { details, ...options }: CollectOptions & { readonly details: boolean },
  context: Context,
  onResources: (resources: readonly Resource[]) => void,
  andThen?: (tags: TagsHandle, collection: Collection) => Promise<void>,
): Promise<Collection> {
  return await withTags(options, context, async (tags, scope, io) => {
    const collection = await withProgress(tags, io, (deps) =>
      collectAccount({ ...scope, details }, deps, onResources),
    );
    await andThen?.(tags, collection);
    return collection;
  });
}

async function withTags<Result>(
  { types, ...options }: CollectOptions,
  context: Context,
  collect: (tags: TagsHandle, scope: CollectScope, io: Io) => Promise<Result>,
): Promise<Result> {
  const { regions, accounts } = scopeOf(options);
  const fallbackRegion = Array.isArray(regions) ? regions[0] : undefined;
  const tags = await openTags(options, context, { fallbackRegion, accounts });
  try {
    const asked = { regions, accounts: tags.accountIds, ...(types !== undefined && { types }) };
    return await collect(tags, asked, context.io);
  } finally {
    tags.close();
  }
}

/** Collects tags from AWS, with progress on stderr. */
export async function collectWith(tags: TagsHandle, scope: CollectScope, io: Io): Promise<TagSnapshot> {
  return await withProgress(tags, io, (deps) => collectTags(scope, deps));
}

async function withProgress<Result>(
  { deps }: TagsHandle,
  io: Io,
  collect: (deps: CollectDeps) => Promise<Result>,
): Promise<Result> {
  const progress = createProgress(io, { label: 'Collecting', unit: 'resources' });
  try {
    const asked = collect({
      ...deps,
      onProgress({ resources, regionsDone, regions }) {
        const fraction = regions === 0 ? 1 : regionsDone / regions;
        progress.update({ done: resources, fraction, detail: `${regionsDone} of ${regions} regions` });
      },
    });
    return await unknownRegionAsUsageError(asked);
  } finally {
    progress.end();
  }
}
