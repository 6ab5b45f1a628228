import { gapsIn, type Resource, type SnapshotReader } from '@groundcrew/account';
import { describeSnapshot, type LocalAccounts, type LocalRegion } from '@groundcrew/account/file';
import { countOf } from '@groundcrew/report';
import { scheduledTypeOf, scheduledTypes, settledStatus } from '../resources/index.ts';

/** What of a snapshot is copied for a rehearsal. */
export interface CopiedAccounts {
  readonly accounts: LocalAccounts;
  /** Regions with anything that can be on a schedule, by account. */
  readonly regions: ReadonlyMap<string, readonly string[]>;
  /** When the snapshot was taken: ISO 8601, UTC. */
  readonly takenAt: string;
  /** How many resources are copied, and how many are not, as the snapshot has no state or no tags of them. */
  readonly resources: number;
  readonly unknown: number;
  /** What the copy lacks, in sentences. */
  readonly notes: readonly string[];
}

/**
 * What can be on a schedule, of a snapshot, as it is once what is in progress in it has ended: a copy starts nothing by itself. What
 * has no state or no tags there is left out, and noted.
 *
 * @throws GroundcrewError those of `openSnapshot`
 */
export async function copiedAccounts({ header, resources }: SnapshotReader): Promise<CopiedAccounts> {
  let [count, unknown, spots] = [0, 0, 0];
  async function* scheduled() {
    for await (const page of resources) {
      const found = page.filter(({ type }) => scheduledTypeOf(type) !== undefined);
      const known = found.filter(({ tags, attributes }) => tags !== null && attributes !== undefined);
      count += known.length;
      unknown += found.length - known.length;
      spots += known.filter(({ attributes }) => attributes?.lifecycle === 'spot').length;
      yield known;
    }
  }
  const described = await describeSnapshot({
    // What could not be collected is noted here, and not there to be refused at each run.
    header: { ...header, coverage: [] },
    resources: scheduled() satisfies AsyncIterable<readonly Resource[]>,
  });
  const accounts = described.accounts.accounts.map((account) => ({
    ...account,
    regions: Object.fromEntries(
      Object.entries(account.regions).map(([name, region]) => [name, settled(region)]),
    ),
  }));
  return {
    accounts: { accounts },
    regions: new Map(accounts.map(({ id, regions }) => [id, Object.keys(regions).toSorted()])),
    takenAt: header.takenAt,
    resources: count,
    unknown,
    notes: [
      ...described.notes,
      ...coverageNotes(header),
      ...(unknown === 0
        ? []
        : [`The snapshot has no state or no tags of ${countOf(unknown, 'resource')}: the copy lacks them.`]),
      ...(spots === 0
        ? []
        : [
            `A snapshot does not have the kind of request of ${countOf(spots, 'spot instance')}: the copy takes it as one-time.`,
          ]),
    ],
  };
}

function coverageNotes({ coverage }: SnapshotReader['header']): string[] {
  const gaps = gapsIn(coverage).filter(({ type }) => type === 'all' || scheduledTypeOf(type) !== undefined);
  const listed = new Set(coverage.map(({ type }) => scheduledTypeOf(type)));
  const missing = scheduledTypes.filter((type) => !listed.has(type));
  return [
    ...gaps.map(
      ({ type, region, accountId, status }) =>
        `Not collected, and not in the copy: ${type} in ${region} of ${accountId} (${status}).`,
    ),
    ...(missing.length === 0 ? [] : [`The snapshot does not list ${missing.join(', ')}.`]),
  ];
}

/** States that end by themselves have ended. */
const settledStates: Readonly<Record<string, 'running' | 'stopped'>> = {
  pending: 'running',
  stopping: 'stopped',
};

function settled({ optIn, complete, ...lists }: LocalRegion): LocalRegion {
  const { instances = [], dbInstances = [], dbClusters = [], autoScalingGroups = [] } = lists;
  const withStatus = <Database extends { readonly status?: string }>(database: Database): Database => ({
    ...database,
    ...(database.status !== undefined && { status: settledStatus(database.status) }),
  });
  return {
    ...(optIn !== undefined && { optIn }),
    ...(complete !== undefined && { complete }),
    instances: instances.map((instance) => ({
      ...instance,
      ...(instance.state !== undefined && { state: settledStates[instance.state] ?? instance.state }),
    })),
    dbInstances: dbInstances.map(withStatus),
    dbClusters: dbClusters.map(withStatus),
    // As many as its size has: those that were launched or terminated then are there, or gone.
    autoScalingGroups: autoScalingGroups.map(({ members: _, ...group }) => group),
  };
}
