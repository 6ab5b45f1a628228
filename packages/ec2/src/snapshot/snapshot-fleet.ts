import { ALL, createCoverageIndex, type Resource, type SnapshotReader } from '@groundcrew/account';
import type { Ec2 } from '@groundcrew/aws/ec2';
import { GroundcrewError } from '@groundcrew/errors';
import { passes } from './filter-values.ts';
import { toEc2Instance, toEc2Interface, toEc2Network } from './to-ec2.ts';

/** Reads a snapshot in place of EC2. */
export interface SnapshotFleet {
  /** ISO 8601, UTC. */
  readonly takenAt: string;
  readonly accountIds: readonly string[];
  readonly ec2For: (
    accountId: string | undefined,
    region: string,
  ) => Pick<
    Ec2,
    | 'describeInstances'
    | 'describeInterfaces'
    | 'describeNetworks'
    | 'describeRegions'
    | 'describeImages'
    | 'describeInstanceStatuses'
  >;
}

type Kind = 'ec2:instance' | 'ec2:network-interface' | 'ec2:vpc' | 'ec2:subnet' | 'ec2:image';

const kinds: ReadonlySet<string> = new Set<Kind>([
  'ec2:instance',
  'ec2:network-interface',
  'ec2:vpc',
  'ec2:subnet',
  'ec2:image',
]);

const INSTANCES_PER_PAGE = 1_000;

/**
 * Reads a snapshot, with the interface of EC2. If the snapshot does not cover a region, that is an error of the region, as if
 * EC2 had refused the call: it is reported, and never counts as an empty list.
 *
 * @throws GroundcrewError `fleet.snapshot.only-tags`, those of `openSnapshot`
 */
export async function createSnapshotFleet({ header, resources }: SnapshotReader): Promise<SnapshotFleet> {
  const byPlace = new Map<string, Resource[]>();
  const keyOf = (accountId: string, region: string, type: string) => `${accountId} ${region} ${type}`;
  for await (const page of resources) {
    for (const resource of page) {
      const { accountId, region, type } = resource;
      if (!kinds.has(type)) continue;
      if (type === 'ec2:instance' && resource.attributes === undefined) throw onlyTags();
      const key = keyOf(accountId, region, type);
      const known = byPlace.get(key);
      if (known) known.push(resource);
      else byPlace.set(key, [resource]);
    }
  }
  const { takenAt, accounts, coverage } = header;
  const knownOf = createCoverageIndex(coverage);
  // Also an account whose id could not be read: nothing is known about it.
  const accountIds = [
    ...new Set([...accounts.map(({ id }) => id), ...coverage.map(({ accountId }) => accountId)]),
  ];

  /** @throws GroundcrewError `fleet.snapshot.unknown` */
  function all(accountId: string, region: string, type: Kind): readonly Resource[] {
    const known = knownOf({ accountId, region, type });
    if (known.status !== 'listed') throw unknown(type, { region, ...known });
    return byPlace.get(keyOf(accountId, region, type)) ?? [];
  }

  return {
    takenAt,
    accountIds,
    ec2For(asked, region) {
      const accountId = asked ?? accountIds[0] ?? '';
      return {
        async *describeInstances({ filters = [], instanceIds, firstPageOnly = false } = {}) {
          const matches = passes(filters);
          const wanted = instanceIds && new Set(instanceIds);
          const found = all(accountId, region, 'ec2:instance').filter(
            (resource) => matches(resource) && (wanted?.has(resource.id) ?? true),
          );
          for (let from = 0; from < found.length; from += INSTANCES_PER_PAGE) {
            yield found.slice(from, from + INSTANCES_PER_PAGE).map(toEc2Instance);
            if (firstPageOnly) return;
          }
        },
        async describeInterfaces(filters) {
          return all(accountId, region, 'ec2:network-interface').filter(passes(filters)).map(toEc2Interface);
        },
        async describeNetworks(kind, filters) {
          return all(accountId, region, `ec2:${kind}`).filter(passes(filters)).map(toEc2Network);
        },
        async describeImages(ids) {
          return all(accountId, region, 'ec2:image')
            .filter(({ id }) => ids.includes(id))
            .map(({ id, attributes, createdAt }) => ({
              id,
              name: attributes?.imageName as string | undefined,
              createdAt,
            }));
        },
        async describeInstanceStatuses() {
          throw notInSnapshots('status checks are not in snapshots');
        },
        async describeRegions() {
          const rows = coverage.filter((row) => row.accountId === accountId);
          const whole = rows.find((row) => row.region === ALL && row.type === ALL);
          if (whole && whole.status !== 'listed') throw unknown('ec2:instance', { ...whole, region: ALL });
          const names = new Set(rows.map((row) => row.region).filter((name) => name !== ALL));
          return [...names].map((name) => ({ name, optInStatus: 'opted-in' }));
        },
      };
    },
  };
}

/** Values that no snapshot contains. */
export function notInSnapshots(text: string): GroundcrewError {
  return new GroundcrewError('fleet.snapshot.unknown', `${text}; ask EC2, without --from`);
}

function unknown(
  type: Kind,
  found: { readonly region: string; readonly status: string; readonly reason?: string | undefined },
): GroundcrewError {
  const { region, status, reason } = found;
  const why = `${status === 'not-asked' ? 'they were not requested' : status}${reason === undefined ? '' : `: ${reason}`}`;
  const where = region === ALL ? 'any region' : region;
  return new GroundcrewError(
    'fleet.snapshot.unknown',
    `the snapshot does not have all of ${type} in ${where} (${why}); collect again with groundcrew account collect`,
    { details: { ...(status === 'denied' && { reason: 'access-denied' }) } },
  );
}

function onlyTags(): GroundcrewError {
  return new GroundcrewError(
    'fleet.snapshot.only-tags',
    'the file has tags only, and nothing else of instances; collect one with groundcrew account collect',
  );
}
