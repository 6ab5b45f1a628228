import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { NameIn } from './copy-names.ts';
import { exportError } from './errors.ts';
import { DATA_FILE_FORMS, isData } from './local-files.ts';
import { isManifest, parseManifest } from './manifest.ts';
import { type ListedFile, type ListedManifest, type PickedSnapshots, pickSnapshots } from './snapshots.ts';

/** The S3 operations that exports need; addresses are `s3://bucket/key`. */
export interface ExportStore {
  /** All objects whose key begins with the address's. */
  list(
    address: string,
    signal?: AbortSignal,
  ): AsyncIterable<{ readonly address: string; readonly sizeBytes: number }>;
  /** @throws GroundcrewError if it can't be read */
  open(address: string, signal?: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}

export interface FetchOptions {
  readonly s3?: ExportStore;
  readonly maxDownloadBytes?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_MAX_BYTES = 10 * 2 ** 30;

/**
 * Downloads only the snapshots that count into a temporary folder: DuckDB would have to download an extension to read S3
 * itself.
 *
 * @throws GroundcrewError `cost.exports.not-found`, `cost.exports.too-large` before anything is downloaded
 */
export async function fetchExports(
  addresses: readonly string[],
  options: FetchOptions,
): Promise<PickedSnapshots & { readonly nameIn: NameIn; close(): Promise<void> }> {
  if (addresses.length === 0)
    return { snapshots: [], notes: [], nameIn: (text) => text, close: async () => {} };
  const { s3, signal, maxDownloadBytes = DEFAULT_MAX_BYTES } = options;
  if (s3 === undefined) throw new TypeError(`${addresses[0]!} needs options.s3`);

  const files = new Map<string, ListedFile>();
  const manifests = new Map<string, ListedManifest>();
  for (const address of addresses) {
    let isEmpty = true;
    for await (const { address: path, sizeBytes } of s3.list(address, signal)) {
      // Keys with a common prefix are not all in one folder: `focus` is not `focus-old`.
      if (path !== address && !path.startsWith(address.endsWith('/') ? address : `${address}/`)) continue;
      isEmpty &&= !isData(path) && !isManifest(path);
      if (isData(path)) files.set(path, { path, sizeBytes });
      else if (isManifest(path))
        manifests.set(path, { path, manifest: parseManifest(await textOf(s3, path, signal)) });
    }
    if (isEmpty)
      throw exportError('cost.exports.not-found', `${address} has no billing export (${DATA_FILE_FORMS})`, {
        path: address,
      });
  }
  const { snapshots, notes } = pickSnapshots([...files.values()], [...manifests.values()]);
  const wanted = snapshots.flatMap((snapshot) => snapshot.files);
  const sizeBytes = wanted.reduce((sum, file) => sum + file.sizeBytes, 0);
  if (sizeBytes > maxDownloadBytes) {
    throw exportError(
      'cost.exports.too-large',
      `${wanted.length} files of ${addresses.join(', ')} are ${sizeBytes} bytes, more than the ${maxDownloadBytes} ` +
        'that may be downloaded; name fewer months, or use --source athena',
      { sizeBytes, maxDownloadBytes },
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-exports-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const copies = new Map<string, ListedFile>();
    for (const file of wanted) copies.set(file.path, await download(s3, file, folder, signal));
    return {
      snapshots: snapshots.map(({ files: parts, period }) => ({
        files: parts.map(({ path }) => copies.get(path)!),
        period,
      })),
      notes,
      nameIn: (text) => text.replaceAll(`${folder}${sep}`, 's3://'),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function textOf(s3: ExportStore, address: string, signal?: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await s3.open(address, signal)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function download(
  s3: ExportStore,
  file: ListedFile,
  folder: string,
  signal?: AbortSignal,
): Promise<ListedFile> {
  // Keys may contain `..`, which has no meaning in S3.
  const path = join(
    folder,
    ...file.path
      .replace('s3://', '')
      .split('/')
      .map((part) => part.replace(/^\.+$/, '_')),
  );
  await mkdir(dirname(path), { recursive: true });
  const body = await s3.open(file.path, signal);
  await pipeline(Readable.from(body), createWriteStream(path));
  return { path, sizeBytes: file.sizeBytes };
}
