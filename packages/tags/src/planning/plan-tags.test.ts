import { expect, test } from 'vitest';
import { createMemoryAccount, resourceOf } from '../applying/testing/memory-account.ts';
import type { TaggedResource, TagSnapshot } from '../model.ts';
import type { TagPolicy } from '../policy/index.ts';
import { policyOf } from '../policy/testing/policy-of.ts';
import { planNotes } from './plan-notes.ts';
import { planTags } from './plan-tags.ts';

const everywhere = { types: ['*'], regions: ['*'], accounts: ['*'] };
const policy: TagPolicy = {
  version: 1,
  file: 'policy.yaml',
  keys: [
    {
      key: 'Project',
      required: true,
      appliesTo: everywhere,
      variants: [],
      ignoreCase: true,
      inherit: ['instance'],
      default: 'none',
    },
  ],
  forbidden: [],
  exemptions: [],
};

const snapshotOf = (resources: readonly TaggedResource[]): TagSnapshot =>
  createMemoryAccount(resources, { now: () => 0, random: () => 0 }).snapshot();

test('a plan contains what was examined, by which policy, and when', () => {
  const volume = resourceOf('ec2:volume', 'vol-1', { project: 'shop', Name: 'data' });
  const plan = planTags(snapshotOf([volume, resourceOf('s3:bucket', 'b', null)]), policy, { nowMs: 1_000 });
  expect(plan).toMatchObject({
    kind: 'tags',
    createdAt: '1970-01-01T00:00:01.000Z',
    accounts: [{ id: '111122223333' }],
    scope: {
      examined: 2,
      unknown: 1,
      takenAt: '1970-01-01T00:00:00.000Z',
      command: 'groundcrew tags plan',
      policy: { file: 'policy.yaml', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    },
    changes: [
      {
        id: `${volume.arn}#Project`,
        target: { resource: volume.arn, region: 'eu-west-1', label: 'data' },
        field: 'Project',
        before: null,
        after: 'shop',
        source: 'tag "project"',
      },
      { id: `${volume.arn}#project`, after: null, requires: [`${volume.arn}#Project`] },
    ],
    findings: [],
  });
});

test('a variant that is removed for the canonical key beside it has that key as a precondition', () => {
  const volume = resourceOf('ec2:volume', 'vol-1', { project: 'shop', Project: 'shop' });
  expect(planTags(snapshotOf([volume]), policy, { nowMs: 0 }).changes).toMatchObject([
    { field: 'project', after: null, holds: [{ field: 'Project', value: 'shop' }] },
  ]);
});

test('the hash is of the policy, regardless of its file name', () => {
  const sums = [policy, { ...policy, file: 'other.yaml' }, { ...policy, keys: [] }].map(
    (one) => (planTags(snapshotOf([]), one, { nowMs: 0 }).scope.policy as { sha256: string }).sha256,
  );
  expect(sums[1]).toBe(sums[0]);
  expect(sums[2]).not.toBe(sums[0]);
});

test('no default is set in place of a value that may be inherited from a type that could not be listed', () => {
  const parent = resourceOf('ec2:instance', 'i-1', {});
  const volume = resourceOf('ec2:volume', 'vol-1', {}, { instance: parent.arn });
  const snapshot = snapshotOf([volume]);
  const denied = { ...snapshot.coverage[0]!, type: 'ec2:instance', status: 'denied', resources: 0 } as const;
  for (const coverage of [snapshot.coverage, [...snapshot.coverage, denied]]) {
    const plan = planTags({ ...snapshot, coverage }, policy, { nowMs: 0 });
    expect(plan.changes).toEqual([]);
    expect(plan.findings).toMatchObject([{ field: 'Project', reason: expect.stringContaining(parent.arn) }]);
  }
  const listed = { ...denied, status: 'listed' } as const;
  const plan = planTags({ ...snapshot, coverage: [...snapshot.coverage, listed] }, policy, { nowMs: 0 });
  expect(plan.changes).toMatchObject([{ after: 'none', source: 'default' }]);
});

test('where no list could be read there is no plan, which would read as nothing to change', () => {
  const snapshot = snapshotOf([]);
  const row = { accountId: '111122223333', region: 'us-east-1', resources: 0, unknown: 0 };
  const failed = { ...row, type: 'all', status: 'failed', reason: 'it cannot be reached' } as const;
  const listed = { ...row, type: 's3:bucket', status: 'listed' } as const;

  expect(() => planTags({ ...snapshot, coverage: [failed] }, policy, { nowMs: 0 })).toThrow(
    'no list of resources could be read, so what to change is not known: all types in us-east-1: it cannot be reached',
  );
  const some = planTags({ ...snapshot, coverage: [failed, listed] }, policy, { nowMs: 0 });
  expect(some.changes).toEqual([]);
  expect(planTags({ ...snapshot, coverage: [] }, policy, { nowMs: 0 }).changes).toEqual([]);
});

test('log groups and keys with a # in them have different ids', () => {
  const group = resourceOf('logs:log-group', 'log-group:a', { 'b#project': 'x' });
  const other = resourceOf('logs:log-group', 'log-group:a#b', {});
  const forbidden = [{ key: '*', remove: true, appliesTo: everywhere }];
  const keys = [{ ...policy.keys[0]!, key: 'project' }];
  const plan = planTags(snapshotOf([group, other]), { ...policy, keys, forbidden }, { nowMs: 0 });
  expect(new Set(plan.changes.map(({ id }) => id)).size).toBe(3);
});

test('a plan for some types counts only those as examined', () => {
  const resources = [resourceOf('ec2:volume', 'vol-1', {}), resourceOf('s3:bucket', 'b', {})];
  const plan = planTags(snapshotOf(resources), policy, { nowMs: 0, only: { types: ['s3:bucket'] } });
  expect(plan.scope).toMatchObject({ examined: 1, only: { types: ['s3:bucket'] } });
  expect(plan.changes).toMatchObject([{ target: { resource: 'arn:aws:s3:::b' } }]);
});

const onlyOurKeys: TagPolicy = {
  ...policy,
  forbidden: [{ key: '*', remove: true, appliesTo: everywhere }],
};

test('a forbidden * removes what people set, and keeps by what clusters live', () => {
  const node = resourceOf('ec2:instance', 'i-1', {
    Project: 'shop',
    'kubernetes.io/cluster/prod': 'owned',
    'karpenter.sh/nodepool': 'default',
    'eks:cluster-name': 'prod',
    'aws:autoscaling:groupName': 'asg-1',
    temp: '1',
  });
  const plan = planTags(snapshotOf([node]), onlyOurKeys, { nowMs: 0 });
  expect(plan.changes).toMatchObject([{ field: 'temp', after: null }]);
  expect(plan.scope).toMatchObject({ kept: { EKS: 1, Karpenter: 1, Kubernetes: 1 } });
  expect(plan.changes[0]?.target.managedBy).toEqual([
    'Auto Scaling group asg-1',
    'EKS cluster prod',
    'Karpenter node pool default',
    'Kubernetes cluster prod',
  ]);
  expect(planNotes(plan)).toEqual([
    '1 resource is managed by Auto Scaling group asg-1 (1), EKS cluster prod (1), Karpenter node pool default (1), Kubernetes cluster prod (1): a template, or what stands in for one, may put a tag back. Change it there too.',
    '3 tags that other systems depend on are not removed, because no forbidden key names them: EKS (1), Karpenter (1), Kubernetes (1). A key such as kubernetes.io/* does.',
    '"*" removes 1 key that the policy does not name: temp (1). A key that someone or something uses belongs under except, or under keys.',
  ]);
  expect(plan.scope.removedByPattern).toEqual([{ pattern: '*', key: 'temp', resources: 1 }]);
});

test('keys that patterns remove are named, those with a prefix first, and those that the policy names are not', () => {
  const policy = policyOf(`keys: { Project: {} }
forbidden: [{ key: password, remove: true }, { key: "x-*" }, { key: "t*", remove: true }, { key: "*", except: [Name], remove: true }]`);
  const volumes = [
    { 'acme:cluster': 'a', build: '1', temp: '1', Name: 'web', password: 'x', project: 'shop', 'x-1': '1' },
    { build: '2', 'two words': '1' },
    { build: '3', 'example.com/owner': 'a' },
  ].map((tags, index) => resourceOf('ec2:volume', `vol-${index}`, tags));
  const notes = planNotes(planTags(snapshotOf(volumes), policy, { nowMs: 0 }));
  const end = 'A key that someone or something uses belongs under except, or under keys.';
  expect(notes).toEqual([
    `"*" removes 3 keys that the policy does not name: acme:cluster (1), example.com/owner (1), build (3). ${end}`,
    `"t*" removes 2 keys that the policy does not name: temp (1), "two words" (1). ${end}`,
  ]);
});

test('of very many keys that a pattern removes, the note has fifty, and counts the others', () => {
  const tags = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`k${index}`, '']));
  const [note] = planNotes(
    planTags(snapshotOf([resourceOf('ec2:volume', 'vol-1', tags)]), onlyOurKeys, { nowMs: 0 }),
  );
  expect(note).toMatch(/^"\*" removes 60 keys .* k53 \(1\), 10 more, which --output csv has\. /);
});

test('a plan of an earlier version has no keys by pattern', () => {
  const volume = resourceOf('ec2:volume', 'vol-1', { temp: '1' });
  const plan = planTags(snapshotOf([volume]), onlyOurKeys, { nowMs: 0 });
  const { removedByPattern: _, ...scope } = plan.scope;
  expect(planNotes({ ...plan, scope: { ...scope, removedByPattern: [{ key: 1 }] } })).toEqual([]);
  expect(planNotes({ ...plan, scope } as typeof plan)).toEqual([]);
});

test('a plan of a resource that nobody manages has no notes', () => {
  const volume = resourceOf('ec2:volume', 'vol-1', { project: 'shop' });
  expect(planNotes(planTags(snapshotOf([volume]), onlyOurKeys, { nowMs: 0 }))).toEqual([]);
});
