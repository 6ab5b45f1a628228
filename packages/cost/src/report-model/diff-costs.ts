import type { Charge, CostAnswer, CostLine } from '../model.ts';
import type { Money } from '../money/index.ts';
import { getOrAdd } from './get-or-add.ts';
import { compareKeys, compareText, zero } from './totals.ts';

/** Why a cost changed; `changed`: the quantity is unknown. */
export type DifferenceReason = 'new' | 'gone' | 'more-use' | 'less-use' | 'other-price' | 'changed';

/** The change of one group. */
export interface CostDifference {
  readonly currency: string;
  /** Values of the query's `by`, in its order. */
  readonly keys: readonly (string | null)[];
  readonly charge: Charge;
  readonly before: Money;
  readonly after: Money;
  /** `after` minus `before`. */
  readonly change: Money;
  /** The larger one of the two effects. */
  readonly reason: DifferenceReason;
  /**
   * The parts of the change, which add up to it exactly. `use`: more or less use at the price before; `price`: the rest,
   * another price or another mix of what is used now. `null` if the quantity of either side is unknown, or has another
   * unit.
   */
  readonly effects: { readonly use: Money; readonly price: Money } | null;
  readonly quantity: { readonly before: Money; readonly after: Money; readonly unit: string } | null;
}

interface Side {
  cost: Money;
  /** `null`: unknown. */
  quantity: Money | null;
  unit: string | null;
}

/**
 * The changes between two answers to the same query: each group and kind of charge whose cost differs, largest change
 * first. The changes add up to that of the totals, per currency.
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

/** To twenty digits, as a price is a quotient; the remainder is part of the price's effect. */
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
