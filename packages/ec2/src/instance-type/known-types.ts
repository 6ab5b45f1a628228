import table from './known-types.json' with { type: 'json' };

/** Sizes by family, small ones first. Made by `scripts/make-instance-types.ts` from EC2's own model. */
export const knownFamilies: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(table.families).map(([family, sizes]) => [family, sizes.split(' ')]),
);

/** When the table was made: `2026-11-21`. */
export const knownSince: string = table.retrieved;

/** Whether EC2 has this type, as far as this version knows. */
export function isKnownType(family: string, size: string): boolean {
  return knownFamilies.get(family)?.includes(size) ?? false;
}
