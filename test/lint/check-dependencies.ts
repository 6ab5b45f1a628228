import type { Finding } from './finding.ts';
import type { Layout } from './layout.ts';
import { packageOf } from './layout.ts';
import type { Manifest, Tree } from './tree.ts';

/** Packages that a workspace's files import, each with one place. */
interface Imported {
  readonly shipped: Map<string, { readonly path: string; readonly line: number }>;
  readonly testOnly: Map<string, { readonly path: string; readonly line: number }>;
}

/**
 * What is imported is declared, and what is declared is used. Shipped source may use `dependencies`,
 * `peerDependencies` and `optionalDependencies`; tests and tools also `devDependencies`, their own and the root's, which
 * are for tools that all share. A workspace that is packed as one bundle brings what it imports with it: nothing is
 * installed beside it, so its shipped source uses `devDependencies`.
 */
export function checkDependencies(
  tree: Tree,
  layout: Layout,
  usedOtherwise: Readonly<Record<string, string>>,
): Finding[] {
  const imported = importedBy(tree, layout);
  const findings: Finding[] = [];
  for (const workspace of tree.workspaces)
    findings.push(...checkWorkspace(workspace, imported.get(workspace.folder)!, tree, usedOtherwise));
  findings.push(...checkRoot(tree, imported, usedOtherwise));
  const declared = [tree.root, ...tree.workspaces].flatMap(allOf);
  for (const name of Object.keys(usedOtherwise))
    if (!declared.includes(name))
      findings.push({
        rule: 'dependencies',
        path: 'test/lint/floors.ts',
        message: `no package.json declares "${name}" any more: take it out of usedOtherwise`,
      });
  return findings;
}

function importedBy(tree: Tree, layout: Layout): Map<string, Imported> {
  const all = new Map<string, Imported>();
  for (const { folder } of [tree.root, ...tree.workspaces])
    all.set(folder, { shipped: new Map(), testOnly: new Map() });
  for (const { from, import: each, target } of layout.edges) {
    const own = layout.workspaceOf(from.path);
    const isOther = target.kind === 'package' || (!each.specifier.startsWith('.') && target.kind !== 'other');
    const name = packageOf(each.specifier);
    if (!isOther || name === own?.name) continue;
    const uses = all.get(own?.folder ?? '')!;
    const of = layout.isShipped(from.path) ? uses.shipped : uses.testOnly;
    if (!of.has(name)) of.set(name, { path: from.path, line: each.line });
  }
  return all;
}

function checkWorkspace(
  workspace: Manifest,
  { shipped, testOnly }: Imported,
  { root, commands }: Tree,
  usedOtherwise: Readonly<Record<string, string>>,
): Finding[] {
  const path = `${workspace.folder}/package.json`;
  const findings: Finding[] = [];
  const declaredForShipped = [
    ...workspace.dependencies,
    ...workspace.peerDependencies,
    ...workspace.optionalDependencies,
  ];
  const forShipped = [...declaredForShipped, ...(isBundled(workspace) ? workspace.devDependencies : [])];
  const forTests = [...forShipped, ...workspace.devDependencies, ...root.devDependencies];
  for (const [name, place] of shipped)
    if (!forShipped.includes(name))
      findings.push({
        rule: 'dependencies',
        ...place,
        message: workspace.devDependencies.includes(name)
          ? `"${name}" is among the devDependencies of ${path}: shipped source needs it among the dependencies`
          : `"${name}" is not declared: add it to the dependencies of ${path}`,
      });
  for (const [name, place] of testOnly)
    if (!forTests.includes(name))
      findings.push({
        rule: 'dependencies',
        ...place,
        message: `"${name}" is not declared: add it to the devDependencies of ${path}`,
      });

  const isUsed = (name: string, by: (name: string) => boolean) =>
    by(name) ||
    (name.startsWith('@types/') && by(typedBy(name))) ||
    name in usedOtherwise ||
    isRun(name, [workspace], commands);
  for (const name of declaredForShipped)
    if (!isUsed(name, (each) => shipped.has(each)))
      findings.push({
        rule: 'dependencies',
        path,
        message: testOnly.has(name)
          ? `only tests use "${name}": move it to the devDependencies`
          : `nothing uses "${name}": take it out of the dependencies`,
      });
  for (const name of workspace.devDependencies)
    if (declaredForShipped.includes(name))
      findings.push({ rule: 'dependencies', path, message: `"${name}" is declared twice: take one out` });
    else if (!isUsed(name, (each) => testOnly.has(each) || shipped.has(each)))
      findings.push({
        rule: 'dependencies',
        path,
        message: `nothing uses "${name}": take it out of the devDependencies`,
      });
  return findings;
}

/** The root's own are tools: a config of the root, a test anywhere, or an npm script has to use each. */
function checkRoot(
  { root, workspaces, commands }: Tree,
  imported: ReadonlyMap<string, Imported>,
  usedOtherwise: Readonly<Record<string, string>>,
): Finding[] {
  const path = 'package.json';
  const own = imported.get('')!;
  const findings: Finding[] = [];
  for (const [name, place] of own.testOnly)
    if (!allOf(root).includes(name))
      findings.push({
        rule: 'dependencies',
        ...place,
        message: `"${name}" is not declared: add it to the devDependencies of ${path}`,
      });
  const isImported = (name: string) =>
    [...imported.values()].some(({ testOnly, shipped }) => testOnly.has(name) || shipped.has(name));
  for (const name of [...root.dependencies, ...root.devDependencies])
    if (!isImported(name) && !(name in usedOtherwise) && !isRun(name, [root, ...workspaces], commands))
      findings.push({ rule: 'dependencies', path, message: `nothing uses "${name}": take it out` });
  return findings;
}

/** It is built when it is packed. */
function isBundled({ scripts }: Manifest): boolean {
  return 'prepack' in scripts;
}

function allOf(manifest: Manifest): readonly string[] {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest;
  return [...dependencies, ...peerDependencies, ...optionalDependencies, ...devDependencies];
}

/** The package that an `@types/` package describes: `@a/b` of `@types/a__b`. */
function typedBy(name: string): string {
  const bare = name.slice('@types/'.length);
  return bare.includes('__') ? `@${bare.replace('__', '/')}` : bare;
}

/** Some npm script runs a command of the package. */
function isRun(name: string, manifests: readonly Manifest[], commands: Tree['commands']): boolean {
  const words = manifests
    .flatMap(({ scripts }) => Object.values(scripts))
    .flatMap((script) => script.split(/\s+/));
  return (commands.get(name) ?? []).some((command) => words.includes(command));
}
