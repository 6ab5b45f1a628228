import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { surviveReport } from '@groundcrew/network/check-report';
import { failuresOf, isLost, survive } from '@groundcrew/network/trace';
import { languageOption } from '../language-option.ts';
import { choosePaths, modelOf, pathOptions } from './choose-paths.ts';
import { fromOption } from './open-model.ts';

export const command = defineCommand({
  description:
    'Takes away each zone, NAT gateway and instance alone, in a model and not in the account, and says which paths still hold. ' +
    'The exit code is 0 if no failure takes a path away, 5 if one does, and 6 if it is not known.',
  arguments: [{ name: 'file', description: 'the network file', optional: true }],
  options: {
    ...pathOptions,
    without: {
      type: 'text',
      value: 'ZONE|ID',
      repeat: true,
      description: 'only this failure; can be repeated',
    },
    ...fromOption,
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew network survive network.yaml --from saved',
      description: 'See what a network survives',
    },
    {
      command: 'groundcrew network survive --vpc vpc-0123456789abcdef0 --without eu-west-1a --from saved',
      description: 'See what the loss of one zone takes away',
    },
  ],
  async handler({ arguments: { file }, options: { from, vpc, path, without }, global, io, signal, print }) {
    const model = await modelOf(file, from, { global, io, signal });
    const { what, paths } = await choosePaths(model, { file, vpc, path });
    const all = failuresOf(model, vpc);
    const unknown = without.find((id) => !all.some((failure) => failure.id === id));
    if (unknown !== undefined)
      throw usageError(`--without ${unknown} is no zone, NAT gateway or running instance of the snapshot`);
    const failures = without.length === 0 ? all : all.filter(({ id }) => without.includes(id));
    const survivals = survive(model, paths, failures);
    await print(surviveReport(what, survivals));
    const results = survivals.flatMap((each) => each.paths);
    if (results.some(isLost)) return exitCodes.no;
    return results.some(({ holds }) => holds === 'unknown') ? exitCodes.unknown : exitCodes.done;
  },
});
