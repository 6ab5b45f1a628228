import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { type Address, hostCidr } from '../cidr/index.ts';
import { createModel, type ModelContent } from '../model/index.ts';
import { allPorts } from '../packets/index.ts';
import { traceAllPairs } from './all-pairs.ts';
import type { End } from './ends.ts';
import { randomNetwork, randomOf } from './testing/random-network.ts';
import { trace } from './trace.ts';

/** With a second one of each instance, at other addresses of its subnet, and rules that name some of them alone. */
function doubled(content: ModelContent, random: ReturnType<typeof randomOf>): ModelContent {
  const copies = content.interfaces.flatMap((each) => {
    const { instance } = each;
    const instances = content.instances.filter(({ id }) => id === instance);
    if (instance === undefined || instances.length === 0) return [];
    const moved = (address: Address): Address => ({ ...address, value: address.value + 40n });
    const copy = {
      ...each,
      id: `${each.id}-copy`,
      instance: `${instance}-copy`,
      addresses: each.addresses.map((pair) => ({ private: moved(pair.private) })),
      ipv6: each.ipv6.map(moved),
    };
    return [{ copy, instance: { ...instances[0]!, id: `${instance}-copy` } }];
  });
  return {
    ...content,
    securityGroups: content.securityGroups.map((group) => {
      const one = copies.length > 0 ? random.pick(copies).copy.addresses[0]?.private : undefined;
      if (!one || random.chance(0.5)) return group;
      const rule = { isEgress: random.chance(0.3), protocol: -1, ports: allPorts };
      return { ...group, rules: [...group.rules, { ...rule, peer: { kind: 'cidr', cidr: hostCidr(one) } }] };
    }),
    networkAcls: content.networkAcls.map((acl) => {
      const one = copies.length > 0 ? random.pick(copies).copy.addresses[0]?.private : undefined;
      if (!one || random.chance(0.5)) return acl;
      const what = { number: 1, isEgress: random.chance(0.5), allows: random.chance(0.5), protocol: -1 };
      return { ...acl, entries: [...acl.entries, { ...what, cidr: hostCidr(one), ports: allPorts }] };
    }),
    interfaces: [...content.interfaces, ...copies.map(({ copy }) => copy)],
    instances: [...content.instances, ...copies.map(({ instance }) => instance)],
  };
}

test('the answer of two classes is that of each pair of their members, asked alone', () => {
  let alike = 0;
  const met = new Set<string>();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1 << 30 }), (seed) => {
      const random = randomOf(seed);
      const model = createModel(doubled(randomNetwork(seed), random));
      const asked = random.chance(0.5) ? { ports: [80, 8080] as const } : { protocol: 17 };
      const pairs = traceAllPairs(model, asked);
      const all = [...model.interfaces.values()];
      alike += all.length - pairs.classes.length;
      for (let round = 0; round < 20; round += 1) {
        const [from, to] = [random.pick(all), random.pick(all)];
        if (from === to) continue;
        const endOf = (each: typeof from): End => ({
          kind: 'interfaces',
          label: each.id,
          interfaces: [each],
        });
        const { verdict } = trace(model, { ...asked, from: endOf(from), to: endOf(to) });
        met.add(verdict);
        expect([from.id, to.id, pairs.verdict(from.id, to.id)]).toEqual([from.id, to.id, verdict]);
      }
    }),
    { numRuns: Math.ceil(160 * inject('effort')) },
  );
  if (inject('effort') < 1) return;
  // Some interfaces were alike, so that classes were a test.
  expect(alike).toBeGreaterThan(0);
  expect(met.size).toBe(4);
});
