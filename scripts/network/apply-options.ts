import { type OptionValues, usageError } from '@groundcrew/cli';
import { type Interruption, interruptions } from '@groundcrew/network/desired';
import { languageOption } from '../language-option.ts';
import { type ApplyCommandOptions, applyOptions } from '../tags/apply-options.ts';

const { role, externalId, timeout, apply, yes, journal, resume, takeOver, maxChanges } = applyOptions;

/** Options of commands that make the changes of a plan of a network. */
export const networkApplyOptions = {
  role,
  externalId,
  timeout,
  apply,
  yes,
  journal,
  resume,
  takeOver,
  maxChanges: { ...maxChanges, default: 1_000 },
  out: {
    type: 'text',
    value: 'FILE',
    description: 'the file of the plan (default with --apply: beside the file that it is made from)',
  },
  ...languageOption,
} as const;

export type NetworkApplyOptions = OptionValues<typeof networkApplyOptions>;

/** As the commands for tags have them: a network is never changed in part because something of it is gone. */
export function asApplyOptions(options: NetworkApplyOptions): ApplyCommandOptions {
  return { ...options, strict: true, show: 5, top: undefined, maxPercent: undefined };
}

/** The interruptions that are agreed to. @throws GroundcrewError `cli.usage` */
export function interruptionsGiven(text: string | undefined): ReadonlySet<string> {
  const words = (text ?? '').split(',').map((word) => word.trim());
  const given = words.filter((word) => word !== '');
  const stray = given.find((word) => !interruptions.includes(word as Interruption));
  if (stray !== undefined) {
    throw usageError(`--interrupt "${stray}" is not one of ${interruptions.join(', ')}`);
  }
  return new Set(given);
}
