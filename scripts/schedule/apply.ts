import { defineCommand } from '@groundcrew/cli';
import { readPlan } from '@groundcrew/plan';
import { applyOptions, checkApplyOptions, checkReachOptions } from '../tags/apply-options.ts';
import { applyOrCheck } from '../tags/apply-or-check.ts';
import { readText } from '../tags/files.ts';
import { nextCommand } from '../tags/next-command.ts';
import { openSchedule, verifyStates } from './open-schedule.ts';

export const command = defineCommand({
  description:
    'Compares a plan of schedule plan with the account and shows what would change; with --apply it starts and stops. It refuses a plan that has drifted or exceeds the caps, and prompts for the alias of the account. A resource that fails does not prevent others from being started. A resource counts as started once it was seen running; failures are listed by name, with exit code 3. Each step is written to the journal before it is made, for --resume and schedule undo.',
  arguments: [{ name: 'plan', description: 'the file that schedule plan wrote' }],
  options: applyOptions,
  examples: [
    { command: 'groundcrew schedule apply tonight.json', description: 'See whether a plan still holds' },
    { command: 'groundcrew schedule apply tonight.json --apply', description: 'Start and stop' },
    {
      command: 'groundcrew schedule apply tonight.json --apply --yes --max-percent 20',
      description: 'Do it unattended, within narrow bounds',
    },
  ],
  async handler({ options, arguments: { plan: path }, global, io, signal, print }) {
    checkApplyOptions(options);
    const plan = readPlan(await readText('plan', path, 'schedule'), { name: path });
    checkReachOptions(options, plan.accounts);
    const journalPath = options.journal ?? `${path}.journal`;
    const opened = await openSchedule(
      options,
      { global, io, signal },
      { changes: options.apply, accounts: plan.accounts.map(({ id }) => id) },
    );
    try {
      const own = options.journal === undefined ? [] : ['--journal', options.journal];
      const reached = { ...global, ...options };
      const words = ['schedule', 'apply', path, '--apply', ...own];
      return await applyOrCheck(
        {
          plan,
          executor: opened.executorFor(plan, path),
          accountIds: await opened.reachable(plan.accounts),
          journalPath,
          options,
          verify: verifyStates,
          commands: {
            apply: nextCommand(words, reached),
            resume: nextCommand([...words, '--resume'], reached),
            undo: nextCommand(['schedule', 'undo', journalPath, '--apply'], reached),
          },
        },
        { global, io, signal, print },
      );
    } finally {
      opened.close();
    }
  },
});
