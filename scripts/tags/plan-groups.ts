import {
  type Change,
  changesByResource,
  type DiffLine,
  diffLine,
  type Finding,
  type Plan,
  type ResourceChanges,
  type Target,
} from '@groundcrew/plan';

/** A resource of a group, and the sources of its values, if they differ between resources. */
export interface GroupedResource {
  readonly target: Target;
  /** By field. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Resources of one account and region with the same changes. */
export interface ChangeGroup {
  readonly accountId: string;
  readonly region: string;
  /** Without a source if the resources have different ones. */
  readonly lines: readonly DiffLine[];
  readonly resources: readonly GroupedResource[];
}

/** The groups of a plan that are shown. */
export interface ChangeGroups {
  /** Up to a maximum of them. */
  readonly groups: readonly ChangeGroup[];
  /** Changes of the other groups. */
  readonly more: number;
}

/**
 * The changes of a plan, with the resources that get the same ones together: people read what is done once, and then
 * to what. In the order in which the plan has the first resource of each.
 *
 * @param top the maximum of groups
 */
export function groupChanges(plan: Plan, top: number): ChangeGroups {
  const alike = Map.groupBy(changesByResource(plan), ([first, ...others]) => {
    const { accountId, region } = first.target;
    return JSON.stringify([accountId, region, [first, ...others].map(kindOf)]);
  });
  const groups = [...alike.values()];
  const hidden = groups.slice(top);
  return {
    groups: groups.slice(0, top).map(groupOf),
    more: hidden.reduce((sum, resources) => sum + resources.length * resources[0]!.length, 0),
  };
}

/** Volumes that inherit from different instances get the same change, from sources of the same kind. */
function kindOf({ field, before, after, reason, source }: Change): unknown {
  return [field, before, after, reason, source?.split(' ')[0]];
}

function groupOf(resources: readonly ResourceChanges[]): ChangeGroup {
  const [first] = resources as readonly [ResourceChanges];
  const { accountId, region } = first[0].target;
  const isShared = first.map(({ source }, index) => resources.every((own) => own[index]!.source === source));
  return {
    accountId,
    region,
    lines: first.map(({ source, ...change }, index) =>
      diffLine(source !== undefined && isShared[index] ? { ...change, source } : change),
    ),
    resources: resources.map((own) => ({
      target: own[0].target,
      sources: isShared.every(Boolean) ? noSources : sourcesOf(own, isShared),
    })),
  };
}

const noSources: ReadonlyMap<string, string> = new Map();

function sourcesOf(changes: ResourceChanges, isShared: readonly boolean[]): ReadonlyMap<string, string> {
  return new Map(
    changes.flatMap(({ field, source }, index) =>
      source === undefined || isShared[index] ? [] : [[field, source] as const],
    ),
  );
}

/** The same finding on several resources of one account and region. */
export interface FindingGroup {
  readonly accountId: string;
  readonly region: string;
  readonly field: string;
  readonly reason: string;
  readonly targets: readonly Target[];
}

/** The findings of a plan, the same ones together. */
export function groupFindings({ findings }: Pick<Plan, 'findings'>): readonly FindingGroup[] {
  const alike = Map.groupBy(findings, ({ target: { accountId, region }, field, reason }) =>
    JSON.stringify([accountId, region, field, reason]),
  );
  return [...alike.values()].map((group) => {
    const [{ target, field, reason }] = group as [Finding, ...Finding[]];
    const { accountId, region } = target;
    return { accountId, region, field, reason, targets: group.map((finding) => finding.target) };
  });
}
