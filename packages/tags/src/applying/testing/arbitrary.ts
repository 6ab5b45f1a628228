import fc from 'fast-check';
import type { Relation, TaggedResource, Tags } from '../../model.ts';
import type { Exemption, ForbiddenRule, KeyRule, Scope, TagPolicy } from '../../policy/index.ts';
import { arnOf, resourceOf } from './memory-account.ts';

const everywhere: Scope = { types: ['*'], regions: ['*'], accounts: ['*'] };
const relations: readonly Relation[] = ['instance', 'volume', 'subnet', 'vpc', 'snapshot'];

const scope: fc.Arbitrary<Scope> = fc
  .constantFrom(['*'], ['*'], ['ec2:*'], ['ec2:volume', 's3:bucket'], ['ec2:instance'])
  .map((types) => ({ ...everywhere, types }));

function ruleOf(key: string, variant: string): fc.Arbitrary<KeyRule> {
  return fc
    .record({
      required: fc.boolean(),
      appliesTo: scope,
      hasVariant: fc.boolean(),
      ignoreCase: fc.boolean(),
      values: fc.constantFrom(
        undefined,
        { list: ['shop', 'web', 'none'], ignoreCase: true, variants: { shpo: 'shop' } },
        { list: ['shop', 'none'], ignoreCase: false, variants: {} },
        { pattern: '[a-z]+', minLength: 1, ignoreCase: false, variants: {} },
      ),
      inherit: fc.shuffledSubarray([...relations]),
      hasDefault: fc.boolean(),
    })
    .map(({ hasVariant, values, hasDefault, ...rule }) => ({
      ...rule,
      key,
      variants: hasVariant ? [variant] : [],
      ...(values && { values }),
      ...(hasDefault && { default: 'none' }),
    }));
}

const forbidden: fc.Arbitrary<ForbiddenRule> = fc.record({
  key: fc.constantFrom('temp*', 'fill-4?', 'Owner', 'proj*'),
  remove: fc.boolean(),
  appliesTo: scope,
});

/** By tags that plans change, too. */
const tagMatches: readonly Exemption['match'][] = [
  { tag: { project: 'shop' } },
  { tag: { Project: 'shop' } },
  { tag: { Project: 'none' } },
  { tag: { Owner: '*' } },
  { tag: { temp: '*' } },
];

const exemption: fc.Arbitrary<Exemption> = fc.record({
  match: fc.constantFrom({ type: 'ec2:volume' }, { arn: '*i-0*' }, { type: 's3:*' }, ...tagMatches),
  keys: fc.constantFrom<Exemption['keys']>('all', ['Project'], ['temp'], ['Owner', 'temp-2']),
  reason: fc.constant('agreed'),
});

export const policies: fc.Arbitrary<TagPolicy> = fc
  .record({
    project: ruleOf('Project', 'proj'),
    owner: fc.option(ruleOf('Owner', 'holder'), { nil: undefined }),
    forbidden: fc.array(forbidden, { maxLength: 2 }),
    exemptions: fc.array(exemption, { maxLength: 3 }),
  })
  .map(({ project, owner, ...rest }) => ({
    version: 1,
    file: 'policy.yaml',
    keys: owner ? [project, owner] : [project],
    ...rest,
  }));

const key = fc.constantFrom(
  'Project',
  'project',
  ' PROJECT',
  'proj',
  'Owner',
  'owner',
  'holder',
  'temp',
  'temp-2',
  'aws:created-by',
);
const value = fc.constantFrom('shop', 'shop', 'shop', 'Shop', 'shpo', ' shop', 'web', 'none', '', 'X-1');

const tags: fc.Arbitrary<Tags> = fc
  .record({
    some: fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true }),
    filled: fc.oneof(
      { weight: 5, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 44, max: 50 }) },
    ),
  })
  .map(({ some, filled }) => {
    const own = Object.keys(some).filter((name) => !name.startsWith('aws:')).length;
    const fill = Array.from({ length: Math.max(0, filled - own) }, (_, n) => [`fill-${n}`, 'x'] as const);
    return { ...some, ...Object.fromEntries(fill) };
  });

const ids: Readonly<Partial<Record<Relation, readonly [type: string, id: string]>>> = {
  instance: ['ec2:instance', 'i-'],
  volume: ['ec2:volume', 'vol-'],
  subnet: ['ec2:subnet', 'subnet-'],
  vpc: ['ec2:vpc', 'vpc-'],
  snapshot: ['ec2:snapshot', 'snap-'],
};

const parents: fc.Arbitrary<TaggedResource['parents']> = fc
  .array(fc.tuple(fc.constantFrom(...relations), fc.nat({ max: 2 })), { maxLength: 3 })
  .map((pairs) =>
    Object.fromEntries(
      pairs.map(([relation, n]) => {
        const [type, prefix] = ids[relation]!;
        return [relation, arnOf(type, `${prefix}${n}`)];
      }),
    ),
  );

const kinds = [...Object.values(ids), ['s3:bucket', 'bucket-'] as const, ['sns:topic', 'topic-'] as const];

/** Resources that are related to each other in any way, also in cycles. */
export const resourceLists: fc.Arbitrary<readonly TaggedResource[]> = fc.uniqueArray(
  fc
    .record({
      kind: fc.constantFrom(...kinds),
      n: fc.nat({ max: 2 }),
      tags: fc.oneof({ weight: 12, arbitrary: tags }, { weight: 1, arbitrary: fc.constant(null) }),
      parents,
    })
    .map((one) => resourceOf(one.kind[0], `${one.kind[1]}${one.n}`, one.tags, one.parents)),
  { maxLength: 12, selector: ({ arn }) => arn },
);
