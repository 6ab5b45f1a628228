import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { planAddresses } from '../addresses/index.ts';
import { applyChange, emptyState, type NetworkState, planNetwork, vpcOf } from '../desired/index.ts';
import { formatAddress, overlaps } from '../cidr/index.ts';
import { initialNetwork, type NetworkFile, parseNetwork } from '../file/index.ts';
import { createModel, type ModelContent } from '../model/index.ts';
import { readSaved } from '../saved/index.ts';
import { answersOfState } from '../testing/answers-of-state.ts';
import { checkPath, pathsOfFile } from '../trace/index.ts';
import { randomOf } from '../trace/testing/random-network.ts';
import { checkPlanned, plannedItems, plannedModels } from './index.ts';

const ends = ['internet', 'vpc', 'web', 'app', 'www', 'front', 'back', '203.0.113.0/24', '10.20.0.0/20'];
/** The first half of the first /24 of each subnet, whichever it has. */
const begins = Array.from({ length: 16 }, (_, at) => `10.20.${at * 16}.0/25`);
const rule = fc.record({
  from: fc.constantFrom<unknown>(
    begins,
    'web',
    'app',
    'www',
    'internet',
    'vpc',
    '203.0.113.0/24',
    '10.20.0.4/32',
    '10.20.0.0/25',
  ),
  ports: fc.constantFrom(80, 8080, '*', '8000-8100'),
  protocol: fc.constantFrom('tcp', 'tcp', 'udp'),
});
const group = fc.record({
  tier: fc.option(fc.constantFrom('front', 'back'), { nil: undefined }),
  allow: fc.array(rule, { minLength: 1, maxLength: 3 }),
});
const path = fc
  .tuple(
    fc.boolean(),
    fc.constantFrom(...ends),
    fc.constantFrom(...ends.filter((end) => end !== 'vpc')),
    fc.constantFrom(':80', ':8080', ':8000-8200', '/icmp', '/all'),
  )
  .map(([never, from, to, what]) => `${never ? 'never ' : ''}${from} -> ${to}${what}`);

/** Files of networks with a load balancer and paths, as objects; some are refused. */
const draft = fc.record({
  zones: fc.uniqueArray(fc.constantFrom('apne2-az1', 'apne2-az2', 'apne2-az3'), { minLength: 2 }),
  back: fc.constantFrom('private', 'isolated'),
  nat: fc.constantFrom('none', 'one', 'per-zone', 'regional'),
  ipv6: fc.boolean(),
  endpoints: fc.constantFrom<unknown>('none', ['s3']),
  web: group,
  app: group,
  type: fc.constantFrom('application', 'network'),
  scheme: fc.constantFrom('internet-facing', 'internal'),
  targetType: fc.constantFrom('instance', 'ip'),
  paths: fc.uniqueArray(path, { minLength: 3, maxLength: 6 }),
});

type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;

function fileOf({ back, web, app, type, scheme, targetType, ...more }: Draft): NetworkFile | undefined {
  const text = JSON.stringify({
    version: 1,
    name: 'shop',
    region: 'ap-northeast-2',
    cidr: '10.20.0.0/16',
    ...more,
    tiers: { front: { access: 'public', share: '1/4' }, back: { access: back, share: '1/4' } },
    groups: { web, app },
    loadBalancers: {
      www: {
        type,
        scheme,
        tier: 'front',
        listeners: [{ port: 80, target: { port: 8080, type: targetType } }],
      },
    },
  });
  try {
    return parseNetwork(text, { file: 'f' });
  } catch (thrown) {
    if (isGroundcrewError(thrown, 'network.file.invalid')) return undefined;
    throw thrown;
  }
}

function made(file: NetworkFile): NetworkState {
  let id = 0;
  const { changes } = planNetwork(file, planAddresses(file, {}), emptyState);
  return changes.reduce<NetworkState>(
    (state, change) => applyChange(state, change, () => `0a${(id += 1).toString(16).padStart(6, '0')}`),
    emptyState,
  );
}

test('paths of the planned network are those of the network once it was made, read out of saved answers', () => {
  const met = new Set<string>();
  fc.assert(
    fc.property(draft, (one) => {
      const file = fileOf(one);
      if (!file) return;
      const planned = plannedModels(file, plannedItems(file, planAddresses(file, {}), emptyState));
      const state = made(file);
      const vpc = vpcOf(state)!;
      // The same places, by the ids that everything has now.
      const placed = plannedModels(file, plannedItems(file, planAddresses(file, { vpc }), state));
      expect(placed.length).toBe(planned.length);
      for (const [at, model] of planned.entries()) {
        const saved = createModel(readSaved(answersOfState(state, placed[at]!.content)).content);
        const before = checkPlanned(file, [model]);
        const after = pathsOfFile(saved, file).map((path) => checkPath(saved, path));
        const answers = (checked: typeof before) =>
          checked.map(({ path: { text }, holds, verdict }) => ({ text, holds, verdict }));
        expect(answers(before)).toEqual(answers(after));
        for (const { verdict } of before) met.add(verdict);
      }
    }),
    { numRuns: Math.ceil(80 * inject('effort')) },
  );
  // Few networks may miss one of them by chance.
  if (inject('effort') < 1) return;
  expect(met).toContain('reachable');
  expect(met).toContain('blocked');
});

/** The same network with its members at other addresses of their subnets; the first ones of a subnet are taken more often. */
function moved(content: ModelContent, below: (count: number) => number): ModelContent {
  const fixed = content.interfaces.filter(({ instance }) => instance === undefined);
  const taken = new Set(fixed.flatMap(({ addresses }) => addresses.map((pair) => pair.private.value)));
  const texts = new Map<string, string>();
  const interfaces = content.interfaces.map((each) => {
    if (each.instance === undefined) return each;
    const { first, length } = content.subnets.find(({ id }) => id === each.subnet)!.cidrs[0]!;
    const count = (1 << (32 - length)) - 5;
    let value: bigint;
    do value = first + 4n + BigInt(below(below(2) === 0 ? Math.min(count, 300) : count));
    while (taken.has(value));
    taken.add(value);
    const [pair] = each.addresses;
    const inner = { family: 4, value } as const;
    texts.set(formatAddress(pair!.private), formatAddress(inner));
    return { ...each, addresses: [{ ...pair!, private: inner }] };
  });
  return {
    ...content,
    interfaces,
    targetGroups: content.targetGroups.map((group) => ({
      ...group,
      targets: group.targets!.map((target) => ({ ...target, id: texts.get(target.id) ?? target.id })),
    })),
  };
}

test('what certainly holds or certainly does not in the planned network is so wherever in their subnets members are', () => {
  const counts = { reachable: 0, blocked: 0 };
  fc.assert(
    fc.property(draft, fc.integer({ min: 1 }), (one, seed) => {
      const file = fileOf(one);
      if (!file) return;
      const planned = plannedModels(file, plannedItems(file, planAddresses(file, {}), emptyState));
      const { below } = randomOf(seed);
      const model = createModel(moved(planned[0].content, below));
      const paths = pathsOfFile(model, file);
      for (const [at, { verdict, path: known }] of checkPlanned(file, planned).entries()) {
        // Where a range of the file has nobody now, there is nothing to ask.
        if ((verdict !== 'reachable' && verdict !== 'blocked') || isInside(file, at)) continue;
        counts[verdict] += 1;
        expect([known.text, checkPath(model, paths[at]!).verdict]).toEqual([known.text, verdict]);
      }
    }),
    { numRuns: Math.ceil(80 * inject('effort')) },
  );
  if (inject('effort') < 1) return;
  expect(counts.reachable).toBeGreaterThan(0);
  expect(counts.blocked).toBeGreaterThan(0);
});

function isInside(file: NetworkFile, at: number): boolean {
  const { from, to } = file.paths[at]!;
  return [from, to].some((end) => end.kind === 'range' && overlaps(end.cidr, file.cidr));
}

test('the internet is who is there: neither the service behind a gateway endpoint nor the VPC itself, planned or live', () => {
  const text = initialNetwork()
    .replace('ipv6: false', 'ipv6: true')
    .replace('web -> app:8081', 'web -> internet:443');
  const file = parseNetwork(text, { file: 'f' });
  expect(file).toMatchObject({ ipv6: true, endpoints: ['dynamodb', 's3'] });
  const state = made(file);
  const vpc = vpcOf(state)!;
  const [model] = plannedModels(file, plannedItems(file, planAddresses(file, { vpc }), state));
  const { content } = readSaved(answersOfState(state, model.content));
  const verdicts = (of: ModelContent) => {
    const live = createModel(of);
    return pathsOfFile(live, file)
      .map((path) => checkPath(live, path).verdict)
      .slice(0, 2);
  };
  expect(
    checkPlanned(file, [model])
      .map(({ verdict }) => verdict)
      .slice(0, 2),
  ).toEqual(['reachable', 'reachable']);
  expect(verdicts(content)).toEqual(['reachable', 'reachable']);
  // Whose addresses these are has to be known.
  const unread = content.prefixLists.map(({ cidrs: _, ...each }) => each);
  expect(verdicts({ ...content, prefixLists: unread })).toEqual(['unknown', 'unknown']);
});
