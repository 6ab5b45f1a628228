import { expect, it } from 'vitest';
import type { TaggedResource, Tags } from '../model.ts';
import type { KeyRule, TagPolicy } from '../policy/index.ts';
import { decideCreationTags } from './decide-creation-tags.ts';

const everywhere = { types: ['*'], regions: ['*'], accounts: ['*'] };
const rule = (key: string, more: Partial<KeyRule> = {}): KeyRule => ({
  key,
  required: true,
  appliesTo: everywhere,
  variants: [],
  ignoreCase: true,
  inherit: [],
  ...more,
});
const policy = (keys: readonly KeyRule[], more: Partial<TagPolicy> = {}): TagPolicy => ({
  version: 1,
  file: 'policy.yaml',
  keys,
  forbidden: [],
  exemptions: [],
  ...more,
});
const resource = (type: string, id: string, tags: Tags | null, parents = {}): TaggedResource => ({
  arn: `arn:aws:ec2:eu-west-1:123456789012:${type}/${id}`,
  type: `ec2:${type}`,
  id,
  accountId: '123456789012',
  region: 'eu-west-1',
  tags,
  parents,
});
const made = { madeBy: 'ann', madeAt: '2026-11-21T15:00:00Z' };
const who = { createdByKey: 'CreatedBy', createdAtKey: 'CreatedAt' };

/** The added tags, by the ids of resources. */
function decide(
  resources: readonly TaggedResource[],
  rules: Parameters<typeof decideCreationTags>[3],
  parents: readonly TaggedResource[] = [],
) {
  const byArn = new Map(parents.map((parent) => [parent.arn, parent]));
  const changes = decideCreationTags(resources, byArn, made, rules, Date.parse('2026-11-21'));
  return {
    changes,
    added: Object.fromEntries(
      resources.map(({ arn, id }) => [
        id,
        Object.fromEntries(
          changes.filter(({ target }) => target.resource === arn).map(({ field, after }) => [field, after]),
        ),
      ]),
    ),
  };
}

it('adds who made it and when, and the defaults of the policy', () => {
  const { changes, added } = decide([resource('volume', 'vol-1', {})], {
    ...who,
    policy: policy([rule('Project', { default: 'unassigned' })]),
  });

  expect(added).toEqual({
    'vol-1': { CreatedBy: 'ann', CreatedAt: '2026-11-21T15:00:00Z', Project: 'unassigned' },
  });
  expect(changes[2]).toEqual({
    id: 'arn:aws:ec2:eu-west-1:123456789012:volume/vol-1#Project',
    target: {
      accountId: '123456789012',
      region: 'eu-west-1',
      resource: 'arn:aws:ec2:eu-west-1:123456789012:volume/vol-1',
    },
    field: 'Project',
    before: null,
    after: 'unassigned',
    reason: "is the policy's default",
    source: 'default',
  });
});

it('inherits what the instance has, and what it is about to get', () => {
  const subnet = resource('subnet', 'subnet-1', { Project: 'shop' });
  const instance = resource('instance', 'i-1', { Env: 'prod' }, { subnet: subnet.arn });
  const volume = resource('volume', 'vol-1', {}, { instance: instance.arn });
  const inherit = policy([
    rule('Project', { inherit: ['instance', 'subnet'] }),
    rule('Env', { inherit: ['instance'] }),
  ]);

  expect(decide([instance, volume], { policy: inherit }, [subnet]).added).toEqual({
    'i-1': { Project: 'shop' },
    'vol-1': { Project: 'shop', Env: 'prod' },
  });
});

it('changes nothing that is there: no value, no spelling, nothing forbidden', () => {
  const tags = { project: 'Shop', Env: 'nonsense', tempNote: 'x', CreatedBy: 'bob' };
  const strict = policy(
    [
      rule('Project', { default: 'unassigned' }),
      rule('Env', { values: { list: ['prod'], ignoreCase: false, variants: {} } }),
    ],
    { forbidden: [{ key: 'temp*', remove: true, appliesTo: everywhere }] },
  );

  const { changes, added } = decide([resource('volume', 'vol-1', tags)], { ...who, policy: strict });

  expect(added).toEqual({ 'vol-1': { CreatedAt: made.madeAt } });
  expect(changes.every(({ before }) => before === null)).toBe(true);
});

it('does nothing a second time', () => {
  const rules = { ...who, policy: policy([rule('Project', { default: 'unassigned' })]) };
  const first = decide([resource('volume', 'vol-1', {})], rules).added['vol-1'] as Tags;

  expect(decide([resource('volume', 'vol-1', first)], rules).changes).toEqual([]);
});

it('lets who made it and when win over what the policy would have under their keys', () => {
  const rules = { ...who, policy: policy([rule('CreatedBy', { default: 'nobody' })]) };

  expect(decide([resource('volume', 'vol-1', {})], rules).added['vol-1']).toMatchObject({ CreatedBy: 'ann' });
});

it('does not change what has unknown tags', () => {
  expect(decide([resource('volume', 'vol-1', null)], who).changes).toEqual([]);
});

it('adds no more than there is room for, who made it first', () => {
  const full = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, '']));
  const rules = { ...who, policy: policy([rule('Project', { default: 'unassigned' })]) };

  expect(decide([resource('volume', 'v', { ...full(48), 'aws:x': '1' })], rules).added).toEqual({
    v: { CreatedBy: 'ann', CreatedAt: made.madeAt },
  });
  expect(decide([resource('volume', 'v', full(50))], rules).changes).toEqual([]);
});

it('leaves what another tag would have to make room for to an audit', () => {
  const tags = Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`k${index}`, '']));
  const keys = [rule('Project', { default: 'a' }), rule('Team', { default: 'b' })];
  const forbidden = [{ key: 'temp', remove: true, appliesTo: everywhere }];
  const volume = (more: Tags) => resource('volume', 'v', { ...tags, ...more });
  expect(decide([volume({ temp: '' })], { policy: policy(keys, { forbidden }) }).changes).toEqual([]);
  expect(decide([volume({})], { policy: policy(keys, { forbidden }) }).changes).toHaveLength(2);
});

it('adds no key beside one that differs from it only in case, whoever would have it', () => {
  const volume = (tags: Tags) => resource('volume', 'v', tags);
  const rules = {
    createdByKey: 'owner',
    policy: policy([rule('Team', { ignoreCase: false, default: 'x' })]),
  };
  expect(decide([volume({ Owner: 'bob', TEAM: 'shop' })], rules).changes).toEqual([]);
  expect(decide([volume({ ' owner': 'bob' })], rules).added).toEqual({ v: { Team: 'x' } });
});

it('writes who made it under the key of the policy that it is a spelling of, once', () => {
  const keys = [rule('Owner', { variants: ['Creator'], default: 'nobody' })];
  for (const createdByKey of ['owner', 'OWNER', 'Creator']) {
    expect(decide([resource('volume', 'v', {})], { createdByKey, policy: policy(keys) }).added).toEqual({
      v: { Owner: 'ann' },
    });
  }
  const creator = resource('volume', 'v', { Creator: 'bob' });
  expect(decide([creator], { createdByKey: 'owner', policy: policy(keys) }).changes).toEqual([]);
});
