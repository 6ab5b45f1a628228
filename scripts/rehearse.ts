import { createRandom } from '@groundcrew/async';
import { describeSnapshot } from '@groundcrew/account/file';
import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import type { FaultOptions } from '@groundcrew/local';
import { type Plan, readPlan, rehearsePlan } from '@groundcrew/plan';
import { startCopies } from '@groundcrew/tags/rehearsing';
import { rehearsalReport, isSuccessful } from '@groundcrew/tags/rehearsal-report';
import { openSnapshotFile } from './account/snapshot-file.ts';
import { rehearsalFaults } from './rehearsal-faults.ts';
import { applyProgress } from './tags/apply-progress.ts';
import { languageOption } from './language-option.ts';
import { readText } from './tags/files.ts';

/** What AWS does now and then, of `--faults SEED`. */
const usualFaults: FaultOptions = {
  throttle: 0.1,
  error: 0.03,
  errorAfter: 0.03,
  reset: 0.02,
  resetAfter: 0.02,
  staleTags: { chance: 0.2, forMs: 2_000 },
  failTagResources: { chance: 0.05 },
};

export const command = defineCommand({
  description:
    'Applies a plan of tags to a copy of the account, and undoes it there: no account is read or changed. It reports ' +
    'the calls, how long they would wait for the rate limits of AWS, what would be refused, and whether the undo brings ' +
    'everything back. The exit code is 3 if something would go wrong.',
  arguments: [{ name: 'plan', description: 'the file that tags plan wrote' }],
  options: {
    from: { type: 'text', value: 'FILE', description: 'the snapshot of account collect that is copied' },
    faults: {
      type: 'text',
      value: 'SEED',
      description:
        'inject throttles, errors and stale reads by this seed, or by a list as for groundcrew local',
    },
    strict: {
      type: 'flag',
      description: 'refuse a plan with a resource that is gone, as tags apply --strict',
    },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew rehearse fixes.json --from account.gz',
      description: 'See what a plan would do',
    },
    {
      command: 'groundcrew rehearse fixes.json --from account.gz --faults 7',
      description: 'See it when AWS throttles and fails now and then',
    },
  ],
  async handler({ options, arguments: { plan: path }, io, signal, print }) {
    if (options.from === undefined) {
      throw usageError('rehearse needs a snapshot: --from FILE; groundcrew account collect saves one');
    }
    const faults = options.faults === undefined ? undefined : rehearsalFaults(options.faults, usualFaults);
    const plan = readPlan(await readText('plan', path, 'rehearsal'), { name: path });
    if (plan.kind !== 'tags') {
      throw usageError(`"${path}" is a plan of kind "${plan.kind}"; only plans of tags can be rehearsed`);
    }
    const reader = await openSnapshotFile(options.from);
    const { accounts, notes } = await describeSnapshot(reader);
    checkAccounts(plan, accounts.accounts, options.from);
    const copies = await startCopies(accounts, {
      startMs: io.now(),
      random: createRandom(faults?.seed ?? 1),
      signal,
    });
    const progress = applyProgress(io);
    try {
      const rehearsal = await rehearsePlan(plan, {
        ...copies.retryPolicy,
        executor: copies.executor,
        isStrict: options.strict,
        onPhase: (phase) =>
          copies.setPhase(phase, phase === 'apply' || phase === 'undo' ? faults : undefined),
        onProgress: (state) => progress.update(state),
      });
      progress.end();
      await print(
        rehearsalReport({
          rehearsal,
          changes: plan.changes.length,
          takenAt: reader.header.takenAt,
          effort: copies.effort(),
          notes,
          faults: options.faults,
        }),
      );
      return isSuccessful(rehearsal) ? exitCodes.done : exitCodes.partial;
    } finally {
      progress.end();
      await copies.close();
    }
  },
});

/** With an account that is not in the snapshot everything would look gone. */
function checkAccounts({ accounts }: Plan, known: readonly { readonly id: string }[], path: string): void {
  const missing = accounts.find(({ id }) => !known.some((account) => account.id === id));
  if (missing === undefined) return;
  throw usageError(
    `the plan is for account ${missing.id}, and ${path} has ${known.map(({ id }) => id).join(', ') || 'none'}; ` +
      'collect that account',
  );
}
