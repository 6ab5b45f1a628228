import type { MisnamedConstant } from './constants.ts';

/** One import, export from, dynamic import, type import, require or URL of another file. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** True where nothing of it is left when types are stripped. */
  readonly isTypeOnly: boolean;
  /** A URL of a file beside this one, `new URL('./worker.ts', import.meta.url)`: used, but not imported. */
  readonly isUrl?: true;
  /** Imported names; empty for namespaces and imports as a whole. */
  readonly names: readonly string[];
}

/** Something in a file that a rule may refuse, by the line it is on. */
export interface Use {
  readonly what: 'process.env' | 'console' | 'report section';
  readonly line: number;
}

export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly imports: readonly Import[];
  readonly uses: readonly Use[];
  readonly misnamed: readonly MisnamedConstant[];
}

/** A workspace's package.json, as far as the rules read it. */
export interface Manifest {
  /** The workspace's folder from the root, with slashes; empty for the root itself. */
  readonly folder: string;
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
  /** Files that its commands start with, from its folder. */
  readonly bin: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: readonly string[];
  readonly peerDependencies: readonly string[];
  readonly optionalDependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

export interface Tree {
  readonly root: Manifest;
  readonly workspaces: readonly Manifest[];
  readonly files: readonly SourceFile[];
  /** Folders in workspaces that have a package.json of their own: what is in them is not read. */
  readonly nested: readonly string[];
  /** Commands that dependencies of the root install, by dependency. */
  readonly commands: ReadonlyMap<string, readonly string[]>;
}
