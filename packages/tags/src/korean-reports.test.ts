import type { CoverageStatus } from '@groundcrew/account';
import type { Rehearsal, RehearsedRun } from '@groundcrew/plan';
import { englishLeft } from '@groundcrew/report/testing/english-left';
import { describe, expect, test } from 'vitest';
import { type OutcomeFacts, outcomeReport } from './applying/outcome-report.ts';
import { auditReport, auditTags } from './audit/index.ts';
import type { Coverage, TaggedResource, TagSnapshot } from './model.ts';
import { planReport } from './planning/plan-report.ts';
import { planTags } from './planning/plan-tags.ts';
import { policyReport, problemReport } from './policy/policy-report.ts';
import { policyOf, resourceOf } from './policy/testing/policy-of.ts';
import { rehearsalReport } from './rehearsing/rehearsal-report.ts';

const nowMs = Date.parse('2026-11-21T09:00:00Z');
const policy = policyOf(`keys:
  Project: { required: true, variants: [project, proj], values: { list: [shop, web], variants: { shp: shop } } }
  Owner: { owner: true, required: true, inherit: [instance], values: { pattern: "[a-z]+", minLength: 2, maxLength: 9 } }
  Stage: { required: true, default: prod }
  Cost: { values: { minLength: 2, maxLength: 4 }, ignoreCase: true }
forbidden:
  - { key: temp, remove: true, reason: old }
  - { key: "x-*" }
  - { key: "*", except: [Name], remove: true }
exemptions:
  - { match: { region: eu-west-1 }, keys: all, reason: over, until: 2026-11-20 }
  - { match: { region: us-west-2 }, keys: [Project], reason: unused }
  - { match: { region: ap-south-1 }, keys: all, reason: in use }
`);

const right = { Project: 'shop', Owner: 'kim', Stage: 'prod' };
const statuses: readonly CoverageStatus[] = ['denied', 'not-enabled', 'timed-out', 'failed', 'tagged-only'];
const coverage: readonly Coverage[] = [
  ...statuses.map((status) => ({
    accountId: '123456789012',
    region: 'us-east-1',
    type: 's3:bucket',
    status,
    resources: 0,
    unknown: 0,
    reason: 'it did not respond in time; try again, or raise --timeout',
  })),
  {
    accountId: '123456789012',
    region: 'ap-northeast-2',
    type: 'other',
    status: 'listed',
    resources: 3,
    unknown: 1,
  },
];

function snapshotOf(resources: readonly TaggedResource[], listed: readonly Coverage[] = []): TagSnapshot {
  return {
    format: 'groundcrew-tag-snapshot/1',
    takenAt: '2026-11-21T08:00:00.000Z',
    accounts: [{ id: '123456789012', alias: 'shop-prod' }],
    resources,
    coverage: listed,
  };
}

const tags: readonly (Readonly<Record<string, string>> | null)[] = [
  right,
  null,
  {},
  { ...right, Project: 'shp' },
  { ...right, Project: 'nothing' },
  { Owner: 'kim', Stage: 'prod', project: 'shop' },
  { ...right, project: 'shop' },
  { ...right, project: 'web' },
  { Owner: 'kim', Stage: 'prod', project: 'shop', proj: 'web' },
  { ...right, temp: 'x', 'x-1': 'y', other: 'z' },
  { ...right, Owner: 'K9' },
  { ...right, Owner: 'k' },
  { ...right, Cost: 'much-too-long' },
  { ...right, Cost: '' },
  { ...right, 'kubernetes.io/cluster/prod': 'owned', 'aws:cloudformation:stack-name': 'web', temp: 'x' },
  { ...Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, 'v'])) },
];
const regions = ['ap-northeast-2', 'eu-west-1', 'ap-south-1'];
const everything = [
  ...regions.flatMap((region) =>
    tags.map((own, index) =>
      resourceOf(own, { id: `i-${index}`, arn: `arn:aws:ec2:${region}:1:instance/i-${index}`, region }),
    ),
  ),
  ...[right, { ...right, Owner: 'K9' }, null].map((own, index) =>
    resourceOf(own, { id: `i-p${index}`, arn: `arn:p${index}` }),
  ),
  ...[0, 1, 2].map((index) =>
    resourceOf(
      { Project: 'shop', Stage: 'prod' },
      {
        type: 'ec2:volume',
        id: `vol-${index}`,
        arn: `arn:v${index}`,
        parents: { instance: `arn:p${index}` },
      },
    ),
  ),
];

/** The text of a policy is its author's. */
const isName = (text: string) => /^(?:Owner|Project|Stage|Cost|old)$/.test(text);

describe('a report on tags in Korean has no English sentence and no English label', () => {
  test.each<[string, TagSnapshot, object]>([
    ['of an audit with violations of each kind', snapshotOf(everything, coverage), {}],
    ['of an audit that is not shown in full', snapshotOf(everything, coverage), { top: 2, hidden: 3 }],
    ['of an audit without violations', snapshotOf([resourceOf(right)]), {}],
    ['of an audit of nothing', snapshotOf([]), {}],
  ])('%s', async (_, snapshot, options) => {
    expect(await englishLeft(auditReport(auditTags(snapshot, policy, { nowMs }), options), isName)).toEqual(
      [],
    );
  });

  test.each(['html', 'csv'] as const)('of a plan, as %s', async (output) => {
    const plan = planTags(snapshotOf(everything), policy, { nowMs });
    const reasons = [...plan.changes, ...plan.findings].map(({ reason }) => reason.split(' ').slice(0, 3));
    // Each way to repair a tag is in it.
    expect(new Set(reasons.map(String)).size).toBeGreaterThan(9);
    for (const top of [undefined, 1])
      expect(await englishLeft(planReport(plan, 'Tag plan by tags.yaml', { output, top }), isName)).toEqual(
        [],
      );
    const nothing = planTags(snapshotOf([resourceOf(right)]), policy, { nowMs });
    expect(await englishLeft(planReport(nothing, 'Tag plan by tags.yaml', { output }))).toEqual([]);
  });

  test('of tags that no call here changes', async () => {
    const groups = [{ temp: 'x' }, { Project: 'shop', Owner: 'kim', stage: 'prod' }].map((tags, index) => ({
      ...resourceOf(tags),
      type: 'autoscaling:autoScalingGroup',
      arn: `arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:1:autoScalingGroupName/${index}`,
    }));
    const plan = planTags(snapshotOf(groups), policy, { nowMs });
    expect(plan.findings.map(({ reason }) => reason).join()).toContain('no call here changes the tags of');
    expect(await englishLeft(planReport(plan, 'Tag plan by tags.yaml', { output: 'html' }), isName)).toEqual(
      [],
    );
  });

  test('of what became of a plan', async () => {
    const { changes, findings } = planTags(snapshotOf(everything), policy, { nowMs });
    const results = ['ready', 'done', 'already-so', 'failed', 'drifted', 'gone', 'unverified'] as const;
    const facts: OutcomeFacts = {
      title: 'Plan 0123456789ab applied',
      output: 'html',
      outcomes: results.map((status, index) => ({
        change: changes[index]!,
        status,
        ...(status === 'gone' && { message: 'the resource does not exist any more; skipped' }),
        ...(status === 'drifted' && { message: 'was expected to be shop, is absent' }),
      })),
      findings,
      calls: 3,
      journal: 'fixes.json.journal',
      notes: [
        '2 changes skipped: the resource does not exist any more.',
        'Nothing was changed. To make the changes, in 3 calls: groundcrew tags apply fixes.json --apply',
        'Nothing was changed. 1 field no longer as the plan expects, so it would be refused; make a new plan.',
      ],
    };
    for (const output of ['html', 'table', 'csv'] as const)
      expect(await englishLeft(outcomeReport({ ...facts, output }), isName)).toEqual([]);
  });

  test('of a rehearsal', async () => {
    const { changes, findings } = planTags(snapshotOf(everything), policy, { nowMs });
    const [change] = changes as [(typeof changes)[number]];
    const run: RehearsedRun = {
      findings: findings.slice(0, 2),
      result: {
        done: [change],
        alreadyDone: [],
        failed: [],
        gone: [change],
        drifted: [{ change, found: 'gone' }],
        unverified: [{ change, found: { value: 'x' } }],
        calls: 2,
      },
    };
    const rehearsal: Rehearsal = {
      applied: run,
      undone: [run, run],
      notRestored: [
        { change, found: 'gone' },
        { change, found: { value: 'x' } },
      ],
    };
    const effort = { requests: new Map(), waitedMs: new Map() };
    const facts = { changes: 3, takenAt: '2026-11-21T08:00:00.000Z', effort, notes: [] };
    expect(await englishLeft(rehearsalReport({ ...facts, rehearsal, faults: 'throttle:0.1' }))).toEqual([]);
    const well = { applied: { findings: [] }, undone: [], notRestored: [] };
    expect(await englishLeft(rehearsalReport({ ...facts, rehearsal: well }))).toEqual([]);
  });

  test('of a policy', async () => {
    const shown = policyReport(policy, nowMs);
    expect(await englishLeft(shown, isName)).toEqual([]);
    expect(shown.lead?.[0]).toMatch(/can be used: it has no problems\.$/);
    expect(shown.figures?.slice(0, 3).map(({ title }) => title)).toEqual(['Keys', 'Required', 'Forbidden']);
    const wide = policyOf(`keys:
  Project: { requiredFor: { types: ["ec2:*"], not: { regions: [eu-west-1] } }, ignoreCase: true, variants: [p] }
`);
    expect(await englishLeft(policyReport(wide, nowMs))).toEqual([]);
    expect(await englishLeft(problemReport('tags.yaml', []))).toEqual([]);
  });
});
