import { wholeAccountId } from '../accounts/index.ts';
import type { CostAnswer, CostFilter, CostQuery, DateRange } from '../model.ts';
import { currencyDigits, type Money, money, roundedText } from '../money/index.ts';
import { addDays, addMonths, dayOf, firstOfMonth, periodText, splitMonths } from '../periods/index.ts';
import { exportError } from './errors.ts';
import { differentProviders, wantedText } from './providers.ts';
import { NO_CURRENCY, rowsToLines } from './rows.ts';
import { shapeOf } from './shape-of.ts';
import type { ExportTable } from './table.ts';

/**
 * The answer that the rows of `sqlOf` contain, with notes for its reader.
 *
 * @throws GroundcrewError `cost.exports.file-unreadable` if no cost can be read
 * @param tables the tables that were queried, and their names for people
 * @param options.providers those that were asked for; default: all
 */
export function answerOf(
  query: CostQuery,
  rows: readonly (readonly (string | null)[])[],
  tables: readonly { readonly table: ExportTable; readonly name: string }[],
  { nowMs, providers }: { readonly nowMs: number; readonly providers?: readonly string[] | undefined },
): CostAnswer {
  const {
    lines,
    providers: billed,
    blank,
    malformed,
    unreadable,
    changedId,
    absentMonths,
  } = rowsToLines(rows, query);
  const costs = tables.map(({ table, name }) => ({
    name,
    // Whether the column exists is the same in every dialect.
    cost: shapeOf(table, 'duckdb').cost(query.metric),
  }));
  const notes: string[] = [];
  const different = differentProviders(billed);
  if (providers === undefined && different.length > 1)
    notes.push(
      `charges of several providers are added up: ${different.join(', ')}; --provider counts one of them`,
    );
  if (unreadable.count > 0)
    notes.push(
      `charges whose ${labelsOf(query)} can't be read, as a cell is not a JSON object: ${unreadable.count}${exampleOf(unreadable.cell)}; they are counted as (none)`,
    );
  if (absentMonths.length > 0)
    notes.push(
      `${absentMonths.join(', ')}: the export has no column for ${absentOf(query, tables).join(' and ')} there, and the costs are counted as (none)`,
    );
  const unused = unreadable.count > 0 || absentMonths.length > 0 ? [] : unusedLabels(query, lines);
  if (unused.length > 0) notes.push(unusedNote(unused));
  if (changedId !== null)
    notes.push(
      `ids of accounts are not written with twelve digits, such as ${JSON.stringify(changedId)}: it is read as ${JSON.stringify(wholeAccountId(changedId))}`,
    );
  const roundedId = roundedAccount(query, lines);
  if (roundedId !== undefined)
    notes.push(
      `ids of accounts were changed by a program that took them for numbers, such as ${JSON.stringify(roundedId)}: two accounts may be one here, or one may be two`,
    );

  if (malformed.count > 0) {
    if (lines.every(({ cost }) => cost.eq(0))) throw costsUnreadable(malformed.cell);
    if (malformed.isAmount) throw formUnreadable(malformed.cell);
    notes.push(
      `charges whose cost can't be read, in no sum of this report: ${malformed.count}, such as ${JSON.stringify(malformed.cell)}`,
    );
  }
  if (lines.some(({ currency }) => currency === NO_CURRENCY))
    notes.push(`charges without a currency are in sums of their own, in ${NO_CURRENCY}`);
  if (blank > 0 && query.filters.length === 0 && lines.every(({ cost }) => cost.eq(0)))
    throw valuesAbsent(query.metric);
  if (blank > 0) notes.push(`charges without a value for ${query.metric}, counted as zero: ${blank}`);
  for (const { name } of costs.filter(({ cost }) => cost === null))
    notes.push(`${name} has no column for ${query.metric}: its charges are counted as zero`);
  const single = costs.find(({ cost }) => cost?.float === 'single');
  if (single !== undefined) {
    assertExactEnough(lines, single.name);
    notes.push(
      'costs are 32-bit floating-point numbers in the export, of 7 significant digits each: what comes after these is not known',
    );
  }
  if (costs.some(({ cost }) => cost?.float === 'double'))
    notes.push(
      'costs are floating-point numbers in the export; each is taken as a decimal of 15 significant digits, then summed exactly',
    );
  const empty = query.filters.length === 0 ? emptyMonths(query.range, lines, nowMs) : [];
  if (empty.length > 0)
    notes.push(
      providers === undefined
        ? `the export has no charges of ${empty.join(', ')}`
        : `the export has no charges of the provider ${wantedText(providers)} in ${empty.join(', ')}`,
    );
  return {
    lines,
    estimated: openDays(query.range, nowMs),
    notes,
    paid: { requests: 0, usd: money(0) },
  };
}

/** The sum would be zero, and it is unknown. */
function valuesAbsent(metric: string): Error {
  return exportError(
    'cost.exports.file-unreadable',
    `no charge of these days has a value other than 0 for ${metric}, and some have none at all: choose another --metric, or export it again with its values`,
    { metric },
  );
}

function costsUnreadable(cell: string): Error {
  return exportError(
    'cost.exports.file-unreadable',
    `no charge of the export has a cost other than 0 that can be read: ${JSON.stringify(cell)} is not a number such as 1234.5; export it again, unchanged`,
    { cell },
  );
}

/** By what a number of 32 bits may differ from the one that was written, relative to it: half its last bit, twice. */
const SINGLE_ERROR = 2 ** -23;

/** @throws GroundcrewError `cost.exports.file-unreadable` if the last printed digit of the sum is not known */
function assertExactEnough(lines: CostAnswer['lines'], name: string): void {
  const sums = new Map<string, Money>();
  for (const { currency, cost } of lines)
    sums.set(currency, (sums.get(currency) ?? money(0)).plus(cost.abs()));
  for (const [currency, sum] of sums) {
    const error = sum.times(SINGLE_ERROR);
    const digits = currencyDigits(currency);
    if (error.lt(money(10).pow(-digits).div(2))) continue;
    throw exportError(
      'cost.exports.file-unreadable',
      `the costs of ${name} are 32-bit floating-point numbers, of 7 significant digits: the sum ${currency} ${roundedText(sum, 0)} may be off by ${error.toPrecision(1)}; export it again with costs as decimals or 64-bit numbers, or ask for fewer days`,
      { name, currency },
    );
  }
}

/** All amounts of the form would be left out, as credits or large costs: the sum would be another one. */
function formUnreadable(cell: string): Error {
  return exportError(
    'cost.exports.file-unreadable',
    `costs are written as ${JSON.stringify(cell)}, and the sum without all that are would be wrong; write -5.5 and 1234.5, or export it again, unchanged`,
    { cell },
  );
}

const LABEL_PATTERN = /^(?:tag|cost-category):/;

function labelsOf({ by, filters }: CostQuery): string {
  const all = [...by, ...filters.map(({ dimension }) => dimension)].filter((dimension) =>
    LABEL_PATTERN.test(dimension),
  );
  // Without a label, it is the products of CUR 2.0.
  return all.length === 0 ? 'service' : [...new Set(all)].join(' and ');
}

/** Cells of tags can be long. */
const MAX_CELL_LENGTH = 80;

function exampleOf(cell: string): string {
  if (cell === '') return '';
  const isLong = cell.length > MAX_CELL_LENGTH;
  return `, such as ${JSON.stringify(isLong ? `${cell.slice(0, MAX_CELL_LENGTH).toWellFormed()}…` : cell)}`;
}

/** An id as spreadsheets and other programs write large numbers: 4.44456E+11. */
const ROUNDED_ID_PATTERN = /^\d+(?:\.\d+)?E\+?\d+$/i;

function roundedAccount({ by }: CostQuery, lines: CostAnswer['lines']): string | undefined {
  const at = by.indexOf('account');
  const ids = at < 0 ? [] : lines.map(({ keys }) => keys[at] ?? '');
  return ids.find((id) => ROUNDED_ID_PATTERN.test(id));
}

/** Tags and cost categories without any value: whether nothing has them, or the export lacks them, is not known. */
export function unusedLabels(
  { by, filters, largest }: CostQuery,
  lines: CostAnswer['lines'],
): readonly string[] {
  const isWhole = largest === undefined && filters.every(({ dimension }) => dimension === 'charge');
  if (!isWhole || lines.length === 0) return [];
  return by.filter(
    (dimension, at) => LABEL_PATTERN.test(dimension) && lines.every(({ keys }) => keys[at] == null),
  );
}

export function unusedNote(labels: readonly string[]): string {
  return `no charge of these days has ${labels.join(' and ')}: nothing was given it, it is not active in billing, or it is written otherwise`;
}

/** Whether a filter is one by tags or cost categories that also selects charges without: a misspelled key would select all. */
export function selectsUnlabeled({ dimension, values }: CostFilter): boolean {
  return LABEL_PATTERN.test(dimension) && values.includes(null);
}

/** The dimensions of the query that some tables have no column for. */
function absentOf(
  { by, filters }: CostQuery,
  tables: readonly { readonly table: ExportTable }[],
): readonly string[] {
  const all = [...by, ...filters.map(({ dimension }) => dimension)];
  return [...new Set(all)].filter(
    (dimension) =>
      dimension !== 'charge' &&
      tables.some(({ table }) => shapeOf(table, 'duckdb').dimension(dimension) === null),
  );
}

/** The queried part of each month that has begun and has no charges there: `2026-10`, or its days if not all are queried. */
function emptyMonths(range: DateRange, lines: CostAnswer['lines'], nowMs: number): string[] {
  const seen = new Set(lines.map(({ day }) => day.slice(0, 7)));
  const today = dayOf(nowMs);
  const begun = { start: range.start, end: range.end > today ? addDays(today, 1) : range.end };
  return splitMonths(begun).flatMap(({ start, end }) => {
    const month = start.slice(0, 7);
    if (seen.has(month) || start >= today) return [];
    const isWhole = start === firstOfMonth(start) && (end > today || end === addMonths(start, 1));
    return [isWhole ? month : periodText({ start, end })];
  });
}

/** AWS closes a month's bill within the first days of the next; until then it may change any of its days. */
const BILL_CLOSING_DAY = 6;

function openDays({ start, end }: DateRange, nowMs: number): DateRange | null {
  const today = new Date(nowMs);
  const monthsBack = today.getUTCDate() < BILL_CLOSING_DAY ? 1 : 0;
  const open = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - monthsBack, 1))
    .toISOString()
    .slice(0, 10);
  if (end <= open) return null;
  return { start: start > open ? start : open, end };
}
