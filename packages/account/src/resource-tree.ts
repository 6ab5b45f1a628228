import { type LinkName, linkedArns, type Resource } from './resource.ts';

/** A resource of a tree, and what depends on it. */
export interface TreeNode {
  readonly resource: Resource;
  /** How it refers to what it depends on; missing for the root. */
  readonly by?: LinkName;
  readonly children: readonly TreeNode[];
}

/** What a resource refers to. */
export interface LinkTarget {
  readonly by: LinkName;
  readonly arn: string;
  /** Missing: it is not in the snapshot. */
  readonly resource?: Resource;
}

export interface ResourceGraph {
  /** All that depends on a resource, each once: below the closest one that it refers to. */
  treeOf(root: Resource): TreeNode;
  /** What a resource refers to, the closest first. */
  linksOf(resource: Resource): readonly LinkTarget[];
}

/** Of several that a resource refers to, it depends on the first: an address on its interface rather than on the instance. */
const closestFirst: readonly LinkName[] = [
  'network-interface',
  'volume',
  'instance',
  'snapshot',
  'source-snapshot',
  'cluster',
  'stack',
  'subnet',
  'vpc',
  'security-group',
  'instance-profile',
];

/** The relations of the resources of a snapshot. */
export function createResourceGraph(resources: Iterable<Resource>): ResourceGraph {
  const byArn = new Map<string, Resource>();
  const referrers = new Map<string, Resource[]>();
  for (const resource of resources) {
    byArn.set(resource.arn, resource);
    for (const { arn } of targetsOf(resource)) {
      const known = referrers.get(arn);
      if (known) known.push(resource);
      else referrers.set(arn, [resource]);
    }
  }

  /** The resources that depend on a root, directly or not. */
  function reachableFrom(root: Resource): Set<string> {
    const reached = new Set([root.arn]);
    for (const arn of reached) {
      for (const referrer of referrers.get(arn) ?? []) reached.add(referrer.arn);
    }
    return reached;
  }

  function treeOf(root: Resource): TreeNode {
    const reached = reachableFrom(root);
    const placed = new Set([root.arn]);
    // Not by recursion: a chain of snapshots may be longer than the stack is deep.
    const childrenOf = (parent: string): TreeNode[] => {
      const first: TreeNode[] = [];
      const open = [{ arn: parent, children: first }];
      for (const { arn, children } of open) {
        for (const resource of new Set(referrers.get(arn))) {
          const closest = targetsOf(resource).find((target) => reached.has(target.arn));
          if (closest?.arn !== arn || placed.has(resource.arn)) continue;
          placed.add(resource.arn);
          const below: TreeNode[] = [];
          children.push({ resource, by: closest.by, children: below });
          open.push({ arn: resource.arn, children: below });
        }
      }
      return first;
    };
    const children = childrenOf(root.arn);
    // In a circle nothing is closest to the root: what is left depends on it directly.
    for (const arn of reached) {
      if (placed.has(arn)) continue;
      placed.add(arn);
      const resource = byArn.get(arn)!;
      children.push({ resource, children: childrenOf(arn) });
    }
    return { resource: root, children };
  }

  return {
    treeOf,
    linksOf: (resource) =>
      targetsOf(resource).map(({ by, arn }) => {
        const target = byArn.get(arn);
        return { by, arn, ...(target && { resource: target }) };
      }),
  };
}

function targetsOf({ links }: Resource): readonly { readonly by: LinkName; readonly arn: string }[] {
  return closestFirst.flatMap((by) => linkedArns(links, by).map((arn) => ({ by, arn })));
}
