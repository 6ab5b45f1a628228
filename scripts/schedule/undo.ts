import { defineCommand } from '@groundcrew/cli';
import { checkAccounts, loadJournal, undoPlan } from '@groundcrew/plan';
import { applyNewPlan } from '../tags/apply-new-plan.ts';
import { applyOptions, checkApplyOptions, checkReachOptions } from '../tags/apply-options.ts';
import { retryPolicyOf } from '../tags/make-changes.ts';
import { nextCommand } from '../tags/next-command.ts';
import { openSchedule, verifyStates } from './open-schedule.ts';

export const command = defineCommand({
  description:
    'Plans to put back what schedule apply changed, from its journal, and shows that plan; with --apply makes its changes, ' +
    'with a journal of its own: what it stopped is started, and the reverse. What was started or stopped by somebody else ' +
    'since is listed and not changed, with exit code 3.',
  arguments: [{ name: 'journal', description: 'the journal that schedule apply wrote' }],
  options: {
    ...applyOptions,
    out: {
      type: 'text',
      value: 'FILE',
      description: 'the file of the undo plan (default with --apply: JOURNAL.undo.json beside the journal)',
    },
  },
  examples: [
    { command: 'groundcrew schedule undo tonight.json.journal', description: 'See what would be put back' },
    { command: 'groundcrew schedule undo tonight.json.journal --apply', description: 'Put it back' },
  ],
  async handler({ options, arguments: { journal: path }, global, io, signal, print }) {
    checkApplyOptions(options);
    const record = await loadJournal(path, { takeOver: options.takeOver });
    const { accounts, kind } = record.header;
    checkReachOptions(options, accounts);
    const words = ['schedule', 'undo', path];
    const opened = await openSchedule(
      options,
      { global, io, signal },
      { changes: options.apply, accounts: accounts.map(({ id }) => id) },
    );
    try {
      return await applyNewPlan(
        {
          words,
          options,
          defaultOut: `${path}.undo.json`,
          opened,
          noun: 'schedule',
          verify: verifyStates,
          async make() {
            // Before anything is read: with the credentials of another account, everything looks gone.
            checkAccounts(record.header, await opened.reachable(accounts));
            return await undoPlan(record, {
              executor: opened.executorFor({ kind }, path),
              command: nextCommand(words, { ...global, ...options }),
              ...retryPolicyOf(io, signal),
            });
          },
        },
        { global, io, signal, print },
      );
    } finally {
      opened.close();
    }
  },
});
