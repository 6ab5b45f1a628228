import {
  type DiffBlock,
  type DiffLine,
  diffLines,
  type Finding,
  type Plan,
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

/**
 * The changes of a plan, with the resources that get the same ones together: people read what is done once, and then
 * to what. In the order in which the plan has the first resource of each.
 */
export function groupChanges(plan: Plan): readonly ChangeGroup[] {
  const alike = Map.groupBy(diffLines(plan), ({ target: { accountId, region }, lines }) => {
    // Volumes that inherit from different instances get the same change, from sources of the same kind.
    const kinds = lines.map(({ source, ...line }) => ({ ...line, source: source?.split(' ')[0] }));
    return JSON.stringify([accountId, region, kinds]);
  });
  return [...alike.values()].map(groupOf);
}

function groupOf(blocks: readonly DiffBlock[]): ChangeGroup {
  const [first] = blocks as readonly [DiffBlock];
  const { accountId, region } = first.target;
  const isShared = first.lines.map(({ source }, index) =>
    blocks.every(({ lines }) => lines[index]!.source === source),
  );
  return {
    accountId,
    region,
    lines: first.lines.map(({ source, ...line }, index) =>
      source !== undefined && isShared[index] ? { ...line, source } : line,
    ),
    resources: blocks.map(({ target, lines }) => ({
      target,
      sources: new Map(
        lines.flatMap(({ field, source }, index) =>
          source === undefined || isShared[index] ? [] : [[field, source] as const],
        ),
      ),
    })),
  };
}

/** The same thing found on several resources of one account and region. */
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
