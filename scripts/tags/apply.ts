import { defineCommand } from '@groundcrew/cli';
import { readPlan } from '@groundcrew/plan';
import { applyOptions, checkApplyOptions, checkReachOptions } from './apply-options.ts';
import { applyOrCheck } from './apply-or-check.ts';
import { readText } from './files.ts';
import { nextCommand } from './next-command.ts';
import { openTags } from './open-tags.ts';
import { planKindOf } from './plan-kinds.ts';

export const command = defineCommand({
  description:
    'Compares a plan with the account and shows what would change; with --apply makes its changes. It refuses a plan ' +
    'that has drifted, that is for an account without available credentials, or that exceeds the caps, and prompts for ' +
    'the alias of the account. Each step is written to the journal before it is made: --resume continues an interrupted ' +
    'apply, and tags undo restores the previous values. Failures are listed, with exit code 3.',
  arguments: [{ name: 'plan', description: 'the file that tags plan wrote' }],
  options: applyOptions,
  examples: [
    { command: 'groundcrew tags apply fixes.json', description: 'See whether a plan still holds' },
    { command: 'groundcrew tags apply fixes.json --apply', description: 'Make its changes' },
    {
      command: 'groundcrew tags apply fixes.json --apply --yes --max-changes 500 --max-percent 20',
      description: 'Make them unattended, within narrow bounds',
    },
    { command: 'groundcrew tags apply fixes.json --apply --resume', description: 'Continue after a crash' },
  ],
  async handler({ options, arguments: { plan: path }, global, io, signal, print }) {
    checkApplyOptions(options);
    const plan = readPlan(await readText('plan', path), { name: path });
    const kind = planKindOf(plan.kind, path);
    checkReachOptions(options, plan.accounts);
    const journalPath = options.journal ?? `${path}.journal`;
    const tags = await openTags(
      options,
      { global, io, signal },
      { changes: options.apply, accounts: plan.accounts.map(({ id }) => id) },
    );
    try {
      const own = options.journal === undefined ? [] : ['--journal', options.journal];
      const reached = { ...global, ...options };
      const words = ['tags', 'apply', path, '--apply', ...own];
      return await applyOrCheck(
        {
          plan,
          executor: tags.executorOf(kind),
          accountIds: await tags.reachable(plan.accounts),
          journalPath,
          options,
          commands: {
            apply: nextCommand(words, reached),
            resume: nextCommand([...words, '--resume'], reached),
            undo: nextCommand(['tags', 'undo', journalPath, '--apply'], reached),
          },
        },
        { global, io, signal, print },
      );
    } finally {
      tags.close();
    }
  },
});
