import { posix } from 'node:path';
import { checkDependencies } from './check-dependencies.ts';
import { findCircles } from './circles.ts';
import type { Finding } from './finding.ts';
import type { Floor } from './floors.ts';
import { type Edge, isTestOnly, type Layout, layOut } from './layout.ts';
import type { Import, Manifest, SourceFile, Tree } from './tree.ts';

/** What the rules go by; see floors.ts. */
export interface Settings {
  readonly floors: readonly Floor[];
  readonly beside: Readonly<Record<string, string>>;
  readonly outside: Readonly<Record<string, string>>;
  readonly sdkWorkspace: string;
  readonly usedOtherwise: Readonly<Record<string, string>>;
}

/** Names of @groundcrew/report that only those who make reports need. */
const sectionTypes = new Set([
  'ChartSection',
  'Column',
  'FactsSection',
  'Row',
  'Section',
  'TableSection',
  'Value',
]);

/** Holds a tree against the rules that CONTRIBUTING.md lists under "The floors". */
export function checkTree(tree: Tree, settings: Settings): Finding[] {
  const layout = layOut(tree, Object.keys(settings.beside));
  const { edges } = layout;
  return [
    ...checkTable(tree, settings),
    ...checkOutside(tree, settings),
    ...edges.flatMap((edge) => checkEdge(edge, layout, settings)),
    ...checkCircles(tree, layout),
    ...checkTestSupport(tree, layout),
    ...checkDependencies(tree, layout, settings.usedOtherwise),
    ...tree.files.flatMap((file) => checkUses(file, layout)),
    ...tree.files.flatMap((file) => checkConstants(file, layout)),
  ].toSorted((a, b) => a.path.localeCompare(b.path) || (a.line ?? 0) - (b.line ?? 0));
}

function checkTable({ workspaces }: Tree, { floors, beside }: Settings): Finding[] {
  const placed = [...floors.flatMap((each) => Object.keys(each.workspaces)), ...Object.keys(beside)];
  const folders = workspaces.map(({ folder }) => folder);
  const findings: Finding[] = [];
  for (const folder of folders)
    if (!placed.includes(folder))
      findings.push({
        rule: 'floor',
        path: `${folder}/package.json`,
        message: `"${folder}" has no floor: name it in test/lint/floors.ts`,
      });
  for (const [index, folder] of placed.entries()) {
    const why = !folders.includes(folder)
      ? 'is not a workspace'
      : placed.indexOf(folder) < index
        ? 'is named twice'
        : '';
    if (why)
      findings.push({
        rule: 'floor',
        path: 'test/lint/floors.ts',
        message: `"${folder}" ${why}: take it out`,
      });
  }
  return findings;
}

/** A package.json would hide a folder from all rules. */
function checkOutside({ nested }: Tree, { outside }: Settings): Finding[] {
  const hidden = nested.filter((folder) => !(folder in outside));
  const gone = Object.keys(outside).filter((folder) => !nested.includes(folder));
  return [
    ...hidden.map((folder) => ({
      rule: 'floor',
      path: `${folder}/package.json`,
      message: `no rule looks into "${folder}", which has a package.json: take that out, or name the folder in test/lint/floors.ts`,
    })),
    ...gone.map((folder) => ({
      rule: 'floor',
      path: 'test/lint/floors.ts',
      message: `"${folder}" has no package.json: take it out of outside`,
    })),
  ];
}

function checkEdge({ from, import: imported, target }: Edge, layout: Layout, settings: Settings): Finding[] {
  const own = layout.workspaceOf(from.path);
  const isShipped = layout.isShipped(from.path);
  const { specifier, line } = imported;
  const findings: Finding[] = [];
  const refuse = (rule: string, message: string) => findings.push({ rule, path: from.path, line, message });

  if (target.kind === 'not-exported')
    refuse(
      'exports',
      `"${specifier}" is not among the exports of ${target.workspace.folder}/package.json: add it there`,
    );

  // A config of the root has no name to import it by; only tests and tools have a use for it.
  const isRootConfig = target.kind === 'file' && target.workspace === undefined && !isShipped;
  const reachesOut = target.kind === 'file' && specifier.startsWith('.') && target.workspace !== own;
  if (reachesOut && !imported.isUrl && !isRootConfig)
    refuse(
      'exports',
      target.workspace
        ? `"${specifier}" reaches into ${target.workspace.folder}: import it by the name of its package, ${target.workspace.name}`
        : `"${specifier}" reaches into the root: move it into the workspace`,
    );

  const other = target.kind === 'file' || target.kind === 'not-exported' ? target.workspace : undefined;
  if (isShipped && own && other && other !== own) {
    const ownFloor = floorOf(own, settings.floors);
    const otherFloor = floorOf(other, settings.floors);
    if (otherFloor === undefined)
      refuse('floor', `"${specifier}" is for tests alone: ${other.folder} stands beside the floors`);
    else if (ownFloor !== undefined && otherFloor >= ownFloor)
      refuse(
        'floor',
        `"${specifier}" is on floor ${otherFloor}, ${own.folder} on floor ${ownFloor}: import only from floors below, ` +
          'or move what both need below both',
      );
  }

  if (
    isShipped &&
    target.kind === 'file' &&
    (other === own || isTestOnly(target.path)) &&
    !layout.isShipped(target.path)
  )
    refuse('test-support', `"${specifier}" is for tests or a tool: shipped source can't import it`);

  if (
    isShipped &&
    target.kind === 'package' &&
    target.name.startsWith('@aws-sdk/') &&
    own?.folder !== settings.sdkWorkspace
  )
    refuse(
      'sdk',
      `"${specifier}" is imported in ${settings.sdkWorkspace} only: export what you need from there`,
    );

  if (isShipped && own && !own.folder.startsWith('packages/'))
    findings.push(...checkReportTypes(from, imported));
  return findings;
}

function checkReportTypes({ path }: SourceFile, { specifier, names, line }: Import): Finding[] {
  if (specifier !== '@groundcrew/report') return [];
  return names
    .filter((name) => sectionTypes.has(name))
    .map((name) => ({
      rule: 'report',
      path,
      line,
      message: `${name} is for those who make reports: make the report in the operation's package, in a file *-report.ts`,
    }));
}

function floorOf({ folder }: Manifest, floors: readonly Floor[]): number | undefined {
  return floors.find(({ workspaces }) => folder in workspaces)?.floor;
}

function checkCircles(tree: Tree, layout: Layout): Finding[] {
  const files = new Map<string, Set<string>>();
  const packages = new Map<string, Set<string>>();
  const folderOf = new Map(tree.workspaces.map(({ name, folder }) => [name, folder]));
  for (const { folder, dependencies, devDependencies } of tree.workspaces)
    packages.set(
      folder,
      new Set([...dependencies, ...devDependencies].flatMap((name) => folderOf.get(name) ?? [])),
    );
  for (const { from, target, import: imported } of layout.edges) {
    if (target.kind !== 'file' || imported.isUrl) continue;
    files.set(from.path, (files.get(from.path) ?? new Set()).add(target.path));
    const own = layout.workspaceOf(from.path)?.folder;
    if (own && target.workspace && target.workspace.folder !== own)
      packages.get(own)?.add(target.workspace.folder);
  }
  return [
    ...findCircles(packages).map((circle) => ({
      rule: 'circle',
      path: `${circle[0]}/package.json`,
      message: `packages in a circle: ${[...circle, circle[0]].join(' → ')}; move what both need into a package below both`,
    })),
    ...findCircles(files).map((circle) => ({
      rule: 'circle',
      path: circle[0]!,
      message: `files in a circle: ${[...circle, circle[0]].join(' → ')}; move what both need into a file of its own`,
    })),
  ];
}

/** What only tests import is support of tests, whatever its name is. */
function checkTestSupport(tree: Tree, layout: Layout): Finding[] {
  const exported = new Set(
    tree.workspaces.flatMap(({ folder, exports, bin }) =>
      [...Object.values(exports), ...bin].map((target) => posix.join(folder, target)),
    ),
  );
  const isExported = (path: string) =>
    exported.has(path) || exported.has(path.replace(/[^/]+(?=\/index\.ts$)/, '*'));
  const importers = new Map<string, string[]>();
  for (const { from, target } of layout.edges)
    if (target.kind === 'file')
      importers.set(target.path, [...(importers.get(target.path) ?? []), from.path]);
  return tree.files
    .filter(({ path }) => layout.isShipped(path) && !isExported(path))
    .filter(({ path }) => importers.has(path) && !importers.get(path)?.some((each) => layout.isShipped(each)))
    .map(({ path }) => ({
      rule: 'test-support',
      path,
      message: 'only tests import it: move it to a folder testing/, or delete it with its tests',
    }));
}

function checkUses({ path, uses }: SourceFile, layout: Layout): Finding[] {
  if (!layout.isShipped(path)) return [];
  const isPackage = path.startsWith('packages/');
  const makesReports = /-(report|section)\.ts$/.test(path) || path.startsWith('packages/report/');
  // The launcher hands the environment on when it restarts itself, before any module of TypeScript is loaded.
  const isEnvironmentFile = /(^|\/)env\.ts$|^scripts\/groundcrew\.mjs$/.test(path);
  return uses.flatMap(({ what, line }) => {
    if (what === 'process.env' && !isEnvironmentFile)
      return {
        rule: 'env',
        path,
        line,
        message: 'process.env is read in env.ts files only: take the value as an argument',
      };
    if (what === 'console' && isPackage)
      return { rule: 'console', path, line, message: 'packages print through io, never to the console' };
    if (what === 'report section' && !(isPackage && makesReports))
      return {
        rule: 'report',
        path,
        line,
        message: isPackage
          ? 'a section of a report is made in a file *-report.ts or *-section.ts: move it there'
          : "a section of a report is made in the operation's package, in a file *-report.ts; here it is only rendered",
      };
    return [];
  });
}

function checkConstants({ path, misnamed }: SourceFile, layout: Layout): Finding[] {
  if (!layout.isShipped(path)) return [];
  return misnamed.map(({ name, wanted, line }) => ({
    rule: 'constant',
    path,
    line,
    message:
      wanted === 'UPPER_CASE'
        ? `constant ${name} is a number, a text or a pattern: write it in UPPER_CASE`
        : `constant ${name} is a list, a record, a set or a map: write it in camelCase`,
  }));
}
