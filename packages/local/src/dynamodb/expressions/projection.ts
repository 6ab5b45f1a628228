import type { AttributeValue, Item } from '../item.ts';
import { attributeOf } from '../values.ts';
import type { Path } from './syntax.ts';
import { pathText } from './syntax.ts';
import { createTokenReader, type Placeholders } from './token-reader.ts';

/**
 * Reads a projection. Rules: "Use projection expressions in DynamoDB" in the developer guide.
 *
 * @throws AwsError `ValidationException`
 */
export function parseProjection(expression: string, placeholders: Placeholders): readonly Path[] {
  const reader = createTokenReader(expression, 'ProjectionExpression', placeholders);
  const paths: Path[] = [];
  do paths.push(reader.path());
  while (reader.accept(','));
  if (reader.peek().type !== 'end') throw reader.unexpected();
  checkOverlap(paths, reader.fail);
  return paths;
}

/** @throws what `fail` makes, where one path is another's beginning, or two disagree on map or list. */
export function checkOverlap(paths: readonly Path[], fail: (message: string) => Error): void {
  const seen = createNode();
  for (const path of paths) {
    let node = seen;
    for (const [index, step] of path.entries()) {
      const isLast = index === path.length - 1;
      const other = node.children.get(step);
      if (other?.path || (isLast && other)) {
        const first = other.path ?? anyPath(other);
        throw fail(
          `Two document paths overlap with each other; must remove or rewrite one of these paths; path one: ${pathText(first)}, path two: ${pathText(path)}`,
        );
      }
      const kind = typeof step;
      if (index > 0 && node.kind !== undefined && node.kind !== kind) {
        throw fail(
          `Two document paths conflict with each other; must remove or rewrite one of these paths; path one: ${pathText(anyPath(node))}, path two: ${pathText(path)}`,
        );
      }
      node.kind = kind;
      const child = other ?? createNode();
      node.children.set(step, child);
      if (isLast) child.path = path;
      node = child;
    }
  }
}

interface PathNode {
  readonly children: Map<string | number, PathNode>;
  path: Path | undefined;
  kind: string | undefined;
}

function createNode(): PathNode {
  return { children: new Map(), path: undefined, kind: undefined };
}

function anyPath(node: PathNode): Path {
  for (const child of node.children.values()) return child.path ?? anyPath(child);
  return [];
}

/** The parts of an item at these paths; list members keep their order and close up. */
export function project(item: Item, paths: readonly Path[]): Item {
  return projectAttributes(item, treeOf(paths));
}

type Tree = Map<string | number, Tree | null>;

function treeOf(paths: readonly Path[]): Tree {
  const root: Tree = new Map();
  for (const path of paths) {
    let node = root;
    for (const [index, step] of path.entries()) {
      if (index === path.length - 1) node.set(step, null);
      else {
        const child = node.get(step) ?? new Map();
        node.set(step, child);
        node = child;
      }
    }
  }
  return root;
}

function projectAttributes(item: Item, tree: Tree): Item {
  const entries: [string, AttributeValue][] = [];
  for (const [step, below] of tree) {
    const value = attributeOf(item, String(step));
    const part = value && (below ? projectValue(value, below) : value);
    if (part) entries.push([String(step), part]);
  }
  return Object.fromEntries(entries);
}

function projectValue(value: AttributeValue, tree: Tree): AttributeValue | undefined {
  if (value.M) {
    const part = projectAttributes(value.M, tree);
    return Object.keys(part).length > 0 ? { M: part } : undefined;
  }
  if (!value.L) return undefined;
  const members: AttributeValue[] = [];
  for (const [step, below] of [...tree].sort(([a], [b]) => Number(a) - Number(b))) {
    const member = typeof step === 'number' ? value.L[step] : undefined;
    const part = member && (below ? projectValue(member, below) : member);
    if (part) members.push(part);
  }
  return members.length > 0 ? { L: members } : undefined;
}
