import { defineCommand } from '@groundcrew/cli';
import { checkReport } from '@groundcrew/network/check-report';
import { checkPath, overall } from '@groundcrew/network/trace';
import { languageOption } from '../language-option.ts';
import { choosePaths, exitCodeOf, modelOf, pathOptions } from './choose-paths.ts';
import { fromOption } from './open-model.ts';

export const command = defineCommand({
  description:
    'Checks all paths of a network file, what must be reached and what must never be, for a pipeline: in the account, in the ' +
    'region of the file, or in saved answers. What may not be read is unknown, and named on stderr. The ' +
    'exit code is 0 if all hold, 3 if some hold in part only, 5 if one does not hold, and 6 if it is not known.',
  arguments: [{ name: 'file', description: 'the network file', optional: true }],
  options: { ...pathOptions, ...fromOption, ...languageOption },
  examples: [
    {
      command: 'groundcrew network check network.yaml',
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
  async handler({ arguments: { file }, options: { from, vpc, path }, global, io, signal, print }) {
    const model = await modelOf(file, from, { global, io, signal });
    const { what, paths } = await choosePaths(model, { file, vpc, path });
    const checked = paths.map((each) => checkPath(model, each));
    await print(checkReport(what, checked));
    return exitCodeOf(overall(checked));
  },
});
