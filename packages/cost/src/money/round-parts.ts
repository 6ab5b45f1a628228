import { Big } from 'big.js';
import { roundedText } from './format.ts';
import { type Money, moneyText, sumMoney } from './money.ts';

/**
 * The parts as decimal texts that add up to the printed total, by largest remainder: each part is rounded down, and those
 * that lost most get the missing units. A part is less than a unit away from its exact value, and one that needs no
 * rounding is unchanged.
 *
 * @param total - the sum of the parts, or this sum rounded up or down: parts of a part that was itself rounded
 * @param digits - decimal places
 * @throws RangeError if the parts add up to something else
 */
export function roundParts(parts: readonly Money[], total: Money, digits: number): string[] {
  const sum = sumMoney(parts);
  const unit = new Big(`1e-${digits}`);
  if (total.minus(sum).abs().gte(unit))
    throw new RangeError(`the parts add up to ${moneyText(sum)}, not to ${moneyText(total)}`);
  const rounded = parts.map((part) => roundDown(part, digits));
  const missing = Number(total.round(digits).minus(sumMoney(rounded)).div(unit).toFixed(0));
  const byRemainder = parts
    .map((part, index) => ({ index, remainder: part.minus(rounded[index]!) }))
    .sort((one, other) => other.remainder.cmp(one.remainder) || one.index - other.index);
  for (const { index } of byRemainder.slice(0, missing)) rounded[index] = rounded[index]!.plus(unit);
  return rounded.map((part) => roundedText(part, digits));
}

/** Towards minus infinity: big.js rounds down towards zero. */
function roundDown(amount: Money, digits: number): Money {
  const cut = amount.round(digits, Big.roundDown);
  return cut.gt(amount) ? cut.minus(new Big(`1e-${digits}`)) : cut;
}
