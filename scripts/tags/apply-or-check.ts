import { type CommandContext, type ExitCode, exitCodes, writeAll } from '@groundcrew/cli';
import { checkAccounts, checkCaps, checkDrift, type Plan } from '@groundcrew/plan';
import type { OutputFormat } from '@groundcrew/report';
import { countOf } from '@groundcrew/report';
import { outcomeReport } from '@groundcrew/tags/outcome-report';
import { driftOutcomes, outcomes } from '@groundcrew/tags/outcomes';
import { catalogOf } from '@groundcrew/tags/plan-report';
import { type ApplyCommandOptions, capsOf, planTextOptions } from './apply-options.ts';
import { type MakeChanges, makeChanges, retryPolicyOf } from './make-changes.ts';
import { planText } from './plan-text.ts';

export interface ApplyOrCheck extends Omit<MakeChanges, 'commands'> {
  readonly plan: Plan;
  readonly options: ApplyCommandOptions;
  /** What to type to have the changes made, after they were only checked; and as in {@link MakeChanges}. */
  readonly commands: MakeChanges['commands'] & { readonly apply: string };
}

type Context = Pick<CommandContext<Record<never, never>>, 'io' | 'signal' | 'print'> & {
  readonly global: { readonly output: OutputFormat };
};

/** With `--apply` makes the changes of a plan; without, shows their state. The result goes to stdout. */
export async function applyOrCheck(given: ApplyOrCheck, context: Context): Promise<ExitCode> {
  if (given.plan.changes.length > 0) return await (given.options.apply ? apply : check)(given, context);
  const { plan } = given;
  const { findings } = plan;
  const { output } = context.global;
  const title = 'Nothing to change';
  if (output === 'table') await writeAll(context.io.stdout, planText(plan, textOptions(given, context)));
  else {
    const report = outcomeReport({ title, output, outcomes: [], findings, calls: 0 });
    await context.print({ ...report, catalog: catalogOf(plan) });
  }
  return exitCodeOf(plan, 0);
}

/**
 * How it went.
 *
 * @param wrong changes that are not as they should be
 */
export function exitCodeOf({ scope, findings }: Plan, wrong: number): ExitCode {
  // What a policy leaves to decide is not a failure of a plan; what an undo leaves is not restored.
  const isUndone = scope.undoOf === undefined || findings.length === 0;
  return wrong === 0 && isUndone ? exitCodes.done : exitCodes.partial;
}

async function apply(
  given: ApplyOrCheck,
  { global: { output }, io, signal, print }: Context,
): Promise<ExitCode> {
  const { plan, journalPath, commands } = given;
  const result = await makeChanges(given, { io, signal });
  const results = outcomes(plan, result);
  const wrong = results.filter(({ message }) => message !== undefined).length;
  const gone = result.gone.length;
  const notes = [
    ...(gone > 0 ? [`${countOf(gone, 'change')} skipped: the resource does not exist any more.`] : []),
    ...(wrong > gone
      ? [`${countOf(wrong - gone, 'change')} not as planned. To try those again: ${commands.resume}`]
      : []),
    ...(result.done.length > 0 ? [`To undo:         ${commands.undo}`] : []),
  ];
  const title = `Plan ${plan.hash.slice(0, 12)} applied`;
  const { findings } = plan;
  const { calls } = result;
  const report = outcomeReport({
    title,
    output,
    outcomes: results,
    findings,
    calls,
    journal: journalPath,
    notes,
  });
  await print({ ...report, catalog: catalogOf(plan) });
  return exitCodeOf(plan, wrong);
}

async function check(given: ApplyOrCheck, context: Context): Promise<ExitCode> {
  const { plan, executor, accountIds, commands } = given;
  const { io, signal, print } = context;
  const { output } = context.global;
  checkAccounts(plan, accountIds);
  const checked = await checkDrift(plan.changes, executor, retryPolicyOf(io, signal));
  const calls = executor.batches(checked.ready).length;
  const gone = checked.gone.length;
  const drifted = checked.drifted.length + (given.options.strict ? gone : 0);
  const notes = [
    `Nothing was changed. ${describeNextStep({ ready: checked.ready.length, drifted, gone, calls }, commands.apply)}`,
  ];
  if (output === 'table') {
    await writeAll(io.stdout, [...planText(plan, textOptions(given, context)), '\n']);
  }
  const title = `Plan ${plan.hash.slice(0, 12)} checked`;
  // The plan above names them already.
  const findings = output === 'table' ? [] : plan.findings;
  const report = outcomeReport({
    title,
    output,
    outcomes: driftOutcomes(plan, checked),
    findings,
    calls,
    notes,
  });
  await print({ ...report, catalog: catalogOf(plan) });
  checkCaps(plan, capsOf(given.options));
  return exitCodeOf(plan, checked.drifted.length + gone);
}

/** What a plan that was held against the account can be used for. */
function describeNextStep(
  { ready, drifted, gone, calls }: Readonly<Record<'ready' | 'drifted' | 'gone' | 'calls', number>>,
  apply: string,
): string {
  if (drifted > 0) {
    return `${countOf(drifted, 'field')} no longer as the plan expects, so it would be refused; make a new plan.`;
  }
  if (ready === 0 && gone > 0) return 'What exists is as the plan would make it already.';
  if (ready === 0) return 'Everything is as the plan would make it already.';
  return `To make the changes, in ${countOf(calls, 'call')}: ${apply}`;
}

function textOptions({ options }: ApplyOrCheck, { io }: Context) {
  return planTextOptions(io.stdout, options);
}
