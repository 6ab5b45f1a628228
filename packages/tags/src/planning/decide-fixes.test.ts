import { describe, expect, test } from 'vitest';
import { resourceOf } from '../applying/testing/memory-account.ts';
import type { TaggedResource, Tags } from '../model.ts';
import type { KeyRule, TagPolicy } from '../policy/index.ts';
import { createFixer, decideFixes } from './decide-fixes.ts';

const everywhere = { types: ['*'], regions: ['*'], accounts: ['*'] };
const project: KeyRule = {
  key: 'Project',
  required: true,
  appliesTo: everywhere,
  variants: ['proj'],
  ignoreCase: true,
  inherit: ['instance', 'subnet', 'vpc'],
};
const values = { list: ['shop', 'web', 'none'], ignoreCase: true, variants: { shpo: 'shop' } };
const policyOf = (rule: Partial<KeyRule> = {}, more: Partial<TagPolicy> = {}): TagPolicy => ({
  version: 1,
  file: 'policy.yaml',
  keys: [{ ...project, ...rule }],
  forbidden: [],
  exemptions: [],
  ...more,
});

function fixesOf(tags: Tags | null, policy = policyOf(), others: readonly TaggedResource[] = []) {
  const parents = Object.fromEntries(others.map(({ type, arn }) => [type.slice('ec2:'.length), arn]));
  const resourcesByArn = new Map(others.map((other) => [other.arn, other]));
  return decideFixes(resourceOf('ec2:volume', 'vol-1', tags, parents), policy, resourcesByArn, 0);
}

const instance = (tags: Tags | null) => resourceOf('ec2:instance', 'i-1', tags);

test('a type that the tagging API does not tag has findings in place of changes', () => {
  const group = resourceOf('autoscaling:autoScalingGroup', 'web', { proj: 'shop' });
  const fixes = decideFixes(group, policyOf(), new Map(), 0);
  expect(fixes.map((fix) => 'finding' in fix && fix.finding)).toEqual([
    expect.stringMatching(
      /^is to be "shop", and no call here changes the tags of autoscaling:autoScalingGroup/,
    ),
    expect.stringMatching(/^is to be removed, and no call here/),
  ]);
});

describe('the key', () => {
  test('in canonical form needs no fix', () => {
    expect(fixesOf({ Project: 'shop', 'aws:proj': 'x', Name: 'a' })).toEqual([]);
  });

  test('in another spelling is added in the canonical one, and then removed', () => {
    expect(fixesOf({ 'project ': 'shop' })).toMatchObject([
      { key: 'Project', before: null, after: 'shop', source: 'tag "project "' },
      { key: 'project ', before: 'shop', after: null, requires: ['Project'] },
    ]);
  });

  test('in several spellings with one value becomes one', () => {
    expect(fixesOf({ project: 'Shop', proj: 'shpo' }, policyOf({ values }))).toMatchObject([
      { key: 'Project', after: 'shop' },
      { key: 'proj', after: null, requires: ['Project'] },
      { key: 'project', after: null, requires: ['Project'] },
    ]);
  });

  test('beside variants with its value, in any spelling, has these removed while it has that value', () => {
    const holds = { key: 'Project', value: 'shop' };
    const fixes = fixesOf({ Project: 'shop', project: 'shop', PROJECT: 'Shop' }, policyOf({ values }));
    expect(fixes).toMatchObject([
      { key: 'PROJECT', before: 'Shop', after: null, holds },
      { key: 'project', before: 'shop', after: null, holds },
    ]);
    for (const fix of fixes) expect(fix).not.toHaveProperty('requires');
  });

  test('beside a variant, with a value to correct, has the variant removed after that', () => {
    const fixes = fixesOf({ Project: 'shpo', project: 'shop' }, policyOf({ values }));
    expect(fixes).toMatchObject([
      { key: 'Project', before: 'shpo', after: 'shop' },
      { key: 'project', after: null, requires: ['Project'] },
    ]);
    for (const fix of fixes) expect(fix).not.toHaveProperty('holds');
  });

  test('beside a variant of another value is a conflict, and nothing is changed', () => {
    expect(fixesOf({ Project: 'shop', project: 'web' })).toEqual([
      {
        key: 'Project',
        finding: '"Project=shop" and "project=web" contradict each other; remove all but the right one',
      },
    ]);
  });
});

describe('the value', () => {
  test.each([['shpo'], ['SHOP'], [' shop']])('%j is replaced by the canonical one', (value) => {
    expect(fixesOf({ Project: value }, policyOf({ values }))).toMatchObject([
      { key: 'Project', before: value, after: 'shop' },
    ]);
  });

  test('that is not in the policy is a finding, even under a variant of the key', () => {
    for (const key of ['Project', 'project']) {
      const [fix, ...others] = fixesOf({ [key]: 'pets' }, policyOf({ values }));
      expect(others).toEqual([]);
      expect(fix).toMatchObject({ key: 'Project', finding: expect.stringContaining(`"${key}=pets"`) });
    }
  });
});

describe('a missing key', () => {
  test('is inherited from the first in the order of the policy that has it', () => {
    const others = [
      resourceOf('ec2:vpc', 'vpc-1', { Project: 'web' }),
      resourceOf('ec2:subnet', 'subnet-1', { Project: 'SHOP' }),
      instance({}),
    ];
    for (const inherit of [
      ['subnet', 'instance', 'vpc'],
      ['instance', 'subnet', 'vpc'],
    ] as const) {
      expect(fixesOf({}, policyOf({ values, inherit }), others)).toMatchObject([
        { key: 'Project', before: null, after: 'shop', source: 'subnet subnet-1' },
      ]);
    }
  });

  test.each([
    [{ Project: 'pets' }, 'has a value that is not one of "shop", "web", "none"'],
    [{ Project: 'shop', project: 'web' }, 'has contradicting values'],
  ])('is taken from no other parent if the first that has it has %o', (tags, why) => {
    const others = [instance(tags), resourceOf('ec2:vpc', 'vpc-1', { Project: 'web' })];
    expect(fixesOf({}, policyOf({ values, default: 'none' }), others)).toEqual([
      {
        key: 'Project',
        finding: `is missing, and instance i-1, from which it would be inherited, ${why}; correct that first`,
      },
    ]);
  });

  test('is inherited from what the parent is going to have by the same plan, through any number of them', () => {
    const vpc = resourceOf('ec2:vpc', 'vpc-1', { proj: 'shop' });
    const parent = resourceOf('ec2:instance', 'i-1', {}, { vpc: vpc.arn });
    const volume = resourceOf('ec2:volume', 'vol-1', {}, { instance: parent.arn });
    const resourcesByArn = new Map([volume, parent, vpc].map((one) => [one.arn, one]));
    expect(decideFixes(volume, policyOf(), resourcesByArn, 0)).toMatchObject([
      { after: 'shop', source: 'instance i-1' },
    ]);
  });

  test('gets the default if there is nothing to inherit', () => {
    expect(fixesOf({}, policyOf({ default: 'none' }), [instance({})])).toMatchObject([
      { key: 'Project', before: null, after: 'none', source: 'instance i-1' },
    ]);
    expect(fixesOf({}, policyOf({ default: 'none' }))).toMatchObject([{ after: 'none', source: 'default' }]);
  });

  test('gets no default while the tags of a parent are unknown', () => {
    const fixes = fixesOf({}, policyOf({ default: 'none' }), [instance(null)]);
    expect(fixes).toMatchObject([{ finding: expect.stringContaining('instance i-1') }]);
  });

  test('is a finding if it is required and has no source', () => {
    expect(fixesOf({})).toMatchObject([{ key: 'Project', finding: expect.stringContaining('no default') }]);
    expect(fixesOf({}, policyOf({ required: false }))).toEqual([]);
  });

  test('is not inherited in a cycle, whichever resource is decided first', () => {
    const volume = resourceOf(
      'ec2:volume',
      'vol-1',
      {},
      { snapshot: resourceOf('ec2:snapshot', 'snap-1', {}).arn },
    );
    const snapshot = resourceOf('ec2:snapshot', 'snap-1', { Project: 'shop' }, { volume: volume.arn });
    const policy = policyOf({ inherit: ['volume', 'snapshot'] });
    const resourcesByArn = new Map([volume, snapshot].map((one) => [one.arn, one]));
    for (const order of [
      [volume, snapshot],
      [snapshot, volume],
    ]) {
      const fixer = createFixer({ policy, resourcesByArn, nowMs: 0 });
      for (const one of order) fixer(one);
      expect(fixer(volume)).toMatchObject([{ key: 'Project', finding: expect.anything() }]);
    }
  });

  test('is inherited down a chain of any length', () => {
    const chain = Array.from({ length: 5_000 }, (_, n) =>
      n % 2 === 0
        ? resourceOf('ec2:volume', `vol-${n}`, n === 0 ? { Project: 'shop' } : {}, {})
        : resourceOf('ec2:snapshot', `snap-${n}`, {}, {}),
    ).map((one, n, all) =>
      n === 0 ? one : { ...one, parents: { [n % 2 === 0 ? 'snapshot' : 'volume']: all[n - 1]!.arn } },
    );
    const resourcesByArn = new Map(chain.map((one) => [one.arn, one]));
    const policy = policyOf({ inherit: ['volume', 'snapshot'] });
    expect(decideFixes(chain.at(-1)!, policy, resourcesByArn, 0)).toMatchObject([{ after: 'shop' }]);
  });

  test('cannot get a value that AWS would refuse', () => {
    const fixes = fixesOf({}, policyOf({ default: 'x'.repeat(257) }));
    expect(fixes).toMatchObject([{ key: 'Project', finding: expect.stringContaining('257 characters') }]);
  });
});

describe('a key or value that AWS would refuse', () => {
  const bad = { ...project, key: 'Pro|ject', inherit: [] };
  const owner = { ...project, key: 'Owner', variants: [], inherit: [] };
  const topicFixes = (tags: Tags, keys: readonly KeyRule[]) =>
    decideFixes(resourceOf('sns:topic', 't-1', tags), policyOf({}, { keys }), new Map(), 0);

  test('is a finding, and the variant that it would replace is not removed', () => {
    expect(topicFixes({ proj: 'shop' }, [bad])).toEqual([
      {
        key: 'Pro|ject',
        finding: expect.stringMatching(/^can't be set: the tag key "Pro\|ject" has the character "\|"/),
      },
    ]);
  });

  test('does not prevent the other fixes of the resource', () => {
    expect(topicFixes({ proj: 'shop', owner: 'ann' }, [bad, owner])).toMatchObject([
      { key: 'Pro|ject', finding: expect.any(String) },
      { key: 'Owner', before: null, after: 'ann' },
      { key: 'owner', before: 'ann', after: null, requires: ['Owner'] },
    ]);
  });

  test('does not prevent its removal', () => {
    const forbidden = [{ key: 'te|mp', remove: true, appliesTo: everywhere }];
    const topic = resourceOf('sns:topic', 't-1', { 'te|mp': '1' });
    expect(decideFixes(topic, policyOf({ required: false }, { forbidden }), new Map(), 0)).toEqual([
      { key: 'te|mp', before: '1', after: null, reason: 'is forbidden by "te|mp"' },
    ]);
  });
});

describe('what is not to be changed', () => {
  test('a forbidden key is removed only if the policy specifies it', () => {
    const forbidden = [{ key: 'temp*', remove: false, reason: 'left over', appliesTo: everywhere }];
    const tags = { Project: 'shop', temp: '1', 'aws:temp': '2' };
    expect(fixesOf(tags, policyOf({}, { forbidden }))).toEqual([]);
    expect(
      fixesOf(tags, policyOf({}, { forbidden: forbidden.map((rule) => ({ ...rule, remove: true })) })),
    ).toEqual([
      {
        key: 'temp',
        before: '1',
        after: null,
        reason: 'is forbidden by "temp*": left over',
        pattern: 'temp*',
      },
    ]);
  });

  test('a forbidden key stays if it is exempt or not selected', () => {
    const forbidden = [{ key: 'temp', remove: true, appliesTo: everywhere }];
    const exemptions = [{ match: { type: 'ec2:volume' }, keys: ['temp'], reason: 'agreed' }];
    const tags = { Project: 'shop', temp: '1' };
    expect(fixesOf(tags, policyOf({}, { forbidden, exemptions }))).toEqual([]);
    const options = { policy: policyOf({}, { forbidden }), resourcesByArn: new Map(), nowMs: 0 };
    const volume = resourceOf('ec2:volume', 'vol-1', tags);
    expect(createFixer({ ...options, only: { keys: ['Project'] } })(volume)).toEqual([]);
    expect(createFixer({ ...options, only: { keys: ['temp'] } })(volume)).toMatchObject([{ key: 'temp' }]);
  });

  test('exempt resources and resources with unknown tags are not changed', () => {
    const exemptions = [{ match: { type: 'ec2:volume' }, keys: 'all' as const, reason: 'agreed' }];
    expect(fixesOf({ project: 'shop' }, policyOf({}, { exemptions }))).toEqual([]);
    expect(fixesOf(null, policyOf({ default: 'none' }))).toEqual([]);
  });

  test('what is not selected is not changed, and its current tags are inherited', () => {
    const parent = instance({});
    const volume = resourceOf('ec2:volume', 'vol-1', {}, { instance: parent.arn });
    const options = {
      policy: policyOf({ default: 'none' }),
      resourcesByArn: new Map([[parent.arn, parent]]),
      nowMs: 0,
    };
    const fixer = createFixer({ ...options, only: { types: ['ec2:volume'] } });
    expect(fixer(parent)).toEqual([]);
    expect(fixer(volume)).toMatchObject([{ after: 'none', source: 'default' }]);
    expect(createFixer({ ...options, only: { keys: ['Owner'] } })(volume)).toEqual([]);
  });
});

describe('an exemption that goes by a tag which is to be changed', () => {
  const owner = { ...project, key: 'Owner', variants: [], inherit: [], default: 'ann' };
  const policyWhere = (tag: Tags, keys: readonly string[], more: Partial<TagPolicy> = {}) => {
    const exemptions = [{ match: { tag }, keys, reason: 'agreed' }];
    return policyOf({}, { keys: [project, owner], exemptions, ...more });
  };
  const renamed = [
    { key: 'Project', before: null, after: 'shop' },
    { key: 'project', before: 'shop', after: null },
  ];

  test('does not change what it exempts once the tag is canonical', () => {
    const policy = policyWhere({ Project: 'shop' }, ['Owner']);
    expect(fixesOf({ project: 'shop' }, policy)).toMatchObject(renamed);
    expect(fixesOf({ Project: 'shop' }, policy)).toEqual([]);
  });

  test('does not apply if the tag is removed', () => {
    const policy = policyWhere({ project: 'shop' }, ['Owner']);
    expect(fixesOf({ project: 'shop' }, policy)).toMatchObject([...renamed, { key: 'Owner', after: 'ann' }]);
  });

  test('does not change the tag if it exempts that tag', () => {
    expect(fixesOf({ project: 'shop', Owner: 'x' }, policyWhere({ project: 'shop' }, ['Project']))).toEqual(
      [],
    );
  });

  test('does not protect a forbidden tag if its own tag is removed', () => {
    const forbidden = ['keep', 'temp'].map((key) => ({ key, remove: true, appliesTo: everywhere }));
    const policy = policyWhere({ keep: 'yes' }, ['temp'], { forbidden });
    const tags = { Project: 'shop', Owner: 'x', keep: 'yes', temp: '1' };
    expect(fixesOf(tags, policy)).toMatchObject([{ key: 'keep' }, { key: 'temp' }]);
  });

  test('that would exempt its own cause does not apply', () => {
    const policy = policyWhere({ Owner: 'ann' }, ['Owner']);
    expect(fixesOf({ Project: 'shop' }, policy)).toMatchObject([{ key: 'Owner', after: 'ann' }]);
  });
});

describe('a resource with 49 or 50 tags', () => {
  const filled = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`fill-${n}`, 'x']));

  test('that is full has its key fixed only if a removal makes room first', () => {
    const tags = { ...filled(49), project: 'shop' };
    expect(fixesOf(tags)).toMatchObject([{ key: 'Project', finding: expect.stringContaining('no room') }]);
    const forbidden = [{ key: 'fill-0', remove: true, appliesTo: everywhere }];
    expect(fixesOf(tags, policyOf({}, { forbidden }))).toMatchObject([
      { key: 'Project', after: 'shop', requires: ['fill-0'] },
      { key: 'project', after: null, requires: ['Project'] },
      { key: 'fill-0', after: null },
    ]);
  });

  test('with room for one has one key fixed after the other', () => {
    const owner = { ...project, key: 'Owner', variants: [], inherit: [] };
    const tags = { ...filled(47), project: 'shop', owner: 'ann' };
    expect(fixesOf(tags, policyOf({}, { keys: [project, owner] }))).toMatchObject([
      { key: 'Project', after: 'shop' },
      { key: 'project', after: null, requires: ['Project'] },
      { key: 'Owner', after: 'ann', requires: ['project'] },
      { key: 'owner', after: null, requires: ['Owner'] },
    ]);
  });

  test('gets what there is room for, in the order of the policy; the others are findings', () => {
    const owner = { ...project, key: 'Owner', variants: [], inherit: [], default: 'ann' };
    const policy = policyOf({}, { keys: [{ ...project, default: 'none' }, owner] });
    expect(fixesOf({ ...filled(49), 'aws:x': 'y' }, policy)).toMatchObject([
      { key: 'Project', after: 'none' },
      { key: 'Owner', finding: expect.stringContaining('no room') },
    ]);
  });
});
