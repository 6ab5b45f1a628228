import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GroundcrewError } from '@groundcrew/errors';

type DuckdbModule = typeof import('@duckdb/node-api');

/** The tested version: what package.json names. */
export const DUCKDB_VERSION = '1.5.6-r.1';

/**
 * Loads DuckDB, which the package `groundcrew` does not bring: 70 MB that only billing exports need. It is looked for
 * beside this program, in the current folder and its parents, and among the global packages of this Node.
 *
 * @throws GroundcrewError `duckdb.not-installed`
 */
export async function loadDuckdb(): Promise<DuckdbModule> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const global = globalFolder(process.execPath, process.platform);
  // Only there: the folders above it are shared.
  const hasGlobal = existsSync(join(global, 'node_modules/@duckdb/node-api'));
  for (const folder of [process.cwd(), ...(hasGlobal ? [global] : [])]) {
    const file = resolveFrom(folder);
    if (file !== undefined) return (await import(pathToFileURL(file).href)) as DuckdbModule;
  }
  const command = installCommand(import.meta.dirname, process.execPath, existsSync);
  throw new GroundcrewError(
    'duckdb.not-installed',
    `reading billing exports needs DuckDB, which is not installed; install it by: ${command}`,
  );
}

function resolveFrom(folder: string): string | undefined {
  try {
    return createRequire(join(folder, 'from-here.js')).resolve('@duckdb/node-api');
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** DuckDB itself is missing; something that it imports would be another matter. */
function isNotFound(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND') && message.includes("'@duckdb/node-api'")
  );
}

/** Where `npm install --global` puts packages, unless npm is set otherwise. */
function globalFolder(node: string, platform: string): string {
  return platform === 'win32' ? dirname(node) : join(dirname(node), '..', 'lib');
}

/**
 * The command that installs DuckDB where {@link loadDuckdb} finds it: globally if this program is installed globally,
 * else in the current folder.
 *
 * @param folder where this module is
 * @param node the file of the running Node
 */
export function installCommand(folder: string, node: string, exists: (path: string) => boolean): string {
  const name = `@duckdb/node-api@${DUCKDB_VERSION}`;
  const [, root] = /^(.*)[\\/]node_modules[\\/]groundcrew[\\/]/.exec(folder + sep) ?? [];
  // A project has a package.json, and so has npx's cache; the global folder has none.
  if (root === undefined || exists(join(root, 'package.json'))) return `npm install ${name}`;
  const prefix = root.replace(/[\\/]lib$/, '');
  const isUsual = prefix === dirname(dirname(node)) || prefix === dirname(node);
  return `npm install --global ${isUsual ? '' : `--prefix "${prefix}" `}${name}`;
}
