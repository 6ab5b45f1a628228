import { createHash } from 'node:crypto';
import { resourceNameOf } from '@groundcrew/aws/tagging';
import {
  type Change,
  canonicalJson,
  createPlan,
  type Finding,
  type Plan,
  type Target,
} from '@groundcrew/plan';
import type { TaggedResource, TagSnapshot } from '../model.ts';
import { keptFor, type TagPolicy } from '../policy/index.ts';
import { assertListed } from './assert-listed.ts';
import { changedAccounts } from './changed-accounts.ts';
import { createDecider, type FixDecision, type FixSelection } from './decide-fixes.ts';
import { type Fix, isTagChange } from './fix.ts';
import { managersOf } from './managers-of.ts';
import { createPatternRemovals } from './pattern-removals.ts';

export interface PlanTagsOptions {
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly only?: FixSelection;
}

/**
 * The plan that makes the tags of a snapshot follow the policy. What only a person can decide is a finding. A plan for the
 * tags after its apply has no changes.
 *
 * @throws GroundcrewError `tags.plan.nothing-listed`
 */
export function planTags(snapshot: TagSnapshot, policy: TagPolicy, options: PlanTagsOptions): Plan {
  assertListed(snapshot);
  const { only } = options;
  const decide = createSnapshotDecider(snapshot, policy, options);
  const resources = snapshot.resources.filter(({ type }) => only?.types?.includes(type) ?? true);
  const changes: Change[] = [];
  const findings: Finding[] = [];
  const kept = new Map<string, number>();
  const byPattern = createPatternRemovals();
  for (const resource of resources) {
    const { fixes } = decide(resource);
    for (const { key, rule, system } of keptFor(policy, resource, options.nowMs)) {
      if (rule.remove && (only?.keys?.includes(key) ?? true)) kept.set(system, (kept.get(system) ?? 0) + 1);
    }
    if (fixes.length === 0) continue;
    const target = targetOf(resource);
    for (const fix of fixes) {
      if (isTagChange(fix)) {
        changes.push(toChange(target, fix));
        byPattern.add(fix);
      } else findings.push({ target, field: fix.key, reason: fix.finding });
    }
  }
  const removedByPattern = byPattern.all();
  return createPlan({
    kind: 'tags',
    createdAt: new Date(options.nowMs).toISOString(),
    accounts: changedAccounts(snapshot, changes),
    scope: {
      examined: resources.length,
      unknown: resources.filter(({ tags }) => tags === null).length,
      takenAt: snapshot.takenAt,
      command: 'groundcrew tags plan',
      policy: { file: policy.file, sha256: hashOf(policy) },
      ...(kept.size > 0 && {
        kept: Object.fromEntries([...kept].sort(([one], [other]) => (one < other ? -1 : 1))),
      }),
      ...(removedByPattern.length > 0 && { removedByPattern: removedByPattern.map((each) => ({ ...each })) }),
      ...(only && { only: { ...only } }),
    },
    changes,
    findings,
  });
}

/**
 * The fixes of each resource of the snapshot, for plans and audits alike. Resources that were not listed, or could not be,
 * may exist: no default is set in place of a value that may be inherited from one.
 */
export function createSnapshotDecider(
  { resources, coverage, accounts }: TagSnapshot,
  policy: TagPolicy,
  { nowMs, only }: PlanTagsOptions,
): (resource: TaggedResource) => FixDecision {
  const resourcesByArn = new Map(resources.map((resource) => [resource.arn, resource]));
  const known = new Set(accounts.map(({ id }) => id));
  const listed = new Set(
    coverage
      .filter(({ status }) => status === 'listed')
      .map(({ accountId, region, type }) => coverageKeyOf(accountId, region, type)),
  );
  const mayExist = (arn: string) => {
    const { accountId, region, type } = resourceNameOf(arn) ?? {};
    // A VPC that is shared from another account can be tagged only there.
    if (accountId === undefined || region === undefined || type === undefined) return false;
    return known.has(accountId) && !listed.has(coverageKeyOf(accountId, region, type));
  };
  return createDecider({ policy, resourcesByArn, nowMs, mayExist, ...(only && { only }) });
}

const coverageKeyOf = (accountId: string, region: string, type: string) => `${accountId} ${region} ${type}`;

function targetOf({ arn, accountId, region, tags }: TaggedResource): Target {
  const label = tags?.Name;
  const managedBy = managersOf(tags);
  return {
    accountId,
    region,
    resource: arn,
    ...(label && { label }),
    ...(managedBy.length > 0 && { managedBy }),
  };
}

function toChange(target: Target, fix: Extract<Fix, { after: unknown }>): Change {
  const { key, before, after, reason, source, requires, holds } = fix;
  return {
    id: changeId(target.resource, key),
    target,
    field: key,
    before,
    after,
    reason,
    ...(source !== undefined && { source }),
    ...(requires && { requires: requires.map((required) => changeId(target.resource, required)) }),
    ...(holds && { holds: [{ field: holds.key, value: holds.value }] }),
  };
}

/** The first `#` is the separator: names of log groups may contain others. */
export function changeId(arn: string, key: string): string {
  return `${arn.replaceAll('#', '%23')}#${key}`;
}

/** The content of the policy, regardless of its file. */
function hashOf(policy: TagPolicy): string {
  const text = canonicalJson({ ...policy, file: undefined });
  return createHash('sha256').update(text).digest('hex');
}
