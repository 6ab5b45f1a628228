import type { ShelfImage } from './stream-record.ts';

/** How full a shelf is, as far as alerts go. */
export type ShelfLevel = 'empty' | 'low' | 'stocked';

/** What an alert can be about. */
export type AlertKind = 'no-stock' | 'low-stock' | 'back-in-stock';

/** What can be switched on: the kinds, and `every-zero`, which makes `no-stock` of each zero image. */
export const alertSwitches = ['no-stock', 'low-stock', 'back-in-stock', 'every-zero'] as const;
export type AlertSwitch = (typeof alertSwitches)[number];

export interface LevelSettings {
  readonly switches: ReadonlySet<AlertSwitch>;
  /** A shelf with this many or fewer is low, where no attribute of its own says otherwise; 0: no shelf is. */
  readonly lowStockAt: number;
}

/** Nothing left is `empty` (a count below zero too); at its limit or under it is `low`. */
export function levelOf(image: ShelfImage, settings: Pick<LevelSettings, 'lowStockAt'>): ShelfLevel {
  if (image.count <= 0) return 'empty';
  return image.count <= (image.lowStockAt ?? settings.lowStockAt) ? 'low' : 'stocked';
}

/**
 * The alert that a change is worth, if any. A shelf that was not known (`undefined`) counts as stocked:
 * the first that is heard of an empty shelf is an alert.
 *
 * | from \ to        | empty    | low           | stocked       |
 * |------------------|----------|---------------|---------------|
 * | stocked, unknown | no-stock | low-stock     |               |
 * | low              | no-stock |               |               |
 * | empty            |          | back-in-stock | back-in-stock |
 */
export function alertFor(
  from: ShelfLevel | undefined,
  to: ShelfLevel,
  switches: ReadonlySet<AlertSwitch>,
): AlertKind | undefined {
  const has = (kind: AlertKind): AlertKind | undefined => (switches.has(kind) ? kind : undefined);
  if (to === 'empty') {
    if (switches.has('every-zero')) return 'no-stock';
    return from === 'empty' ? undefined : has('no-stock');
  }
  if (from === 'empty') return has('back-in-stock');
  return to === 'low' && from !== 'low' ? has('low-stock') : undefined;
}
