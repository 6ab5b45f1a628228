import { usageError } from '@groundcrew/cli';
import { type Money, money } from '@groundcrew/cost/money';

/**
 * An amount that was typed: `1200`, `0.05`.
 *
 * @throws GroundcrewError `cli.usage`
 */
export function readAmount(option: string, text: string): Money {
  if (!/^\d+(?:\.\d+)?$/.test(text))
    throw usageError(`${option} "${text}" is not an amount; write digits, and a point before cents: 1200.50`);
  return money(text);
}
