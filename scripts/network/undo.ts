import { existsSync } from 'node:fs';
import { defineCommand, usageError } from '@groundcrew/cli';
import { laterNote, NETWORK_PLAN, refuseLaterResources } from '@groundcrew/network/apply';
import { checkAccounts, loadJournal, planChunks, readPlan, undoPlan } from '@groundcrew/plan';
import { checkApplyOptions, checkReachOptions } from '../tags/apply-options.ts';
import { readText, replaceFile } from '../tags/files.ts';
import { retryPolicyOf } from '../tags/make-changes.ts';
import { nextCommand } from '../tags/next-command.ts';
import { applyOrCheck } from './apply-or-check.ts';
import { asApplyOptions, networkApplyOptions } from './apply-options.ts';
import { openNetwork } from './open-network.ts';
import { filesBeside } from './plan-files.ts';

export const command = defineCommand({
  description:
    'Plans to take back what network apply made, changed and removed, from its journal, and shows that plan; with --apply ' +
    'does it, in reverse order and by id, with a journal of its own. What is still used is named with its owner: what AWS removes by itself is waited for, the rest is left and listed, with exit code 3.',
  arguments: [{ name: 'journal', description: 'the journal that network apply wrote' }],
  options: networkApplyOptions,
  examples: [
    {
      command: 'groundcrew network undo network.yaml.plan.json.journal',
      description: 'See what would be removed and put back',
    },
    { command: 'groundcrew network undo network.yaml.plan.json.journal --apply', description: 'Do it' },
    {
      command: 'groundcrew network undo network.yaml.plan.json.journal --apply --resume',
      description: 'Continue an interrupted undo',
    },
  ],
  async handler({ options, arguments: { journal: path }, global, io, signal, print }) {
    checkApplyOptions(asApplyOptions(options));
    const record = await loadJournal(path, { takeOver: options.takeOver });
    const { kind, accounts, plan: hash, owner } = record.header;
    if (kind !== NETWORK_PLAN) {
      throw usageError(
        `"${path}" is of kind "${kind}", not "${NETWORK_PLAN}"; undo it with the command that made it`,
      );
    }
    checkReachOptions(options, accounts);
    const { planPath, journalPath } = filesBeside(`${path}.undo.json`, {
      ...asApplyOptions(options),
      out: options.out,
      journal: options.journal,
    });
    if (options.resume && !existsSync(planPath)) {
      throw usageError(`no undo of ${path} was begun: there is no plan ${planPath}; run it without --resume`);
    }
    const changes = [...record.changes.values()].map(({ change }) => change);
    const words = ['network', 'undo', path];
    const reached = { ...global, ...options };
    const opened = await openNetwork(
      options,
      { global, io, signal },
      {
        changes: options.apply,
        accounts: accounts.map(({ id }) => id),
        ...(changes[0] && { region: changes[0].target.region }),
      },
    );
    try {
      const accountIds = await opened.reachable(accounts);
      // Before anything is read: with the credentials of another account, everything looks gone.
      checkAccounts(record.header, accountIds);
      const recorded = opened.executorFor(changes, { hash, ...(owner !== undefined && { owner }) });
      const plan = options.resume
        ? readPlan(await readText('plan', planPath, 'network'), { kind: NETWORK_PLAN, name: planPath })
        : await undoPlan(record, {
            executor: recorded,
            command: nextCommand(words, reached),
            ...retryPolicyOf(io, signal),
          });
      const removes = !options.resume && plan.changes.some(({ after }) => after === null);
      const later = removes ? await recorded.laterResources(changes, signal) : [];
      if (options.apply) refuseLaterResources(later);
      if (!options.resume && (options.apply || options.out !== undefined) && plan.changes.length > 0) {
        await replaceFile(planPath, planChunks(plan), 'network');
      }
      const typed = [
        ...words,
        '--apply',
        ...(options.out === undefined ? [] : ['--out', options.out]),
        ...(options.journal === undefined ? [] : ['--journal', options.journal]),
      ];
      return await applyOrCheck(
        {
          plan,
          executor: opened.executorFor(plan.changes.length > 0 ? plan.changes : changes, {
            ...plan.scope,
            hash: plan.hash,
          }),
          accountIds,
          journalPath,
          options,
          commands: {
            apply: nextCommand(typed, reached),
            resume: nextCommand([...typed, '--resume'], reached),
            undo: nextCommand(['network', 'undo', journalPath, '--apply'], reached),
          },
          ...(later.length > 0 && {
            notes: [laterNote(later)],
          }),
        },
        { global, io, signal, print },
      );
    } finally {
      opened.close();
    }
  },
});
