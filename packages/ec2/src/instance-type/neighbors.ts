import type { Category } from './families.ts';
import { purposeOf } from './families.ts';
import type { InstanceType } from './instance-type.ts';
import { nearestGeneration } from './generations.ts';
import { knownFamilies } from './known-types.ts';
import { parseSize } from './size.ts';

/** Names of existing types that are next to a type in size or generation; `null`: none. */
export interface Neighbors {
  /** The next smaller size of the same family; for bare metal, of bare metal. */
  readonly smaller: string | null;
  readonly larger: string | null;
  /** Its counterparts in an earlier and a later generation: see {@link nearestGeneration}. */
  readonly older: string | null;
  readonly newer: string | null;
}

/** The existing types next to `type`, which may itself be unknown. */
export function neighborsOf(type: InstanceType): Neighbors {
  const own = parseSize(type.size)?.xlarges ?? 0;
  const alike = (knownFamilies.get(type.family) ?? []).filter(
    (size) => parseSize(size)?.metal === type.metal,
  );
  const named = (size: string | undefined) => (size === undefined ? null : `${type.family}.${size}`);
  return {
    smaller: named(alike.findLast((size) => parseSize(size)!.xlarges < own)),
    larger: named(alike.find((size) => parseSize(size)!.xlarges > own)),
    older: nearestGeneration(type, 'earlier')?.name ?? null,
    newer: nearestGeneration(type, 'later')?.name ?? null,
  };
}

/** A family of instance types: its purpose and its sizes. */
export interface InstanceFamily {
  readonly name: string;
  /** `null`: newer than this version. */
  readonly category: Category | null;
  /** Its purpose, in a phrase. */
  readonly purpose: string;
  /** Small ones first; empty for a family newer than this version. */
  readonly sizes: readonly string[];
}

/** The family of `type`. */
export function familyOf({ family, series }: Pick<InstanceType, 'family' | 'series'>): InstanceFamily {
  return { name: family, ...purposeOf(series, family), sizes: knownFamilies.get(family) ?? [] };
}
