import { type CommandContext, defineCommand, type ExitCode, type OptionSpecs } from '@groundcrew/cli';
import { checkReport } from '@groundcrew/network/check-report';
import { checkPlanned, plannedNotes } from '@groundcrew/network/planned';
import { checkPath, internetNotes, overall } from '@groundcrew/network/trace';
import { languageOption } from '../language-option.ts';
import { choosePaths, exitCodeOf, liveOption, modelOf, pathOptions, refuseOfFile } from './choose-paths.ts';
import { fromOption } from './open-model.ts';
import { readPlanned } from './read-planned.ts';

export const command = defineCommand({
  description:
    'Checks all paths of a network file, what must be reached and what must never be, for a pipeline. They are traced in the ' +
    'network that the file wants, before anything of it is made; with --live in the account, in the region of the file; with ' +
    '--from in saved answers. What may not be read is unknown, and named on stderr. The exit code is 0 if all hold, 3 if some ' +
    'hold in part only, 5 if one does not hold, and 6 if it is not known.',
  arguments: [{ name: 'file', description: 'the network file', optional: true }],
  options: { ...pathOptions, ...liveOption, ...fromOption, ...languageOption },
  examples: [
    {
      command: 'groundcrew network check network.yaml',
      description: 'Check a file, before anything is made',
    },
    {
      command: 'groundcrew network check network.yaml --live',
      description: 'Check the paths of a file',
    },
    {
      command: "groundcrew network check --path 'never internet -> database:*' --from saved",
      description: 'Check one path',
    },
    {
      command: 'groundcrew network check --vpc vpc-0123456789abcdef0 --from saved',
      description: 'Check what a VPC serves now',
    },
  ],
  async handler({ arguments: { file }, options, global, io, signal, print }) {
    const { from, vpc, path, live } = options;
    if (file !== undefined && from === undefined && !live) {
      refuseOfFile(options);
      return await checkFile(file, print);
    }
    const model = await modelOf(file, options, { global, io, signal });
    const { what, paths } = await choosePaths(model, { file, vpc, path });
    const checked = paths.map((each) => checkPath(model, each));
    await print(
      checkReport(
        what,
        checked,
        internetNotes(
          model,
          paths.map(({ question }) => question),
        ),
      ),
    );
    return exitCodeOf(overall(checked));
  },
});

async function checkFile(path: string, print: CommandContext<OptionSpecs>['print']): Promise<ExitCode> {
  const { file, models } = await readPlanned(path);
  const checked = checkPlanned(file, models);
  await print(checkReport(file.name, checked, plannedNotes(file)));
  return exitCodeOf(overall(checked));
}
