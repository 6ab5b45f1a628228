import { type Money, money, roundedText, roundParts } from '../money/index.ts';
import type { CostFigure } from './cost-summary.ts';

/** A figure as decimal texts, rounded for print. */
export interface PrintedFigure {
  readonly cost: string;
  readonly before: string | null;
  /** Of the printed amounts, so that a reader who subtracts them gets it. */
  readonly change: string | null;
}

/** A figure that is not part of a sum. */
export function printFigure({ cost, before }: CostFigure, digits: number): PrintedFigure {
  return printed(roundedText(cost, digits), before && roundedText(before, digits), digits);
}

/** Figures that add up to `total` as it is printed. */
export function printParts(
  parts: readonly CostFigure[],
  total: PrintedFigure,
  digits: number,
): PrintedFigure[] {
  const costs = roundParts(
    parts.map(({ cost }) => cost),
    money(total.cost),
    digits,
  );
  const befores = beforesOf(parts);
  const printedBefores =
    befores === null || total.before === null ? null : roundParts(befores, money(total.before), digits);
  return costs.map((cost, index) => printed(cost, printedBefores?.[index] ?? null, digits));
}

function printed(cost: string, before: string | null, digits: number): PrintedFigure {
  const change = before === null ? null : money(cost).minus(money(before)).toFixed(digits);
  return { cost, before, change };
}

function beforesOf(parts: readonly CostFigure[]): Money[] | null {
  const known = parts.flatMap(({ before }) => (before === null ? [] : [before]));
  return known.length === parts.length ? known : null;
}
