import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { tools } from './floors.ts';
import type { Import, Manifest, SourceFile, Tree } from './tree.ts';

/** What an import leads to: a file of the tree, a package from outside, a builtin, or nothing that is there. */
export type Target =
  | { readonly kind: 'file'; readonly path: string; readonly workspace?: Manifest }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'not-exported'; readonly workspace: Manifest }
  | { readonly kind: 'other' };

/** One import of one file, resolved. */
export interface Edge {
  readonly from: SourceFile;
  readonly import: Import;
  readonly target: Target;
}

/** Where the packages and folders of a tree are. */
export interface Layout {
  readonly edges: readonly Edge[];
  /** The workspace that a file belongs to, or none for files of the root. */
  workspaceOf(path: string): Manifest | undefined;
  /** A file that is bundled or published, rather than run in a checkout alone. */
  isShipped(path: string): boolean;
}

/** Tests and what only they need, by name: `*.test.ts`, and all in folders `testing/`. */
export function isTestOnly(path: string): boolean {
  return /\.test\.ts$|(^|\/)testing\//.test(path);
}

/** The package that an import from outside names: `@a/b` of `@a/b/c`. */
export function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Resolves all imports of a tree. `besideFloors` are workspaces of tests alone. */
export function layOut(tree: Tree, besideFloors: readonly string[]): Layout {
  const paths = new Set(tree.files.map(({ path }) => path));
  const byName = new Map(tree.workspaces.map((workspace) => [workspace.name, workspace]));
  const byDepth = tree.workspaces.toSorted((a, b) => b.folder.length - a.folder.length);
  const workspaceOf = (path: string) => byDepth.find(({ folder }) => path.startsWith(`${folder}/`));

  function targetOf(from: string, { specifier }: Import): Target {
    if (isBuiltin(specifier) || specifier.startsWith('data:')) return { kind: 'other' };
    if (specifier.startsWith('.')) {
      const path = posix.join(posix.dirname(from), specifier);
      const workspace = workspaceOf(path);
      return { kind: 'file', path, ...(workspace && { workspace }) };
    }
    const name = packageOf(specifier);
    const workspace = byName.get(name);
    if (!workspace) return { kind: 'package', name };
    const path = exportedPath(workspace, specifier, paths);
    return path === undefined ? { kind: 'not-exported', workspace } : { kind: 'file', path, workspace };
  }

  return {
    edges: tree.files.flatMap((from) =>
      from.imports.map((each) => ({ from, import: each, target: targetOf(from.path, each) })),
    ),
    workspaceOf,
    isShipped: (path) => {
      const folder = workspaceOf(path)?.folder;
      return (
        folder !== undefined &&
        !besideFloors.includes(folder) &&
        !isTestOnly(path) &&
        !tools.some((tool) => tool.test(path))
      );
    },
  };
}

function exportedPath(
  { name, folder, exports }: Manifest,
  specifier: string,
  paths: ReadonlySet<string>,
): string | undefined {
  const subpath = `.${specifier.slice(name.length)}`;
  const exact = exports[subpath];
  if (exact !== undefined) return posix.join(folder, exact);
  for (const [pattern, target] of Object.entries(exports)) {
    const [before, after] = pattern.split('*');
    if (before === undefined || after === undefined) continue;
    if (!subpath.startsWith(before) || !subpath.endsWith(after)) continue;
    const path = posix.join(
      folder,
      target.replace('*', subpath.slice(before.length, subpath.length - after.length)),
    );
    if (paths.has(path)) return path;
  }
  return undefined;
}
