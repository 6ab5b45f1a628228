import {
  type Command,
  completionScript,
  defineCommand,
  exitCodes,
  type Program,
  shells,
  usageError,
} from '@groundcrew/cli';

/** The command that prints the completion script of `program`. */
export const completionCommand = (program: Program): Command =>
  defineCommand({
    description:
      'Prints a script that completes commands, options and their values in a shell, and profiles of the AWS configuration ' +
      'file. The script is that of this version: print it again after an update.',
    arguments: [{ name: 'shell', description: shells.join(', ') }],
    options: {},
    examples: [
      { command: 'source <(groundcrew completion bash)', description: 'Complete in this bash' },
      {
        command: 'groundcrew completion zsh > "${fpath[1]}/_groundcrew"',
        description: 'Complete in every zsh',
      },
      {
        command: 'groundcrew completion fish > ~/.config/fish/completions/groundcrew.fish',
        description: 'Complete in every fish',
      },
    ],
    async handler({ arguments: { shell: typed }, io }) {
      const shell = shells.find((each) => each === typed);
      if (shell === undefined)
        throw usageError(`there is no completion for "${typed}"; write ${shells.join(', ')}`);
      await io.stdout.write(await completionScript(program, shell));
      return exitCodes.done;
    },
  });
