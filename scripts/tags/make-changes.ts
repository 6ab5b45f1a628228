import { rm } from 'node:fs/promises';
import { askPerson, declinedError, type Io } from '@groundcrew/cli';
import {
  type ApplyResult,
  applyPlan,
  checkAccounts,
  checkCaps,
  confirmAccount,
  type Executor,
  isTouched,
  type Journal,
  openJournal,
  type Plan,
  type RetryPolicy,
} from '@groundcrew/plan';
import { countOf } from '@groundcrew/report';
import { type ApplyCommandOptions, capsOf, planTextOptions } from './apply-options.ts';
import { applyProgress } from './apply-progress.ts';
import { planText, summaryLines } from './plan-text.ts';

export interface MakeChanges {
  readonly plan: Plan;
  readonly executor: Executor;
  /** The accounts with available credentials. */
  readonly accountIds: readonly string[];
  readonly journalPath: string;
  readonly options: ApplyCommandOptions;
  /** How often a change is read until it is visible; default: that of `applyPlan`. */
  readonly verify?: { readonly maxReads: number };
  /** How the plan is shown before it is agreed to, instead of as a diff of fields; `isWhole`: at a terminal. */
  readonly shown?: (isWhole: boolean) => Iterable<string>;
  /** Batches at the same time; default: that of `applyPlan`. */
  readonly concurrency?: number;
  /** The commands to continue after an interruption, and to undo what was made. */
  readonly commands: { readonly resume: string; readonly undo: string };
}

/** Time and chance of a command. */
export function retryPolicyOf(io: Pick<Io, 'now' | 'sleep'>, signal: AbortSignal): RetryPolicy {
  return { now: io.now, sleep: io.sleep, random: Math.random, signal };
}

/**
 * Shows a plan, has it agreed to, and makes its changes. A journal of an apply that began nothing is taken away.
 *
 * @throws GroundcrewError what `applyPlan` and `openJournal` throw; `cli.declined`, `cli.confirmation-needed`
 */
export async function makeChanges(
  { plan, executor, accountIds, journalPath, options, commands, verify, ...given }: MakeChanges,
  { io, signal }: { readonly io: Io; readonly signal: AbortSignal },
): Promise<ApplyResult> {
  const { yes, resume, takeOver, strict } = options;
  const caps = capsOf(options);
  checkCaps(plan, caps);
  checkAccounts(plan, accountIds);
  const mode = resume ? 'resume' : 'new';
  const journal = await openJournal(journalPath, { plan, mode, takeOver, now: io.now });
  const progress = applyProgress(io);
  try {
    // Without a terminal an error follows, and the plan before it would be noise.
    const isInteractive = io.stdin.isTty && !yes;
    const shown =
      given.shown ??
      ((isWhole: boolean) =>
        isWhole ? planText(plan, planTextOptions(io.stderr, options)) : summaryLines(plan, options.language));
    for (const text of shown(isInteractive)) io.stderr.write(text);
    const ask = (question: string) => askPerson(io, question);
    if (!(await confirmAccount(ask, plan.accounts, { yes }))) throw declinedError();
    return await applyPlan(plan, {
      ...retryPolicyOf(io, signal),
      executor,
      journal,
      caps,
      accountIds,
      isStrict: strict,
      ...(verify && { verify }),
      ...(given.concurrency !== undefined && { concurrency: given.concurrency }),
      onProgress: (state) => progress.update(state),
    });
  } catch (thrown) {
    progress.end();
    printNextCommands(journal, { io, commands });
    throw thrown;
  } finally {
    progress.end();
    await journal.close();
    if (!resume && journal.record.changes.size === 0) await rm(journalPath, { force: true });
  }
}

/** After an apply that ended on its way. */
function printNextCommands(
  { record, name }: Journal,
  { io, commands }: { readonly io: Io; readonly commands: MakeChanges['commands'] },
): void {
  const changes = [...record.changes.values()];
  if (changes.length === 0) return;
  const done = changes.filter((change) => change.done).length;
  const inDoubt = changes.filter((change) => isTouched(change) && !change.done).length;
  const doubt = inDoubt > 0 ? `, ${countOf(inDoubt, 'other')} may have been` : '';
  io.stderr.write(
    `Interrupted: ${countOf(done, 'change')} of ${record.header.changes} made${doubt}; ${name} has which.\n` +
      `To continue:     ${commands.resume}\n` +
      `To undo:         ${commands.undo}\n`,
  );
}
