import { isFatal, type Target } from '@groundcrew/aws/ec2/regions';
import { mapConcurrent } from '@groundcrew/async';
import { didYouMean, GroundcrewError } from '@groundcrew/errors';
import { matchesPattern, type Selection } from '../selection/index.ts';
import { DEFAULT_CONCURRENCY, type FleetDeps } from './deps.ts';

export type NetworkKind = 'vpc' | 'subnet';

/**
 * The selection with ids in place of the names of VPCs and subnets, which are looked up in every region.
 *
 * @throws GroundcrewError `fleet.selection.unknown-network` for a name that no region has; errors that affect all regions
 */
export async function resolveNames(
  { vpcNames, subnetNames, ...selection }: Selection,
  targets: readonly Target[],
  deps: FleetDeps,
): Promise<Selection> {
  const [vpcs, subnets] = await Promise.all([
    idsOf('vpc', vpcNames, targets, deps),
    idsOf('subnet', subnetNames, targets, deps),
  ]);
  return {
    ...selection,
    ...(vpcs && { vpcIds: [...(selection.vpcIds ?? []), ...vpcs] }),
    ...(subnets && { subnetIds: [...(selection.subnetIds ?? []), ...subnets] }),
  };
}

async function idsOf(
  kind: NetworkKind,
  names: readonly string[] | undefined,
  targets: readonly Target[],
  deps: FleetDeps,
): Promise<string[] | undefined> {
  if (names === undefined) return undefined;
  const answers = await mapConcurrent(targets, deps.concurrency ?? DEFAULT_CONCURRENCY, (target) =>
    networksIn(kind, target, deps),
  );
  const known = answers.flatMap((answer) => ('networks' in answer ? answer.networks : []));
  const failed = answers.find((answer) => 'error' in answer);
  return names.flatMap((name) => {
    const matches = matcherOf(name);
    const ids = known.flatMap((network) =>
      network.name !== undefined && matches(network.name) ? [network.id] : [],
    );
    if (ids.length > 0) return ids;
    // A region that did not respond may have the name.
    if (failed && 'error' in failed) throw failed.error;
    throw unknownNetwork(kind, name, known, targets);
  });
}

/** The VPCs or subnets of a region, or why they are not known. */
export async function networksIn(
  kind: NetworkKind,
  { accountId, region }: Target,
  { ec2For, signal }: FleetDeps,
) {
  try {
    return {
      networks: await ec2For(accountId, region).describeNetworks(kind, [], signal ? { signal } : {}),
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (isFatal(error, region)) throw error;
    return { error };
  }
}

/** As EC2 matches texts, but ignoring case, because names are typed from memory. */
function matcherOf(name: string): (text: string) => boolean {
  const plain = (text: string) => text.normalize('NFC').toLowerCase();
  return (text) => matchesPattern(plain(name), plain(text));
}

function unknownNetwork(
  kind: NetworkKind,
  name: string,
  known: readonly { readonly id: string; readonly name: string | undefined }[],
  targets: readonly Target[],
): GroundcrewError {
  const what = kind === 'vpc' ? 'VPC' : 'subnet';
  const where = placesText(targets);
  const names = [...new Set(known.flatMap((each) => each.name ?? []))].sort();
  const near = didYouMean(name, names);
  const shown = names.length > 10 ? `${names.slice(0, 10).join(', ')}, …` : names.join(', ');
  const advice =
    near || (names.length > 0 ? `; there are ${shown}` : '; none there has a name: write its id');
  return new GroundcrewError(
    'fleet.selection.unknown-network',
    `no ${what} in ${where} has the name "${name}"${advice}`,
  );
}

/** The regions of a search, for messages. */
export function placesText(targets: readonly Target[]): string {
  const regions = [...new Set(targets.map(({ region }) => region))];
  return regions.length > 3 ? `${regions.length} regions` : regions.join(', ');
}
