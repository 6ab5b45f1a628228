/** A value, or a directory of more. */
export type MetadataNode = string | MetadataDirectory;
export interface MetadataDirectory {
  readonly [name: string]: MetadataNode | undefined;
}

/**
 * The content of `path` below `/latest/`, in the format of the service: a value, or the listing of a directory, one entry
 * per line, directories with a trailing slash. `undefined`: not found.
 */
export function readTree(tree: MetadataDirectory, path: string): string | undefined {
  let node: MetadataNode | undefined = tree;
  const steps = path.split('/');
  const asksForDirectory = steps.at(-1) === '';
  for (const step of asksForDirectory ? steps.slice(0, -1) : steps) {
    if (typeof node !== 'object' || !Object.hasOwn(node, step)) return undefined;
    node = node[step];
  }
  if (typeof node === 'object') return listing(node);
  // Only user data may also be read with a trailing slash.
  return asksForDirectory && path !== 'user-data/' ? undefined : node;
}

function listing(directory: MetadataDirectory): string {
  return Object.entries(directory)
    .filter(([, node]) => node !== undefined)
    .map(([name, node]) => (typeof node === 'object' ? `${name}/` : name))
    .sort((a, b) => (a < b ? -1 : 1))
    .join('\n');
}
