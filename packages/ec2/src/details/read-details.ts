import { mapConcurrent } from '@groundcrew/async';
import type { Ec2Details, Ec2Instances } from '@groundcrew/aws/ec2';
import type { Target } from '@groundcrew/aws/ec2/regions';
import { messageOf } from '@groundcrew/errors';
import type { InstanceFacts } from '../instance.ts';
import type { PriceList } from '../prices/index.ts';
import { type Detail, type InstanceDetails, UNKNOWN } from './detail.ts';
import { ssmText, statusText } from './detail-texts.ts';

/** What could not be read in a region: the details that need it are unknown there. */
export interface UnknownDetail {
  readonly accountId: string | null;
  readonly region: string;
  readonly detail: Detail;
  readonly reason: string;
}

/** Dependencies for reading details. */
export interface DetailDeps {
  readonly wanted: ReadonlySet<Detail>;
  readonly ec2For: (
    accountId: string | undefined,
    region: string,
  ) => Pick<Ec2Details & Ec2Instances, 'describeImages' | 'describeInstanceStatuses' | 'describeNetworks'>;
  /** Those of the instances that Systems Manager manages, with the states of their agents. */
  readonly nodesOf: (
    target: Target,
    instanceIds: readonly string[],
    signal?: AbortSignal,
  ) => Promise<ReadonlyMap<string, string>>;
  /** Needed for `price`. */
  readonly prices?: PriceList | undefined;
  readonly onUnknown: (unknown: UnknownDetail) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Adds the requested details to each page of a region's instances. */
export type DetailReader = (page: readonly InstanceFacts[]) => Promise<readonly InstanceFacts[]>;

/** EC2's maximum of ids in one call for status checks; the checks of more instances are read as pages of the region. */
const STATUSES_BY_ID = 100;

type Part = (facts: InstanceFacts) => InstanceDetails;

/**
 * A reader for one region. Each call is made only if a column needs it; data of the region as a whole are read once. A failure
 * is reported once, and its values are unknown from then on; it never stops the listing.
 */
export function createDetailReader(target: Target, deps: DetailDeps): DetailReader {
  const readers = Object.fromEntries(
    [...deps.wanted].map((detail) => [detail, once(detail, sources[detail](target, deps), target, deps)]),
  );
  return async (page) => {
    const parts = await mapConcurrent(Object.values(readers), 4, (reader) => reader(page));
    return page.map((facts) => ({
      ...facts,
      details: Object.assign({}, ...parts.map((part) => part(facts))) as InstanceDetails,
    }));
  };
}

type Source = (page: readonly InstanceFacts[]) => Promise<Part>;

function once(detail: Detail, source: Source, target: Target, { onUnknown, signal }: DetailDeps): Source {
  let hasFailed = false;
  return async (page) => {
    if (hasFailed) return () => unknownPart[detail];
    try {
      return await source(page);
    } catch (error) {
      signal?.throwIfAborted();
      hasFailed = true;
      onUnknown({
        accountId: target.accountId ?? null,
        region: target.region,
        detail,
        reason: messageOf(error),
      });
      return () => unknownPart[detail];
    }
  };
}

const unknownPart: Readonly<Record<Detail, InstanceDetails>> = {
  image: { imageName: UNKNOWN, imageCreatedAt: UNKNOWN },
  price: { monthlyPrice: UNKNOWN },
  ssm: { ssm: UNKNOWN },
  status: { statusChecks: UNKNOWN },
  subnet: { subnetName: UNKNOWN },
  vpc: { vpcName: UNKNOWN },
};

const sources: Readonly<Record<Detail, (target: Target, deps: DetailDeps) => Source>> = {
  status(target, { ec2For, signal }) {
    const ec2 = ec2For(target.accountId, target.region);
    const read = async (ids: readonly string[] | undefined) => {
      const statuses = await ec2.describeInstanceStatuses(ids, signal ? { signal } : {});
      return new Map(statuses.map(({ instanceId, checks }) => [instanceId, checks]));
    };
    let ofRegion: ReadonlyMap<string, readonly string[]> | undefined;
    return async (page) => {
      if (ofRegion === undefined && page.length > STATUSES_BY_ID) ofRegion = await read(undefined);
      const known = ofRegion ?? (await read(page.map(({ instanceId }) => instanceId)));
      return ({ state, instanceId }) => ({ statusChecks: statusText(state, known.get(instanceId)) });
    };
  },

  ssm(target, { nodesOf, signal }) {
    return async (page) => {
      const asked = page.filter(({ state }) => state !== 'terminated').map(({ instanceId }) => instanceId);
      const nodes = asked.length === 0 ? new Map<string, string>() : await nodesOf(target, asked, signal);
      return ({ state, instanceId }) => ({ ssm: ssmText(state, nodes.get(instanceId)) });
    };
  },

  image(target, { ec2For, signal }) {
    const known = new Map<string, InstanceDetails>();
    return async (page) => {
      const ids = new Set(
        page.flatMap(({ imageId }) => (imageId !== null && !known.has(imageId) ? [imageId] : [])),
      );
      const found =
        ids.size === 0
          ? []
          : await ec2For(target.accountId, target.region).describeImages([...ids], signal ? { signal } : {});
      // Deregistered, or private to its owner: EC2 does not distinguish these.
      for (const id of ids) known.set(id, unknownPart.image);
      for (const { id, name, createdAt } of found) {
        known.set(id, { imageName: name ?? null, imageCreatedAt: createdAt ?? UNKNOWN });
      }
      return ({ imageId }) =>
        imageId === null
          ? { imageName: null, imageCreatedAt: null }
          : (known.get(imageId) ?? unknownPart.image);
    };
  },

  vpc: (target, deps) => networkNames('vpc', target, deps),
  subnet: (target, deps) => networkNames('subnet', target, deps),

  price(_target, { prices }) {
    return async () => (facts) => ({
      monthlyPrice: prices === undefined ? UNKNOWN : prices.monthlyPrice(facts),
    });
  },
};

function networkNames(kind: 'vpc' | 'subnet', target: Target, { ec2For, signal }: DetailDeps): Source {
  let names: ReadonlyMap<string, string | null> | undefined;
  return async () => {
    if (names === undefined) {
      const ec2 = ec2For(target.accountId, target.region);
      const networks = await ec2.describeNetworks(kind, [], signal ? { signal } : {});
      names = new Map(networks.map(({ id, name }) => [id, name ?? null]));
    }
    const known = names;
    // EC2 also lists networks that are shared from other accounts: a missing one was created after the list was read.
    const nameOf = (id: string | null) => (id === null ? null : known.has(id) ? known.get(id)! : UNKNOWN);
    return kind === 'vpc'
      ? ({ vpcId }) => ({ vpcName: nameOf(vpcId) })
      : ({ subnetId }) => ({ subnetName: nameOf(subnetId) });
  };
}
