import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSource } from './parse-source.ts';
import type { Manifest, Tree } from './tree.ts';

const skipped = new Set(['node_modules', 'dist', 'cdk.out', '.cache', '.git', '.turbo']);

/** Reads the package.json of a checkout and of its workspaces, and parses all of their source. */
export async function readTree(rootFolder: string): Promise<Tree> {
  const { manifest: root, workspaces: patterns } = await readManifest(rootFolder, '');
  const folders: string[] = [];
  for (const pattern of patterns) {
    if (!pattern.endsWith('/*')) folders.push(pattern);
    else {
      const parent = pattern.slice(0, -2);
      for (const entry of await readdir(join(rootFolder, parent), { withFileTypes: true }))
        if (entry.isDirectory()) folders.push(`${parent}/${entry.name}`);
    }
  }
  const workspaces: Manifest[] = [];
  const paths = (await readdir(rootFolder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && isSource(entry.name))
    .map(({ name }) => name);
  const nested: string[] = [];
  for (const folder of folders.toSorted()) {
    workspaces.push((await readManifest(rootFolder, folder)).manifest);
    paths.push(...(await listSource(rootFolder, folder, nested)));
  }
  const files = await Promise.all(
    paths.map(async (path) => parseSource(path, await readFile(join(rootFolder, path), 'utf8'))),
  );
  const commands = new Map<string, readonly string[]>();
  for (const dependency of [...root.devDependencies, ...root.dependencies])
    commands.set(dependency, await commandsOf(rootFolder, dependency));
  return { root, workspaces, files, nested: nested.toSorted(), commands };
}

async function readManifest(
  rootFolder: string,
  folder: string,
): Promise<{ manifest: Manifest; workspaces: readonly string[] }> {
  const json = JSON.parse(await readFile(join(rootFolder, folder, 'package.json'), 'utf8')) as PackageJson;
  const named = (field: Readonly<Record<string, string>> | undefined) => Object.keys(field ?? {});
  return {
    manifest: {
      folder,
      name: json.name,
      exports: Object.fromEntries(
        Object.entries(json.exports ?? {}).map(([subpath, target]) => [subpath, targetOf(target)]),
      ),
      bin: typeof json.bin === 'string' ? [json.bin] : Object.values(json.bin ?? {}),
      scripts: json.scripts ?? {},
      dependencies: named(json.dependencies),
      peerDependencies: named(json.peerDependencies),
      optionalDependencies: named(json.optionalDependencies),
      devDependencies: named(json.devDependencies),
    },
    workspaces: json.workspaces ?? [],
  };
}

interface PackageJson {
  readonly name: string;
  readonly workspaces?: readonly string[];
  readonly exports?: Readonly<Record<string, Target>>;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

type Target = string | { readonly [condition: string]: Target };

/** The source that an export leads to: of conditions the one that names TypeScript, or else the first. */
function targetOf(target: Target): string {
  if (typeof target === 'string') return target;
  const all = Object.values(target).map(targetOf);
  return all.find((path) => path.endsWith('.ts') && !path.endsWith('.d.ts')) ?? all[0] ?? '';
}

function isSource(name: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(name) && !name.endsWith('.d.ts');
}

/** Not in a folder with a package.json of its own: a package outside the workspaces, as the CDK app is. Those go to `nested`. */
async function listSource(rootFolder: string, folder: string, nested: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(join(rootFolder, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && !skipped.has(entry.name)) {
      if (existsSync(join(rootFolder, path, 'package.json'))) nested.push(path);
      else found.push(...(await listSource(rootFolder, path, nested)));
    } else if (entry.isFile() && isSource(entry.name)) found.push(path);
  }
  return found.toSorted();
}

async function commandsOf(rootFolder: string, dependency: string): Promise<readonly string[]> {
  const text = await readFile(join(rootFolder, 'node_modules', dependency, 'package.json'), 'utf8').catch(
    () => '{}',
  );
  const { bin } = JSON.parse(text) as { bin?: string | Readonly<Record<string, string>> };
  if (typeof bin === 'string') return [dependency.replace(/^@[^/]+\//, '')];
  return Object.keys(bin ?? {});
}
