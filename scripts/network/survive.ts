import { defineCommand, type ExitCode, exitCodes, usageError } from '@groundcrew/cli';
import { surviveReport } from '@groundcrew/network/check-report';
import { plannedFailures, plannedNotes, survivePlanned } from '@groundcrew/network/planned';
import {
  type Failure,
  failuresOf,
  internetNotes,
  isLost,
  survive,
  type Survival,
} from '@groundcrew/network/trace';
import { languageOption } from '../language-option.ts';
import { choosePaths, liveOption, modelOf, pathOptions, refuseOfFile } from './choose-paths.ts';
import { chooseVpc } from './choose-vpc.ts';
import { fromOption } from './open-model.ts';
import { readPlanned } from './read-planned.ts';

export const command = defineCommand({
  description:
    'Removes each zone, NAT gateway and instance in turn, in a model and not in the account, and shows which paths still hold. ' +
    'The paths of a file are traced in the network that it wants; with --live in the account, in the region of the file; with ' +
    '--from in saved answers. ' +
    'The exit code is 0 if no failure breaks a path, 5 if one does, and 6 if that is unknown.',
  arguments: [{ name: 'file', description: 'the network file', optional: true }],
  options: {
    ...pathOptions,
    without: {
      type: 'text',
      value: 'ZONE|ID',
      repeat: true,
      description: 'only this failure; can be repeated',
    },
    ...liveOption,
    ...fromOption,
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew network survive network.yaml --from saved',
      description: 'See what a network survives',
    },
    {
      command: 'groundcrew network survive --vpc vpc-0123456789abcdef0 --without eu-west-1a',
      description: 'See what the loss of one zone takes away',
    },
  ],
  async handler({ arguments: { file }, options, global, io, signal, print }) {
    const { from, vpc, path, without, live } = options;
    if (file !== undefined && from === undefined && !live) {
      refuseOfFile(options);
      const planned = await readPlanned(file);
      const failures = chosen(plannedFailures(planned.models[0]), without, 'the planned network');
      const survivals = survivePlanned(planned.file, planned.models, failures);
      await print(surviveReport(planned.file.name, survivals, plannedNotes(planned.file)));
      return exitCodeOf(survivals);
    }
    const model = await modelOf(file, options, { global, io, signal });
    const { what, paths } = await choosePaths(model, { file, vpc, path });
    const own = vpc === undefined ? undefined : chooseVpc(model, vpc);
    const failures = chosen(failuresOf(model, own), without, 'what was read');
    const survivals = survive(model, paths, failures);
    await print(
      surviveReport(
        what,
        survivals,
        internetNotes(
          model,
          paths.map(({ question }) => question),
        ),
      ),
    );
    return exitCodeOf(survivals);
  },
});

function chosen(all: readonly Failure[], without: readonly string[], where: string): readonly Failure[] {
  const unknown = without.find((id) => !all.some((failure) => failure.id === id));
  if (unknown !== undefined) {
    const known = all.map(({ id }) => id).join(', ') || 'none';
    throw usageError(
      `--without ${unknown} is not a zone, NAT gateway or running instance of ${where}; there are ${known}`,
    );
  }
  return without.length === 0 ? all : all.filter(({ id }) => without.includes(id));
}

function exitCodeOf(survivals: readonly Survival[]): ExitCode {
  const results = survivals.flatMap((each) => each.paths);
  if (results.some(isLost)) return exitCodes.no;
  return results.some(({ holds }) => holds === 'unknown') ? exitCodes.unknown : exitCodes.done;
}
