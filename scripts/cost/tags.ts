import type { CostAllocationTags } from '@groundcrew/aws/cost-explorer';
import {
  askPerson,
  type CommandContext,
  declinedError,
  defineCommand,
  exitCodes,
  orUsageError,
  usageError,
} from '@groundcrew/cli';
import {
  allocationTagsReport,
  backfillMonth,
  missingKeys,
  planActivation,
  type TagState,
  tagStates,
} from '@groundcrew/cost/allocation-tags';
import { didYouMean } from '@groundcrew/errors';
import { confirmAccount, type PlanAccount } from '@groundcrew/plan';
import { countOf } from '@groundcrew/report';
import { applyNewPlan } from '../tags/apply-new-plan.ts';
import { applyOptions, checkApplyOptions } from '../tags/apply-options.ts';
import { nextCommand } from '../tags/next-command.ts';
import { openTags } from '../tags/open-tags.ts';
import { policyOption, readPolicy } from '../tags/read-policy.ts';
import { printReport } from './print-report.ts';
import { languageOption } from './query-options.ts';

// If no region is configured: Cost Explorer has one endpoint per partition.
const FALLBACK_REGION = 'us-east-1';
const OF_POLICY = 'policy';

export const command = defineCommand({
  description:
    'Lists the tag keys of the account: which are active as cost allocation tags, so that costs can be grouped by them, and ' +
    'which keys of the tag policy are not. With --activate it plans to activate keys and shows that plan; with --apply it ' +
    'activates them, with a journal as tags apply does; tags undo deactivates them again. A key is in costs from its ' +
    'activation on; --backfill has AWS apply the states of all keys to earlier months, once a day. Only the account that ' +
    'pays the bill has access.',
  arguments: [],
  options: {
    policy: { ...policyOption, description: `${policyOption.description}; left out: no key is expected` },
    activate: {
      type: 'text',
      value: 'KEYS',
      preset: OF_POLICY,
      description: 'plan to activate these keys, separated by commas; without KEYS those of the policy',
    },
    backfill: {
      type: 'text',
      value: 'MONTH',
      description:
        'have the states of all keys applied to costs from this month on, such as 2026-05; with --apply. It cannot be undone',
    },
    failOn: {
      type: 'text',
      value: 'WHAT',
      choices: ['inactive'],
      description: 'exit with code 3 if a key of the policy is not active',
    },
    ...languageOption,
    ...applyOptions,
    out: {
      type: 'text',
      value: 'FILE',
      description: 'the file of the plan (default with --apply: cost-tags.json in this folder)',
    },
  },
  examples: [
    { command: 'groundcrew cost tags', description: 'See which keys costs can be grouped by' },
    {
      command: 'groundcrew cost tags --policy tags.yaml --fail-on inactive',
      description: 'Check in a pipeline that the keys of the policy are active',
    },
    {
      command: 'groundcrew cost tags --policy tags.yaml --activate --apply',
      description: 'Activate those that are not',
    },
    {
      command: 'groundcrew cost tags --activate Project,Team --backfill 2026-05 --apply',
      description: 'Activate two keys, for the costs of the last months, too',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    checkApplyOptions(options);
    const { activate, apply } = options;
    const month =
      options.backfill === undefined
        ? undefined
        : orUsageError(() => backfillMonth(options.backfill!, io.now()));
    if (activate === OF_POLICY && options.policy === undefined)
      throw usageError('--activate without keys is for those of a policy; add --policy FILE, or name keys');
    if (options.failOn !== undefined && options.policy === undefined)
      throw usageError('--fail-on inactive is about the keys of a policy; add --policy FILE');
    const policy = options.policy === undefined ? undefined : await readPolicy(options.policy);
    const context = { global, io, signal, print };
    const tags = await openTags(options, context, { fallbackRegion: FALLBACK_REGION, changes: apply });
    try {
      const { accountId, alias } = await tags.deps.identityOf(undefined);
      const costTags = tags.costTagsFor(undefined);
      const account: PlanAccount = { id: accountId, ...(alias !== undefined && { alias }) };
      // The states; without a change, the requests for past months, too. A change reads the states again.
      const requests = activate === undefined && month === undefined ? 2 : 1;
      io.stderr.write(`Cost Explorer: at least ${countOf(requests, 'request')}, $0.0${requests}\n`);
      const states = tagStates(
        await costTags.list({ signal }),
        policy?.keys.map(({ key }) => key),
      );
      const words = ['cost', 'tags', ...wordsOf(options)];
      const isMissing = missingKeys(states).length > 0;
      const failing = options.failOn !== undefined && isMissing ? exitCodes.partial : exitCodes.done;
      if (activate === undefined && month === undefined) {
        const report = allocationTagsReport({
          accountId,
          states,
          language: options.language,
          backfills: await costTags.listBackfills({ signal }),
          ...(policy && { activate: nextCommand([...words, '--activate'], { ...global, ...options }) }),
        });
        await printReport(report, context);
        return failing;
      }
      if (activate !== undefined) {
        const keys = keysOf(activate, states);
        const code = await applyNewPlan(
          {
            words,
            options,
            defaultOut: 'cost-tags.json',
            opened: tags,
            noun: 'tags',
            make: async () =>
              planActivation(states, {
                account,
                keys,
                command: nextCommand(words, { ...global, ...options }),
                nowMs: io.now(),
              }),
          },
          context,
        );
        if (code !== exitCodes.done) return code;
      }
      if (month !== undefined)
        await backfill(
          month,
          { costTags, account, isAgreed: activate !== undefined, words },
          options,
          context,
        );
      return failing;
    } finally {
      tags.close();
    }
  },
});

/** Keys by name; `undefined`: those of the policy. */
function keysOf(text: string, states: readonly TagState[]): readonly string[] | undefined {
  if (text === OF_POLICY) return undefined;
  const keys = text.split(',').map((key) => key.trim());
  const known = states.map(({ key }) => key);
  const wrong = keys.find((key) => key === '' || (!known.includes(key) && didYouMean(key, known) !== ''));
  if (wrong === undefined) return keys;
  throw usageError(`"${wrong}" in --activate is not a key of the account${didYouMean(wrong, known)}`);
}

/** Requests what can't be undone; without --apply shows only what it would be. */
async function backfill(
  month: string,
  {
    costTags,
    account,
    isAgreed,
    words,
  }: {
    readonly costTags: CostAllocationTags;
    readonly account: PlanAccount;
    /** Whether the changes before it were agreed to. */
    readonly isAgreed: boolean;
    readonly words: readonly string[];
  },
  { apply, yes }: { readonly apply: boolean; readonly yes: boolean },
  { io, global, signal }: Pick<CommandContext<Record<never, never>>, 'io' | 'global' | 'signal'>,
): Promise<void> {
  const what = `the states of all keys, active or not, to the costs from ${month} on`;
  if (!apply) {
    io.stderr.write(
      `With --apply, AWS applies ${what}. It accepts that once a day at most, and it can't be undone: ${nextCommand([...words, '--apply'], global)}\n`,
    );
    return;
  }
  if (!isAgreed && !(await confirmAccount((question) => askPerson(io, question), [account], { yes })))
    throw declinedError();
  const { requestedAt } = await costTags.startBackfill(month, { signal });
  io.stderr.write(`Requested at ${requestedAt}: AWS applies ${what}, within a day.\n`);
}

function wordsOf({
  policy,
  activate,
  backfill: month,
}: Readonly<Record<'policy' | 'activate' | 'backfill', string | undefined>>): readonly string[] {
  return [
    ...(policy === undefined ? [] : ['--policy', policy]),
    ...(activate === undefined ? [] : ['--activate', ...(activate === OF_POLICY ? [] : [activate])]),
    ...(month === undefined ? [] : ['--backfill', month]),
  ];
}
