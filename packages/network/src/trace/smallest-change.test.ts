import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { cidr } from '../cidr/index.ts';
import { createModel, type ModelContent, type NetworkModel } from '../model/index.ts';
import { allPorts } from '../packets/index.ts';
import { type Edit, withEdits } from './edits.ts';
import { findEnd } from './ends.ts';
import { smallestChange } from './smallest-change.ts';
import { randomNetwork, randomOf } from './testing/random-network.ts';
import type { Question } from './question.ts';
import { trace } from './trace.ts';

/** The most that one edit of each place can open: everything. */
function widestEdits(content: ModelContent): readonly Edit[] {
  const ranges = [cidr('0.0.0.0/0'), cidr('::/0')];
  return [true, false].flatMap((isEgress) =>
    ranges.flatMap((range) => [
      ...content.securityGroups.map(({ id }): Edit => ({
        kind: 'group-rule',
        group: id,
        rule: { isEgress, protocol: -1, ports: allPorts, peer: { kind: 'cidr', cidr: range } },
      })),
      ...content.networkAcls.map(({ id }): Edit => ({
        kind: 'acl-entry',
        acl: id,
        entry: { number: 1, isEgress, allows: true, protocol: -1, cidr: range, ports: allPorts },
      })),
    ]),
  );
}

function opensWith(model: NetworkModel, question: Question, edits: readonly Edit[], count: number): boolean {
  if (count === 0) return trace(model, question).verdict === 'reachable';
  return edits.some((edit, at) =>
    opensWith(withEdits(model, [edit]), question, edits.slice(at + 1), count - 1),
  );
}

test('the smallest change opens the path, and no fewer edits of any kind do', () => {
  const sizes = new Map<number, number>();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1 << 30 }), (seed) => {
      const content = randomNetwork(seed);
      const model = createModel(content);
      const random = randomOf(seed);
      const labels = [
        ...content.instances.filter(({ state }) => state === 'running').map(({ id }) => id),
        ...content.loadBalancers.map(({ shortName }) => shortName),
      ];
      for (let round = 0; round < 3; round += 1) {
        const from = random.chance(0.2) ? 'internet' : random.pick(labels);
        const question = {
          from: findEnd(model, from),
          to: findEnd(model, random.pick(labels)),
          ports: [80, 80] as const,
        };
        const change = smallestChange(model, question);
        // What needs more than rules of groups and network ACLs is not what is counted here.
        if (!change || change.obstacles.length > 0 || change.edits.some(({ kind }) => kind === 'route'))
          continue;
        // Behind what is blocked now there can be what is not in the model.
        if (change.verdict === 'unknown') continue;
        expect(trace(withEdits(model, change.edits), question).verdict).toBe('reachable');
        expect(change.verdict).toBe('reachable');
        const size = change.edits.length;
        sizes.set(size, (sizes.get(size) ?? 0) + 1);
        // Above that, there are too many combinations.
        if (size > (inject('effort') === 1 ? 3 : 2)) continue;
        for (let fewer = 0; fewer < size; fewer += 1)
          expect(opensWith(model, question, widestEdits(content), fewer)).toBe(false);
      }
    }),
    { numRuns: Math.ceil(120 * inject('effort')) },
  );
  // Of a few random networks, none may have such a path.
  if (inject('effort') === 1) expect(sizes.get(1) ?? 0).toBeGreaterThan(0);
});
