import type { Imds } from '@groundcrew/aws/imds';
import { missingPathError } from './errors.ts';
import { type MetadataPath, reasonOfAbsence } from './metadata-path.ts';

/** The content of a path. */
export type MetadataValue =
  | { readonly kind: 'value'; readonly path: string; readonly bytes: Uint8Array }
  | { readonly kind: 'folder'; readonly path: string; readonly entries: readonly string[] };

interface Options {
  readonly signal?: AbortSignal;
}

/**
 * Reads the value or the folder at a path, byte for byte.
 *
 * @throws GroundcrewError `fleet.metadata.path-missing`, which lists what there is nearby, and those of `imds`
 */
export async function readMetadataPath(
  imds: Pick<Imds, 'getBytes' | 'list'>,
  { path, isFolder }: MetadataPath,
  options: Options = {},
): Promise<MetadataValue> {
  // A folder responds without its slash, too, with a text that could be a value: the folder above has the slash.
  const [bytes, isListed] = await Promise.all([
    isFolder ? undefined : imds.getBytes(path, options),
    isFolder || isListedAsFolder(imds, path, options),
  ]);
  if (isListed) {
    const entries = await imds.list(`${path}/`, options);
    if (entries !== undefined) return { kind: 'folder', path, entries };
  }
  if (bytes !== undefined) return { kind: 'value', path, bytes };
  throw missingPathError({
    path,
    reason: reasonOfAbsence(path),
    ...(await nearestFolder(imds, path, options)),
  });
}

async function isListedAsFolder(imds: Pick<Imds, 'list'>, path: string, options: Options): Promise<boolean> {
  const [above, name] = split(path);
  if (above === '') return false;
  return (await imds.list(`${above}/`, options))?.includes(`${name}/`) ?? false;
}

async function nearestFolder(imds: Pick<Imds, 'list'>, path: string, options: Options) {
  for (let [above] = split(path); above !== ''; [above] = split(above)) {
    const entries = await imds.list(`${above}/`, options);
    if (entries !== undefined) return { folder: `${above}/`, entries };
  }
  return { folder: undefined, entries: [] };
}

function split(path: string): [above: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, Math.max(0, at)), path.slice(at + 1)];
}
