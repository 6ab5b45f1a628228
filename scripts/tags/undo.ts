import { existsSync } from 'node:fs';
import { defineCommand } from '@groundcrew/cli';
import { isGroundcrewError } from '@groundcrew/errors';
import {
  checkAccounts,
  checkJournalByPlan,
  type JournalRecord,
  loadJournal,
  type Plan,
  readPlan,
  undoPlan,
} from '@groundcrew/plan';
import { applyNewPlan } from './apply-new-plan.ts';
import { applyOptions, checkApplyOptions, checkReachOptions } from './apply-options.ts';
import { readText } from './files.ts';
import { retryPolicyOf } from './make-changes.ts';
import { nextCommand } from './next-command.ts';
import { openTags } from './open-tags.ts';
import { planKindOf } from './plan-kinds.ts';

export const command = defineCommand({
  description:
    'Plans to put back what an apply changed, from its journal, and shows that plan; with --apply makes its changes, with ' +
    'a journal of its own. Every key gets back the value that it had, and those that were absent are removed. What ' +
    'another client has changed since is listed and not changed, with exit code 3.',
  arguments: [{ name: 'journal', description: 'the journal that tags apply wrote' }],
  options: {
    ...applyOptions,
    out: {
      type: 'text',
      value: 'FILE',
      description: 'the file of the undo plan (default with --apply: JOURNAL.undo.json beside the journal)',
    },
  },
  examples: [
    { command: 'groundcrew tags undo fixes.json.journal', description: 'See what would be put back' },
    { command: 'groundcrew tags undo fixes.json.journal --apply', description: 'Put it back' },
    {
      command: 'groundcrew tags undo fixes.json.journal --apply --resume',
      description: 'Continue an interrupted undo',
    },
  ],
  async handler({ options, arguments: { journal: path }, global, io, signal, print }) {
    checkApplyOptions(options);
    const record = await loadJournal(path, { takeOver: options.takeOver });
    if (!record.isVerified && !(await isAsPlanned(record, path))) {
      io.stderr.write(
        `${path} was written by an earlier version, without hashes: whether it was edited since is not known.\n`,
      );
    }
    const { kind, accounts } = record.header;
    const known = planKindOf(kind, path);
    checkReachOptions(options, accounts);
    const words = ['tags', 'undo', path];
    const tags = await openTags(
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
          opened: tags,
          noun: 'tags',
          async make() {
            // Before anything is read: with the credentials of another account, everything looks gone.
            checkAccounts(record.header, await tags.reachable(accounts));
            return await undoPlan(record, {
              executor: tags.executorOf(known),
              command: nextCommand(words, { ...global, ...options }),
              ...retryPolicyOf(io, signal),
            });
          },
        },
        { global, io, signal, print },
      );
    } finally {
      tags.close();
    }
  },
});

/** Whether the plan beside a journal is its own; then the journal has to have its changes. */
async function isAsPlanned(record: JournalRecord, path: string): Promise<boolean> {
  const planPath = path.replace(/\.journal$/, '');
  if (planPath === path || !existsSync(planPath)) return false;
  let plan: Plan;
  try {
    plan = readPlan(await readText('plan', planPath), { name: planPath });
  } catch (thrown) {
    if (isGroundcrewError(thrown)) return false;
    throw thrown;
  }
  return checkJournalByPlan(record, plan, path);
}
