import type { Charge, CostLine, CostQuery } from '../model.ts';
import { type Money, money } from '../money/index.ts';
import { hasQuantities } from './sql.ts';

/** The contents of the rows of `sqlOf`. */
export interface ReadRows {
  readonly lines: readonly CostLine[];
  readonly providers: readonly string[];
  /** Charges without a value, counted as zero. */
  readonly blank: number;
}

/** ISO 4217 for "no currency". */
const NO_CURRENCY = 'XXX';

/** Lines of the rows of `sqlOf`: charges of several providers become one line per group. */
export function rowsToLines(rows: readonly (readonly (string | null)[])[], query: CostQuery): ReadRows {
  const lines = new Map<string, { -readonly [name in keyof CostLine]: CostLine[name] }>();
  const mixed = new Set<string>();
  const providers = new Set<string>();
  let blank = 0;
  for (const row of rows) {
    const [day, ...rest] = row;
    const keys = rest.slice(0, query.by.length);
    const [charge, currency, provider, cost, blanks, amount, first, last] = rest.slice(query.by.length);
    blank += Number(blanks);
    if (provider != null) providers.add(provider);
    const group = JSON.stringify([day, keys, charge, currency]);
    const quantity = quantityOf(query, amount, first, last);
    const line = lines.get(group);
    if (line === undefined) {
      lines.set(group, {
        day: day!,
        keys,
        charge: charge as Charge,
        currency: currency ?? NO_CURRENCY,
        cost: money(cost ?? '0'),
        ...(quantity !== undefined && { quantity }),
      });
      continue;
    }
    line.cost = line.cost.plus(cost ?? '0');
    if (line.quantity !== undefined && line.quantity.unit === quantity?.unit)
      line.quantity = { amount: line.quantity.amount.plus(quantity.amount), unit: quantity.unit };
    else mixed.add(group);
  }
  for (const group of mixed) delete lines.get(group)!.quantity;
  return { lines: [...lines.values()], providers: [...providers].sort(), blank };
}

function quantityOf(
  query: CostQuery,
  amount: string | null | undefined,
  first: string | null | undefined,
  last: string | null | undefined,
): { amount: Money; unit: string } | undefined {
  if (!hasQuantities(query) || amount == null || !first || first !== last) return undefined;
  return { amount: money(amount), unit: first };
}
