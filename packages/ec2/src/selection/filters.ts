import type { Ec2Filter } from '@groundcrew/aws/ec2';
import { GroundcrewError } from '@groundcrew/errors';
import type { InstanceFacts } from '../instance.ts';
import { escapePattern, matchesPattern } from './pattern.ts';
import { instanceStates, type Selection, type TagCondition } from './selection.ts';

/** One query of EC2, and the remaining check of each result. */
export interface SelectionQuery {
  readonly filters: readonly Ec2Filter[];
  /** Default: EC2 has checked all of it. */
  readonly check?: (facts: InstanceFacts) => boolean;
}

/** EC2 API reference, "DescribeInstances": maximum number of values of all filters in one call. */
const MAX_VALUES = 200;

/**
 * The EC2 queries of a selection: every selected instance is a result of exactly one of them. There are several if a text
 * is searched in several places, which EC2's filters can't express in one call.
 *
 * @throws GroundcrewError `fleet.selection.too-many-values`
 */
export function selectionToFilters(selection: Selection): readonly SelectionQuery[] {
  const common = commonFilters(selection);
  const tags = tagFilters(selection);
  const checks = [...tags.checks, ...lifecycleChecks(selection)];
  const queries = combine(alternativesOf(selection)).map(({ filters, checks: more }) => {
    const all = [...checks, ...more];
    return {
      filters: [...common, ...tags.filters, ...filters],
      ...(all.length > 0 && { check: (facts: InstanceFacts) => all.every((check) => check(facts)) }),
    };
  });
  for (const { filters } of queries) assertValueCount(filters);
  return queries;
}

type Check = (facts: InstanceFacts) => boolean;

function commonFilters(selection: Selection): Ec2Filter[] {
  const { names, states = instanceStates.filter((state) => state !== 'terminated') } = selection;
  const spot = selection.lifecycles?.every((lifecycle) => lifecycle !== 'on-demand');
  const filters: [string, readonly string[] | undefined][] = [
    ['instance-id', selection.ids],
    ['tag:Name', names],
    ['instance-state-name', states.length === instanceStates.length ? undefined : states],
    ['instance-type', selection.types],
    ['vpc-id', selection.vpcIds],
    ['subnet-id', selection.subnetIds],
    ['image-id', selection.imageIds],
    ['availability-zone', selection.availabilityZones],
    // EC2 has no value for "on demand", and so no filter for it.
    ['instance-lifecycle', spot ? selection.lifecycles : undefined],
  ];
  return filters.flatMap(([name, values]) => (values === undefined ? [] : [{ name, values }]));
}

function lifecycleChecks({ lifecycles }: Selection): Check[] {
  if (!lifecycles?.includes('on-demand')) return [];
  return [({ lifecycle }) => lifecycle !== null && lifecycles.includes(lifecycle)];
}

function tagFilters({ tags = [], names }: Selection): { filters: Ec2Filter[]; checks: Check[] } {
  const filters: Ec2Filter[] = [];
  const checks: Check[] = [];
  let isPresenceAsked = false;
  for (const [key, group] of Map.groupBy(tags, (condition) => condition.key)) {
    const isPlain = group.every(({ values, negated }) => values !== undefined && !negated);
    const isPresence = group.every(({ values, negated }) => values === undefined && !negated);
    // `names` become `tag:Name`, too, and a filter may occur only once.
    if (isPlain && !(key === 'Name' && names !== undefined)) {
      filters.push({ name: `tag:${key}`, values: [...new Set(group.flatMap(({ values }) => values!))] });
    } else if (isPresence && !isPresenceAsked) {
      // The values of one filter are alternatives: a second required key has to be checked here.
      filters.push({ name: 'tag-key', values: [escapePattern(key)] });
      isPresenceAsked = true;
    } else {
      checks.push((facts) => group.some((condition) => meetsTag(facts.tags ?? {}, condition)));
    }
  }
  return { filters, checks };
}

/** Whether the tags of an instance match one condition. */
function meetsTag(tags: Readonly<Record<string, string>>, { key, values, negated }: TagCondition): boolean {
  const value = Object.hasOwn(tags, key) ? tags[key]! : undefined;
  const has =
    value !== undefined && (values === undefined || values.some((pattern) => matchesPattern(pattern, value)));
  return has !== (negated ?? false);
}

/** One of several fields in which a text is searched. */
interface Alternative {
  readonly filter: Ec2Filter;
  readonly found: (facts: InstanceFacts) => readonly (string | null)[];
}

/** The fields of each criterion that EC2 has in several fields. */
function alternativesOf({ addresses, dnsNames }: Selection): Alternative[][] {
  const groups: Alternative[][] = [];
  if (addresses !== undefined) {
    const ipv6 = addresses.filter((address) => address.includes(':'));
    const ipv4 = addresses.filter((address) => !address.includes(':'));
    groups.push(
      [
        {
          // `private-ip-address` and `ip-address` only match the primary address.
          filter: { name: 'network-interface.addresses.private-ip-address', values: ipv4 },
          found: ({ privateIpv4 }: InstanceFacts) => privateIpv4,
        },
        {
          filter: { name: 'network-interface.addresses.association.public-ip', values: ipv4 },
          found: ({ publicIpv4 }: InstanceFacts) => publicIpv4,
        },
        {
          filter: { name: 'network-interface.ipv6-addresses.ipv6-address', values: ipv6 },
          found: (facts: InstanceFacts) => facts.ipv6,
        },
      ].filter(({ filter }) => filter.values.length > 0),
    );
  }
  if (dnsNames !== undefined) {
    groups.push([
      {
        filter: { name: 'private-dns-name', values: dnsNames },
        found: ({ privateDnsName }) => [privateDnsName],
      },
      { filter: { name: 'dns-name', values: dnsNames }, found: ({ publicDnsName }) => [publicDnsName] },
    ]);
  }
  return groups;
}

interface Combination {
  readonly filters: readonly Ec2Filter[];
  readonly checks: readonly Check[];
}

/** Every combination of one alternative per group; a later one excludes the results of earlier ones. */
function combine(groups: readonly (readonly Alternative[])[]): readonly Combination[] {
  let combinations: readonly Combination[] = [{ filters: [], checks: [] }];
  for (const group of groups) {
    combinations = combinations.flatMap(({ filters, checks }) =>
      group.map(({ filter }, index) => ({
        filters: [...filters, filter],
        checks: [...checks, ...group.slice(0, index).map(isNotFoundBy)],
      })),
    );
  }
  return combinations;
}

function isNotFoundBy({ filter, found }: Alternative): Check {
  return (facts) =>
    !found(facts).some(
      (text) => text !== null && filter.values.some((pattern) => matchesPattern(pattern, text)),
    );
}

function assertValueCount(filters: readonly Ec2Filter[]): void {
  const count = filters.reduce((sum, { values }) => sum + values.length, 0);
  if (count <= MAX_VALUES) return;
  throw new GroundcrewError(
    'fleet.selection.too-many-values',
    `the selection has ${count} values, and EC2 accepts ${MAX_VALUES} in one call; use patterns (web-*), or several runs`,
  );
}
