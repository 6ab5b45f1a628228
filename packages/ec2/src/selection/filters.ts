import type { Ec2Filter } from '@groundcrew/aws/ec2';
import { GroundcrewError } from '@groundcrew/errors';
import type { InstanceFacts } from '../instance.ts';
import { type AddressMatcher, addressMatcher } from './address-matcher.ts';
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
  const checks = [...tags.checks, ...lifecycleChecks(selection), ...wordChecks(selection)];
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

/** Every word has to be in a name, an id, an address, the type or a tag, in upper or lower case. */
function wordChecks({ words = [] }: Selection): Check[] {
  return words.map((word) => {
    const wanted = word.normalize('NFC').toLowerCase();
    return (facts) => textsOf(facts).some((text) => text.normalize('NFC').toLowerCase().includes(wanted));
  });
}

function textsOf(facts: InstanceFacts): string[] {
  const { instanceId, instanceType, privateDnsName, publicDnsName, tags, vpcId, subnetId, imageId } = facts;
  return [
    instanceId,
    instanceType,
    ...[facts.name, privateDnsName, publicDnsName, vpcId, subnetId, imageId].filter((text) => text !== null),
    ...facts.privateIpv4,
    ...facts.publicIpv4,
    ...facts.ipv6,
    ...Object.values(tags ?? {}),
  ];
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
  readonly isFound: Check;
  /** Whether EC2's filter matches more than is meant. */
  readonly isWider?: boolean;
}

/** The fields of each criterion that EC2 has in several fields. */
function alternativesOf({ addresses, dnsNames }: Selection): Alternative[][] {
  const groups: Alternative[][] = [];
  if (addresses !== undefined) {
    const matchers = addresses.map(addressMatcher);
    groups.push(
      [
        // `private-ip-address` and `ip-address` only match the primary address.
        inAddresses('addresses.private-ip-address', 'ipv4', ({ privateIpv4 }) => privateIpv4, matchers),
        inAddresses('addresses.association.public-ip', 'ipv4', ({ publicIpv4 }) => publicIpv4, matchers),
        inAddresses('ipv6-addresses.ipv6-address', 'ipv6', ({ ipv6 }) => ipv6, matchers),
      ].filter(({ filter }) => filter.values.length > 0),
    );
  }
  if (dnsNames !== undefined) {
    groups.push([
      inNames('private-dns-name', dnsNames, ({ privateDnsName }) => privateDnsName),
      inNames('dns-name', dnsNames, ({ publicDnsName }) => publicDnsName),
    ]);
  }
  return groups;
}

function inAddresses(
  field: string,
  family: AddressMatcher['family'],
  addressesOf: (facts: InstanceFacts) => readonly string[],
  all: readonly AddressMatcher[],
): Alternative {
  const matchers = all.filter((matcher) => matcher.family === family);
  return {
    filter: {
      name: `network-interface.${field}`,
      values: [...new Set(matchers.map(({ pattern }) => pattern))],
    },
    isWider: matchers.some(({ isWider }) => isWider),
    isFound: (facts) =>
      addressesOf(facts).some((address) => matchers.some((matcher) => matcher.matches(address))),
  };
}

function inNames(
  name: string,
  values: readonly string[],
  nameOf: (facts: InstanceFacts) => string | null,
): Alternative {
  return {
    filter: { name, values },
    isFound: (facts) => values.some((pattern) => matchesPattern(pattern, nameOf(facts) ?? '')),
  };
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
      group.map(({ filter, isWider, isFound }, index) => ({
        filters: [...filters, filter],
        checks: [
          ...checks,
          ...(isWider ? [isFound] : []),
          ...group.slice(0, index).map(
            (earlier): Check =>
              (facts) =>
                !earlier.isFound(facts),
          ),
        ],
      })),
    );
  }
  return combinations;
}

function assertValueCount(filters: readonly Ec2Filter[]): void {
  const count = filters.reduce((sum, { values }) => sum + values.length, 0);
  if (count <= MAX_VALUES) return;
  throw new GroundcrewError(
    'fleet.selection.too-many-values',
    `the selection has ${count} values, and EC2 accepts ${MAX_VALUES} in one call; use patterns (web-*), or several runs`,
  );
}
