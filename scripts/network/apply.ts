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
import { openNetwork, type OpenedNetwork } from './open-network.ts';
import type { AskContext } from './ask-network.ts';
import { isUnknown, readKnown } from './known-state.ts';
import { printProblems } from './print-problems.ts';
import { readNetwork } from './read-network.ts';

export const command = defineCommand({
  description:
    'Makes what a network file wants, or the changes of a plan that was saved (--out): first it shows what would be made, ' +
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
        'what of the traffic may be interrupted, separated by commas: routes, nat, subnets, groups, load-balancers, records, gateways',
    },
  },
  examples: [
    { command: 'groundcrew network apply network.yaml', description: 'See what would be made' },
    { command: 'groundcrew network apply network.yaml --apply', description: 'Make it' },
    {
      command: 'groundcrew network apply network.yaml --apply --resume',
      description: 'Go on after a crash',
    },
    {
      command: 'groundcrew network apply network.yaml --apply --interrupt routes',
      description: 'Make it, though routes move',
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
    const planPath = isPlan ? path : (options.out ?? `${path}.plan.json`);
    const journalPath = options.journal ?? `${planPath}.journal`;
    if (options.apply && !options.resume && existsSync(journalPath)) {
      throw usageError(
        `the journal ${journalPath} exists already; continue with --resume, or name another file (--journal)`,
      );
    }
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
    const saved = isPlan
      ? readPlan(text, { kind: NETWORK_PLAN })
      : options.resume
        ? readPlan(await readText('plan', planPath, 'network'), { kind: NETWORK_PLAN })
        : undefined;
    checkReachOptions(options, saved?.accounts);
    const words = ['network', 'apply', path];
    const reached = { ...global, ...options };
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

interface PlanInput {
  readonly statePath: string | undefined;
  readonly opened: OpenedNetwork;
  readonly nowMs: number;
  readonly command: string;
  readonly context: AskContext;
}

/** @throws GroundcrewError `network.apply.refused`; those of `readKnown` */
async function makePlan(
  file: NetworkFile,
  { statePath, opened, nowMs, command, context }: PlanInput,
): Promise<Plan> {
  const { state, notes } = await readKnown(file, { from: undefined, state: statePath, new: false }, context);
  for (const note of notes) context.io.stderr.write(`${note}\n`);
  const vpc = vpcOf(state);
  const addresses = planAddresses(file, { ...(vpc && { vpc }), others: state.others ?? [] });
  const plan = planNetwork(file, addresses, state);
  refuseImpossible(plan);
  return planDocument({
    file,
    plan,
    state,
    account: await opened.account(),
    createdAt: new Date(nowMs).toISOString(),
    command,
  });
}
