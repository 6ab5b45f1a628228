import { defineCommand, exitCodes, quoted } from '@groundcrew/cli';
import { isGroundcrewError } from '@groundcrew/errors';
import { addressReport } from '@groundcrew/network/address-report';
import { pinsOf, planAddresses, type Surroundings } from '@groundcrew/network/addresses';
import { type NetworkFile, parseNetwork } from '@groundcrew/network/file';
import { editYaml } from '@groundcrew/settings';
import { languageOption } from '../language-option.ts';
import { replaceFile } from '../tags/files.ts';
import { printProblems } from './print-problems.ts';
import { readFrom, readNetwork } from './read-network.ts';

export const command = defineCommand({
  description:
    'Shows the address range of each subnet of a network file, how many addresses are usable, and what is left, without calls to AWS. ' +
    'A subnet is known by its tier and the id of its zone: the order of the file does not matter, and growth moves no subnet that ' +
    'exists (--from) or is given in the file (--write). The exit code is 6 if the snapshot lacks what the plan needs.',
  arguments: [{ name: 'file', description: 'the network file, YAML or JSON' }],
  options: {
    from: {
      type: 'text',
      value: 'FILE',
      description: 'a snapshot of account collect: what exists, and other VPCs',
    },
    write: {
      type: 'flag',
      description: 'give the subnets their ranges in the file, so that they stay; comments stay too',
    },
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew network address-plan network.yaml', description: 'See the subnets of a file' },
    {
      command: 'groundcrew network address-plan network.yaml --write',
      description: 'Write their ranges into the file',
    },
    {
      command: 'groundcrew network address-plan network.yaml --from account.gz',
      description: 'Plan beside what exists',
    },
  ],
  async handler({ arguments: { file: path }, options: { from, write }, global, io, print }) {
    let read: { readonly file: NetworkFile; readonly text: string };
    try {
      read = await readNetwork(path);
    } catch (thrown) {
      return await printProblems(thrown, path, { global, io, print });
    }
    const { file, text } = read;
    let surroundings: Surroundings = {};
    const notes: string[] = [];
    if (from === undefined) {
      notes.push(
        'What exists was not looked at: pass --from with a snapshot, or keep the ranges with --write.',
      );
    } else {
      try {
        const known = await readFrom(file, from);
        surroundings = known.surroundings;
        notes.push(`Compared with the snapshot of ${known.takenAt}.`);
      } catch (thrown) {
        if (!isGroundcrewError(thrown, 'network.snapshot.unknown')) throw thrown;
        io.stderr.write(`${thrown.message}\n`);
        return exitCodes.unknown;
      }
    }
    const plan = planAddresses(file, surroundings);
    if (write) {
      const { subnets, secondary } = pinsOf(plan);
      const edited = editYaml(text, { ...(secondary.length > 0 && { secondary }), subnets });
      // What was written is read again before it takes the place of the file.
      parseNetwork(edited, { file: path });
      if (edited !== text) await replaceFile(path, [edited], 'network');
      io.stderr.write(
        edited === text ? `${path} has them already.\n` : `Wrote the ranges to ${quoted(path)}.\n`,
      );
    }
    const ipv6 = surroundings.vpc?.ipv6;
    await print(addressReport({ file, plan, ...(ipv6 && { ipv6 }), notes }));
    return exitCodes.done;
  },
});
