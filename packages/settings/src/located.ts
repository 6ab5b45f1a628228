/** A value of a YAML or JSON text, and its place. */
export type Located = LocatedMap | LocatedList | LocatedScalar;

export interface LocatedMap {
  readonly kind: 'map';
  /** Of its first character in the text. */
  readonly offset: number;
  readonly entries: ReadonlyMap<string, { readonly keyOffset: number; readonly value: Located }>;
}

export interface LocatedList {
  readonly kind: 'list';
  readonly offset: number;
  readonly items: readonly Located[];
}

export interface LocatedScalar {
  readonly kind: 'scalar';
  readonly offset: number;
  readonly value: string | number | boolean | null;
  /** As it is written, quotes aside. */
  readonly source: string;
}

/** A way down into a text: names of a map, places of a list. */
export type Path = readonly (string | number)[];

/** Reports one problem. */
export type ReportProblem = (offset: number, path: Path, message: string) => void;

/** `keys.Project.values.list[2]`, `keys["Cost Center"]`. */
export function showPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\p{L}\p{N}_$-]+$/u.test(part)) return `[${JSON.stringify(part)}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

/** The place of `path` in `root`: of the value, or with `key` of its name; or of the nearest existing parent. */
export function offsetOf(root: Located, path: Path, at: 'key' | 'value'): number {
  let node = root;
  let { offset } = root;
  for (const part of path) {
    if (node.kind === 'map') {
      const entry = node.entries.get(String(part));
      if (!entry) return offset;
      offset = at === 'key' ? entry.keyOffset : entry.value.offset;
      node = entry.value;
    } else {
      const item = node.kind === 'list' ? node.items[Number(part)] : undefined;
      if (!item) return offset;
      offset = item.offset;
      node = item;
    }
  }
  return offset;
}
