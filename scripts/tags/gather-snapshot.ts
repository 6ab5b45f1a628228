import { type CommandContext, createProgress, type Io, usageError } from '@groundcrew/cli';
import type { CollectScope } from '@groundcrew/collect';
import { collectTags } from '@groundcrew/tags/collecting';
import type { TagSnapshot } from '@groundcrew/tags/model';
import { readSnapshot } from '@groundcrew/tags/snapshot';
import { type AccountOptions, accountOptions, scopeOf } from '../accounts/account-options.ts';
import { unknownRegionAsUsageError } from '../accounts/unknown-region.ts';
import { readText } from './files.ts';
import { openTags, type TagsHandle } from './open-tags.ts';

/** Options of commands that look at resources and their tags. */
export const gatherOptions = {
  from: {
    type: 'text',
    value: 'FILE',
    description: 'look at what tags collect saved, instead of asking AWS',
  },
  ...accountOptions,
} as const;

interface GatherOptions extends AccountOptions {
  readonly from?: string | undefined;
  /** Patterns; default: all types. */
  readonly types?: readonly string[] | undefined;
}

type Context = Pick<CommandContext<Record<never, never>>, 'global' | 'io' | 'signal'>;

/** The resources and their tags: from a file, or from AWS. */
export async function gatherSnapshot(
  { from, types, ...options }: GatherOptions,
  context: Context,
): Promise<TagSnapshot> {
  const scope = scopeOf(options);
  if (from !== undefined) {
    if (scope.regions !== 'current' || scope.accounts !== undefined) {
      throw usageError('--from uses all of the file; --regions and --accounts are for tags collect');
    }
    return readSnapshot(await readText('snapshot', from));
  }
  const { regions, accounts } = scope;
  const fallbackRegion = Array.isArray(regions) ? regions[0] : undefined;
  const tags = await openTags(options, context, { fallbackRegion, accounts });
  try {
    const asked = { regions, accounts: tags.accountIds, ...(types !== undefined && { types }) };
    return await collectWith(tags, asked, context.io);
  } finally {
    tags.close();
  }
}

/** Collects from AWS, with progress on stderr. */
export async function collectWith({ deps }: TagsHandle, scope: CollectScope, io: Io): Promise<TagSnapshot> {
  const progress = createProgress(io, { label: 'Collecting', unit: 'resources' });
  try {
    const asked = collectTags(scope, {
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
