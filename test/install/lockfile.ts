/** What is read and completed of an entry of package-lock.json, version 3. */
export interface LockfileEntry {
  readonly version?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly resolved?: string;
  readonly libc?: readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  integrity?: string;
}

/** package-lock.json, version 3. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockfileEntry>>;
}

/** When the bundled Node is installed: see `complete-lockfile.ts`. */
export const nodeConditions = { libc: ['glibc'], engines: { node: '<22.18' } } as const;

/** Whether a package that comes from a registry has its hash; what comes in another package's archive needs none. */
export function isComplete(path: string, { link, inBundle, integrity }: LockfileEntry): boolean {
  const isInstalled = path.startsWith('node_modules/') || path.includes('/node_modules/');
  return !isInstalled || link === true || inBundle === true || integrity !== undefined;
}

/** `node_modules/a/node_modules/@b/c`: `@b/c`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}
