import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import type { Coverage, TaggedResource, TagSnapshot } from '../model.ts';
import { planTags } from '../planning/plan-tags.ts';
import type { Exemption, TagPolicy } from '../policy/index.ts';
import { policyOf, resourceOf } from '../policy/testing/policy-of.ts';
import type { Audit } from './audit.ts';
import { auditTags } from './audit-tags.ts';
import { violatingOf } from './tally.ts';

const nowMs = Date.parse('2026-11-21T09:00:00Z');

function snapshotOf(resources: readonly TaggedResource[], coverage: readonly Coverage[] = []): TagSnapshot {
  return {
    format: 'groundcrew-tag-snapshot/1',
    takenAt: '2026-11-21T08:00:00.000Z',
    accounts: [{ id: '123456789012', alias: 'shop' }],
    resources,
    coverage,
  };
}

const policy = policyOf(`keys:
  Project:
    required: true
    variants: [Proj]
    values: { list: [shop, web], variants: { store: shop } }
    inherit: [instance]
  Stage: { required: true, default: dev, for: { types: ["ec2:volume"] } }
  Owner: { owner: true }
forbidden:
  - { key: "temp*", reason: left over }
  - { key: password, remove: true }
exemptions:
  - { match: { region: us-east-1 }, keys: [Project], reason: old }
  - { match: { region: eu-west-1 }, keys: all, reason: over, until: 2026-11-20 }
  - { match: { region: eu-west-2 }, keys: all, reason: none there }
`);

const auditOf = (...resources: readonly TaggedResource[]) =>
  auditTags(snapshotOf(resources), policy, { nowMs });

test.each([
  [{}, 'missing', null, 'Project is missing', 'decide'],
  [{ Project: 'x' }, 'bad-value', 'x', 'Project "x" is not one of "shop", "web"', 'decide'],
  [{ Project: 'store' }, 'value-variant', 'store', 'Project "store" should be "shop"', 'value'],
  [{ proj: 'web' }, 'key-variant', 'proj=web', '"proj" should be "Project"', 'rename'],
  [
    { Project: 'web', Proj: 'Web' },
    'key-variant',
    'Project=web, Proj=Web',
    '"Proj" exists beside "Project"',
    'remove',
  ],
  [
    { Project: 'web', Proj: 'shop' },
    'conflict',
    'Project=web, Proj=shop',
    'Project=web, Proj=shop contradict each other',
    'decide',
  ],
  [{ Project: 'web', temp1: 'x' }, 'forbidden', null, '"temp1" is forbidden by "temp*": left over', 'decide'],
  [{ Project: 'web', password: 'x' }, 'forbidden', null, '"password" is forbidden', 'remove'],
])('of the tags %o the violation is reported', (tags, kind, found, message, fix) => {
  const { violations } = auditOf(resourceOf(tags));
  expect(violations).toMatchObject([{ kind, found, message, fix }]);
});

test('what a plan would do is reported with its source', () => {
  const instance = resourceOf({ Project: 'web', Owner: 'kim' });
  const volume = resourceOf(
    {},
    { id: 'vol-1', arn: 'v', type: 'ec2:volume', parents: { instance: instance.arn } },
  );
  expect(auditOf(instance, volume).violations.map(({ fix, fixDetail }) => [fix, fixDetail])).toEqual([
    ['inherit', 'tags plan would copy Project=web from instance i-1'],
    ['default', 'tags plan would set Stage=dev, the default'],
  ]);
});

test('what nothing provides is reported as a decision for a person', () => {
  const { violations } = auditOf(resourceOf({ Owner: 'kim' }));
  expect(violations).toMatchObject([
    { kind: 'missing', fix: 'decide', fixDetail: 'tag it, or set a default for the key in the policy' },
  ]);
});

test('an audit does not show the value of a forbidden tag', () => {
  const audit = auditOf(resourceOf({ Project: 'web', password: 'hunter2' }));
  expect(JSON.stringify(audit)).not.toContain('hunter2');
});

test('scores distinguish compliant, exempt and unknown ones', () => {
  const audit = auditOf(
    resourceOf({ Project: 'web', Owner: 'kim' }, { arn: 'a' }),
    resourceOf({ Owner: 'kim' }, { arn: 'b' }),
    resourceOf({}, { arn: 'c', region: 'us-east-1' }),
    resourceOf(null, { arn: 'd' }),
  );
  expect(audit.total).toEqual({
    name: 'all',
    resources: 4,
    compliant: 1,
    exempt: 1,
    unknown: 1,
    percent: 50,
  });
  expect(audit.scores.byOwner.map(({ name, resources }) => [name, resources])).toEqual([
    ['kim', 2],
    ['(none)', 1],
    ['(unknown)', 1],
  ]);
  expect(audit.scores.byKey).toEqual([
    { name: 'Project', resources: 4, compliant: 1, exempt: 1, unknown: 1, percent: 50 },
    { name: 'Owner', resources: 2, compliant: 2, exempt: 0, unknown: 0, percent: 100 },
  ]);
});

test('one violation in ten thousand is not 100 %', () => {
  const resources = Array.from({ length: 10_000 }, (_, index) =>
    resourceOf({ Project: index === 0 ? 'x' : 'web' }, { arn: `a${index}` }),
  );
  expect(auditOf(...resources).total.percent).toBe(99.9);
});

test('exemptions are reported with their effect; an expired one does not apply', () => {
  const { exemptions, violations } = auditOf(
    resourceOf({}, { arn: 'a', region: 'us-east-1' }),
    resourceOf({}, { arn: 'b', region: 'eu-west-1' }),
  );
  const reported = (uses: typeof exemptions.active) =>
    uses.map(({ exemption, violations: many }) => [exemption.reason, many]);
  expect(violations.map(({ region }) => region)).toEqual(['eu-west-1']);
  expect(reported(exemptions.active)).toEqual([['old', 1]]);
  expect(reported(exemptions.expired)).toEqual([['over', 1]]);
  expect(reported(exemptions.unused)).toEqual([['none there', 0]]);
});

describe('an exemption that goes by a tag which a plan would change', () => {
  const byTag = policyOf(`keys:
  Project: { required: true, values: { list: [shop], variants: { store: shop } } }
  Owner: { required: true }
exemptions:
  - { match: { tag: { Project: store } }, keys: [Owner], reason: ends by the plan }
  - { match: { tag: { Project: shop } }, keys: [Owner], reason: begins by the plan }
`);
  const reported = (...exemptions: TagPolicy['exemptions']) => {
    const audit = auditTags(
      snapshotOf([resourceOf({ Project: 'store' })]),
      { ...byTag, exemptions },
      { nowMs },
    );
    return audit.violations.map(({ key, fix }) => [key, fix]);
  };
  const [ending, beginning] = byTag.exemptions as [Exemption, Exemption];
  const project = ['Project', 'value'];

  test('does not apply if it would end', () => {
    expect(reported(ending)).toEqual([project, ['Owner', 'decide']]);
  });

  test('applies if it would begin', () => {
    expect(reported(beginning)).toEqual([project]);
  });
});

test('no default is reported if a possible source of the value could not be listed', () => {
  const inheriting = policyOf('keys: { A: { required: true, inherit: [instance], default: x } }');
  const instance = 'arn:aws:ec2:ap-northeast-2:123456789012:instance/i-9';
  const { violations } = auditTags(snapshotOf([resourceOf({}, { parents: { instance } })]), inheriting, {
    nowMs,
  });
  expect(violations).toMatchObject([{ fix: 'decide', fixDetail: expect.stringContaining(instance) }]);
});

test('coverage contains what is tagged, untagged and unknown, and where there may be more', () => {
  const denied: Coverage = {
    accountId: '1',
    region: 'r',
    type: 't',
    status: 'denied',
    resources: 0,
    unknown: 0,
  };
  const partly: Coverage = {
    accountId: '1',
    region: 'r',
    type: 'u',
    status: 'listed',
    resources: 2,
    unknown: 1,
  };
  const whole: Coverage = {
    accountId: '1',
    region: 'r',
    type: 'v',
    status: 'listed',
    resources: 2,
    unknown: 0,
  };
  const resources = [
    resourceOf({ 'aws:x': '1' }, { arn: 'a' }),
    resourceOf({ x: '1' }, { arn: 'b' }),
    resourceOf(null),
  ];
  const { coverage } = auditTags(snapshotOf(resources, [denied, partly, whole]), policy, { nowMs });
  expect(coverage).toEqual({ tagged: 1, untagged: 1, unknown: 1, gaps: [denied, partly] });
});

test('that untagged resources of other types are invisible is reported once, for all regions', () => {
  const other = { accountId: '1', type: 'other', status: 'listed', unknown: 0, reason: 'only tagged ones' };
  const rows = ['a', 'b', 'c'].map((region, index): Coverage => {
    return { ...other, status: 'listed', region, resources: index };
  });
  const denied: Coverage = { ...other, region: 'd', status: 'denied', resources: 0 };
  const { coverage } = auditTags(snapshotOf([], [...rows, denied]), policy, { nowMs });
  expect(coverage.gaps).toEqual([denied]);
  expect(coverage.taggedOnly).toEqual({ resources: 3, places: 3 });
});

test('what no rule is for is in no score', () => {
  const narrow = policyOf('keys: { A: { required: true, for: { types: ["s3:*"] } } }');
  const audit = auditTags(snapshotOf([resourceOf({})]), narrow, { nowMs });
  expect(audit).toMatchObject({
    resources: 1,
    unruled: 1,
    total: { resources: 0, percent: null },
    violations: [],
  });
});

const tag = fc.tuple(
  fc.constantFrom(
    'Project',
    'project',
    'Proj',
    'Stage',
    'Owner',
    'owner',
    'temp1',
    'password',
    'aws:x',
    '__proto__',
  ),
  fc.constantFrom('shop', 'Web', 'store', 'x', '', ' web '),
);
const resources = fc
  .array(
    fc.record({
      tags: fc.option(
        fc.array(tag, { maxLength: 4 }).map((tags) => Object.fromEntries(tags)),
        { freq: 6 },
      ),
      type: fc.constantFrom('ec2:instance', 'ec2:volume', 's3:bucket'),
      region: fc.constantFrom('ap-northeast-2', 'us-east-1', 'eu-west-1'),
      accountId: fc.constantFrom('123456789012', '210987654321'),
      parent: fc.option(fc.nat({ max: 9 })),
    }),
    { maxLength: 10 },
  )
  .map((all) =>
    all.map(({ parent, ...facts }, index) =>
      resourceOf(facts.tags, {
        ...facts,
        id: `i-${index}`,
        arn: `arn:${index}`,
        parents: parent === null ? {} : { instance: `arn:${parent}` },
      }),
    ),
  );

test('every score table adds up to the resources that rules are for', () => {
  fc.assert(
    fc.property(resources, (all) => {
      const audit = auditOf(...all);
      const { byType, byRegion, byAccount, byOwner, byKey } = audit.scores;
      const sum = (scores: typeof byType, of: (score: (typeof byType)[number]) => number) =>
        scores.reduce((total, score) => total + of(score), 0);
      for (const scores of [byType, byRegion, byAccount, byOwner, [audit.total]]) {
        expect(sum(scores, (score) => score.resources)).toBe(all.length - audit.unruled);
        expect(sum(scores, violatingOf)).toBe(new Set(audit.violations.map(({ arn }) => arn)).size);
        expect(sum(scores, (score) => score.unknown)).toBe(audit.coverage.unknown);
        expect(sum(scores, (score) => score.compliant)).toBe(audit.compliant);
      }
      for (const score of byKey) {
        const own = audit.violations.filter(({ key }) => key === score.name);
        expect(violatingOf(score)).toBe(own.length);
      }
    }),
  );
});

test('after a plan was applied, an audit reports what was left to decide, and nothing else', () => {
  const byTag = policyOf(`keys:
  Project: { required: true, variants: [Proj], values: { list: [shop, web], variants: { store: shop } }, inherit: [instance] }
  Stage: { required: true, default: dev, for: { types: ["ec2:volume"] } }
  Owner: { required: true, inherit: [instance] }
forbidden:
  - { key: "temp*" }
  - { key: password, remove: true }
exemptions:
  - { match: { tag: { Project: web } }, keys: [Owner, password], reason: old }
  - { match: { tag: { Proj: "*" } }, keys: all, reason: older }
`);
  const namesOf = (audit: Audit, fixes: (fix: string) => boolean) =>
    audit.violations.filter(({ fix }) => fixes(fix)).map(({ arn, key, kind }) => [arn, key, kind]);
  fc.assert(
    fc.property(resources, (all) => {
      const before = snapshotOf(all);
      const { changes } = planTags(before, byTag, { nowMs });
      const after = all.map((resource) => {
        const tags = new Map(Object.entries(resource.tags ?? {}));
        for (const { target, field, after: value } of changes) {
          if (target.resource !== resource.arn) continue;
          if (value === null) tags.delete(field);
          else tags.set(field, value as string);
        }
        return { ...resource, tags: resource.tags && Object.fromEntries(tags) };
      });
      const left = namesOf(auditTags(snapshotOf(after), byTag, { nowMs }), () => true);
      expect(left).toEqual(namesOf(auditTags(before, byTag, { nowMs }), (fix) => fix === 'decide'));
    }),
    { numRuns: Math.max(100, 500 * inject('effort')) },
  );
});

test('an audit does not depend on the order of the resources', () => {
  const shuffled = resources.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      expect(auditOf(...other)).toEqual(auditOf(...all));
    }),
  );
});
