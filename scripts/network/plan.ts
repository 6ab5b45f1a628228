import { defineCommand, exitCodes } from '@groundcrew/cli';
import { planAddresses } from '@groundcrew/network/addresses';
import { planNetwork, vpcOf } from '@groundcrew/network/desired';
import type { NetworkFile } from '@groundcrew/network/file';
import { checkPlanned, plannedItems, plannedModels, plannedNotes } from '@groundcrew/network/planned';
import { overall } from '@groundcrew/network/trace';
import { networkPlanReport } from '@groundcrew/network/network-plan-report';
import { languageOption } from '../language-option.ts';
import { exitCodeOf } from './choose-paths.ts';
import { isUnknown, knownOptions, type KnownState, readKnown } from './known-state.ts';
import { printProblems } from './print-problems.ts';
import { readNetwork } from './read-network.ts';

export const command = defineCommand({
  description:
    'Shows what would be made, changed and removed for a network file, in which order, what it costs by the hour, which traffic it interrupts, whether its paths hold then, and what AWS would refuse: quotas, zones without NAT gateways, names of ' +
    'others. It reads what is there in the account, in the region of the file, and changes nothing. The exit code is 1 if AWS ' +
    'would refuse it, 3 if some paths hold in part only, 5 if one does not hold, and 6 if that, or what is there, is not known.',
  arguments: [{ name: 'file', description: 'the network file, YAML or JSON' }],
  options: {
    ...knownOptions,
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew network plan network.yaml', description: 'See what differs from what is there' },
    {
      command: 'groundcrew network plan network.yaml --new',
      description: 'See all that a new network needs, without an account',
    },
  ],
  async handler({ arguments: { file: path }, options, global, io, signal, print }) {
    let file: NetworkFile;
    try {
      ({ file } = await readNetwork(path));
    } catch (thrown) {
      return await printProblems(thrown, path, { global, io, print });
    }
    let known: KnownState;
    try {
      known = await readKnown(file, options, { global, io, signal });
    } catch (thrown) {
      if (!isUnknown(thrown)) throw thrown;
      io.stderr.write(`${thrown.message}\n`);
      return exitCodes.unknown;
    }
    const { state, notes } = known;
    const vpc = vpcOf(state);
    const addresses = planAddresses(file, { ...(vpc && { vpc }), others: state.others ?? [] });
    const plan = planNetwork(file, addresses, state);
    const hasPaths = file.paths.length > 0;
    const paths = hasPaths
      ? checkPlanned(file, plannedModels(file, plannedItems(file, addresses, state)))
      : [];
    await print(
      networkPlanReport({
        file,
        plan,
        findings: addresses.findings,
        paths,
        notes: [...notes, ...(hasPaths ? plannedNotes(file) : [])],
      }),
    );
    return plan.refusals.length > 0 ? exitCodes.failed : exitCodeOf(overall(paths));
  },
});
