import { formatMoney } from '../money/index.ts';
import { chargeTitle } from './cost-rows.ts';
import type { CostDifference } from './diff-costs.ts';
import { percentOf } from './totals.ts';

/**
 * Why a cost changed, in words: `new`; `11% more GB`; `price or mix, +$4.00, and 100% more Hrs, +$10.00`. The kind of
 * charge comes first if it is not usage: `Tax`, `Refunds, gone`.
 */
export function reasonText(difference: CostDifference): string {
  const reason = reasonOf(difference);
  if (difference.charge === 'usage') return reason;
  const title = chargeTitle(difference.charge);
  return difference.reason === 'changed' ? title : `${title}, ${reason}`;
}

function reasonOf({ reason, effects, quantity, currency }: CostDifference): string {
  if (effects === null || quantity === null || reason === 'new' || reason === 'gone') return reason;
  const percent = percentOf(quantity.after.minus(quantity.before), quantity.before) ?? 0;
  const share = Math.abs(percent) < 0.5 ? 'slightly' : `${Math.abs(percent).toFixed(0)}%`;
  const use = `${share} ${percent < 0 ? 'less' : 'more'} ${quantity.unit}`;
  const show = (amount: typeof effects.use) => `${amount.lt(0) ? '' : '+'}${formatMoney(amount, currency)}`;
  // An effect below a hundredth of the change needs no reason.
  const isMinor = (part: typeof effects.use) =>
    part.abs().times(100).lt(effects.use.plus(effects.price).abs());
  if (isMinor(effects.price)) return use;
  if (isMinor(effects.use)) return 'price or mix';
  const parts = [`${use}, ${show(effects.use)}`, `price or mix, ${show(effects.price)}`];
  return (reason === 'other-price' ? parts.reverse() : parts).join(', and ');
}
