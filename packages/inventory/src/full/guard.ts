import { GroundcrewError } from '@groundcrew/errors';
import { quote } from '../stock-file/errors.ts';

/** What of a store the file does not name. Plain JSON. */
export interface StoreCheck {
  readonly store: string;
  readonly shelves: number;
  /** Those that are not at 0. */
  readonly filled: number;
  /** Filled shelves that the file does not name. */
  readonly vanishing: number;
  /** Shelves at 0 that are to be removed; none where shelves are set to 0. */
  readonly vanishingEmpty: number;
  /** The names of the first that vanish. */
  readonly examples: readonly string[];
}

/** More than a fifth of a store does not vanish by itself: its export was cut short, or it is of something else. */
export const DEFAULT_MAX_VANISHED_PERCENT = 20;

/** Of a small store a few shelves are a large share: so many may go, unless that is more than half of it. */
const FEW_SHELVES = 5;
const MAX_STORES_IN_MESSAGE = 3;

/** Whether more of a store would vanish than may without being confirmed. */
export function vanishesTooMuch(check: StoreCheck, maxPercent: number): boolean {
  const { shelves, filled, vanishing, vanishingEmpty } = check;
  const isTooMuch = (part: number, all: number): boolean =>
    part * 100 > all * maxPercent && (maxPercent === 0 || part > FEW_SHELVES || part * 2 > all);
  // Filled shelves by themselves: among many that have been empty for long, all of them would be a small share.
  return isTooMuch(vanishing, filled) || isTooMuch(vanishing + vanishingEmpty, shelves);
}

/** `undefined`: nothing has to be confirmed. */
export function guardVanished(
  checks: readonly StoreCheck[],
  maxPercent: number,
): GroundcrewError | undefined {
  const tooMuch = checks.filter((check) => vanishesTooMuch(check, maxPercent));
  if (tooMuch.length === 0) return undefined;
  const shown = tooMuch.slice(0, MAX_STORES_IN_MESSAGE).map(describe);
  const more = tooMuch.length - shown.length;
  const stores = [...shown, ...(more > 0 ? [`${more} more stores`] : [])].join('; ');
  return new GroundcrewError(
    'inventory.file.shelves-vanish',
    `it is a full export, and more than ${maxPercent} % of a store would vanish: ${stores}; nothing was written. If that is right, confirm it: upload the file again with the metadata x-amz-meta-full-confirmed: yes, or pass --confirm-vanished; otherwise export it again, complete`,
    { details: { stores: tooMuch.length } },
  );
}

function describe({ store, shelves, filled, vanishing, vanishingEmpty, examples }: StoreCheck): string {
  const names = examples.map(quote).join(', ');
  const others = vanishing + vanishingEmpty - examples.length;
  const empty = vanishingEmpty > 0 ? ` and ${vanishingEmpty} of the ${shelves - filled} at 0` : '';
  return `${vanishing} of the ${filled} filled shelves${empty} of ${quote(store)} (${names}${others > 0 ? ` and ${others} more` : ''})`;
}
