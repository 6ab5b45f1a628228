import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { planAddresses } from '../addresses/index.ts';
import { type NetworkFile, parseNetwork } from '../file/index.ts';
import {
  applyChange,
  emptyState,
  type NetworkChange,
  type NetworkPlan,
  type NetworkState,
  planNetwork,
  undoOf,
  vpcOf,
} from './index.ts';

const zoneIds = ['apne2-az1', 'apne2-az2', 'apne2-az3'];
const accesses = ['public', 'private', 'isolated'];
const listener = fc.record({
  port: fc.constantFrom(80, 443),
  target: fc.record({
    port: fc.constantFrom(8080, 8081),
    health: fc.constantFrom('/a', '/b'),
    type: fc.constantFrom('instance', 'ip'),
  }),
});
const balancer = fc.record({
  type: fc.constantFrom('application', 'network'),
  scheme: fc.constantFrom('internet-facing', 'internal'),
  listeners: fc.uniqueArray(listener, { minLength: 1, maxLength: 2, selector: ({ port }) => port }),
  record: fc.option(fc.constant({ name: 'www.example.com', hostedZone: 'Z1' }), { nil: undefined }),
});
const rule = fc.record({
  from: fc.constantFrom('web', 'app', 'internet', 'vpc', '192.0.2.0/24', '2001:db8::/32'),
  ports: fc.constantFrom(80, '*', '8000-8100'),
  protocol: fc.constantFrom('tcp', 'udp'),
});

/** Files of networks, as objects; some are refused. */
const draft = fc.record({
  zones: fc.uniqueArray(fc.constantFrom(...zoneIds), { minLength: 1 }),
  tiers: fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'public'),
    fc.record({ access: fc.constantFrom(...accesses), share: fc.constantFrom('1/8', '1/4') }),
    {
      minKeys: 1,
    },
  ),
  nat: fc.constantFrom('none', 'one', 'per-zone', 'regional'),
  ipv6: fc.boolean(),
  endpoints: fc.constantFrom<unknown>('none', ['s3'], ['s3', 'dynamodb']),
  tags: fc.constantFrom({ a: 'b' }, { c: 'd' }),
  groups: fc.record({
    web: fc.record({ allow: fc.array(rule, { minLength: 1, maxLength: 3 }) }),
    app: fc.record({ allow: fc.array(rule, { minLength: 1, maxLength: 3 }) }),
  }),
  www: fc.option(balancer, { nil: undefined }),
});

type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;

function fileOf({ www, tiers, ...more }: Draft): NetworkFile | undefined {
  const text = JSON.stringify({
    version: 1,
    name: 'shop',
    region: 'ap-northeast-2',
    cidr: '10.20.0.0/16',
    ...more,
    tiers: { ...tiers, ...(www && { public: { access: 'public', share: '1/8' } }) },
    ...(www && { loadBalancers: { www: { ...www, tier: 'public' } } }),
  });
  try {
    return parseNetwork(text, { file: 'f' });
  } catch (thrown) {
    if (isGroundcrewError(thrown, 'network.file.invalid')) return undefined;
    throw thrown;
  }
}

function planOf(file: NetworkFile, state: NetworkState): NetworkPlan {
  const vpc = vpcOf(state);
  return planNetwork(file, planAddresses(file, vpc ? { vpc } : {}), state);
}

let id = 0;
function apply(state: NetworkState, changes: readonly NetworkChange[]): NetworkState {
  return changes.reduce((now, change) => applyChange(now, change, () => `id-${(id += 1)}`), state);
}

/** A state without ids: what is made again has another one. */
const content = ({ items }: NetworkState) =>
  [...items.values()]
    .map(({ id: _, ...item }) => item)
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));

const runs = (all: number) => (inject('effort') === 1 ? all : Math.ceil(all / 25));

test('from any network to any other: each change can be made in its order, and the plan after it is empty', () => {
  fc.assert(
    fc.property(fc.array(draft, { minLength: 1, maxLength: 3 }), (drafts) => {
      let state = emptyState;
      for (const file of drafts.map(fileOf)) {
        if (!file) continue;
        const plan = planOf(file, state);
        const done = new Set<string>();
        const early = plan.changes.filter(({ id: change, requires }) => {
          done.add(change);
          return requires.some((other) => !done.has(other));
        });
        expect(early).toEqual([]);
        state = apply(state, plan.changes);
        expect(planOf(file, state).changes.map((change) => change.id)).toEqual([]);
      }
    }),
    { numRuns: runs(1000) },
  );
});

test('what was made up to any change is undone, and an apply that ended there is continued by the next plan', () => {
  fc.assert(
    fc.property(draft, draft, fc.double({ min: 0, max: 1, noNaN: true }), (one, other, share) => {
      const first = fileOf(one);
      const second = fileOf(other);
      if (!first || !second) return;
      const before = apply(emptyState, planOf(first, emptyState).changes);
      const plan = planOf(second, before);
      const made = plan.changes.slice(0, Math.round(plan.changes.length * share));
      const half = apply(before, made);
      expect(content(apply(half, undoOf(made)))).toEqual(content(before));
      const whole = apply(half, planOf(second, half).changes);
      expect(planOf(second, whole).changes.map((change) => change.id)).toEqual([]);
    }),
    { numRuns: runs(1000) },
  );
});

test('what is kept keeps its id, and no change of what the file still wants removes it', () => {
  fc.assert(
    fc.property(draft, draft, (one, other) => {
      const first = fileOf(one);
      const second = fileOf(other);
      if (!first || !second) return;
      const before = apply(emptyState, planOf(first, emptyState).changes);
      const after = apply(before, planOf(second, before).changes);
      for (const [key, item] of after.items) {
        const was = before.items.get(key);
        if (was) expect(item.id).toBe(was.id);
      }
    }),
    { numRuns: runs(500) },
  );
});
