import { Big } from 'big.js';

/** An exact decimal number. Never made from a sum of floating-point numbers. */
export type Money = Big;

/** @throws RangeError for a text that is not a decimal number */
export function money(text: string | bigint | number): Money {
  try {
    return new Big(typeof text === 'bigint' ? text.toString() : text);
  } catch {
    throw new RangeError(`${JSON.stringify(String(text))} is not a decimal number`);
  }
}

export function sumMoney(amounts: Iterable<Money>): Money {
  let sum = new Big(0);
  for (const amount of amounts) sum = sum.plus(amount);
  return sum;
}

/** All digits, without an exponent: `0.0000004`. */
export function moneyText(amount: Money): string {
  return amount.toFixed();
}
