import type { Charge, CostAnswer, CostLine } from '../model.ts';
import type { Money } from '../money/index.ts';
import { getOrAdd } from './get-or-add.ts';
import { compareKeys, compareText, zero } from './totals.ts';

/** Why a cost changed; `changed`: how much was used is not known. */
export type DifferenceReason = 'new' | 'gone' | 'more-use' | 'less-use' | 'other-price' | 'changed';

/** What one group costs more, or less, than before. */
export interface CostDifference {
  readonly currency: string;
  /** Values of the query's `by`, in its order. */
  readonly keys: readonly (string | null)[];
  readonly charge: Charge;
  readonly before: Money;
  readonly after: Money;
  /** `after` less `before`. */
  readonly change: Money;
  /** Of the two effects, the larger one. */
  readonly reason: DifferenceReason;
  /**
   * What the change is made of; they add up to it exactly. `use`: as much more or less at the price before;
   * `price`: all the rest, another price for what is used now, or a dearer or cheaper mix of it.
   * `null` where either side does not tell how much was used, or tells it in another unit.
   */
  readonly effects: { readonly use: Money; readonly price: Money } | null;
  readonly quantity: { readonly before: Money; readonly after: Money; readonly unit: string } | null;
}

interface Side {
  cost: Money;
  /** `null`: not known. */
  quantity: Money | null;
  unit: string | null;
}

/**
 * What changed from one answer to another of the same question: each group and kind of charge whose cost is
 * not the same, largest change first. The changes add up to that of the totals, currency by currency.
 */
export function diffCosts(before: CostAnswer, after: CostAnswer): CostDifference[] {
  const groups = new Map<string, { line: CostLine; before: Side; after: Side }>();
  for (const [side, { lines }] of [
    ['before', before],
    ['after', after],
  ] as const) {
    for (const line of lines) {
      const id = JSON.stringify([line.currency, line.charge, ...line.keys]);
      const group = getOrAdd(groups, id, () => ({ line, before: emptySide(), after: emptySide() }));
      addLine(group[side], line);
    }
  }
  return [...groups.values()]
    .filter((group) => !group.before.cost.eq(group.after.cost))
    .map((group) => differenceOf(group.line, group.before, group.after))
    .sort(
      (one, other) =>
        compareText(one.currency, other.currency) ||
        other.change.abs().cmp(one.change.abs()) ||
        compareText(one.charge, other.charge) ||
        compareKeys(one.keys, other.keys),
    );
}

function emptySide(): Side {
  return { cost: zero, quantity: zero, unit: null };
}

function addLine(side: Side, { cost, quantity }: CostLine): void {
  side.cost = side.cost.plus(cost);
  if (quantity === undefined || (side.unit !== null && side.unit !== quantity.unit)) side.quantity = null;
  else side.quantity = side.quantity?.plus(quantity.amount) ?? null;
  if (quantity !== undefined) side.unit ??= quantity.unit;
}

function differenceOf({ currency, keys, charge }: CostLine, before: Side, after: Side): CostDifference {
  const change = after.cost.minus(before.cost);
  const isComparable =
    before.quantity !== null && after.quantity !== null && before.unit !== null && before.unit === after.unit;
  const quantity = isComparable
    ? { before: before.quantity!, after: after.quantity!, unit: before.unit! }
    : null;
  const use = quantity === null || quantity.before.lte(0) ? null : useEffect(before.cost, quantity);
  const effects = use === null ? null : { use, price: change.minus(use) };
  return {
    currency,
    keys,
    charge,
    before: before.cost,
    after: after.cost,
    change,
    reason: reasonOf(before.cost, after.cost, effects),
    effects,
    quantity,
  };
}

/** To twenty digits, as a price is a quotient; what is missing there is in the price's effect. */
function useEffect(cost: Money, quantity: { readonly before: Money; readonly after: Money }): Money {
  return cost.times(quantity.after.minus(quantity.before)).div(quantity.before);
}

function reasonOf(before: Money, after: Money, effects: CostDifference['effects']): DifferenceReason {
  if (before.eq(0)) return 'new';
  if (after.eq(0)) return 'gone';
  if (effects === null) return 'changed';
  if (effects.price.abs().gt(effects.use.abs())) return 'other-price';
  return effects.use.gt(0) ? 'more-use' : 'less-use';
}
