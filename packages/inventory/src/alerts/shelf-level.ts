import type { ShelfImage } from './stream-record.ts';

/** The stock level of a shelf, for alerts. */
export type ShelfLevel = 'empty' | 'low' | 'stocked';

/** The kinds of alerts. */
export type AlertKind = 'no-stock' | 'low-stock' | 'back-in-stock';

/**
 * The alerts that can be enabled: the kinds, and `every-zero`, which causes a `no-stock` for each image with zero.
 */
export const alertSwitches = ['no-stock', 'low-stock', 'back-in-stock', 'every-zero'] as const;
export type AlertSwitch = (typeof alertSwitches)[number];

export interface LevelSettings {
  readonly switches: ReadonlySet<AlertSwitch>;
  /** A shelf with this many or fewer is low, unless an attribute of its own has another limit; 0: no shelf is low. */
  readonly lowStockAt: number;
}

/** A count of zero or less is `empty`; up to its limit, a shelf is `low`. */
export function levelOf(image: ShelfImage, settings: Pick<LevelSettings, 'lowStockAt'>): ShelfLevel {
  if (image.count <= 0) return 'empty';
  return image.count <= (image.lowStockAt ?? settings.lowStockAt) ? 'low' : 'stocked';
}

/**
 * The alert that a change causes, if any. An unknown shelf (`undefined`) counts as stocked: the first record of an
 * empty shelf causes an alert.
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
