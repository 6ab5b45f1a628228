import { type DiffBlock, type DiffLine, diffLines, type Plan, type Target } from '@groundcrew/plan';

/** A resource of a group, and where its values come from, where that differs from one to the next. */
export interface GroupedResource {
  readonly target: Target;
  /** By field. */
  readonly sources: ReadonlyMap<string, string>;
}

/** Resources of one account and region with the same changes. */
export interface ChangeGroup {
  readonly accountId: string;
  readonly region: string;
  /** Without a source where the resources have different ones. */
  readonly lines: readonly DiffLine[];
  readonly resources: readonly GroupedResource[];
}

/**
 * The changes of a plan, with the resources that get the same ones together: people read what is done once, and then
 * to what. In the order in which the plan has the first resource of each.
 */
export function groupChanges(plan: Plan): readonly ChangeGroup[] {
  const alike = new Map<string, DiffBlock[]>();
  for (const block of diffLines(plan)) {
    const { accountId, region } = block.target;
    // Volumes that inherit from different instances get the same change, from sources of the same kind.
    const lines = block.lines.map(({ source, ...line }) => ({ ...line, source: source?.split(' ')[0] }));
    const key = JSON.stringify([accountId, region, lines]);
    const blocks = alike.get(key);
    if (blocks) blocks.push(block);
    else alike.set(key, [block]);
  }
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
