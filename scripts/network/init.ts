import { defineCommand, exitCodes, quoted, usageError } from '@groundcrew/cli';
import { formatCidr, parseCidr } from '@groundcrew/network/cidr';
import { initialNetwork, parseNetwork, SMALLEST_INITIAL } from '@groundcrew/network/file';
import { networkSchemaFile } from '../package-files.ts';
import { schemaPath } from '../schema-path.ts';
import { replaceFile, writeNewFile } from '../tags/files.ts';

export const command = defineCommand({
  description:
    'Writes a commented network file to start from: to standard output, or into a file. An existing file is not overwritten ' +
    'without --force. The region is that of --region, or ap-northeast-2.',
  arguments: [{ name: 'file', description: 'the file to write', optional: true }],
  options: {
    name: { type: 'text', value: 'NAME', description: 'the name of the network; default: shop' },
    cidr: { type: 'text', value: 'RANGE', description: 'its first range; default: 10.20.0.0/16' },
    force: { type: 'flag', description: 'overwrite the file' },
  },
  examples: [
    { command: 'groundcrew network init network.yaml', description: 'Begin a network file' },
    {
      command: 'groundcrew network init network.yaml --name web --cidr 10.30.0.0/16 --region eu-west-1',
      description: 'With a name, a range and a region',
    },
  ],
  async handler({ options: { name, cidr: given, force }, arguments: { file }, global, io }) {
    const range = given === undefined ? undefined : parseCidr(given);
    if (typeof range === 'string') throw usageError(`--cidr "${given}" ${range}`);
    if (range && range.length > SMALLEST_INITIAL && range.length <= 28) {
      throw usageError(
        `--cidr ${given} is too small for what init writes, three tiers in two zones; begin with a range of /${SMALLEST_INITIAL} or larger, and in the file write fewer tiers, roomForZones: 1 and then the smaller range`,
      );
    }
    const text = initialNetwork({
      ...(name !== undefined && { name }),
      ...(range && { cidr: range }),
      ...(global.region !== undefined && { region: global.region }),
      schema: schemaPath(networkSchemaFile, file ?? ''),
    });
    // A name or range that no network can have is refused here, not by the next command.
    parseNetwork(text, { file: file ?? `the file${range ? ` of ${formatCidr(range)}` : ''}` });
    if (file === undefined) {
      if (force) throw usageError('--force goes with a file: groundcrew network init network.yaml --force');
      await io.stdout.write(text);
      return exitCodes.done;
    }
    await (force ? replaceFile(file, [text], 'network') : writeNewFile(file, text, 'network'));
    io.stderr.write(`Wrote ${file}. Edit it, then: groundcrew network address-plan ${quoted(file)}\n`);
    return exitCodes.done;
  },
});
