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
    'Holds a plan against the account and shows what would be done; with --apply makes its changes. It refuses a plan ' +
    'whose fields are no longer as it expects, of an account that the credentials are not for, and over the caps; it asks ' +
    'for the alias of the account to be typed in. Each step is written into the journal before it is made: an apply that ' +
    'was interrupted goes on with --resume, and tags undo takes it back. What failed is told, and the exit code is 3.',
  arguments: [{ name: 'plan', description: 'the file that tags plan wrote' }],
  options: applyOptions,
  examples: [
    { command: 'groundcrew tags apply fixes.json', description: 'See whether a plan still holds' },
    { command: 'groundcrew tags apply fixes.json --apply', description: 'Make its changes' },
    {
      command: 'groundcrew tags apply fixes.json --apply --yes --max-changes 500 --max-percent 20',
      description: 'Make them where nobody watches, within narrow bounds',
    },
    { command: 'groundcrew tags apply fixes.json --apply --resume', description: 'Go on after a crash' },
  ],
  async handler({ options, arguments: { plan: path }, global, io, signal, print }) {
    checkApplyOptions(options);
    const plan = readPlan(await readText('plan', path));
    const kind = planKindOf(plan.kind, path);
    checkReachOptions(options, plan.accounts);
    const journalPath = options.journal ?? `${path}.journal`;
    const tags = await openTags(options, { global, io, signal });
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
