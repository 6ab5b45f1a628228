import { type CommandContext, type ExitCode, exitCodes } from '@groundcrew/cli';
import { actionOf, networkOutcomeReport } from '@groundcrew/network/network-outcome-report';
import { appliedOutcomes, checkedOutcomes, inOrder } from '@groundcrew/network/apply';
import {
  checkAccounts,
  checkCaps,
  checkDrift,
  type Executor,
  type Plan,
  readJournal,
} from '@groundcrew/plan';
import { countOf, printable } from '@groundcrew/report';
import { translateText } from '@groundcrew/report/messages';
import { readText } from '../tags/files.ts';
import { type MakeChanges, makeChanges, retryPolicyOf } from '../tags/make-changes.ts';
import { asApplyOptions, type NetworkApplyOptions } from './apply-options.ts';

/** A plan of a network, and how it is made. */
export interface NetworkRun {
  readonly plan: Plan;
  readonly executor: Executor;
  readonly accountIds: readonly string[];
  readonly journalPath: string;
  readonly options: NetworkApplyOptions;
  readonly commands: MakeChanges['commands'] & { readonly apply: string };
  readonly notes?: readonly string[];
}

type Context = Pick<CommandContext<Record<never, never>>, 'global' | 'io' | 'signal' | 'print'>;

/** NAT gateways and load balancers take minutes: what does not need them continues. */
const CONCURRENCY = 4;

/** With `--apply` makes the changes of a plan of a network; without, shows their state in the account. */
export async function applyOrCheck(run: NetworkRun, context: Context): Promise<ExitCode> {
  const { plan } = run;
  if (plan.changes.length > 0) return await (run.options.apply ? apply : check)(run, context);
  await context.print(
    networkOutcomeReport({
      title: 'Nothing to change',
      output: context.global.output,
      outcomes: [],
      findings: plan.findings,
      calls: 0,
      ...(run.notes && { notes: run.notes }),
    }),
  );
  return exitCodeOf(plan, 0);
}

function exitCodeOf({ findings }: Plan, wrong: number): ExitCode {
  return wrong === 0 && findings.length === 0 ? exitCodes.done : exitCodes.partial;
}

async function apply(run: NetworkRun, { global: { output }, io, signal, print }: Context): Promise<ExitCode> {
  const { plan, executor, accountIds, journalPath, options, commands } = run;
  const result = await makeChanges(
    {
      plan,
      executor,
      accountIds,
      journalPath,
      options: asApplyOptions(options),
      commands,
      concurrency: CONCURRENCY,
      shown: (isWhole) => planLines(plan, isWhole, options),
    },
    { io, signal },
  );
  const ids = await idsMade(journalPath);
  const outcomes = appliedOutcomes(plan, result, ids);
  const wrong = outcomes.filter(({ message }) => message !== undefined).length;
  const takenBack = result.unverified.length;
  const notes = [
    ...(takenBack > 0
      ? [
          `The apply of this journal is complete; altered or removed since: ${countOf(takenBack, 'change')}. To apply the network file as it is now, run it without --resume.`,
        ]
      : []),
    ...(wrong > takenBack
      ? [`${countOf(wrong - takenBack, 'change')} not as planned. To try those again: ${commands.resume}`]
      : []),
    ...(result.done.length > takenBack ? [`To undo:         ${commands.undo}`] : []),
    ...(run.notes ?? []),
  ];
  const title = `Plan ${plan.hash.slice(0, 12)} applied`;
  await print(
    networkOutcomeReport({
      title,
      output,
      outcomes,
      findings: plan.findings,
      calls: result.calls,
      journal: journalPath,
      notes,
    }),
  );
  return exitCodeOf(plan, wrong);
}

/** Ids of what was made, by the ids of changes, as the journal has them. */
async function idsMade(journalPath: string): Promise<ReadonlyMap<string, string>> {
  const { changes } = readJournal(await readText('journal', journalPath, 'network'), journalPath);
  return new Map([...changes].flatMap(([id, { made }]) => (made ? [[id, made.id] as const] : [])));
}

async function check(run: NetworkRun, { global: { output }, io, signal, print }: Context): Promise<ExitCode> {
  const { plan, executor, accountIds, commands, options } = run;
  checkAccounts(plan, accountIds);
  for (const [key, id] of Object.entries(plan.scope.ids ?? {})) executor.resources?.ids.set(key, id);
  const checked = await checkDrift(plan.changes, executor, retryPolicyOf(io, signal));
  const outcomes = checkedOutcomes(plan, checked);
  const wrong = outcomes.filter(({ message }) => message !== undefined).length;
  const next =
    wrong > 0
      ? `${countOf(wrong, 'change')} not as the plan expects, so it would be refused; make a new plan.`
      : checked.ready.length === 0
        ? 'Everything is as the plan would make it already.'
        : `To make the changes: ${commands.apply}`;
  await print(
    networkOutcomeReport({
      title: `Plan ${plan.hash.slice(0, 12)} checked`,
      output,
      outcomes,
      findings: plan.findings,
      calls: checked.ready.length,
      notes: [`Nothing was changed. ${next}`, ...(run.notes ?? [])],
    }),
  );
  checkCaps(plan, { maxChanges: options.maxChanges });
  return exitCodeOf(plan, wrong);
}

const signs = { make: '+', change: '~', remove: '-' } as const;

/** A plan in lines, before it is agreed to. */
function* planLines(plan: Plan, isWhole: boolean, { language }: NetworkApplyOptions): Generator<string> {
  const text = (english: string) => translateText(english, language, 'networks');
  const count = (action: keyof typeof signs) =>
    plan.changes.filter((change) => actionOf(change) === action).length;
  if (isWhole) {
    for (const change of inOrder(plan)) {
      const fields = change.field === 'exists' ? '' : `: ${change.field}`;
      yield `  ${signs[actionOf(change)]} ${printable(change.target.label ?? change.target.resource)}${printable(fields)}\n`;
    }
  }
  yield `${text('To make')}: ${count('make')}, ${text('To change')}: ${count('change')}, ${text('To remove')}: ${count('remove')}\n`;
}
