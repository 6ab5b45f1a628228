import { isReservedKey } from '@groundcrew/aws/tagging';
import { createTextPool, OTHER_TYPES } from '@groundcrew/account';
import type { TaggedResource, TagSnapshot } from '../model.ts';
import { createSnapshotDecider } from '../planning/plan-tags.ts';
import {
  canonicalValue,
  type Exemption,
  keptFor,
  type KeyRule,
  matchKey,
  type TagPolicy,
} from '../policy/index.ts';
import { exemptsKey } from '../policy/exempts-key.ts';
import { coversResource, isActive } from '../policy/rules-for.ts';
import type { Audit, ExemptionUse, Violation } from './audit.ts';
import { describeFix } from './describe-fix.ts';
import { evaluateResource, type KeyViolation } from './evaluate-resource.ts';
import { type Compliance, createTally } from './tally.ts';

export interface AuditOptions {
  /** Milliseconds since 1970: exemptions end. */
  readonly nowMs: number;
}

/** Evaluates every resource of `snapshot` by `policy`, with the fix of each violation. */
export function auditTags(snapshot: TagSnapshot, policy: TagPolicy, { nowMs }: AuditOptions): Audit {
  // By the planner, so that an audit reports what a plan does.
  const decide = createSnapshotDecider(snapshot, policy, { nowMs });
  const exemptionsOf = (resource: TaggedResource) => decide(resource).exemptions;
  const ownerRule = policy.keys.find(({ key }) => key === policy.ownerKey);
  const uses = countUses(policy, nowMs);
  const [all, byType, byRegion, byAccount, byOwner, byKey] = Array.from(
    { length: 6 },
    createTally,
  ) as Tallies;
  const violations: Violation[] = [];
  // Most of very many have the same text.
  const texts = createTextPool();
  const kept = new Map<string, number>();
  let unruled = 0;
  let tagged = 0;
  let unknown = 0;

  for (const resource of [...snapshot.resources].sort(byPlace)) {
    const { tags } = resource;
    if (tags === null) unknown += 1;
    else if (Object.keys(tags).some((key) => !isReservedKey(key))) tagged += 1;
    for (const { system } of keptFor(policy, resource, nowMs)) kept.set(system, (kept.get(system) ?? 0) + 1);
    const { keys, forbidden, isRuled } = evaluateResource(policy, resource, nowMs, exemptionsOf);
    if (!isRuled) {
      unruled += 1;
      continue;
    }
    const owner = ownerRule && tags ? ownerOf(ownerRule, tags) : null;
    const own = [...keys.flatMap(({ violation }) => violation ?? []), ...forbidden];
    for (const violation of own) {
      uses.add(violation, resource);
      if (violation.exempt) continue;
      const { arn, type, id, accountId, region } = resource;
      const { key, kind, found, message } = violation;
      const { fix, fixDetail } = describeFix(violation, decide(resource).fixes);
      violations.push({
        arn,
        type,
        id,
        accountId,
        region,
        owner,
        key,
        kind,
        found: found && texts.intern(found),
        message: texts.intern(message),
        fix,
        fixDetail: texts.intern(fixDetail),
      });
    }
    const compliance = tags === null ? 'unknown' : complianceOf(own);
    all.add('all', compliance);
    byType.add(resource.type, compliance);
    byRegion.add(resource.region, compliance);
    byAccount.add(resource.accountId, compliance);
    if (ownerRule) byOwner.add(owner ?? (tags === null ? '(unknown)' : '(none)'), compliance);
    for (const { rule, violation } of keys) {
      byKey.add(rule.key, tags === null ? 'unknown' : complianceOf(violation ? [violation] : []));
    }
  }

  const [total = emptyScore] = all.scores();
  return {
    takenAt: snapshot.takenAt,
    auditedAt: new Date(nowMs).toISOString(),
    policy: { file: policy.file, ...(ownerRule && { ownerKey: ownerRule.key }) },
    accounts: snapshot.accounts,
    resources: snapshot.resources.length,
    unruled,
    total,
    compliant: total.compliant,
    violations,
    scores: {
      byType: byType.scores(),
      byRegion: byRegion.scores(),
      byAccount: byAccount.scores(),
      byOwner: byOwner.scores(),
      byKey: byKey.scores(),
    },
    coverage: {
      tagged,
      untagged: snapshot.resources.length - tagged - unknown,
      unknown,
      gaps: snapshot.coverage.filter(({ status, unknown: some }) => status !== 'listed' || some > 0),
      ...taggedOnlyOf(snapshot),
    },
    kept: [...kept].sort(([one], [other]) => compare(one, other)),
    exemptions: uses.sorted(),
  };
}

/** The same for every region, so reported once. A region that did not respond is a gap. */
function taggedOnlyOf({ coverage }: TagSnapshot): Pick<Audit['coverage'], 'taggedOnly'> {
  const rows = coverage.filter(({ type, status }) => type === OTHER_TYPES && status === 'listed');
  if (rows.length === 0) return {};
  const resources = rows.reduce((sum, row) => sum + row.resources, 0);
  return { taggedOnly: { resources, places: rows.length } };
}

type Tally = ReturnType<typeof createTally>;
type Tallies = [Tally, Tally, Tally, Tally, Tally, Tally];

const emptyScore = { name: 'all', resources: 0, compliant: 0, exempt: 0, unknown: 0, percent: null };

function byPlace(one: TaggedResource, other: TaggedResource): number {
  return (
    compare(one.accountId, other.accountId) ||
    compare(one.region, other.region) ||
    compare(one.type, other.type) ||
    compare(one.arn, other.arn)
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function complianceOf(violations: readonly KeyViolation[]): Compliance {
  if (violations.length === 0) return 'compliant';
  return violations.every(({ exempt }) => exempt) ? 'exempt' : 'violating';
}

/** The owner of a resource; an invalid value is returned unchanged. */
function ownerOf(rule: KeyRule, tags: Readonly<Record<string, string>>): string | null {
  const key = Object.hasOwn(tags, rule.key)
    ? rule.key
    : Object.keys(tags)
        .sort()
        .find((each) => matchKey(rule, each));
  if (key === undefined) return null;
  const canonical = canonicalValue(rule, tags[key]!);
  return ('problem' in canonical ? tags[key]! : canonical.value) || null;
}

function countUses(policy: TagPolicy, nowMs: number) {
  const counts = new Map<Exemption, number>(policy.exemptions.map((exemption) => [exemption, 0]));
  const count = (exemption: Exemption) => counts.set(exemption, counts.get(exemption)! + 1);
  const expired = policy.exemptions.filter((exemption) => !isActive(exemption, nowMs));
  return {
    add({ key, exempt }: KeyViolation, resource: TaggedResource): void {
      if (exempt) {
        count(exempt);
        return;
      }
      for (const exemption of expired) {
        if (exemptsKey(exemption, key) && coversResource(policy, exemption, resource)) count(exemption);
      }
    },
    sorted(): Audit['exemptions'] {
      const uses = policy.exemptions.map((exemption): ExemptionUse => {
        return { exemption, violations: counts.get(exemption)! };
      });
      const active = uses.filter(({ exemption }) => isActive(exemption, nowMs));
      return {
        active: active.filter(({ violations }) => violations > 0),
        expired: uses.filter(({ exemption }) => expired.includes(exemption)),
        unused: active.filter(({ violations }) => violations === 0),
      };
    },
  };
}
