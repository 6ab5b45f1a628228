import type { Ec2Filter } from '@groundcrew/aws/ec2';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import type { InstanceFacts } from '../instance.ts';
import { selectionToFilters } from './filters.ts';
import { matchesPattern } from './pattern.ts';
import { instanceStates, lifecycles, type Selection, type TagCondition } from './selection.ts';
import { anyFacts, plainFacts } from './testing/arbitrary-facts.ts';

const pattern = (...texts: string[]) =>
  fc.option(fc.uniqueArray(fc.constantFrom(...texts), { minLength: 1, maxLength: 2 }), { nil: undefined });

const anyTag: fc.Arbitrary<TagCondition> = fc
  .record({
    key: fc.constantFrom('Project', 'Env', 'Name', '__proto__', 'a*'),
    values: fc.option(fc.constantFrom(['shop'], ['s*'], ['a\\*b'], ['']), { nil: undefined }),
    negated: fc.boolean(),
  })
  .map(({ key, values, negated }) => ({ key, ...(values && { values }), ...(negated && { negated: true }) }));

const anySelection: fc.Arbitrary<Selection> = fc
  .record({
    ids: pattern('i-1', 'i-?'),
    names: pattern('web-*', 'db\\*', 'web-2'),
    tags: fc.option(fc.array(anyTag, { minLength: 1, maxLength: 3 }), { nil: undefined }),
    states: fc.option(fc.uniqueArray(fc.constantFrom(...instanceStates), { minLength: 1 }), {
      nil: undefined,
    }),
    types: pattern('m7g.*', 't4g.small'),
    lifecycles: fc.option(fc.uniqueArray(fc.constantFrom(...lifecycles), { minLength: 1 }), {
      nil: undefined,
    }),
    addresses: pattern('10.0.0.*', '52.0.0.1', '10.0.0.2', '2001:*', '2001:db8::1'),
    dnsNames: pattern('a.internal', '*.amazonaws.com'),
    vpcIds: pattern('vpc-1'),
  })
  .map((selection) =>
    Object.fromEntries(Object.entries(selection).filter(([, value]) => value !== undefined)),
  );

/** The meaning of a selection, in the simplest form. */
function isMeant(selection: Selection, facts: InstanceFacts): boolean {
  const any = (patterns: readonly string[] | undefined, ...texts: readonly (string | null)[]) =>
    patterns === undefined ||
    texts.some((text) => text !== null && patterns.some((each) => matchesPattern(each, text)));
  const tags = new Map(Object.entries(facts.tags ?? {}));
  const keys = [...new Set(selection.tags?.map(({ key }) => key))];
  const meets = ({ key, values, negated }: TagCondition) =>
    (tags.has(key) && any(values, tags.get(key)!)) === !negated;
  return (
    any(selection.ids, facts.instanceId) &&
    any(selection.names, facts.name) &&
    any(selection.types, facts.instanceType) &&
    any(selection.vpcIds, facts.vpcId) &&
    any(selection.addresses, ...facts.privateIpv4, ...facts.publicIpv4, ...facts.ipv6) &&
    any(selection.dnsNames, facts.privateDnsName, facts.publicDnsName) &&
    (selection.states ? selection.states.includes(facts.state!) : facts.state !== 'terminated') &&
    (selection.lifecycles?.includes(facts.lifecycle!) ?? true) &&
    keys.every((key) => selection.tags!.some((condition) => condition.key === key && meets(condition)))
  );
}

const valuesOf: Record<string, (facts: InstanceFacts) => readonly (string | null)[]> = {
  'instance-id': ({ instanceId }) => [instanceId],
  'instance-state-name': ({ state }) => [state],
  'instance-type': ({ instanceType }) => [instanceType],
  'instance-lifecycle': ({ lifecycle }) => (lifecycle === 'on-demand' ? [] : [lifecycle]),
  'vpc-id': ({ vpcId }) => [vpcId],
  'private-dns-name': ({ privateDnsName }) => [privateDnsName],
  'dns-name': ({ publicDnsName }) => [publicDnsName],
  'tag-key': ({ tags }) => Object.keys(tags ?? {}),
  'network-interface.addresses.private-ip-address': ({ privateIpv4 }) => privateIpv4,
  'network-interface.addresses.association.public-ip': ({ publicIpv4 }) => publicIpv4,
  'network-interface.ipv6-addresses.ipv6-address': ({ ipv6 }) => ipv6,
};

/** EC2's semantics: every filter matches by any of its values. */
function isAnswer(filters: readonly Ec2Filter[], facts: InstanceFacts): boolean {
  return filters.every(({ name, values }) => {
    const tag = /^tag:(.*)$/s.exec(name)?.[1];
    const texts =
      tag === undefined ? valuesOf[name]!(facts) : [new Map(Object.entries(facts.tags!)).get(tag) ?? null];
    return texts.some((text) => text !== null && values.some((value) => matchesPattern(value, text)));
  });
}

describe('selectionToFilters', () => {
  it('creates queries that return each selected instance once, and no other', () => {
    fc.assert(
      fc.property(anySelection, anyFacts, (selection, facts) => {
        const queries = selectionToFilters(selection);
        const answers = queries.filter(
          ({ filters, check = () => true }) => isAnswer(filters, facts) && check(facts),
        );
        expect(answers).toHaveLength(isMeant(selection, facts) ? 1 : 0);
      }),
      { numRuns: Math.ceil(3_000 * inject('effort')) },
    );
  });

  it('names no filter twice in one call, and none without values', () => {
    fc.assert(
      fc.property(anySelection, (selection) => {
        for (const { filters } of selectionToFilters(selection)) {
          expect(new Set(filters.map(({ name }) => name)).size).toBe(filters.length);
          expect(filters.every(({ values }) => values.length > 0)).toBe(true);
        }
      }),
    );
  });

  it('uses the filters of EC2 as far as possible', () => {
    const [query, ...more] = selectionToFilters({
      names: ['web-*'],
      types: ['m7g.*'],
      tags: [{ key: 'Project', values: ['shop'] }, { key: 'Owner*' }],
      lifecycles: ['spot'],
    });
    expect(more).toEqual([]);
    expect(query).toEqual({
      filters: [
        { name: 'tag:Name', values: ['web-*'] },
        {
          name: 'instance-state-name',
          values: ['pending', 'running', 'shutting-down', 'stopping', 'stopped'],
        },
        { name: 'instance-type', values: ['m7g.*'] },
        { name: 'instance-lifecycle', values: ['spot'] },
        { name: 'tag:Project', values: ['shop'] },
        { name: 'tag-key', values: ['Owner\\*'] },
      ],
    });
  });

  it('checks here what EC2 has no filter for', () => {
    const [query] = selectionToFilters({ tags: [{ key: 'Owner', negated: true }] });
    expect(query?.check?.({ ...plainFacts, tags: {} })).toBe(true);
    expect(query?.check?.({ ...plainFacts, tags: { Owner: '' } })).toBe(false);
  });

  it('refuses more values than EC2 accepts', () => {
    const ids = Array.from({ length: 196 }, (_, index) => `i-${index}`);
    expect(() => selectionToFilters({ ids })).toThrow(/has 201 values/);
    expect(selectionToFilters({ ids: ids.slice(1) })).toHaveLength(1);
  });
});
