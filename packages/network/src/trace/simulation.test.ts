import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { createModel, type ModelContent, type NetworkInterface } from '../model/index.ts';
import { includes } from '../packets/index.ts';
import type { End } from './ends.ts';
import { createSimulator, type OnePacket } from './testing/simulator.ts';
import { PORTS, randomNetwork, randomOf } from './testing/random-network.ts';
import { trace } from './trace.ts';

const endOf = (each: NetworkInterface): End => ({ kind: 'interfaces', label: each.id, interfaces: [each] });

/** A question about a random network, and packets that it is about. */
function randomQuestion(content: ModelContent, seed: number) {
  const random = randomOf(seed);
  const instances = content.interfaces.filter(
    ({ instance, id }) => instance !== undefined && id.startsWith('eni-'),
  );
  const running = instances.filter(
    ({ instance }) => content.instances.find(({ id }) => id === instance)?.state === 'running',
  );
  if (running.length === 0) return undefined;
  const client = random.chance(0.3) ? undefined : random.pick(running);
  const to = random.below(5);
  const balancer = content.loadBalancers.length > 0 ? random.pick(content.loadBalancers) : undefined;
  const other = random.pick(instances);
  const protocol = random.pick([6, 6, 6, 17, 1]);
  const family = random.chance(0.7) ? 4 : 6;
  const question = {
    from: client ? endOf(client) : ({ kind: 'internet', label: 'internet' } as const),
    to:
      to === 0 && client
        ? ({ kind: 'internet', label: 'internet' } as const)
        : to <= 2 && balancer
          ? ({ kind: 'balancer', label: balancer.shortName, balancer } as const)
          : endOf(other),
    protocol,
    ports: to === 2 ? ([80, 80] as const) : ([random.pick(PORTS), 8080] as const),
  };
  return { question, client, family: family as 4 | 6, random, protocol };
}

const hasPorts = (protocol: number) => protocol === 6 || protocol === 17;

test('tracing has the same outcome for each packet as a simulator that shares no code with it', () => {
  const counts = { reached: 0, blocked: 0, mixed: 0, unknown: 0 };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1 << 30 }), (seed) => {
      const content = randomNetwork(seed);
      const model = createModel(content);
      const simulator = createSimulator(content);
      for (let round = 0; round < 6; round += 1) {
        const asked = randomQuestion(content, seed + round * 7919);
        if (!asked) return;
        const { question, client, random } = asked;
        const result = trace(model, question);
        for (const family of result.families) {
          for (let at = 0; at < 6; at += 1) {
            const packet = samplePacket(family.asked, family.family, random);
            const outcomes = simulator.outcomes(packet, client);
            const expected = outcomes.some((each) => typeof each !== 'boolean')
              ? 'unknown'
              : outcomes.every(Boolean)
                ? 'reached'
                : outcomes.some(Boolean)
                  ? 'mixed'
                  : 'blocked';
            const found = (['reached', 'blocked', 'mixed', 'unknown'] as const).filter((fate) =>
              includes(family[fate], packet),
            );
            counts[expected] += 1;
            if (expected === 'unknown') continue;
            expect({ packet, question: [question.from.label, question.to.label], found }).toEqual({
              packet,
              question: [question.from.label, question.to.label],
              found: [expected],
            });
          }
        }
      }
    }),
    { numRuns: Math.ceil(1200 * inject('effort')) },
  );
  // All answers are met, so that none is right for lack of a case; few networks may have none that is in part.
  const met = [counts.reached, counts.blocked, ...(inject('effort') < 1 ? [] : [counts.mixed])];
  expect(Math.min(...met)).toBeGreaterThan(0);
});

function samplePacket(
  asked: Parameters<typeof includes>[0],
  family: 4 | 6,
  random: ReturnType<typeof randomOf>,
): OnePacket {
  const box = random.pick(asked) as readonly (number | bigint)[];
  const between = (first: bigint, last: bigint): bigint => {
    const how = random.below(4);
    if (how === 0) return first;
    if (how === 1) return last;
    // Addresses of examples, where rules and routes differ.
    const wanted = (203n << 24n) + (113n << 8n) + BigInt(random.below(256));
    if (how === 2 && wanted >= first && wanted <= last) return wanted;
    return first + (BigInt(random.below(1 << 30)) * (last - first)) / BigInt(1 << 30);
  };
  const number = (at: number) => Number(between(BigInt(box[at]!), BigInt(box[at + 1]!)));
  const protocol = Number(box[4]);
  return {
    family,
    source: between(box[0] as bigint, box[1] as bigint),
    destination: between(box[2] as bigint, box[3] as bigint),
    protocol,
    sourcePort: hasPorts(protocol) ? number(6) : 0,
    destinationPort: random.chance(0.6) && hasPorts(protocol) ? pickPort(box, random) : number(8),
  };
}

function pickPort(box: readonly (number | bigint)[], random: ReturnType<typeof randomOf>): number {
  const inside = PORTS.filter((port) => port >= Number(box[8]) && port <= Number(box[9]));
  return inside.length > 0 ? random.pick(inside) : Number(box[8]);
}
