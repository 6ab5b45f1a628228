import { Big } from 'big.js';
import type { BillRow } from './bill.ts';
import { invalid } from './errors.ts';

/** A metric of a sum of charges, as Cost Explorer writes it. */
export interface MetricValue {
  readonly Amount: string;
  readonly Unit: string;
}

type CostMetric = (row: BillRow) => Big;

const billed: CostMetric = (row) => row.billed;
const effective: CostMetric = (row) => row.effective;

/** A FOCUS file has the invoiced and the amortized cost; both include discounts. */
const costMetrics: Readonly<Record<string, CostMetric>> = {
  AmortizedCost: effective,
  BlendedCost: billed,
  NetAmortizedCost: effective,
  NetUnblendedCost: billed,
  UnblendedCost: billed,
};

/** @throws AwsError `ValidationException` */
export function checkMetrics(names: readonly string[]): void {
  const bad = names.find((name) => name !== 'UsageQuantity' && !Object.hasOwn(costMetrics, name));
  if (bad === undefined) return;
  throw invalid(
    `Metric ${bad} is invalid. Valid metrics are ${Object.keys(costMetrics).join(', ')}, UsageQuantity`,
  );
}

/** What GetCostForecast calls a metric: `UNBLENDED_COST`. @throws AwsError `ValidationException` */
export function forecastMetric(name: string): CostMetric {
  const found = Object.entries(costMetrics).find(([metric]) => toUpper(metric) === name);
  if (found) return found[1];
  throw invalid(
    `Metric ${name} is invalid for a forecast. Valid: ${Object.keys(costMetrics).map(toUpper).join(', ')}`,
  );
}

/** Adds up charges. */
export class Sum {
  #billed = new Big(0);
  #effective = new Big(0);
  #quantity = new Big(0);
  readonly #units = new Set<string>();

  add({ billed: own, effective: worth, quantity, unit }: BillRow): void {
    this.#billed = this.#billed.plus(own);
    this.#effective = this.#effective.plus(worth);
    this.#quantity = this.#quantity.plus(quantity);
    this.#units.add(unit);
  }

  /** Amounts are exact: all digits, no exponent. Quantities of different units are added up too, as AWS does. */
  metrics(names: readonly string[], currency: string): Record<string, MetricValue> {
    const [unit] = this.#units;
    const quantityUnit = this.#units.size === 1 && unit ? unit : 'N/A';
    return Object.fromEntries(
      names.map((name) => {
        if (name === 'UsageQuantity') return [name, { Amount: this.#quantity.toFixed(), Unit: quantityUnit }];
        const amount = costMetrics[name] === effective ? this.#effective : this.#billed;
        return [name, { Amount: amount.toFixed(), Unit: currency }];
      }),
    );
  }
}

function toUpper(metric: string): string {
  return metric.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
