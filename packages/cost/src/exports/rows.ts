import type { DeliveredDay } from '../delivery/index.ts';
import type { Charge, CostLine, CostQuery } from '../model.ts';
import { type Money, money } from '../money/index.ts';
import { exportError } from './errors.ts';
import { isWantedProvider, wantedText } from './providers.ts';
import { firstRanked, readRankedCell } from './ranked-cells.ts';
import { hasAccount, hasQuantities } from './table-sql.ts';

/** The contents of the rows of `sqlOf`. */
export interface ReadRows {
  readonly lines: readonly CostLine[];
  readonly providers: readonly string[];
  /** Charges without a value, counted as zero. */
  readonly blank: number;
  /** Charges whose cost can't be read, left out, and one of these cells: an amount in another form, if there is one. */
  readonly malformed: { readonly count: number; readonly cell: string; readonly isAmount: boolean };
  /** Charges with a malformed cell in a dimension that was asked for, and one of these cells; empty: none is known. */
  readonly unreadable: { readonly count: number; readonly cell: string };
  /** An id of an account that was stored as a number, and is read with its leading zeros; `null`: there are none. */
  readonly changedId: string | null;
  /** Months with charges of files that have no column for such a dimension. */
  readonly absentMonths: readonly string[];
}

/** ISO 4217 for "no currency". */
export const NO_CURRENCY = 'XXX';

/** Lines of the rows of `sqlOf`: charges of several providers become one line per group. */
export function rowsToLines(rows: readonly (readonly (string | null)[])[], query: CostQuery): ReadRows {
  const lines = new Map<string, { -readonly [name in keyof CostLine]: CostLine[name] }>();
  const mixed = new Set<string>();
  const providers = new Set<string>();
  const absentMonths = new Set<string>();
  let blank = 0;
  let [unreadableCount, unreadableCell] = [0, ''];
  let [malformedCount, malformedCell] = [0, ''];
  let changedId = '';
  for (const row of rows) {
    const [day, ...rest] = row;
    const keys = rest.slice(0, query.by.length);
    const [charge, currency, provider, cost, blanks, unread, absent, ...more] = rest.slice(query.by.length);
    const [numberless, cell, unreadable, ...further] = more;
    const [changed] = hasAccount(query) ? further : [];
    const [amount, first, last] = hasAccount(query) ? further.slice(1) : further;
    changedId ||= changed ?? '';
    malformedCount += Number(numberless);
    malformedCell = firstRanked(malformedCell, cell ?? '');
    blank += Number(blanks) - Number(numberless);
    unreadableCount += Number(unread);
    unreadableCell = firstRanked(unreadableCell, unreadable ?? '');
    if (Number(absent) > 0) absentMonths.add(day!.slice(0, 'YYYY-MM'.length));
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
  const { cell, isOfForm: isAmount } = readRankedCell(malformedCell);
  return {
    lines: [...lines.values()],
    providers: [...providers].sort(),
    blank,
    malformed: { count: malformedCount, cell, isAmount },
    unreadable: { count: unreadableCount, cell: unreadableCell },
    changedId: changedId === '' ? null : changedId,
    absentMonths: [...absentMonths].sort(),
  };
}

/** What the rows of `deliverySql` contain. */
export interface ReadDays {
  readonly days: readonly DeliveredDay[];
  /** What is wrong with them, for the reader. */
  readonly notes: readonly string[];
  /** A cell that is no day, if there are any. */
  readonly unreadable: string | null;
}

/**
 * The days of the rows of `deliverySql`, of these providers.
 *
 * @throws GroundcrewError `cost.exports.provider-absent` if no charge is of them, `cost.exports.file-unreadable` if no
 * charge has a day that can be read, or kinds of charges are written otherwise
 */
export function rowsToDays(
  rows: readonly (readonly (string | null)[])[],
  providers?: readonly string[],
): ReadDays {
  const days = new Map<string, DeliveredDay>();
  let [dayless, ranked, unnamed] = [0, '', 0];
  for (const [day, provider = null, used, others, hour, malformed, kind] of rows) {
    if (providers !== undefined && !isWantedProvider(provider, providers)) {
      if (provider === null) unnamed += Number(used) + Number(others);
      continue;
    }
    if (kind != null) throw kindUnreadable(kind);
    if (day == null) {
      dayless += Number(used) + Number(others);
      ranked = firstRanked(ranked, malformed ?? '');
      continue;
    }
    const known = days.get(day);
    const hours = [known?.lastHour, hour === null || hour === undefined ? null : Number(hour)];
    const lastHour = hours.filter((each) => each != null).sort((one, other) => other - one)[0] ?? null;
    days.set(day, {
      day,
      hasUsage: known?.hasUsage === true || Number(used) > 0,
      hasOthers: known?.hasOthers === true || Number(others) > 0,
      lastHour,
    });
  }
  const { cell: example, isOfForm: isDayFirst } = readRankedCell(ranked);
  if (dayless > 0 && days.size === 0) throw daysUnreadable('no charge of the export has', example);
  if (isDayFirst)
    throw daysUnreadable('with the day before the month, charges of the export do not have', example);
  if (providers !== undefined && rows.length > 0 && days.size === 0) {
    const known = [...new Set(rows.map(([, provider]) => provider ?? 'charges without a provider'))].sort();
    throw exportError(
      'cost.exports.provider-absent',
      `no charge is of the provider ${wantedText(providers)}; the export has ${known.join(', ')}`,
      { providers, known },
    );
  }
  const notes: string[] = [];
  if (dayless > 0)
    notes.push(
      `charges without a day that can be read, in no figure of this report: ${dayless}, such as ${JSON.stringify(example)}`,
    );
  if (unnamed > 0)
    notes.push(
      `charges of the export without a provider, which --provider leaves out: ${unnamed}; --provider "(none)" counts them`,
    );
  return { days: [...days.values()], notes, unreadable: dayless > 0 ? example : null };
}

/** It would be no usage, tax or credit, but an adjustment, and the report another one. */
function kindUnreadable(kind: string): Error {
  return exportError(
    'cost.exports.file-unreadable',
    `${JSON.stringify(kind)} is not a kind of charge as AWS and FOCUS write it, such as Usage, Tax or Credit: capital letters or spaces were changed; export it again, unchanged`,
    { kind },
  );
}

function daysUnreadable(which: string, example: string): Error {
  return exportError(
    'cost.exports.file-unreadable',
    `${which} a day that can be read: ${JSON.stringify(example)} is not one such as 2026-11-01; export it again, unchanged`,
    { example },
  );
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
