import { roleArnOf } from '@groundcrew/aws/sts';
import { type OptionValues, type Output, orUsageError, usageError } from '@groundcrew/cli';
import type { Caps, PlanAccount } from '@groundcrew/plan';
import { accountOptions } from '../accounts/account-options.ts';
import { languageOption } from '../language-option.ts';
import type { PlanTextOptions } from './plan-text.ts';

const { role, externalId, timeout } = accountOptions;

/** Options of commands that reach the accounts that a plan names. */
export const reachOptions = {
  role: {
    ...role,
    description: `${role.description}; left out: your own credentials`,
  },
  externalId,
  timeout: { ...timeout, description: 'how long one call may take' },
} as const;

/** Options of commands that show a plan. */
export const shownOptions = {
  show: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    default: 5,
    description: 'how many of the resources that get the same changes are named',
  },
  top: {
    type: 'integer',
    value: 'N',
    minimum: 1,
    description:
      'how many keys and groups of resources are shown, and rows of a table; else 20 in a terminal, 1,000 elsewhere, ' +
      'all in CSV',
  },
  ...languageOption,
} as const;

/** At a terminal the summary should not scroll away; elsewhere a plan of a large account should not fill a disk. */
const [TOP_ON_SCREEN, TOP_ELSEWHERE] = [20, 1_000];

/** How a plan is shown at an output. */
export function planTextOptions(
  { hasColor, columns, isTty }: Pick<Output, 'hasColor' | 'columns' | 'isTty'>,
  { show, top, language }: OptionValues<typeof shownOptions>,
): PlanTextOptions {
  return {
    hasColor,
    width: columns,
    maxResources: show,
    top: top ?? (isTty ? TOP_ON_SCREEN : TOP_ELSEWHERE),
    language,
  };
}

/** Options of commands that make the changes of a plan. */
export const applyOptions = {
  ...reachOptions,
  apply: { type: 'flag', description: 'make the changes; without it they are only checked and shown' },
  yes: { type: 'flag', description: 'do not prompt for the alias of the account' },
  journal: {
    type: 'text',
    value: 'FILE',
    description:
      'the file that records each step, to resume and to undo (default: PLAN.journal beside the plan)',
  },
  resume: { type: 'flag', description: 'resume an interrupted apply from its journal' },
  takeOver: {
    type: 'flag',
    description: 'take over the journal of a process that has certainly ended, though it seems to hold it',
  },
  maxChanges: {
    type: 'integer',
    value: 'N',
    minimum: 0,
    default: 10_000,
    description: 'refuse a plan of more changes',
  },
  maxPercent: {
    type: 'integer',
    value: 'N',
    minimum: 0,
    maximum: 100,
    description: 'refuse a plan that changes a larger share of the examined resources (default: any share)',
  },
  strict: {
    type: 'flag',
    description: 'refuse the plan if a resource of it is gone; without it, what is gone is skipped',
  },
  ...shownOptions,
} as const;

export type ReachOptions = OptionValues<typeof reachOptions>;
export type ApplyCommandOptions = OptionValues<typeof applyOptions>;

export function capsOf({ maxChanges, maxPercent }: ApplyCommandOptions): Caps {
  return { maxChanges, ...(maxPercent !== undefined && { maxPercent }) };
}

/**
 * Returns if the options are compatible.
 *
 * @throws GroundcrewError `cli.usage`
 */
export function checkApplyOptions({ apply, yes, resume, ...options }: ApplyCommandOptions): void {
  const stray = Object.entries({ yes, resume }).find(([, given]) => given && !apply);
  if (stray) throw usageError(`--${stray[0]} goes with --apply`);
  checkReachOptions(options);
}

/**
 * Returns if the options are compatible, and the role can be one of these accounts.
 *
 * @throws GroundcrewError `cli.usage`
 */
export function checkReachOptions(
  { role: name, externalId: id }: Pick<ReachOptions, 'role' | 'externalId'>,
  accounts: readonly PlanAccount[] = [],
): void {
  if (id !== undefined && name === undefined) throw usageError('--external-id goes with --role');
  if (name === undefined) return;
  for (const account of accounts) orUsageError(() => roleArnOf(account.id, name));
}
