import { glob, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { exportError } from './errors.ts';
import { isManifest, parseManifest } from './manifest.ts';
import type { ListedFile, ListedManifest } from './snapshots.ts';
import { isZip } from './unzip.ts';

export interface Listing {
  readonly files: readonly ListedFile[];
  readonly manifests: readonly ListedManifest[];
}

/** What exports are called, for messages. */
export const DATA_FILE_FORMS = '.csv or .tsv, also as .gz or .zip, or .parquet';

/** Whether a file may be an export, by its name. */
export function isData(path: string): boolean {
  return /\.(?:[ct]sv|[ct]sv\.gz|[ct]sv\.zip|parquet)$/i.test(path) && !isStatusTable(path);
}

/**
 * The table beside a Cost and Usage Report for Athena that shows whether it is being refreshed: CUR user guide, "Setting up
 * Athena using AWS CloudFormation templates".
 */
function isStatusTable(path: string): boolean {
  return /(?:^|[\\/])cost_and_usage_data_status(?:[\\/]|\.parquet$)/i.test(path);
}

/**
 * Files and manifests of folders, files and globs. The manifests around a glob or a file are read too: a glob over data
 * alone must not lose the list of files that count.
 *
 * @throws GroundcrewError `cost.exports.not-found`
 */
export async function listLocal(paths: readonly string[]): Promise<Listing> {
  const found = new Set<string>();
  for (const path of paths) {
    // Any zip file that is named; in a folder, others than those of AWS may be anything.
    const isNamed = /\.zip$/i.test(path);
    const files = (await expand(path)).filter(
      (file) => isData(file) || isManifest(file) || (isNamed && isZip(file)),
    );
    if (files.length === 0) throw notFound(path);
    // A link and its target are one file.
    for (const file of files) found.add(await realpath(file));
  }
  for (const folder of new Set([...found].filter((file) => !isManifest(file)).map((file) => dirname(file))))
    for (const manifest of await manifestsAround(folder)) found.add(manifest);

  const files: ListedFile[] = [];
  const manifests: ListedManifest[] = [];
  for (const file of [...found].sort()) {
    const path = file.split(sep).join('/');
    if (isManifest(file)) manifests.push({ path, manifest: parseManifest(await readFile(file, 'utf8')) });
    else files.push({ path, sizeBytes: (await stat(file)).size });
  }
  return { files, manifests };
}

async function expand(path: string): Promise<string[]> {
  const stats = await stat(path).catch(() => null);
  if (stats?.isFile()) return [resolve(path)];
  if (stats?.isDirectory()) {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return (
      entries
        // What systems and programs put beside a file: ._bill.csv, .~lock.bill.csv#.
        .filter((entry) => !entry.isDirectory() && !entry.name.startsWith('.'))
        .map((entry) => resolve(entry.parentPath, entry.name))
    );
  }
  const matches: string[] = [];
  for await (const match of glob(path)) matches.push(resolve(match));
  return matches;
}

/** Manifests beside a folder's files, above them, and in the folder of Data Exports. */
async function manifestsAround(folder: string): Promise<string[]> {
  const parts = folder.split(sep);
  const data = parts.findLastIndex((part) => part.toLowerCase() === 'data');
  const metadata = data === -1 ? [] : [parts.with(data, 'metadata').join(sep)];
  const folders = [folder, dirname(folder), ...metadata, ...metadata.map((path) => dirname(path))];
  const found = await Promise.all(
    folders.map(async (path) => {
      const names = await readdir(path).catch(() => []);
      return names.filter(isManifest).map((name) => join(path, name));
    }),
  );
  return found.flat();
}

function notFound(path: string): Error {
  return exportError(
    'cost.exports.not-found',
    `${JSON.stringify(path)} has no billing export (${DATA_FILE_FORMS}); give a folder, a glob, a file or s3://…`,
    { path },
  );
}
