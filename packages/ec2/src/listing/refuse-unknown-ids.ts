import type { Target } from '@groundcrew/aws/ec2/regions';
import { mapConcurrent } from '@groundcrew/async';
import { GroundcrewError } from '@groundcrew/errors';
import type { Selection } from '../selection/index.ts';
import { DEFAULT_CONCURRENCY, type FleetDeps } from './deps.ts';
import type { RegionHint } from './find-elsewhere.ts';
import { type NetworkKind, networksIn, placesText } from './resolve-names.ts';

const MAX_SHOWN = 5;

/**
 * If nothing was found: refuses ids of VPCs and subnets that are in no region of the search. EC2 returns an empty list for a
 * filter with such an id. If a region's networks can't be listed, no id is refused.
 *
 * @throws GroundcrewError `fleet.selection.unknown-network`
 */
export async function refuseUnknownIds(
  { vpcIds, subnetIds }: Selection,
  targets: readonly Target[],
  elsewhere: readonly RegionHint[],
  deps: FleetDeps,
): Promise<void> {
  for (const [kind, ids] of [['vpc', vpcIds] as const, ['subnet', subnetIds] as const]) {
    if (ids === undefined) continue;
    const answers = await mapConcurrent(targets, deps.concurrency ?? DEFAULT_CONCURRENCY, (target) =>
      networksIn(kind, target, deps),
    );
    if (answers.some((answer) => 'error' in answer)) continue;
    const known = answers.flatMap((answer) => ('networks' in answer ? answer.networks : []));
    const unknown = ids.find((id) => !known.some((network) => network.id === id));
    if (unknown !== undefined) throw unknownId(kind, unknown, known, targets, elsewhere);
  }
}

function unknownId(
  kind: NetworkKind,
  id: string,
  known: readonly { readonly id: string; readonly name: string | undefined }[],
  targets: readonly Target[],
  elsewhere: readonly RegionHint[],
): GroundcrewError {
  const what = kind === 'vpc' ? 'VPC' : 'subnet';
  const shown = known.slice(0, MAX_SHOWN).map((each) => (each.name ? `${each.id} (${each.name})` : each.id));
  const more = known.length > shown.length ? ` and ${known.length - shown.length} more` : '';
  const there = shown.length === 0 ? 'there is none' : `there are ${shown.join(', ')}${more}`;
  const regions = [...new Set(elsewhere.map(({ region }) => region))].join(',');
  const advice =
    regions === ''
      ? 'it may be in another region (--regions all) or account (--profile)'
      : `--regions ${regions} has instances of it`;
  return new GroundcrewError(
    'fleet.selection.unknown-network',
    `no ${what} in ${placesText(targets)} has the id ${id}: ${there}; ${advice}`,
  );
}
