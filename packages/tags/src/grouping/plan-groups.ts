import type { TagQuery } from '@groundcrew/aws/tagging';
import { formatArn, partitionOf } from '@groundcrew/aws-core';
import {
  type Change,
  createPlan,
  type Finding,
  type Json,
  type Plan,
  sameJson,
  type Target,
} from '@groundcrew/plan';
import type { TagSnapshot } from '../model.ts';
import { assertListed } from '../planning/assert-listed.ts';
import { changedAccounts } from '../planning/changed-accounts.ts';
import { type FoundGroup, MARKER_KEY, queryOf, taggedBy } from './group.ts';
import { groupName } from './group-name.ts';

export interface PlanGroupsOptions {
  /** The tag key: one group for each of its values. */
  readonly by: string;
  /** All groups of the accounts and regions of the snapshot. */
  readonly existing: readonly FoundGroup[];
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** Whether groups whose value no resource has any more are deleted; otherwise they are reported. */
  readonly prune?: boolean;
}

/**
 * The plan, of kind `tag-groups`, that gives each value of a tag key a resource group, in each account and region where
 * a resource has it. A group that groundcrew did not make is never changed.
 *
 * @throws GroundcrewError `tags.plan.nothing-listed`
 */
export function planGroups(snapshot: TagSnapshot, options: PlanGroupsOptions): Plan {
  assertListed(snapshot);
  const { by, existing, nowMs, prune = false } = options;
  const changes: Change[] = [];
  const findings: Finding[] = [];
  const known = new Map(
    existing.map((group) => [groupKeyOf(group.accountId, group.region, group.name), group]),
  );
  const wanted = wantedGroups(snapshot, by);

  for (const [id, { target, value }] of wanted) {
    const query = queryOf(by, value);
    const group = known.get(id);
    if (value === '') {
      findings.push({
        target,
        field: 'query',
        reason: `some resources have ${by} without a value; they get no group`,
      });
    } else if (group === undefined) {
      changes.push(toChange(target, null, query, `resources have ${by}=${value}`));
    } else if (group.tags[MARKER_KEY] !== by) {
      const reason = `a group of this name is there that groundcrew did not make; rename it, or go without one for ${by}=${value}`;
      findings.push({ target, field: 'query', reason });
    } else if (!sameJson(jsonOf(group.query), jsonOf(query))) {
      changes.push(toChange(target, group.query, query, `is to hold what has ${by}=${value}`));
    }
  }

  const incomplete = incompleteRegions(snapshot);
  for (const [id, group] of known) {
    if (group.tags[MARKER_KEY] !== by || wanted.has(id)) continue;
    const target = targetOf(group.accountId, group.region, group.name);
    const tag = taggedBy(group.query);
    if (tag?.key !== by) {
      findings.push({
        target,
        field: 'query',
        reason: `its query was changed; delete it manually if it is not needed`,
      });
      continue;
    }
    const why = `no resource has ${by}=${tag.value} any more`;
    if (!prune) {
      findings.push({ target, field: 'query', reason: `${why}; --prune deletes the group` });
    } else if (incomplete.has(regionKeyOf(group.accountId, group.region))) {
      const reason = `${why} among those that are known, but not all are; the group is left`;
      findings.push({ target, field: 'query', reason });
    } else {
      changes.push(toChange(target, group.query, null, why));
    }
  }
  return createPlan({
    kind: 'tag-groups',
    createdAt: new Date(nowMs).toISOString(),
    accounts: changedAccounts(snapshot, changes),
    scope: {
      examined: new Set([...wanted.keys(), ...known.keys()]).size,
      by,
      takenAt: snapshot.takenAt,
      command: 'groundcrew tags group',
    },
    changes,
    findings,
  });
}

interface WantedGroup {
  readonly target: Target;
  readonly value: string;
}

function wantedGroups({ resources }: TagSnapshot, by: string): ReadonlyMap<string, WantedGroup> {
  const wanted = new Map<string, WantedGroup>();
  for (const { accountId, region, tags } of resources) {
    if (tags === null || !Object.hasOwn(tags, by)) continue;
    const value = tags[by]!;
    const name = groupName(by, value);
    const id = groupKeyOf(accountId, region, name);
    if (!wanted.has(id)) wanted.set(id, { target: targetOf(accountId, region, name), value });
  }
  return wanted;
}

/** Accounts and regions in which resources, or their tags, may be missing from the snapshot. */
function incompleteRegions({ coverage, resources }: TagSnapshot): ReadonlySet<string> {
  const gaps = coverage.filter(({ status, unknown }) => status !== 'listed' || unknown > 0);
  return new Set(
    [...gaps, ...resources.filter(({ tags }) => tags === null)].map(({ accountId, region }) =>
      regionKeyOf(accountId, region),
    ),
  );
}

function targetOf(accountId: string, region: string, name: string): Target {
  const partition = partitionOf(region);
  const resource = formatArn({
    partition,
    service: 'resource-groups',
    region,
    accountId,
    resource: `group/${name}`,
  });
  return { accountId, region, resource, label: name };
}

function toChange(target: Target, before: TagQuery | null, after: TagQuery | null, reason: string): Change {
  const id = `${target.resource}#query`;
  return { id, target, field: 'query', before: jsonOf(before), after: jsonOf(after), reason };
}

/** A query in the words of a plan. */
export function jsonOf(query: TagQuery | null): Json {
  if (query === null) return null;
  return {
    types: [...query.types],
    tagFilters: query.tagFilters.map(({ key, values }) => ({ key, values: [...values] })),
  };
}

const regionKeyOf = (accountId: string, region: string) => `${accountId} ${region}`;
const groupKeyOf = (accountId: string, region: string, name: string) => `${accountId} ${region} ${name}`;
