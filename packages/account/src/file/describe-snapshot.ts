import type { Coverage } from '../coverage.ts';
import { ALL, OTHER_TYPES } from '../coverage.ts';
import type { SnapshotReader } from '../read-snapshot.ts';
import { linkedIds, type LinkName, type Resource } from '../resource.ts';
import type { LocalAccount, LocalAccounts, LocalRegion } from './account-file.ts';
import {
  type DeniableService,
  type DescribedList,
  deniableServices,
  describedListNames,
  describedLists,
} from './described-lists.ts';
import { factsOfRegion } from './regions.ts';
import type { ScheduledLists } from './scheduled-lists.ts';
import { type ResourceKind, resourceKindNames, resourceKinds } from './resource-kinds.ts';

/** Accounts as an account file has them, and what of the snapshot they don't hold. */
export interface DescribedSnapshot {
  readonly accounts: LocalAccounts;
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/** A region while it is described. */
type Draft = { -readonly [Key in keyof LocalRegion]: LocalRegion[Key] };

/**
 * A snapshot as a description of accounts, from which the embedded AWS starts as a copy: what the snapshot has, and nothing
 * else. What it could not list is denied, unreachable or not enabled in the copy too, as far as that can be described.
 *
 * @throws GroundcrewError those of `openSnapshot`
 */
export async function describeSnapshot({ header, resources }: SnapshotReader): Promise<DescribedSnapshot> {
  const accounts = new Map<string, Map<string, Draft>>();
  const aliases = new Map(header.accounts.map(({ id, alias }) => [id, alias]));
  for (const { id } of header.accounts) accounts.set(id, new Map());
  const regionOf = (accountId: string, region: string): Draft => {
    const regions = accounts.get(accountId) ?? new Map<string, Draft>();
    accounts.set(accountId, regions);
    let draft = regions.get(region);
    if (draft === undefined) {
      draft = {
        complete: true,
        ...(factsOfRegion(region).optIn === 'not-opted-in' && { optIn: 'opted-in' as const }),
      };
      regions.set(region, draft);
    }
    return draft;
  };
  const notes = describeCoverage(header.coverage, regionOf);
  let unknownTags = 0;
  for await (const page of resources) {
    for (const resource of page) {
      if (resource.tags === null) unknownTags += 1;
      addTo(regionOf(resource.accountId, resource.region), resource);
    }
  }
  if (unknownTags > 0)
    notes.push(`The tags of ${unknownTags} resources are unknown: the copy has none of them.`);
  return {
    accounts: {
      accounts: [...accounts].map(([id, regions]): LocalAccount => {
        const alias = aliases.get(id);
        return { id, ...(alias !== undefined && { alias }), regions: Object.fromEntries(regions) };
      }),
    },
    notes,
  };
}

const listsOfTypes: ReadonlyMap<string, DescribedList> = new Map(
  describedListNames.map((list) => [describedLists[list], list]),
);
const kindsOfTypes: ReadonlyMap<string, ResourceKind> = new Map(
  resourceKindNames.map((kind) => [`ec2:${kind}`, kind]),
);

const scheduledLists: Readonly<Record<string, keyof ScheduledLists>> = {
  'rds:db': 'dbInstances',
  'rds:cluster': 'dbClusters',
  'autoscaling:autoScalingGroup': 'autoScalingGroups',
};

/** The properties of an account file that refer to another resource. */
const references: Readonly<Partial<Record<LinkName, string>>> = {
  instance: 'instance',
  volume: 'volume',
  'network-interface': 'networkInterface',
  subnet: 'subnet',
  vpc: 'vpc',
  'source-snapshot': 'snapshot',
};

function addTo(region: Draft, resource: Resource): void {
  const { type, id, arn, tags, createdAt, attributes, links } = resource;
  const tagged = { tags: tags ?? {} };
  if (type === 'ec2:instance') {
    const { subnet, vpc } = referencesOf(resource);
    push(region, 'instances', {
      id,
      ...attributes,
      ...tagged,
      ...(subnet !== undefined && { subnet }),
      ...(vpc !== undefined && { vpc }),
      ...(createdAt !== undefined && { launchTime: createdAt }),
    });
    return;
  }
  const created = createdAt === undefined ? {} : { createdAt };
  const scheduled = scheduledLists[type];
  if (scheduled !== undefined) {
    const named = type === 'autoscaling:autoScalingGroup' ? { name: id, arn } : { name: id };
    push(region, scheduled, { ...named, ...attributes, ...tagged, ...networkOf(resource), ...created });
    return;
  }
  const kind = kindsOfTypes.get(type);
  const list = listsOfTypes.get(type);
  if (kind !== undefined) {
    push(region, resourceKinds[kind].list, {
      id,
      ...attributes,
      ...tagged,
      ...referencesOf(resource),
      ...created,
    });
  } else if (list !== undefined) {
    push(region, list, { name: id, ...tagged, ...created });
  } else {
    push(region, 'others', {
      arn,
      ...tagged,
      ...created,
      ...(attributes && { attributes }),
      ...(Object.keys(links).length > 0 && { links }),
    });
  }
}

function push(region: Draft, list: keyof LocalRegion, entry: object): void {
  const lists = region as Record<string, object[] | undefined>;
  (lists[list] ??= []).push(entry);
}

/** What it refers to, by the properties of an account file; of several snapshots all but the first are `snapshots`. */
function referencesOf({ links }: Resource): Record<string, string | readonly string[]> {
  const found: Record<string, string | readonly string[]> = {};
  for (const [name, property] of Object.entries(references)) {
    const [first, ...others] = linkedIds(links, name as LinkName);
    if (first === undefined) continue;
    found[property] = first;
    if (others.length > 0) found[`${property}s`] = others;
  }
  return found;
}

/** Of a database. */
function networkOf({ links }: Resource): {
  readonly vpc?: string;
  readonly securityGroups?: readonly string[];
} {
  const [vpc] = linkedIds(links, 'vpc');
  const securityGroups = linkedIds(links, 'security-group');
  return { ...(vpc !== undefined && { vpc }), ...(securityGroups.length > 0 && { securityGroups }) };
}

/** Describes what could not be listed; returns what can't be described. */
function describeCoverage(
  coverage: readonly Coverage[],
  regionOf: (accountId: string, region: string) => Draft,
): string[] {
  const notes: string[] = [];
  const byPlace = Map.groupBy(
    coverage.filter(({ accountId }) => accountId !== ''),
    ({ accountId, region }) => `${accountId} ${region}`,
  );
  for (const [place, rows] of byPlace) {
    const [accountId = '', name = ''] = place.split(' ');
    if (name === ALL) {
      notes.push(...rows.map(({ type, status }) => missing(`${type} of ${accountId}`, status)));
      continue;
    }
    const region = regionOf(accountId, name);
    const whole = rows.find(({ type }) => type === ALL);
    if (whole?.status === 'not-enabled') {
      delete region.complete;
      region.optIn = 'not-opted-in';
    } else if (whole?.status === 'timed-out') region.unreachable = true;
    else if (whole?.status === 'denied') region.denied = true;
    else notes.push(...describeRows(region, rows, `${name} of ${accountId}`));
  }
  return notes;
}

function describeRows(region: Draft, rows: readonly Coverage[], place: string): string[] {
  const notes: string[] = [];
  const denied: DeniableService[] = [];
  for (const [service, own] of Map.groupBy(rows, ({ type }) => serviceOf(type))) {
    const failed = own.filter(({ status }) => status !== 'listed' && status !== 'tagged-only');
    if (failed.length === 0) continue;
    const isDenied = failed.length === own.length && failed.every(({ status }) => status === 'denied');
    const known = deniableServices.find((each) => each === service);
    if (isDenied && known !== undefined) denied.push(known);
    else notes.push(...failed.map(({ type, status }) => missing(`${type} in ${place}`, status)));
  }
  if (denied.length > 0) region.denied = denied;
  return notes;
}

/** The service of the call that a row is about. */
function serviceOf(type: string): string {
  return type === OTHER_TYPES ? 'tag' : (type.split(':')[0] ?? '');
}

function missing(what: string, status: string): string {
  return `The snapshot does not have all of ${what} (${status}); the copy has only what it has.`;
}
