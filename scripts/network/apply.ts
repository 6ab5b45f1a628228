import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { planAddresses } from '@groundcrew/network/addresses';
import {
  interruptionsOf,
  NETWORK_PLAN,
  planDocument,
  refuseImpossible,
  refuseInterruptions,
  unnamedInterruptions,
} from '@groundcrew/network/apply';
import { planNetwork, vpcOf } from '@groundcrew/network/desired';
import { type NetworkFile } from '@groundcrew/network/file';
import { type Plan, planChunks, readPlan } from '@groundcrew/plan';
import { checkApplyOptions, checkReachOptions } from '../tags/apply-options.ts';
import { readText, replaceFile } from '../tags/files.ts';
import { nextCommand } from '../tags/next-command.ts';
import { applyOrCheck } from './apply-or-check.ts';
import { asApplyOptions, interruptionsGiven, networkApplyOptions } from './apply-options.ts';
import { openNetwork, type NetworkHandle } from './open-network.ts';
import type { AskContext } from './ask-network.ts';
import { isUnknown, readKnown } from './known-state.ts';
import { filesOfApply, isFinished, type NamedFiles, type PlanFiles } from './plan-files.ts';
import { printProblems } from './print-problems.ts';
import { readNetwork } from './read-network.ts';

export const command = defineCommand({
  description:
    'Makes the network of a file, or the changes of a plan that was saved (--out): first it shows what would be made, ' +
    'changed and removed, and compares that with the account; with --apply it does it. It refuses a plan that AWS would ' +
    'refuse, that has drifted, or that interrupts traffic in a way that --interrupt does not name. Each step is written to ' +
    'the journal before it is made: --resume continues after an interruption, and makes nothing twice; network undo removes ' +
    'what was made. Failures are listed, with exit code 3.',
  arguments: [{ name: 'file', description: 'the network file, or a saved plan' }],
  options: {
    ...networkApplyOptions,
    state: { type: 'text', value: 'FILE', description: 'a saved state of the network: what is there' },
    interrupt: {
      type: 'text',
      value: 'LIST',
      description:
        'which traffic may be interrupted, separated by commas: routes, nat, subnets, groups, load-balancers, records, gateways',
    },
  },
  examples: [
    { command: 'groundcrew network apply network.yaml', description: 'See what would be made' },
    { command: 'groundcrew network apply network.yaml --apply', description: 'Make it' },
    {
      command: 'groundcrew network apply network.yaml --apply --resume',
      description: 'Continue after a crash',
    },
    {
      command: 'groundcrew network apply network.yaml --apply --interrupt routes',
      description: 'Make it, even if routes change',
    },
  ],
  async handler({ options, arguments: { file: path }, global, io, signal, print }) {
    const applying = asApplyOptions(options);
    checkApplyOptions(applying);
    const allowed = interruptionsGiven(options.interrupt);
    const text = await readText('network file', path, 'network');
    const isPlan = /^\s*\{\s*"format":\s*"groundcrew-plan\//.test(text.replace(/^\ufeff/, ''));
    if (isPlan && (options.state !== undefined || options.out !== undefined)) {
      throw usageError('--state and --out go with a network file, and this is a plan');
    }
    const named = { ...applying, out: options.out, journal: options.journal };
    const { planPath, journalPath } = isPlan ? savedPlanFiles(path, named) : await filesOfApply(path, named);
    let file: NetworkFile | undefined;
    if (!isPlan) {
      try {
        ({ file } = await readNetwork(path));
      } catch (thrown) {
        return await printProblems(thrown, path, { global, io, print });
      }
      if (options.role !== undefined && !options.resume) {
        throw usageError(
          '--role goes with a saved plan: plan with a profile of that account, and pass --out',
        );
      }
    }
    const reached = { ...global, ...options };
    const saved = isPlan
      ? readPlan(text, { kind: NETWORK_PLAN, name: path })
      : options.resume
        ? await resumedPlan(path, text, {
            planPath,
            journalPath,
            command: nextCommand(
              [
                ...['network', 'apply', planPath, '--apply'],
                ...(options.journal === undefined ? [] : ['--journal', options.journal]),
                '--resume',
              ],
              reached,
            ),
          })
        : undefined;
    checkReachOptions(options, saved?.accounts);
    const words = ['network', 'apply', path];
    const opened = await openNetwork(
      options,
      { global, io, signal },
      {
        changes: options.apply,
        ...(saved && { accounts: saved.accounts.map(({ id }) => id) }),
        region: saved?.changes[0]?.target.region ?? file?.region,
      },
    );
    try {
      const plan =
        saved ??
        (await makePlan(file!, {
          fileSha256: sha256(text),
          statePath: options.state,
          opened,
          nowMs: io.now(),
          command: nextCommand(words, reached),
          context: { global, io, signal },
        }));
      if (!saved && (options.apply || options.out !== undefined) && plan.changes.length > 0) {
        await replaceFile(planPath, planChunks(plan), 'network');
      }
      if (options.apply) refuseInterruptions(plan, allowed);
      const unnamed = unnamedInterruptions(plan, allowed);
      const typed = [
        ...words,
        '--apply',
        ...(options.out === undefined ? [] : ['--out', options.out]),
        ...(options.journal === undefined ? [] : ['--journal', options.journal]),
        ...(options.state === undefined ? [] : ['--state', options.state]),
        ...(interruptionsOf(plan).length === 0 ? [] : ['--interrupt', interruptionsOf(plan).join(',')]),
      ];
      return await applyOrCheck(
        {
          plan,
          executor: opened.executorFor(plan.changes, { ...plan.scope, hash: plan.hash }),
          accountIds: await opened.reachable(plan.accounts),
          journalPath,
          options,
          commands: {
            apply: nextCommand(typed, reached),
            resume: nextCommand([...typed, '--resume'], reached),
            undo: nextCommand(['network', 'undo', journalPath, '--apply'], reached),
          },
          ...(unnamed.length > 0 && {
            notes: [
              `It interrupts traffic: ${unnamed.join(', ')}. Each has to be named when the plan is applied.`,
            ],
          }),
        },
        { global, io, signal, print },
      );
    } catch (thrown) {
      if (!isUnknown(thrown)) throw thrown;
      io.stderr.write(`${thrown.message}\n`);
      return exitCodes.unknown;
    } finally {
      opened.close();
    }
  },
});

/** A saved plan is not written, so that only its journal may be there. */
function savedPlanFiles(planPath: string, { journal, ...named }: NamedFiles): PlanFiles {
  const files = { planPath, journalPath: journal ?? `${planPath}.journal` };
  if (named.apply && !named.resume && existsSync(files.journalPath)) {
    throw usageError(
      `the journal ${files.journalPath} exists already; continue with --resume, or name another file (--journal)`,
    );
  }
  return files;
}

/** The plan that is continued, if the network file is still the one that it was made from. @throws GroundcrewError `cli.usage` */
async function resumedPlan(
  path: string,
  text: string,
  { planPath, journalPath, command }: PlanFiles & { readonly command: string },
): Promise<Plan> {
  if (!existsSync(planPath)) {
    throw usageError(`no apply of ${path} was begun: there is no plan ${planPath}; run it without --resume`);
  }
  const saved = readPlan(await readText('plan', planPath, 'network'), { kind: NETWORK_PLAN, name: planPath });
  const { fileSha256 } = saved.scope;
  if (typeof fileSha256 !== 'string' || fileSha256 === sha256(text)) return saved;
  const isDone = existsSync(journalPath) && (await isFinished(journalPath));
  throw usageError(
    isDone
      ? `${path} was changed since, and the apply of ${planPath} is finished; run it without --resume for a new plan`
      : `${path} was changed since ${planPath} was made, which --resume would continue; finish that one first (${command}), then apply the file without --resume`,
  );
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

interface PlanInput {
  /** Of the text of the network file. */
  readonly fileSha256: string;
  readonly statePath: string | undefined;
  readonly opened: NetworkHandle;
  readonly nowMs: number;
  readonly command: string;
  readonly context: AskContext;
}

/** @throws GroundcrewError `network.apply.refused`; those of `readKnown` */
async function makePlan(
  file: NetworkFile,
  { fileSha256, statePath, opened, nowMs, command, context }: PlanInput,
): Promise<Plan> {
  const { state, notes } = await readKnown(file, { from: undefined, state: statePath, new: false }, context);
  for (const note of notes) context.io.stderr.write(`${note}\n`);
  const vpc = vpcOf(state);
  const addresses = planAddresses(file, { ...(vpc && { vpc }), others: state.others ?? [] });
  const plan = planNetwork(file, addresses, state);
  refuseImpossible(plan);
  return planDocument({
    file,
    fileSha256,
    plan,
    state,
    account: await opened.account(),
    createdAt: new Date(nowMs).toISOString(),
    command,
  });
}
