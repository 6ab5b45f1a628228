import type { CostGroup, CostPeriod } from '@groundcrew/aws/cost-explorer';
import type { Charge, CostLine, DateRange, Dimension } from '../model.ts';
import { type Money, money } from '../money/index.ts';
import { valueOfKey } from './keys.ts';
import type { CostRequest } from './plan-requests.ts';
import { chargeOfRecordType } from './record-types.ts';

type Quantity = NonNullable<CostLine['quantity']>;

interface Sum {
  cost: Money;
  /** `null`: amounts of several units, or not all of them are known; `undefined`: none yet. */
  quantity: Quantity | null | undefined;
}

/** Adds up responses to lines, and collects unknown record types. */
export interface LineBuilder {
  add(request: CostRequest, periods: readonly CostPeriod[]): void;
  lines(): CostLine[];
  readonly unknownTypes: ReadonlySet<string>;
}

/**
 * The responses without the groups of periods in which nothing cost anything or was used: days before the first data, or not
 * processed yet, may be returned as zeros. It is not known that they cost nothing.
 */
export function withoutSilentPeriods(responses: readonly CostResponse[]): CostResponse[] {
  const reported = new Set(
    responses.flatMap(({ periods }) =>
      periods.filter(({ groups }) => groups.some(isReported)).map(({ start }) => start),
    ),
  );
  return responses.map(({ request, periods }) => ({
    request,
    periods: periods.map((period) => (reported.has(period.start) ? period : { ...period, groups: [] })),
  }));
}

function isReported({ metrics }: CostGroup): boolean {
  return Object.values(metrics).some(({ amount }) => !money(amount).eq(0));
}

export interface CostResponse {
  readonly request: CostRequest;
  readonly periods: readonly CostPeriod[];
}

/** @param by the groupings of the query */
export function createLineBuilder(by: readonly Dimension[]): LineBuilder {
  const sums = new Map<string, { readonly line: Omit<CostLine, 'cost' | 'quantity'>; readonly sum: Sum }>();
  const unknownTypes = new Set<string>();

  function chargeOf({ keys }: CostRequest, group: CostGroup): Charge {
    const at = keys.indexOf('record-type');
    if (at < 0) return 'usage';
    const recordType = group.keys[at] ?? '';
    const charge = chargeOfRecordType(recordType);
    if (charge === undefined) unknownTypes.add(recordType);
    return charge ?? 'adjustment';
  }

  function add(request: CostRequest, period: CostPeriod, group: CostGroup): void {
    const { amount, unit: currency } = group.metrics[request.metric] ?? { amount: '0', unit: '' };
    const cost = money(amount);
    const charge = chargeOf(request, group);
    const keys = by.map((dimension) => {
      if (dimension === 'charge') return charge;
      const key = group.keys[request.keys.indexOf(dimension)];
      return key === undefined ? null : valueOfKey(dimension, key);
    });
    const line = { day: period.start, keys, charge, currency };
    const id = JSON.stringify(line);
    const quantity = quantityOf(request, group);
    const known = sums.get(id);
    if (!known) {
      sums.set(id, { line, sum: { cost, quantity } });
      return;
    }
    known.sum.cost = known.sum.cost.plus(cost);
    if (quantity !== undefined) known.sum.quantity = plus(known.sum.quantity, quantity);
  }

  return {
    unknownTypes,
    add(request, periods) {
      for (const period of periods) for (const group of period.groups) add(request, period, group);
    },
    lines: () =>
      [...sums.values()].map(({ line, sum: { cost, quantity } }) => ({
        ...line,
        cost,
        ...(quantity && { quantity }),
      })),
  };
}

/**
 * The quantity used: `null` if it is unknown, `undefined` if another group has it. A negation repeats the quantity that it
 * subtracts; if it is part of other groups, no quantity is right.
 */
function quantityOf({ keys }: CostRequest, group: CostGroup): Quantity | null | undefined {
  const at = keys.indexOf('record-type');
  const recordType = at < 0 ? undefined : group.keys[at];
  if (recordType === 'SavingsPlanNegation') return undefined;
  const { amount, unit } = group.metrics.UsageQuantity ?? { amount: '0', unit: '' };
  if (recordType === undefined || chargeOfRecordType(recordType) !== 'usage') return null;
  return unit === '' || unit === 'N/A' ? null : { amount: money(amount), unit };
}

function plus(before: Quantity | null | undefined, more: Quantity | null): Quantity | null {
  if (before === undefined) return more;
  if (before === null || more === null || before.unit !== more.unit) return null;
  return { amount: before.amount.plus(more.amount), unit: before.unit };
}

/** From the first day that AWS may still change to the last. */
export function estimatedRange(periods: readonly CostPeriod[]): DateRange | null {
  const open = periods.filter(({ estimated }) => estimated);
  const start = open.map((period) => period.start).sort()[0];
  const end = open
    .map((period) => period.end)
    .sort()
    .at(-1);
  return start === undefined || end === undefined ? null : { start, end };
}
