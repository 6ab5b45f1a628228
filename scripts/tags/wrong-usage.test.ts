import { describe, expect, test } from 'vitest';
import { groundcrew } from '../testing/groundcrew.ts';
import { openShop } from '../testing/shop.ts';

describe('a region that does not exist', () => {
  test.each([[['collect']], [['audit']], [['plan']], [['group', '--by', 'Project']]])(
    'is wrong usage of %j, reported with the nearest name',
    async (words) => {
      const { policy } = await openShop();
      const asked = words[0] === 'audit' || words[0] === 'plan' ? ['--policy', policy] : [];
      const { code, err } = await groundcrew(['tags', ...words, ...asked, '--regions', 'us-east-1,us-est-1']);
      expect(code).toBe(2);
      expect(err).toContain('there is no region "us-est-1"; did you mean us-east-1');
    },
  );
});

describe('--types', () => {
  test('accepts the same patterns in collect, audit and plan', async () => {
    const shop = await openShop();
    const ofVolumes = ['--types', 'ec2:vol*', '--regions', 'us-east-1', '--output', 'json'];
    const collected = await groundcrew(['tags', 'collect', ...ofVolumes]);
    const audited = await groundcrew(['tags', 'audit', '--policy', shop.policy, ...ofVolumes]);
    const planned = await groundcrew(['tags', 'plan', '--policy', shop.policy, ...ofVolumes]);
    const types = (JSON.parse(collected.out) as { resources: { type: string }[] }).resources;
    expect(new Set(types.map(({ type }) => type))).toEqual(new Set(['ec2:volume']));
    const violations = (JSON.parse(audited.out) as { violations: { type: string }[] }).violations;
    expect(new Set(violations.map(({ type }) => type))).toEqual(new Set(['ec2:volume']));
    const changes = (JSON.parse(planned.out) as { changes: { target: { resource: string } }[] }).changes;
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.every(({ target }) => target.resource.includes(':volume/'))).toBe(true);
  });

  test('that match nothing are reported: otherwise all would look compliant', async () => {
    const { policy } = await openShop();
    const words = ['--policy', policy, '--regions', 'us-east-1', '--types', 'ec2:instnace,s3:*'];
    for (const verb of ['audit', 'plan']) {
      const { err } = await groundcrew(['tags', verb, ...words]);
      expect(err).toMatch(/^Nothing is of the type ec2:instnace; there are ec2:.*, ec2:volume, .*\n/);
    }
  });
});

describe('--key', () => {
  test('that are not in the policy are refused, also if it forbids some', async () => {
    const { policy } = await openShop();
    const { code, err } = await groundcrew(['tags', 'audit', '--policy', policy, '--key', 'Projct']);
    expect(code).toBe(2);
    expect(err).toContain(
      `"Projct" in --key is not a key of ${policy}; it has Project; did you mean Project?`,
    );
  });

  test('may be a forbidden one', async () => {
    const { policy } = await openShop();
    const words = ['--policy', policy, '--regions', 'us-east-1', '--key', 'tempNote', '--output', 'csv'];
    const { out } = await groundcrew(['tags', 'audit', ...words]);
    expect(out.trimEnd().split('\r\n')).toHaveLength(2);
  });
});
