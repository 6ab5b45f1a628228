import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { planAddresses } from '@groundcrew/network/addresses';
import { emptyState, type NetworkState, planNetwork, readState, vpcOf } from '@groundcrew/network/desired';
import type { NetworkFile } from '@groundcrew/network/file';
import { checkPlanned, plannedItems, plannedModels, plannedNotes } from '@groundcrew/network/planned';
import { overall } from '@groundcrew/network/trace';
import { networkPlanReport } from '@groundcrew/network/network-plan-report';
import { languageOption } from '../language-option.ts';
import { readText } from '../tags/files.ts';
import { exitCodeOf } from './choose-paths.ts';
import { printProblems } from './print-problems.ts';
import { readFrom, readNetwork } from './read-network.ts';

export const command = defineCommand({
  description:
    'Shows what would be made, changed and removed for a network file, in which order, what it costs by the hour, what of the ' +
    'traffic it interrupts, whether its paths hold then, and what AWS would refuse: quotas, zones without NAT gateways, names of ' +
    'others. Nothing is called, and nothing changed. The exit code is 1 if AWS would refuse it, 3 if some paths hold in part ' +
    'only, 5 if one does not hold, and 6 if that, or what is there, is not known.',
  arguments: [{ name: 'file', description: 'the network file, YAML or JSON' }],
  options: {
    from: {
      type: 'text',
      value: 'FILE',
      description: 'a snapshot of account collect: other VPCs, for a network that is not there yet',
    },
    state: { type: 'text', value: 'FILE', description: 'a saved state of the network: what is there' },
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew network plan network.yaml', description: 'See all that a new network needs' },
    {
      command: 'groundcrew network plan network.yaml --state state.json',
      description: 'See what differs from what is there',
    },
  ],
  async handler({ arguments: { file: path }, options: { from, state: statePath }, global, io, print }) {
    if (from !== undefined && statePath !== undefined)
      throw usageError('--from and --state cannot both be given');
    let file: NetworkFile;
    try {
      ({ file } = await readNetwork(path));
    } catch (thrown) {
      return await printProblems(thrown, path, { global, io, print });
    }
    let known: { readonly state: NetworkState; readonly note: string };
    try {
      known = await readKnown(file, { from, statePath });
    } catch (thrown) {
      if (!isGroundcrewError(thrown, 'network.snapshot.unknown')) throw thrown;
      io.stderr.write(`${thrown.message}\n`);
      return exitCodes.unknown;
    }
    const { state, note } = known;
    const vpc = vpcOf(state);
    if (!vpc && state.items.size > 0) {
      io.stderr.write('the state has things of a network, and not its VPC, so what is there is not known.\n');
      return exitCodes.unknown;
    }
    const addresses = planAddresses(file, { ...(vpc && { vpc }), others: state.others ?? [] });
    const plan = planNetwork(file, addresses, state);
    const hasPaths = file.paths.length > 0;
    const paths = hasPaths
      ? checkPlanned(file, plannedModels(file, plannedItems(file, addresses, state)))
      : [];
    const notes = [note, ...(hasPaths ? plannedNotes(file) : [])];
    await print(networkPlanReport({ file, plan, findings: addresses.findings, paths, notes }));
    return plan.refusals.length > 0 ? exitCodes.failed : exitCodeOf(overall(paths));
  },
});

async function readKnown(
  file: NetworkFile,
  { from, statePath }: { readonly from: string | undefined; readonly statePath: string | undefined },
): Promise<{ readonly state: NetworkState; readonly note: string }> {
  if (statePath !== undefined) {
    const text = await readText('state', statePath, 'network');
    return {
      state: readState(text, statePath, file.region),
      note: `Compared with the state of ${statePath}.`,
    };
  }
  if (from === undefined) {
    return {
      state: emptyState,
      note: 'What exists was not looked at: this is the plan of a network that is not there.',
    };
  }
  const { surroundings, takenAt } = await readFrom(file, from);
  const { vpc, others = [] } = surroundings;
  if (vpc) {
    throw new GroundcrewError(
      'network.snapshot.unknown',
      `${vpc.id} is there, and a snapshot does not have its routes, gateways and rules, so what differs is not known; pass --state`,
    );
  }
  return { state: { ...emptyState, others }, note: `Compared with the snapshot of ${takenAt}.` };
}
