import { existsSync } from 'node:fs';
import { type CommandContext, type ExitCode, usageError } from '@groundcrew/cli';
import { type Executor, type Plan, type PlanAccount, planChunks, readPlan } from '@groundcrew/plan';
import type { ApplyCommandOptions } from './apply-options.ts';
import { applyOrCheck, exitCodeOf } from './apply-or-check.ts';
import { readText, replaceFile } from './files.ts';
import { nextCommand } from './next-command.ts';
import type { MakeChanges } from './make-changes.ts';
import { writePlanJson } from './write-plan-json.ts';

export interface NewPlan {
  /** The command that plans, as it was typed: without `--apply`, `--out` and `--journal`. */
  readonly words: readonly string[];
  readonly options: ApplyCommandOptions & { readonly out: string | undefined };
  /** The default path of the plan, without `--out`. */
  readonly defaultOut: string;
  readonly opened: {
    reachable(accounts: readonly PlanAccount[]): Promise<readonly string[]>;
    /** Reads and makes the changes of this plan; `path`: of its file, for messages. */
    executorFor(plan: Plan, path: string): Executor;
  };
  /** That of the command whose `undo` takes the journal. */
  readonly noun: 'schedule' | 'tags';
  readonly verify?: MakeChanges['verify'];
  readonly make: () => Promise<Plan>;
}

type Context = Pick<CommandContext<Record<never, never>>, 'global' | 'io' | 'signal' | 'print'>;

/**
 * For commands that plan and apply in one step. The plan is saved before it is applied, and read again to resume: a
 * new plan would be another one, without its journal.
 */
export async function applyNewPlan(
  { words, options, defaultOut, opened, noun, make, verify }: NewPlan,
  context: Context,
): Promise<ExitCode> {
  const { apply, resume, out, journal } = options;
  const outPath = out ?? defaultOut;
  const journalPath = journal ?? `${outPath}.journal`;
  if (apply && !resume && existsSync(journalPath)) {
    throw usageError(
      `the journal ${journalPath} exists already; continue with --resume, or name another file (--journal)`,
    );
  }
  const plan = resume ? readPlan(await readText('plan', outPath), { name: outPath }) : await make();
  if (!resume && (apply || out !== undefined) && plan.changes.length > 0) {
    await replaceFile(outPath, planChunks(plan));
  }
  if (!apply && context.global.output === 'json') {
    await writePlanJson(context.io.stdout, plan);
    return exitCodeOf(plan, 0);
  }
  const reached = { ...context.global, ...options };
  const typed = [
    ...words,
    '--apply',
    ...(out === undefined ? [] : ['--out', out]),
    ...(journal === undefined ? [] : ['--journal', journal]),
  ];
  return await applyOrCheck(
    {
      plan,
      executor: opened.executorFor(plan, outPath),
      accountIds: await opened.reachable(plan.accounts),
      journalPath,
      options,
      ...(verify && { verify }),
      commands: {
        apply: nextCommand(typed, reached),
        resume: nextCommand([...typed, '--resume'], reached),
        undo: nextCommand([noun, 'undo', journalPath, '--apply'], reached),
      },
    },
    context,
  );
}
