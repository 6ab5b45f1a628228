import {
  type CommandContext,
  defineCommand,
  type ExitCode,
  type OptionSpecs,
  usageError,
} from '@groundcrew/cli';
import { checkReport } from '@groundcrew/network/check-report';
import { checkPlanned, plannedNotes } from '@groundcrew/network/planned';
import { checkPath, overall } from '@groundcrew/network/trace';
import { languageOption } from '../language-option.ts';
import { choosePaths, exitCodeOf, pathOptions } from './choose-paths.ts';
import { fromOption, openModel } from './open-model.ts';
import { readPlanned } from './read-planned.ts';

export const command = defineCommand({
  description:
    'Checks all paths of a network file, what must be reached and what must never be, for a pipeline; without calls to AWS. ' +
    'Without --from, they are traced in the network that the file wants, before anything of it is made. The exit code is 0 if all hold, 3 if some hold in part only, 5 if one does not hold, and 6 if it is not known.',
  arguments: [{ name: 'file', description: 'the network file', optional: true }],
  options: { ...pathOptions, ...fromOption, ...languageOption },
  examples: [
    {
      command: 'groundcrew network check network.yaml',
      description: 'Check a file, before anything is made',
    },
    {
      command: 'groundcrew network check network.yaml --from saved',
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
  async handler({ arguments: { file }, options: { from, vpc, path }, print }) {
    if (file !== undefined && from === undefined) {
      if (vpc !== undefined || path.length > 0) throw usageError('--vpc and --path need --from');
      return await checkFile(file, print);
    }
    const { model } = await openModel(from);
    const { what, paths } = await choosePaths(model, { file, vpc, path });
    const checked = paths.map((each) => checkPath(model, each));
    await print(checkReport(what, checked));
    return exitCodeOf(overall(checked));
  },
});

async function checkFile(path: string, print: CommandContext<OptionSpecs>['print']): Promise<ExitCode> {
  const { file, models } = await readPlanned(path);
  const checked = checkPlanned(file, models);
  await print(checkReport(file.name, checked, plannedNotes(file)));
  return exitCodeOf(overall(checked));
}
