import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { type Coverage, gapsIn } from '@groundcrew/account';
import { planGroups } from '@groundcrew/tags/grouping';
import { accountOptions, scopeOf } from '../accounts/account-options.ts';
import { applyNewPlan } from './apply-new-plan.ts';
import { applyOptions, checkApplyOptions } from './apply-options.ts';
import { findExistingGroups, withoutGaps } from './find-existing-groups.ts';
import { collectWith } from './gather-snapshot.ts';
import { openTags } from './open-tags.ts';
import { typesOf, typesOption } from './types-option.ts';
import { writeGaps } from './write-gaps.ts';

export const command = defineCommand({
  description:
    'Plans a resource group for each value of a tag, in each account and region with a resource that has it, and ' +
    'shows that plan; with --apply makes them, with a journal as tags apply does. Groups that groundcrew did not make are ' +
    'never changed.',
  arguments: [],
  options: {
    by: { type: 'text', value: 'KEY', description: 'the tag: Project' },
    ...accountOptions,
    types: { ...typesOption, description: `look for the tag on these only: ${typesOption.description}` },
    prune: {
      type: 'flag',
      description: 'delete the groups that groundcrew made of values that nothing carries any more',
    },
    ...applyOptions,
    role: accountOptions.role,
    timeout: accountOptions.timeout,
    out: {
      type: 'text',
      value: 'FILE',
      description: 'the file of the plan (default with --apply: groups-by-KEY.json in this folder)',
    },
  },
  examples: [
    {
      command: 'groundcrew tags group --by Project --regions all',
      description: 'See which groups there would be',
    },
    { command: 'groundcrew tags group --by Project --regions all --apply', description: 'Make them' },
    {
      command: 'groundcrew tags undo groups-by-Project.json.journal --apply',
      description: 'Remove them again',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const { by, prune } = options;
    if (by === undefined || by === '') throw usageError('--by is missing; name the tag: --by Project');
    checkApplyOptions(options);
    const types = typesOf(options.types);
    const scope = scopeOf(options);
    const context = { global, io, signal };
    const { regions, accounts } = scope;
    const tags = await openTags(options, context, {
      fallbackRegion: Array.isArray(regions) ? regions[0] : undefined,
      changes: options.apply,
      accounts,
    });
    try {
      let missed = 0;
      let unlisted: readonly Coverage[] = [];
      const code = await applyNewPlan(
        {
          words: ['tags', 'group', ...wordsOf(options), ...(prune ? ['--prune'] : [])],
          options,
          defaultOut: `groups-by-${by.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')}.json`,
          opened: tags,
          noun: 'tags',
          async make() {
            const asked = { regions, accounts: tags.accountIds, ...(types && { types }) };
            const snapshot = await collectWith(tags, asked, io);
            const { existing, gaps } = await findExistingGroups(snapshot, tags.groupsFor, signal);
            for (const { accountId, region, reason } of gaps) {
              io.stderr.write(`No groups are planned in ${region} of ${accountId}: ${reason}\n`);
            }
            unlisted = gapsIn(snapshot.coverage);
            missed = gaps.length + unlisted.length;
            return planGroups(withoutGaps(snapshot, gaps), { by, existing, nowMs: io.now(), prune });
          },
        },
        { ...context, print },
      );
      if (missed === 0 || code !== exitCodes.done) return code;
      writeGaps(io, unlisted, missed);
      return exitCodes.partial;
    } finally {
      tags.close();
    }
  },
});

/** The options of what to group, as they are typed. */
function wordsOf(options: Readonly<Record<'by' | 'regions' | 'accounts' | 'types', string | undefined>>) {
  const { by, regions, accounts, types } = options;
  return Object.entries({ by, regions, accounts, types }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  );
}
