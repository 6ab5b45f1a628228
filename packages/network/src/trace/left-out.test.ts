import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import {
  createModel,
  type ModelContent,
  type ModelPart,
  modelParts,
  type NetworkModel,
} from '../model/index.ts';
import { type End, findEnd } from './ends.ts';
import { randomNetwork, randomOf } from './testing/random-network.ts';
import { trace, type Verdict } from './trace.ts';

/** What a part is in the content. */
const fieldOf: Readonly<Partial<Record<ModelPart, keyof ModelContent>>> = {
  vpcs: 'vpcs',
  subnets: 'subnets',
  'route-tables': 'routeTables',
  'network-acls': 'networkAcls',
  'security-groups': 'securityGroups',
  'network-interfaces': 'interfaces',
  instances: 'instances',
  'internet-gateways': 'internetGateways',
  'nat-gateways': 'natGateways',
  'egress-only-internet-gateways': 'egressOnlyGateways',
  'vpc-peering-connections': 'peerings',
  'managed-prefix-lists': 'prefixLists',
  'vpc-block-public-access-options': 'publicAccess',
  'vpc-block-public-access-exclusions': 'exclusions',
  'load-balancers': 'loadBalancers',
  'target-groups': 'targetGroups',
};

const details: readonly ((content: ModelContent) => ModelContent)[] = [
  (content) => ({ ...content, prefixLists: content.prefixLists.map(({ cidrs: _, ...each }) => each) }),
  (content) => ({ ...content, targetGroups: content.targetGroups.map(({ targets: _, ...each }) => each) }),
  (content) => ({ ...content, targetGroups: content.targetGroups.map(({ attributes: _, ...each }) => each) }),
  (content) => ({
    ...content,
    loadBalancers: content.loadBalancers.map(({ attributes: _, ...each }) => each),
  }),
  (content) => ({
    ...content,
    loadBalancers: content.loadBalancers.map(({ listeners: _, ...each }) => each),
  }),
  (content) => ({
    ...content,
    loadBalancers: content.loadBalancers.map((each) => ({
      ...each,
      listeners: each.listeners!.map(({ rules: _, ...listener }) => listener),
    })),
  }),
];

function without(content: ModelContent, part: ModelPart): ModelContent {
  const field = fieldOf[part];
  const [scope] = content.scopes;
  return {
    ...content,
    ...(field && { [field]: [] }),
    scopes: [{ ...scope!, parts: new Set(modelParts.filter((each) => each !== part)) }],
  };
}

/** The end with this name; none, if what has it was left out: then there is no question. */
function endIn(model: NetworkModel, label: string): End | undefined {
  try {
    return findEnd(model, label);
  } catch (error) {
    if (isGroundcrewError(error, 'network.end.unknown')) return undefined;
    throw error;
  }
}

const parts = Object.keys(fieldOf) as ModelPart[];

test('leaving out a collected part only turns answers into unknown', () => {
  const turned = new Set<string>();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1 << 30 }), (seed) => {
      const content = randomNetwork(seed);
      const random = randomOf(seed);
      const labels = [
        ...content.interfaces.filter(({ instance }) => instance).map(({ id }) => id),
        ...content.loadBalancers.map(({ shortName }) => shortName),
        'internet',
      ];
      const model = createModel(content);
      const reducedModels = [
        ...parts.map((part) => [part, createModel(without(content, part))] as const),
        ...details.map((take, at) => [`detail ${at}`, createModel(take(content))] as const),
      ];
      for (let round = 0; round < 4; round += 1) {
        const [from, to] = [random.pick(labels), random.pick(labels)];
        const ports = [random.pick([80, 443]), 443] as const;
        const verdict = (of: NetworkModel): Verdict => {
          const ends = { from: endIn(of, from), to: endIn(of, to) };
          if (!ends.from || !ends.to) return 'unknown';
          return trace(of, { from: ends.from, to: ends.to, ports }).verdict;
        };
        const whole = verdict(model);
        for (const [part, reduced] of reducedModels) {
          const left = verdict(reduced);
          if (left === whole) continue;
          if (left === 'unknown') turned.add(part);
          expect({ from, to, part, left: left === 'unknown' ? whole : left }).toEqual({
            from,
            to,
            part,
            left: whole,
          });
        }
      }
    }),
    { numRuns: Math.ceil(600 * inject('effort')) },
  );
  // In few networks a part may make no difference.
  if (inject('effort') < 1) return;
  // Each part makes a difference somewhere, so that leaving it out was a test.
  const silent = [
    'managed-prefix-lists',
    'egress-only-internet-gateways',
    'vpc-block-public-access-exclusions',
  ];
  expect(parts.filter((part) => !turned.has(part) && !silent.includes(part))).toEqual([]);
});
